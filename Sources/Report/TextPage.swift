/// A document as lines of text: paragraphs wrapped to a width, tables under them.
struct TextPage {
  private(set) var text = ""
  private let width: Int
  private let limit: Int?
  private let isColoured: Bool

  /// What lines that are not wrapped, such as rows of tables, keep to in files.
  static var fileLimit: Int { 105 }

  /// Where the text of a section begins, after its name.
  static var gutter: Int { 13 }

  /// Paragraphs keep to `width`; with a `limit` no other line is longer than that, as far as words allow.
  init(width: Int, limit: Int? = nil, isColoured: Bool = false) {
    self.width = width
    self.limit = limit
    self.isColoured = isColoured
  }

  /// Adds what a document tells.
  mutating func add(_ document: Document) {
    for (place, block) in document.blocks.enumerated() {
      let meaning = document.meanings[place]
      switch block {
      case .heading(let text, _): line(text, .heading)
      case .line(let text): line(text)
      case .blank: line(StyledText())
      case .paragraph(let lead, let indent, let body): paragraph(lead: lead, indent: indent, body, meaning)
      case .prose(let prose): paragraph(indent: 2, prose.text)
      case .glossary(let entries):
        for entry in entries {
          line(StyledText("  " + entry.word, .heading))
          paragraph(indent: 4, entry.text)
        }
      case .section(let name, let body): section(name, body, meaning)
      case .remark(let body): paragraph(indent: Self.gutter, body)
      case .table(let table, let indent): self.table(table, indent: indent)
      case .matrix(let matrix): add(matrix)
      case .fields(let fields): add(fields)
      case .list(let items): for item in items { paragraph(lead: "- ", indent: 2, item) }
      case .code(let text): for line in Self.lines(of: text) { self.line(StyledText("  " + line)) }
      case .figure(let figure):
        line(figure.caption)
        for line in Self.lines(of: figure.text) { self.line(StyledText(line)) }
      case .placeholder(let text): paragraph(indent: 2, text)
      }
    }
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What stands side by side elsewhere has no room beside itself here.
  private mutating func add(_ matrix: Document.Matrix) {
    add(zip(matrix.marks, matrix.titles).map { Document.Field(name: $0, value: $1) })
    let gutter = (matrix.marks.map(\.columns).max() ?? 0) + 2
    for row in matrix.rows {
      line(StyledText())
      line("  " + row.aspect, .heading)
      for (mark, cell) in zip(matrix.marks, row.cells) {
        paragraph(lead: mark + .blanks(gutter - mark.columns), indent: 4, cell)
      }
    }
  }

  private mutating func add(_ fields: [Document.Field]) {
    let gutter = (fields.map(\.name.columns).max() ?? 0) + 2
    for field in fields {
      paragraph(lead: field.name + .blanks(gutter - field.name.columns), indent: 2, field.value)
    }
  }

  private mutating func line(_ line: StyledText) { text += (isColoured ? line.coloured : line.text) + "\n" }

  /// A line that is not broken where it fits.
  private mutating func line(_ text: String, _ meaning: Meaning? = nil) {
    guard let limit, text.columns > limit else { return line(StyledText(text, meaning)) }
    let body = text.drop { $0 == " " }
    let indent = String.blanks(text.count - body.count)
    wrap(StyledText(indent), hanging: indent.count + 2, Self.words(String(body)).map { ($0, meaning) }, width: limit)
  }

  /// `body` wrapped at spaces; `lead` stands before its first line, further lines begin below the body. What stands for
  /// something is the lead, or the body up to its first colon or semicolon.
  private mutating func paragraph(
    lead: String = "", indent: Int = 0, _ body: String, _ meaning: Meaning? = nil, leadMeaning: Meaning? = nil
  ) {
    var start = StyledText(.blanks(indent))
    let isLeadMeant = !lead.isEmpty && leadMeaning == nil
    start.append(lead, isLeadMeant ? meaning : leadMeaning)
    let words = Self.words(body)
    let end = isLeadMeant ? 0 : (words.firstIndex { $0.last == ":" || $0.last == ";" } ?? words.count - 1) + 1
    wrap(
      start, hanging: start.columns, words.enumerated().map { ($1, $0 < end ? meaning : nil) }, width: width)
  }

  private mutating func wrap(
    _ start: StyledText, hanging: Int, _ words: [(text: String, meaning: Meaning?)], width: Int
  ) {
    var current = start
    var columns = start.columns
    var previous: (text: String, meaning: Meaning?)?
    for word in words {
      let length = word.text.columns
      if let last = previous {
        if columns + 1 + length > width {
          line(current)
          current = StyledText(.blanks(hanging))
          columns = hanging
        } else {
          current.append(" ", last.meaning == word.meaning ? word.meaning : nil)
          columns += 1
        }
      }
      current.append(word.text, word.meaning)
      columns += length
      previous = word
    }
    line(current)
  }

  /// A named section of a conversation: the name in the gutter, `body` beside it.
  private mutating func section(_ name: String, _ body: String, _ meaning: Meaning?) {
    let gap = String.blanks(max(Self.gutter - 2 - name.columns, 1))
    paragraph(lead: body.isEmpty ? name : name + gap, indent: 2, body, meaning, leadMeaning: .heading)
  }

  private mutating func table(_ table: TextTable, indent: Int) {
    let margin = StyledText(.blanks(indent))
    for row in table.styledLines(width: width - indent, limit: limit.map { $0 - indent }) {
      var line = margin
      line.append(row)
      self.line(line)
    }
  }

  /// The pieces between which a line may break: a number stays with its unit.
  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, word in
      let isUnit = ["ns", "µs", "ms", "s", "%"].contains(word.prefix { !";,):".contains($0) })
      if isUnit, let last = words.popLast() { words.append(last + " " + word) } else { words.append(String(word)) }
    }
  }
}

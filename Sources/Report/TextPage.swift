/// A document as lines of text: paragraphs wrapped to a width, tables under them.
struct TextPage {
  private(set) var text = ""
  private let width: Int

  /// Where the text of a section begins, after its name.
  static var gutter: Int { 13 }

  init(width: Int) { self.width = width }

  /// Adds what a document tells.
  mutating func add(_ document: Document) { add(document.blocks) }

  private mutating func add(_ blocks: [Document.Block]) {
    for block in blocks {
      switch block {
      case .heading(let text, _), .line(let text): line(text)
      case .blank: line()
      case .paragraph(let lead, let indent, let body): paragraph(lead: lead, indent: indent, body)
      case .section(let name, let body): section(name, body)
      case .remark(let body): paragraph(indent: Self.gutter, body)
      case .table(let table, let indent): self.table(table, indent: indent)
      case .matrix(let matrix): add(matrix)
      case .fields(let fields): add(fields)
      case .list(let items): for item in items { paragraph(lead: "- ", indent: 2, item) }
      case .code(let text):
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { self.line("  " + line) }
      case .figure(let figure):
        line(figure.caption)
        for line in figure.text.split(separator: "\n", omittingEmptySubsequences: false) { self.line(String(line)) }
      case .placeholder(let text): paragraph(indent: 2, text)
      case .folded(let title, let blocks):
        line(title)
        add(blocks)
      }
    }
  }

  /// What stands side by side elsewhere has no room beside itself here.
  private mutating func add(_ matrix: Document.Matrix) {
    add(zip(matrix.marks, matrix.titles).map { Document.Field(name: $0, value: $1) })
    let gutter = (matrix.marks.map(\.unicodeScalars.count).max() ?? 0) + 2
    for row in matrix.rows {
      line()
      line("  " + row.aspect)
      for (mark, cell) in zip(matrix.marks, row.cells) {
        let gap = String(repeating: " ", count: gutter - mark.unicodeScalars.count)
        paragraph(lead: mark + gap, indent: 4, cell)
      }
    }
  }

  private mutating func add(_ fields: [Document.Field]) {
    let gutter = (fields.map(\.name.unicodeScalars.count).max() ?? 0) + 2
    for field in fields {
      let gap = String(repeating: " ", count: gutter - field.name.unicodeScalars.count)
      paragraph(lead: field.name + gap, indent: 2, field.value)
    }
  }

  private mutating func line(_ line: String = "") { text += line + "\n" }

  /// `body` wrapped at spaces; `lead` stands before its first line, further lines begin below the body.
  private mutating func paragraph(lead: String = "", indent: Int = 0, _ body: String) {
    let margin = String(repeating: " ", count: indent)
    var current = margin + lead
    let hanging = String(repeating: " ", count: current.unicodeScalars.count)
    var columns = hanging.unicodeScalars.count
    var isEmpty = true
    for word in Self.words(body) {
      let length = word.unicodeScalars.count
      if !isEmpty, columns + 1 + length > width {
        line(current)
        current = hanging
        columns = hanging.unicodeScalars.count
        isEmpty = true
      }
      if !isEmpty {
        current += " "
        columns += 1
      }
      current += word
      columns += length
      isEmpty = false
    }
    line(current)
  }

  /// A named section of a conversation: the name in the gutter, `body` beside it.
  private mutating func section(_ name: String, _ body: String) {
    let gap = String(repeating: " ", count: max(Self.gutter - 2 - name.unicodeScalars.count, 1))
    paragraph(lead: body.isEmpty ? name : name + gap, indent: 2, body)
  }

  private mutating func table(_ table: TextTable, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    for row in table.lines(width: width - indent) { line(margin + row) }
  }

  /// The pieces between which a line may break: a number stays with its unit.
  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, word in
      let isUnit = ["ns", "µs", "ms", "s", "%"].contains(word.prefix { !";,):".contains($0) })
      if isUnit, let last = words.popLast() { words.append(last + " " + word) } else { words.append(String(word)) }
    }
  }
}

/// A document as lines of text: paragraphs wrapped to a width, tables under them.
struct TextPage {
  private(set) var text = ""
  private let width: Int

  /// Where the text of a section begins, after its name.
  static var gutter: Int { 13 }

  init(width: Int) { self.width = width }

  /// Adds what a document tells.
  mutating func add(_ document: Document) {
    for block in document.blocks {
      switch block {
      case .heading(let text, _), .line(let text): line(text)
      case .blank: line()
      case .paragraph(let lead, let indent, let body): paragraph(lead: lead, indent: indent, body)
      case .section(let name, let body): section(name, body)
      case .remark(let body): paragraph(indent: Self.gutter, body)
      case .table(let table, let indent): self.table(table, indent: indent)
      }
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

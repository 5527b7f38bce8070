/// A report before it has a form: headings, paragraphs, tables and figures in order, which text, Markdown and HTML each show
/// in their own way.
struct Document {
  enum Block {
    /// 1 for a capture or a part of a report, 2 and 3 for what is in it.
    case heading(String, level: Int)
    /// An empty line between lines; forms with paragraphs need none.
    case blank
    /// A line that is not broken.
    case line(String)
    /// `lead` stands before its first line.
    case paragraph(lead: String, indent: Int, String)
    /// A paragraph whose terms lead to their entries, where the document has them. Each term has its word.
    case prose(Prose)
    /// Entries that terms lead to.
    case glossary([GlossaryEntry])
    /// A named part of a conversation: its name, and what is said of it.
    case section(String, String)
    /// A remark on the section before.
    case remark(String)
    case table(TextTable, indent: Int)
    /// What several things have of one aspect each: the aspect, and a cell for each of the things.
    case matrix(Matrix)
    /// Names and values.
    case fields([Field])
    case list([String])
    /// Characters that stand where they stand.
    case code(String)
    case figure(Figure)
    /// What whoever hands the report in has to write.
    case placeholder(String)
  }

  struct Matrix {
    let corner: String
    /// Short for the titles, where they stand before each cell.
    let marks: [String]
    let titles: [String]
    var rows: [(aspect: String, cells: [String])] = []
  }

  struct Field {
    let name: String
    let value: String
  }

  /// A drawing, and the same in characters for forms without drawings.
  struct Figure {
    let caption: String
    let svg: String
    let text: String
    /// Paper has room for several on a sheet.
    var isPlot = false
  }

  private(set) var blocks: [Block] = []
  /// What blocks stand for, by their places, for forms that show it by colour.
  private(set) var meanings: [Int: Meaning] = [:]

  /// Terms that are used so far.
  var terms: Set<GlossaryTerm> {
    blocks.reduce(into: []) { terms, block in
      if case .prose(let prose) = block { terms.formUnion(prose.terms) }
    }
  }

  /// Terms that have an entry.
  var explainedTerms: Set<GlossaryTerm> {
    blocks.reduce(into: []) { terms, block in
      if case .glossary(let entries) = block { terms.formUnion(entries.map(\.term)) }
    }
  }

  /// Adds the entries of all terms that are used so far, under a heading.
  mutating func addGlossary(_ glossary: any Glossary, level: Int) {
    let entries = glossary.entries(of: terms)
    guard !entries.isEmpty else { return }
    blank()
    heading(glossary.heading, level: level)
    blocks.append(.glossary(entries))
  }

  /// Takes what was written so far.
  mutating func take() -> Document {
    defer { self = Document() }
    return self
  }

  mutating func heading(_ text: String, level: Int) { blocks.append(.heading(text, level: level)) }
  mutating func blank() { blocks.append(.blank) }
  mutating func line(_ text: String) { blocks.append(.line(text)) }
  mutating func paragraph(lead: String = "", indent: Int = 0, _ body: String, _ meaning: Meaning? = nil) {
    meanings[blocks.count] = meaning
    blocks.append(.paragraph(lead: lead, indent: indent, body))
  }
  mutating func section(_ name: String, _ body: String, _ meaning: Meaning? = nil) {
    meanings[blocks.count] = meaning
    blocks.append(.section(name, body))
  }
  mutating func prose(_ prose: Prose, _ glossary: any Glossary) { blocks.append(.prose(prose.worded(by: glossary))) }
  mutating func remark(_ body: String) { blocks.append(.remark(body)) }
  mutating func table(_ table: TextTable, indent: Int) { blocks.append(.table(table, indent: indent)) }
  mutating func add(_ block: Block) { blocks.append(block) }
}

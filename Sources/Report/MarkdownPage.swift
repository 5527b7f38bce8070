/// A document as Markdown: CommonMark with the tables of GitHub.
struct MarkdownPage {
  private(set) var text = ""
  private var anchors = HeadingAnchors()

  mutating func add(_ document: Document) {
    let links = links(in: document)
    for block in document.blocks {
      switch block {
      case .blank: break
      case .heading(let title, let level):
        _ = anchors.anchor(for: title)
        paragraph(String(repeating: "#", count: level) + " " + Self.escaped(title))
      case .line(let line): paragraph(Self.escaped(line.drop { $0 == " " }, beginsLine: true))
      case .paragraph(let lead, _, let body): paragraph(Self.lead(lead) + Self.escaped(body, beginsLine: lead.isEmpty))
      case .prose(let prose): paragraph(Self.linked(prose, links))
      case .glossary(let entries):
        for entry in entries {
          _ = anchors.anchor(for: entry.word)
          paragraph("\(Self.glossaryMark) \(Self.escaped(entry.word))\n\n\(Self.escaped(entry.text, beginsLine: true))")
        }
      case .section(let name, let body):
        paragraph("**\(Self.escaped(name))**" + (body.isEmpty ? "" : ": " + Self.escaped(body)))
      case .remark(let body): paragraph(Self.escaped(body, beginsLine: true))
      case .table(let table, _): add(table)
      case .matrix(let matrix):
        add(titles: [matrix.corner] + matrix.titles, matrix.rows.map { [$0.aspect] + $0.cells })
      case .fields(let fields): add(titles: ["", ""], fields.map { [$0.name, $0.value] })
      case .list(let items):
        paragraph(items.map { "- " + Self.escaped($0, beginsLine: true) }.joined(separator: "\n"))
      case .code(let code): add(code: code)
      case .figure(let figure):
        add(code: figure.text)
        paragraph("*\(Self.escaped(figure.caption))*")
      case .placeholder(let body): paragraph("> **\(Self.escaped(body))**")
      }
    }
  }

  /// Entries of a glossary stand under headings of their own.
  private static let glossaryMark = "###"

  /// Where the entries of this document will be, whose headings come after the terms that lead to them.
  private func links(in document: Document) -> [GlossaryTerm: String] {
    var coming = anchors
    var links: [GlossaryTerm: String] = [:]
    for block in document.blocks {
      switch block {
      case .heading(let title, _): _ = coming.anchor(for: title)
      case .glossary(let entries): for entry in entries { links[entry.term] = coming.anchor(for: entry.word) }
      default: break
      }
    }
    return links
  }

  /// The first occurrence of each term leads to its entry.
  private static func linked(_ prose: Prose, _ links: [GlossaryTerm: String]) -> String {
    var seen: Set<GlossaryTerm> = []
    return prose.pieces.enumerated().reduce(into: "") { text, piece in
      switch piece.element {
      case .text(let part), .verbatim(let part): text += escaped(part, beginsLine: piece.offset == 0)
      case .term(let term, let word):
        let shown = escaped(word ?? term.rawValue)
        if let anchor = links[term], seen.insert(term).inserted {
          text += "[\(shown)](#\(anchor))"
        } else {
          text += shown
        }
      }
    }
  }

  private static func lead(_ text: String) -> String {
    let words = String(text.reversed().drop { $0 == " " }.reversed())
    return words.isEmpty ? "" : "**\(escaped(words))** "
  }

  private mutating func paragraph(_ lines: String) { text += lines + "\n\n" }

  private mutating func add(code: String) {
    // A fence that is longer than any in it.
    var (longest, run) = (0, 0)
    let code = EscapedText.refusing(code, keepsLines: true)
    for scalar in code.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    paragraph(fence + "text\n" + code + (code.last == "\n" ? "" : "\n") + fence)
  }

  private mutating func add(_ table: TextTable) {
    let shown = table.filledColumns
    guard !shown.isEmpty else { return }
    row(shown.map { table.titles[$0] })
    text += "|" + shown.map { table.alignments[$0] == .right ? " ---: |" : " --- |" }.joined() + "\n"
    for each in table.rows {
      switch each {
      case .cells(let cells, let last):
        let all = last.map { cells + [$0(TextTable.roomWithoutColumns)] } ?? cells
        row(shown.map { $0 < all.count ? all[$0] : "" })
      case .note(let note): row([note])
      }
    }
    text += "\n"
  }

  private mutating func add(titles: [String], _ rows: [[String]]) {
    row(titles)
    text += "|" + titles.map { _ in " --- |" }.joined() + "\n"
    for cells in rows { row(cells) }
    text += "\n"
  }

  private mutating func row(_ cells: [String]) {
    text += "|" + cells.map { " " + Self.escaped($0) + " |" }.joined() + "\n"
  }

  private static func escaped(_ text: some StringProtocol, beginsLine: Bool = false) -> String {
    MarkdownText(text, beginsLine: beginsLine).description
  }
}

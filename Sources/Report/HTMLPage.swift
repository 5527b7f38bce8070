import Capture
import Mustache

/// Documents as one HTML file that needs no other: styles, drawings and the few lines of script are in it, and nothing is
/// asked of a network.
struct HTMLPage {
  private let title: String
  private let language: Language
  private let generator: String
  /// Over the list of headings; nil where there is none.
  private let contentsTitle: String?
  private let library: MustacheLibrary
  private var body = ""
  private var entries: [[String: Any]] = []
  private var anchors: [String: Int] = [:]
  /// Terms whose entries this page has.
  private var explained: Set<GlossaryTerm> = []

  init(title: String, language: Language, generator: String, contentsTitle: String?) {
    self.title = title
    self.language = language
    self.generator = generator
    self.contentsTitle = contentsTitle
    do {
      // Named by the templates; set before they are read.
      MustacheContentTypes.register(Content(), named: "XML")
      library = MustacheLibrary(templates: [
        "page": try MustacheTemplate(string: Self.text(PackageResources.page_mustache)),
        "blocks": try MustacheTemplate(string: Self.text(PackageResources.blocks_mustache)),
      ])
    } catch {
      preconditionFailure("a template of the program itself is wrong: \(error)")
    }
  }

  /// All text of the templates but that in three braces; Mustache's own escapes go by what Swift takes for a character.
  private struct Content: MustacheContentType {
    func escapeText(_ text: String) -> String { XMLText(text).description }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  mutating func add(_ document: Document) {
    explained.formUnion(document.explainedTerms)
    let all = document.blocks.compactMap { values(of: $0) }
    body += library.render(["blocks": all], withTemplate: "blocks") ?? ""
  }

  /// The whole page.
  func render() -> String {
    // With the line's end behind the tag.
    let (style, script) = ("\n" + Self.text(PackageResources.page_css), "\n" + Self.text(PackageResources.page_js))
    var page: [String: Any] = [
      "title": title, "language": language.rawValue, "generator": generator, "body": body, "style": style,
      "script": script, "styleHash": Self.hash(style), "scriptHash": Self.hash(script),
    ]
    if let contentsTitle, entries.count > 2 {
      page["contents"] = ["contentsTitle": contentsTitle, "entries": entries] as [String: Any]
    }
    return library.render(page, withTemplate: "page") ?? ""
  }

  /// How a policy names the one style and the one script that it allows (Content Security Policy Level 3, section 2.3.1).
  private static func hash(_ text: String) -> String {
    var hash = SHA256()
    hash.add(text.utf8)
    return "sha256-\(Base64Text(hexadecimal: hash.finish()))"
  }

  /// What the template says of a block, by the block's name there; nil of one that has no place in HTML.
  private mutating func values(of block: Document.Block) -> [String: Any]? {
    switch block {
    case .blank: nil
    case .heading(let text, let level): ["heading": heading(text, level)]
    case .line(let text): ["paragraph": Self.paragraph("", String(text.drop { $0 == " " }), nil)]
    case .paragraph(let lead, _, let text): ["paragraph": Self.paragraph(lead, text, nil)]
    case .prose(let prose): ["prose": ["pieces": pieces(of: prose)]]
    case .glossary(let entries):
      [
        "glossary": [
          "entries": entries.map { ["anchor": $0.term.anchor, "word": $0.word, "text": $0.text] }
        ]
      ]
    case .section(let name, let text): ["section": text.isEmpty ? ["name": name] : ["name": name, "text": text]]
    case .remark(let text): ["paragraph": Self.paragraph("", text, "remark")]
    case .table(let table, _): table.rows.isEmpty ? nil : ["table": tableValues(of: table)]
    case .matrix(let matrix): ["matrix": Self.values(of: matrix)]
    case .fields(let fields): ["fields": ["pairs": fields.map { ["name": $0.name, "value": $0.value] }]]
    case .list(let items): ["list": ["items": items.map { ["text": $0] }]]
    case .code(let text): ["code": ["text": text]]
    case .figure(let figure):
      ["figure": ["svg": figure.svg, "caption": figure.caption, "isPlot": figure.isPlot] as [String: Any]]
    case .placeholder(let text): ["placeholder": ["text": text]]
    }
  }

  /// The first occurrence of each term leads to its entry, and shows it where a pointer rests on it.
  private func pieces(of prose: Prose) -> [[String: Any]] {
    var seen: Set<GlossaryTerm> = []
    return prose.pieces.map { piece in
      switch piece {
      case .text(let text), .verbatim(let text): return ["text": text]
      case .term(let term, let word):
        let shown = word ?? language.glossary.word(term)
        guard explained.contains(term), seen.insert(term).inserted else { return ["text": shown] }
        return [
          "link": ["anchor": term.anchor, "word": shown, "definition": language.glossary.definition(term)]
        ]
      }
    }
  }

  private mutating func heading(_ text: String, _ level: Int) -> [String: Any] {
    let anchor = anchor(for: text)
    if level <= 3 { entries.append(["level": level, "anchor": anchor, "text": text]) }
    return ["level": level, "anchor": anchor, "text": text]
  }

  /// Letters and digits of a heading; a number behind it where another heading has the same.
  private mutating func anchor(for text: String) -> String {
    let words = text.lowercased().unicodeScalars.split { !(("a"..."z").contains($0) || ("0"..."9").contains($0)) }
    let name = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
    let count = anchors[name, default: 0]
    anchors[name] = count + 1
    // Entries of the glossary have anchors of their own.
    return count == 0 && !name.isEmpty && !name.hasPrefix("term-") ? name : "\(name)-\(count + 1)"
  }

  private static func paragraph(_ lead: String, _ text: String, _ name: String?) -> [String: Any] {
    var values: [String: Any] = ["text": text]
    if !lead.isEmpty { values["lead"] = lead }
    if let name { values["class"] = name }
    return values
  }

  /// Tables with more rows can be folded.
  private static var foldedRows: Int { 30 }

  private func tableValues(of table: TextTable) -> [String: Any] {
    let shown = table.filledColumns
    func values(_ text: String, _ column: Int) -> [String: Any] {
      ["text": text, "isNumber": table.alignments[column] == .right]
    }
    let rows = table.rows.map { row -> [String: Any] in
      switch row {
      case .cells(let cells, let last):
        let all = last.map { cells + [$0(TextTable.roomWithoutColumns)] } ?? cells
        return ["cells": shown.map { values($0 < all.count ? all[$0] : "", $0) }]
      case .note(let note): return ["note": ["note": note, "columns": shown.count] as [String: Any]]
      }
    }
    var all: [String: Any] = ["titles": shown.map { values(table.titles[$0], $0) }, "rows": rows]
    if rows.count > Self.foldedRows { all["fold"] = ["title": language.phrases.rowCount(rows.count)] }
    return all
  }

  private static func values(of matrix: Document.Matrix) -> [String: Any] {
    [
      "corner": matrix.corner, "titles": matrix.titles.map { ["text": $0] },
      "rows": matrix.rows.map { row in
        ["aspect": row.aspect, "cells": row.cells.map { ["text": $0] }] as [String: Any]
      },
    ]
  }
}

public import Analyzer
import Conversations
import Wire

/// What a report declares of addresses and ports, set against captures.
public struct CheckReport: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  public var isColoured = false
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  private var phrases: any CheckPhrases { language.checkPhrases }

  private func document(_ check: DeclarationCheck, _ summary: Summary) -> Document {
    let names = CaptureNames(summary.captures.map(\.path))
    func capture(_ record: ConversationRecord?) -> String? {
      guard summary.captures.count > 1, let record else { return nil }
      return names[record.capture]
    }
    var page = Document()
    page.heading(phrases.title, level: 1)
    page.paragraph(phrases.summary(matching: check.items.count { $0.status == .matches }, of: check.items.count))
    page.blank()
    var table = TextTable([("", .left), (phrases.result, .left), (phrases.declared, .left)])
    table.wrapsLast = true
    for (place, item) in check.items.enumerated() {
      table.add(
        [
          item.declaration.label.map { EscapedText($0, limit: 40).text } ?? phrases.name(place + 1),
          phrases.status(item.status),
          "\(declared(item.declaration)): \(phrases.finding(item, capture: capture(item.conversation)))",
        ], item.status == .matches ? .good : .error)
    }
    page.table(table, indent: 0)
    guard !check.undeclared.isEmpty else { return page }
    page.blank()
    page.heading(phrases.undeclared, level: 2)
    let more = check.undeclaredTotal - check.undeclared.count
    page.add(
      .list(
        check.undeclared.map { phrases.undeclared($0, capture: capture($0)) }
          + (more > 0 ? [phrases.moreUndeclared(more)] : [])))
    return page
  }

  private func declared(_ declaration: Declaration) -> String {
    let ends = [(phrases.server, declaration.server), (phrases.client, declaration.client)].compactMap { name, end in
      end.map { "\(name) \(EscapedText($0.text, limit: 60).text)" }
    }
    let transport = declaration.protocol.map { $0 == .tcp ? "TCP " : "UDP " } ?? ""
    return transport + ends.joined(separator: ", ")
  }

  public func text(_ check: DeclarationCheck, _ summary: Summary) -> String {
    document(check, summary).text(width: width, isColoured: isColoured)
  }

  public func markdown(_ check: DeclarationCheck, _ summary: Summary) -> String {
    document(check, summary).markdown()
  }

  public func html(_ check: DeclarationCheck, _ summary: Summary) -> String {
    document(check, summary).html(title: phrases.title, language: language, generator: generator)
  }

  /// The check for programs: schema 1. Keys are never renamed; unknown is null.
  public func json(_ check: DeclarationCheck, _ summary: Summary) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", 1)
    json.field("matched", check.isMatched)
    json.array("captures", summary.captures) { json, capture in json.value(chosen: capture.path) }
    json.array("declared", check.items) { json, item in
      json.object { json in
        json.field("label", chosen: item.declaration.label)
        json.field("status", item.status.rawValue)
        json.field("swapped", item.areSwapped)
        json.field("text", phrases.finding(item, capture: nil))
        write("server", item.server, to: &json)
        write("client", item.client, to: &json)
        json.key("conversation")
        if let record = item.conversation { write(record, to: &json) } else { json.null() }
      }
    }
    json.array("undeclared", check.undeclared) { json, record in write(record, to: &json) }
    json.field("undeclaredTotal", check.undeclaredTotal)
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ key: StaticString, _ end: DeclarationCheck.End?, to json: inout JSONWriter) {
    json.key(key)
    guard let end else { return json.null() }
    json.object(.inline) { json in
      json.field("declared", chosen: end.declared.text)
      json.field("isAddress", end.declared.addressFault == nil)
      json.field("addressMatches", end.isAddressEqual)
      json.field("portMatches", end.isPortEqual)
      json.field("address", end.found?.address.description)
      json.field("port", end.found.map { Int($0.port) })
    }
  }

  private func write(_ record: ConversationRecord, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("capture", record.capture)
      json.field("protocol", record.protocol.rawValue)
      json.field("stream", record.stream)
      json.field("originator", record.originator.description)
      json.field("responder", record.responder.description)
      json.field("frames", [record.first.frame])
    }
  }
}

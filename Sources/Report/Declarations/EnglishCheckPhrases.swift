import Analyzer
import Conversations
import Wire

struct EnglishCheckPhrases: CheckPhrases {
  private let base = EnglishPhrases()

  var title: String { "Declared endpoints" }
  var declared: String { "declared, and what was found" }
  var result: String { "result" }
  var server: String { "server" }
  var client: String { "client" }
  var undeclared: String { "In the capture, and not declared" }

  func name(_ number: Int) -> String { "declaration \(number)" }

  func status(_ status: DeclarationCheck.Status) -> String {
    switch status {
    case .matches: "matches"
    case .mismatch: "differs"
    case .absent: "not in the capture"
    }
  }

  func summary(matching: Int, of total: Int) -> String {
    if total == 1, matching == 0 { return "The declaration does not match the capture." }
    return matching == total
      ? "\(total == 1 ? "The declaration matches" : "All \(total) declarations match") the capture."
      : "\(matching) of \(base.count(total, "declaration")) \(matching == 1 ? "matches" : "match") the capture."
  }

  private func place(_ record: ConversationRecord, _ capture: String?) -> String {
    [capture, base.title(of: record), "frame \(record.first.frame)"].compactMap(\.self).joined(separator: ", ")
  }

  func finding(_ item: DeclarationCheck.Item, capture: String?) -> String {
    guard let record = item.conversation else {
      let faults = [item.server, item.client].compactMap(\.self).flatMap { self.faults($0.declared) }
      return (["no conversation in the capture comes near"] + faults).joined(separator: "; ")
    }
    guard item.status != .matches else {
      return "\(record.originator) → \(record.responder) (\(place(record, capture)))"
    }
    // Which end is meant is plain where there is one.
    let areBoth = item.server != nil && item.client != nil
    var parts = [item.server.map { (server, $0) }, item.client.map { (client, $0) }].compactMap(\.self)
      .flatMap { differences($0.1, areBoth ? "\($0.0): " : "") }
    if item.areSwapped { parts.append("server and client are the other way round") }
    if item.isOtherProtocol { parts.append("it is \(record.protocol.name)") }
    return parts.joined(separator: "; ") + " (\(place(record, capture)))"
  }

  private func differences(_ end: DeclarationCheck.End, _ lead: String) -> [String] {
    var parts = faults(end.declared).map { lead + $0 }
    guard let found = end.found else { return parts }
    if !end.isAddressEqual {
      switch end.difference {
      case .groups(1)?: parts.append("\(lead)did you mean \(found.address): one group of digits differs")
      case .groups(let count)?: parts.append("\(lead)did you mean \(found.address): \(count) groups of digits differ")
      case .characters(let count)?:
        let what = "\(base.count(count, "character")) differ\(count == 1 ? "s" : "")"
        parts.append("\(lead)did you mean \(found.address): \(what)")
      case nil:
        parts.append(
          (end.declared.address.map { "\(lead)\($0) is declared, the capture has \(found.address)" })
            ?? "\(lead)the capture has \(found.address)")
      }
    }
    if !end.isPortEqual {
      parts.append(
        (end.declared.port.map { "\(lead)port \($0) is declared, the capture has \(found.port)" })
          ?? "\(lead)the capture has port \(found.port)")
    }
    return parts
  }

  func faults(_ end: DeclaredEnd) -> [String] {
    var faults: [String] = []
    let shown = EscapedText(end.addressText, limit: 60).text
    switch end.addressFault {
    case nil: break
    case .empty?: faults.append("no address is declared")
    case .parts(let count)?:
      faults.append("\(shown) is not an address: an IPv4 address has four numbers, this has \(count)")
    case .tooLarge(let part)?:
      faults.append("\(shown) is not an address: \(EscapedText(part, limit: 20).text) is more than 255")
    case .noNumber(let part)?:
      faults.append(
        "\(shown) is not an address: \(EscapedText(Array(part.utf8), limit: 20).quoted) is no number from 0 to 255")
    case .name?: faults.append("\(shown) is a name, and names are not looked up: declare the address")
    case .noIPv6?: faults.append("\(shown) is not an IPv6 address")
    }
    if let port = end.portFault {
      faults.append("\(EscapedText(Array(port.utf8), limit: 20).quoted) is not a port: ports go from 0 to 65535")
    }
    return faults
  }

  func undeclared(_ record: ConversationRecord, capture: String?) -> String {
    "\(record.originator) → \(record.responder) (\(place(record, capture)))"
  }

  func moreUndeclared(_ count: Int) -> String { "… and \(base.count(count, "conversation")) more" }
}

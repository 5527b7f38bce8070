import Analyzer
import Conversations
import Wire

struct IndonesianCheckPhrases: CheckPhrases {
  private let base = IndonesianPhrases()

  var title: String { "Alamat dan port yang dinyatakan" }
  var declared: String { "yang dinyatakan, dan temuan" }
  var result: String { "hasil" }
  var server: String { "server" }
  var client: String { "client" }
  var undeclared: String { "Ada dalam tangkapan, tetapi tidak dinyatakan" }

  func name(_ number: Int) -> String { "pernyataan \(number)" }

  func status(_ status: DeclarationCheck.Status) -> String {
    switch status {
    case .matches: "cocok"
    case .mismatch: "berbeda"
    case .absent: "tidak ada dalam tangkapan"
    }
  }

  func summary(matching: Int, of total: Int) -> String {
    if total == 1, matching == 0 { return "Pernyataan itu tidak cocok dengan tangkapan." }
    return matching == total
      ? "\(total == 1 ? "Pernyataan itu" : "Semua (\(total)) pernyataan") cocok dengan tangkapan."
      : "\(matching) dari \(total) pernyataan cocok dengan tangkapan."
  }

  private func place(_ record: ConversationRecord, _ capture: String?) -> String {
    [capture, base.title(of: record), "bingkai \(record.first.frame)"].compactMap(\.self).joined(separator: ", ")
  }

  func finding(_ item: DeclarationCheck.Item, capture: String?) -> String {
    guard let record = item.conversation else {
      let faults = [item.server, item.client].compactMap(\.self).flatMap { self.faults($0.declared) }
      return (["tidak ada percakapan dalam tangkapan yang mendekatinya"] + faults).joined(separator: "; ")
    }
    guard item.status != .matches else {
      return "\(record.originator) → \(record.responder) (\(place(record, capture)))"
    }
    // Which end is meant is plain where there is one.
    let areBoth = item.server != nil && item.client != nil
    var parts = [item.server.map { (server, $0) }, item.client.map { (client, $0) }].compactMap(\.self)
      .flatMap { differences($0.1, areBoth ? "\($0.0): " : "") }
    if item.areSwapped { parts.append("server dan client tertukar") }
    if item.isOtherProtocol { parts.append("protokolnya \(record.protocol.name)") }
    return parts.joined(separator: "; ") + " (\(place(record, capture)))"
  }

  private func differences(_ end: DeclarationCheck.End, _ lead: String) -> [String] {
    var parts = faults(end.declared).map { lead + $0 }
    guard let found = end.found else { return parts }
    if !end.isAddressEqual {
      switch end.difference {
      case .groups(let count)?:
        parts.append("\(lead)mungkin maksudnya \(found.address): \(count) kelompok angka berbeda")
      case .characters(let count)?:
        parts.append("\(lead)mungkin maksudnya \(found.address): \(count) karakter berbeda")
      case nil:
        parts.append(
          (end.declared.address.map { "\(lead)dinyatakan \($0), dalam tangkapan \(found.address)" })
            ?? "\(lead)dalam tangkapan \(found.address)")
      }
    }
    if !end.isPortEqual {
      parts.append(
        (end.declared.port.map { "\(lead)dinyatakan port \($0), dalam tangkapan \(found.port)" })
          ?? "\(lead)dalam tangkapan port \(found.port)")
    }
    return parts
  }

  func faults(_ end: DeclaredEnd) -> [String] {
    var faults: [String] = []
    let shown = EscapedText(end.addressText, limit: 60).text
    switch end.addressFault {
    case nil: break
    case .empty?: faults.append("tidak ada alamat yang dinyatakan")
    case .parts(let count)?:
      faults.append("\(shown) bukan alamat: alamat IPv4 terdiri atas empat angka, ini \(count)")
    case .tooLarge(let part)?:
      faults.append("\(shown) bukan alamat: \(EscapedText(part, limit: 20).text) lebih dari 255")
    case .noNumber(let part)?:
      faults.append(
        "\(shown) bukan alamat: \(EscapedText(Array(part.utf8), limit: 20).quoted) bukan angka dari 0 sampai 255")
    case .name?: faults.append("\(shown) adalah nama, dan nama tidak dicari alamatnya: nyatakan alamatnya")
    case .noIPv6?: faults.append("\(shown) bukan alamat IPv6")
    }
    if let port = end.portFault {
      faults.append("\(EscapedText(Array(port.utf8), limit: 20).quoted) bukan port: port dari 0 sampai 65535")
    }
    return faults
  }

  func undeclared(_ record: ConversationRecord, capture: String?) -> String {
    "\(record.originator) → \(record.responder) (\(place(record, capture)))"
  }

  func moreUndeclared(_ count: Int) -> String { "… dan \(count) percakapan lagi" }
}

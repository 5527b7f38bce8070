import Wire

extension IPProtocol {
  static var igmp: IPProtocol { IPProtocol(rawValue: 2) }
}

/// Group membership (RFC 1112, RFC 2236, RFC 3376): `message` is as captured, from its type on.
extension PacketInfo {
  static func igmpName(_ message: RawSpan) -> String {
    guard message.byteCount >= 8 else { return "IGMP" }
    switch message.byte(at: 0) {
    case 0x11:
      // A query's version shows in its length and its response time (RFC 3376, section 7.1).
      if message.byteCount >= 12 { return "IGMPv3" }
      return message.byte(at: 1) == 0 ? "IGMPv1" : "IGMPv2"
    case 0x12: return "IGMPv1"
    case 0x16, 0x17: return "IGMPv2"
    case 0x22: return "IGMPv3"
    default: return "IGMP"
    }
  }

  static func appendIGMP(_ message: RawSpan, to line: inout [UInt8]) {
    guard message.byteCount >= 8 else { return }
    let type = message.byte(at: 0)
    let group = message.ipv4Address(at: 4)
    switch type {
    case 0x11:
      line.append(text: "Membership Query")
      guard let group, igmpName(message) != "IGMPv1" else { return }
      if group.rawValue == 0 {
        line.append(text: ", general")
      } else {
        line.append(text: ", specific for group ")
        line.append(group)
      }
    case 0x12: line.append(text: "Membership Report")
    case 0x16:
      line.append(text: "Membership Report group ")
      if let group { line.append(group) }
    case 0x17:
      line.append(text: "Leave Group ")
      if let group { line.append(group) }
    case 0x22: appendIGMPv3Report(message, to: &line)
    default:
      line.append(text: "Type 0x")
      line.append(hexadecimal: UInt64(type), digits: 2)
    }
  }

  /// Each record: its kind, its sources, its group (RFC 3376, section 4.2.4).
  private static func appendIGMPv3Report(_ message: RawSpan, to line: inout [UInt8]) {
    line.append(text: "Membership Report")
    let listed = 8
    var left = min(Int(message.byte(at: 6)) << 8 | Int(message.byte(at: 7)), listed)
    var offset = 8
    while left > 0, offset + 8 <= message.byteCount, let group = message.ipv4Address(at: offset + 4) {
      let kind = message.byte(at: offset)
      let sources = Int(message.byte(at: offset + 2)) << 8 | Int(message.byte(at: offset + 3))
      let isIncluding = kind == 1 || kind == 3
      line.append(text: sources == 0 && isIncluding ? " / Leave group " : " / Join group ")
      line.append(group)
      if sources > 0 {
        line.append(text: isIncluding || kind == 5 ? " for " : " except for ")
        line.append(decimal: sources)
        line.append(text: sources == 1 ? " source" : " sources")
      } else if !isIncluding {
        line.append(text: " for any sources")
      }
      offset += 8 + 4 * sources + 4 * Int(message.byte(at: offset + 1))
      left -= 1
    }
  }
}

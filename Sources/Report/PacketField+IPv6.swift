import Wire

extension PacketField {
  /// The IPv6 header.
  enum IPv6: String, CaseIterable {
    case payloadLength = "ipv6.plen"
    case nextHeader = "ipv6.nxt"
    case hopLimit = "ipv6.hlim"
    case source = "ipv6.src"
    case destination = "ipv6.dst"
    /// The first occurrence, as of a filter on either address.
    case address = "ipv6.addr"

    var isNumber: Bool { self == .payloadLength || self == .nextHeader || self == .hopLimit }

    func append(_ header: IPv6Header, to line: inout [UInt8]) {
      switch self {
      case .payloadLength: line.append(decimal: header.claimedPayloadLength)
      case .nextHeader: line.append(decimal: header.nextHeader.rawValue)
      case .hopLimit: line.append(decimal: header.hopLimit)
      case .source, .address: line.append(header.source)
      case .destination: line.append(header.destination)
      }
    }
  }
}

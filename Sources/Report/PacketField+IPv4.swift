import Wire

extension PacketField {
  /// The IPv4 header.
  enum IPv4: String, CaseIterable {
    case headerLength = "ip.hdr_len"
    case typeOfService = "ip.dsfield"
    case totalLength = "ip.len"
    case identification = "ip.id"
    case dontFragment = "ip.flags.df"
    case moreFragments = "ip.flags.mf"
    case fragmentOffset = "ip.frag_offset"
    case timeToLive = "ip.ttl"
    case `protocol` = "ip.proto"
    case checksum = "ip.checksum"
    case source = "ip.src"
    case destination = "ip.dst"
    /// The first occurrence, as of a filter on either address.
    case address = "ip.addr"

    var isNumber: Bool {
      switch self {
      case .headerLength, .totalLength, .dontFragment, .moreFragments, .fragmentOffset, .timeToLive, .protocol: true
      case .typeOfService, .identification, .checksum, .source, .destination, .address: false
      }
    }

    func append(_ header: IPv4Header, to line: inout [UInt8]) {
      switch self {
      case .headerLength: line.append(decimal: header.headerLength)
      case .typeOfService:
        line.append(text: "0x")
        line.append(hexadecimal: UInt64(header.typeOfService), digits: 2)
      case .totalLength:
        // Zero: segmentation offload left it to the card, and the frame's own length stands in.
        let length = header.totalLength
        line.append(decimal: length == 0 ? header.headerLength + header.payloadLength : length)
      case .identification: line.append(number16: header.identification)
      case .dontFragment: line.append(decimal: header.dontFragment ? 1 : 0)
      case .moreFragments: line.append(decimal: header.moreFragments ? 1 : 0)
      case .fragmentOffset: line.append(decimal: header.fragmentOffset)
      case .timeToLive: line.append(decimal: header.timeToLive)
      case .protocol: line.append(decimal: header.protocol.rawValue)
      case .checksum: line.append(number16: header.checksum)
      case .source, .address: line.append(header.source)
      case .destination: line.append(header.destination)
      }
    }
  }
}

import Wire

/// Goes through the headers of a frame, as far as they are there and can be believed.
struct AnatomyWalk {
  /// As captured, and no more than was sent.
  let frame: [UInt8]
  let originalLength: Int
  let context: PacketAnatomy.Context
  var headers: [HeaderAnatomy] = []
  var checksums: [ChecksumSteps] = []
  var content = PacketAnatomy.Content.payload
  /// Where the next header begins.
  var offset = 0
  /// Where what the headers so far carry ends, as sent.
  var end: Int

  /// Headers in each other that are taken apart, and tags in an Ethernet header.
  static let mostHeaders = 16
  static let mostTags = 8

  init(_ bytes: [UInt8], originalLength: Int, context: PacketAnatomy.Context) {
    // A file may claim to have captured more than there was; the original length is the truth.
    self.originalLength = max(originalLength, 0)
    frame = bytes.part(0..<self.originalLength)
    self.context = context
    end = self.originalLength
  }

  /// Takes the frame apart.
  mutating func run(_ linkType: LinkType) {
    let context = context, originalLength = originalLength
    // How long the link's headers are, and what they carry, is Wire's to tell; nil where they are cut or not known.
    let link = frame.withBytes { bytes -> (length: Int, type: EtherType?, isLLC: Bool)? in
      let decoded = Frame(
        Packet(timestamp: context.timestamp, originalLength: originalLength, linkType: linkType, bytes: bytes))
      guard let link = decoded.link else { return nil }
      return (link.length, link.etherType, link.isLLC)
    }
    readLink(linkType, length: link?.length)
    guard let link else { return content = .unknown }
    offset = link.length
    switch link.type {
    case .ipv4?: readIPv4()
    case .ipv6?: readIPv6()
    case .arp?: readARP()
    case let type?: content = .other(type.name)
    case nil: content = link.isLLC ? .other("LLC") : .unknown
    }
  }

  /// Whether one more header is taken apart.
  private var hasRoom: Bool { headers.count < Self.mostHeaders }

  /// Ends a header whose fields are all added; false where nothing behind it can be told.
  @discardableResult
  mutating func close(_ header: HeaderAnatomy, needed: Int? = nil) -> Bool {
    var header = header
    let needed = needed ?? header.length
    let captured = max(frame.count - header.start, 0)
    let isWhole = captured >= needed
    if !isWhole { header.problems.append(.cut(needed: needed, captured: captured)) }
    headers.append(header)
    offset = header.start + header.length
    if !isWhole || !header.problems.isEmpty && !header.isTrusted {
      content = .unknown
      return false
    }
    return true
  }

  /// What an IP header carries. `ends` are the addresses of a pseudo-header, `fragment` whether it is a piece.
  mutating func readContent(_ next: IPProtocol, _ ends: (source: IPAddress, destination: IPAddress), isFragment: Bool) {
    guard hasRoom else {
      headers[headers.count - 1].problems.append(.tooMany(Self.mostHeaders))
      return content = .other(next.registeredName)
    }
    switch next {
    case .tcp: readTCP(ends, isFragment: isFragment)
    case .udp: readUDP(ends, isFragment: isFragment)
    case .icmp where !ends.source.isIPv6: readICMP(ends, isFragment: isFragment)
    case .icmpv6 where ends.source.isIPv6: readICMP(ends, isFragment: isFragment)
    case .ipv4 where !isFragment: readIPv4()
    case .ipv6 where !isFragment: readIPv6()
    case .authentication where !isFragment && !ends.source.isIPv6:
      if let next = readAuthentication() { readContent(next, ends, isFragment: false) }
    case .noNextHeader: content = .payload
    default: content = .other(next.registeredName)
    }
  }

  /// The sum that a length field tells of what is between `start` and the end, as far as the headers in it show.
  func parts(from start: Int, headers first: [LengthPart], next: IPProtocol?, length: Int) -> [LengthPart] {
    var parts = first
    var left = length - first.reduce(0) { $0 + $1.bytes }
    let place = start + first.reduce(0) { $0 + $1.bytes }
    if let next, let header = transportHeader(next, at: place), header.bytes <= left {
      parts.append(header)
      left -= header.bytes
    }
    if left >= 0 { parts.append(.payload(left)) }
    return parts
  }

  private func transportHeader(_ next: IPProtocol, at place: Int) -> LengthPart? {
    switch next {
    case .tcp:
      guard place + 12 < frame.count else { return nil }
      let length = Int(frame[place + 12] >> 4) * 4
      return length >= 20 ? .header(.tcp, length) : nil
    case .udp: return .header(.udp, 8)
    case .icmp: return .header(.icmp, 8)
    case .icmpv6: return .header(.icmpv6, 8)
    default: return nil
    }
  }

  /// Whether all of `covered` was captured.
  func isThere(_ covered: Range<Int>) -> Bool { covered.upperBound <= frame.count }
}

extension HeaderAnatomy {
  /// Where it ends can be believed, whatever else is wrong.
  fileprivate var isTrusted: Bool {
    problems.allSatisfy { problem in
      switch problem {
      case .cut, .version, .headerLengthBelow, .headerLengthBeyond, .lengthBelowHeader: false
      case .lengthBeyond, .optionBeyond, .tooMany: true
      }
    }
  }
}

/// The network header of a frame.
public enum Network: ~Escapable {
  case ipv4(IPv4Header)
  case ipv6(IPv6Header)
  case arp(ARPPacket)

  /// Decodes the IP header at the start of `bytes`: of version 6 where it says so, else of version 4.
  @inline(__always)
  @_lifetime(copy bytes)
  init(ip bytes: RawSpan, originalLength: Int) throws(DecodeError) {
    if bytes.byteCount > 0, bytes.byte(at: 0) >> 4 == 6 {
      self = .ipv6(try IPv6Header(bytes, originalLength: originalLength))
    } else {
      self = .ipv4(try IPv4Header(bytes, originalLength: originalLength))
    }
  }

  public var source: IPAddress? {
    switch self {
    case .ipv4(let header): header.source
    case .ipv6(let header): header.source
    case .arp: nil
    }
  }

  public var destination: IPAddress? {
    switch self {
    case .ipv4(let header): header.destination
    case .ipv6(let header): header.destination
    case .arp: nil
    }
  }

  /// TTL, or hop limit: routers take from it (RFC 791, section 3.1; RFC 8200, section 3).
  public var hopLimit: UInt8 {
    switch self {
    case .ipv4(let header): header.timeToLive
    case .ipv6(let header): header.hopLimit
    case .arp: 0
    }
  }

  /// Both ECN bits are set: a router marked the packet (RFC 3168, section 5).
  public var isCongestionExperienced: Bool {
    switch self {
    case .ipv4(let header): header.typeOfService & 3 == 3
    case .ipv6(let header): header.trafficClass & 3 == 3
    case .arp: false
    }
  }

  /// Which piece of a datagram this is; nil when it is whole.
  public var fragment: Fragment? {
    switch self {
    case .ipv4(let header): header.fragment
    case .ipv6(let header): header.fragment
    case .arp: nil
    }
  }

  /// What the payload is.
  public var `protocol`: IPProtocol? {
    switch self {
    case .ipv4(let header): header.protocol
    case .ipv6(let header): header.protocol
    case .arp: nil
    }
  }

  /// Bytes of the header, extension headers included, as far as they were walked.
  public var headerLength: Int {
    switch self {
    case .ipv4(let header): header.headerLength
    case .ipv6(let header): header.headerLength
    case .arp: 0
    }
  }

  /// Payload bytes that were sent.
  public var payloadLength: Int {
    switch self {
    case .ipv4(let header): header.payloadLength
    case .ipv6(let header): header.payloadLength
    case .arp: 0
    }
  }

  /// The captured part of the payload.
  public var payload: RawSpan {
    @_lifetime(copy self) get {
      switch self {
      case .ipv4(let header): header.payload
      case .ipv6(let header): header.payload
      case .arp: RawSpan()
      }
    }
  }

  /// Classifies the checksum of `transport`, which this header carries (reassembled, if it was in fragments: then it is
  /// longer than this header's own payload).
  public func checksumStatus(of transport: Transport) -> InternetChecksum.Status {
    let source: IPAddress, destination: IPAddress
    switch self {
    case .ipv4(let header): (source, destination) = (header.source, header.destination)
    case .ipv6(let header):
      source = header.source
      destination = header.routedDestination.map { IPAddress(v6: $0) } ?? header.destination
    case .arp: return .notCheckable
    }
    switch transport {
    case .tcp(let segment):
      guard isWhole(segment.bytes, segment.originalLength) else { return .notCheckable }
      return InternetChecksum.classify(
        segment.bytes, field: segment.checksum,
        pseudoHeader: InternetChecksum.pseudoHeader(source, destination, .tcp, length: segment.originalLength))
    case .udp(let datagram):
      if datagram.checksum == 0, !source.isIPv6 { return .absent }
      guard isWhole(datagram.bytes, datagram.originalLength), !datagram.isLengthWrong else { return .notCheckable }
      let status = InternetChecksum.classify(
        datagram.bytes, field: datagram.checksum,
        pseudoHeader: InternetChecksum.pseudoHeader(source, destination, .udp, length: datagram.originalLength))
      // A sum of zero is sent as all ones, since zero stands for none (RFC 768).
      return status == .wrong(expected: 0) ? .wrong(expected: 0xffff) : status
    case .icmp(let message):
      guard isWhole(message.bytes, message.originalLength) else { return .notCheckable }
      let pseudoHeader =
        message.isVersion6
        ? InternetChecksum.pseudoHeader(source, destination, .icmpv6, length: message.originalLength) : nil
      return InternetChecksum.classify(message.bytes, field: message.checksum, pseudoHeader: pseudoHeader)
    case .other: return .notCheckable
    }
  }

  /// Whether `bytes` are all of the `originalLength` that a checksum covers, and not one piece of it.
  private func isWhole(_ bytes: RawSpan, _ originalLength: Int) -> Bool {
    bytes.byteCount == originalLength && (fragment == nil || originalLength > payloadLength)
  }
}

/// From where to where a packet goes, as far as that shows at a glance: of TCP and UDP in one whole IP packet, right behind
/// a link header. Most packets are such; of the others (tags, tunnels, fragments, options in front of TCP, anything
/// else) `Frame` tells.
public struct PacketEnds {
  public let isTCP: Bool
  public let sourceAddress: IPAddress
  public let destinationAddress: IPAddress
  public let sourcePort: UInt16
  public let destinationPort: UInt16
  /// The IPv4 identification.
  public let identification: UInt16?
  /// Where the transport header begins, and where the IP packet claims to end.
  private let transport: Int
  private let end: Int
  private let isCongestionExperienced: Bool

  public var source: Endpoint { Endpoint(address: sourceAddress, port: sourcePort) }
  public var destination: Endpoint { Endpoint(address: destinationAddress, port: destinationPort) }
  /// Of both addresses, the bits in which they differ, and of both ports: the same whoever sends.
  public var differingAddressBits: UInt128 { sourceAddress.rawValue ^ destinationAddress.rawValue }
  public var differingPortBits: UInt16 { sourcePort ^ destinationPort }

  private static var ethernetLength: Int { 14 }

  /// Where the network header begins behind a link header without tags.
  static func networkOffset(of type: LinkType) -> Int? {
    switch type {
    case .ethernet: ethernetLength
    case .raw, .ipv4, .ipv6: 0
    default: nil
    }
  }

  /// Nil where more than a glance is needed.
  public init?(_ packet: Packet) {
    let bytes = packet.bytes
    let count = min(bytes.byteCount, packet.originalLength)
    guard let start = Self.networkOffset(of: packet.linkType), count > start else { return nil }
    if start > 0 {
      let type = bytes.load(fromByteOffset: start - 2, as: UInt16.self)
      guard type == (bytes.byte(at: start) >> 4 == 6 ? 0x86dd : 0x0800) else { return nil }
    }
    let next: UInt8
    switch bytes.byte(at: start) {
    case 0x45 where packet.linkType != .ipv6:
      transport = start + IPv4Header.minimumHeaderLength
      guard count >= transport + UDPDatagram.headerLength,
        bytes.load(fromByteOffset: start + 6, as: UInt16.self) & 0x3fff == 0
      else { return nil }
      end = start + Int(bytes.load(fromByteOffset: start + 2, as: UInt16.self))
      next = bytes.byte(at: start + 9)
      isCongestionExperienced = bytes.byte(at: start + 1) & 3 == 3
      sourceAddress = IPAddress(v4: bytes.load(fromByteOffset: start + 12))
      destinationAddress = IPAddress(v4: bytes.load(fromByteOffset: start + 16))
      identification = bytes.load(fromByteOffset: start + 4)
    case 0x60...0x6f where packet.linkType != .ipv4:
      transport = start + IPv6Header.minimumHeaderLength
      guard count >= transport + UDPDatagram.headerLength else { return nil }
      end = transport + Int(bytes.load(fromByteOffset: start + 4, as: UInt16.self))
      next = bytes.byte(at: start + 6)
      isCongestionExperienced = bytes.byte(at: start + 1) >> 4 & 3 == 3
      sourceAddress = IPAddress(v6: bytes.load(fromByteOffset: start + 8))
      destinationAddress = IPAddress(v6: bytes.load(fromByteOffset: start + 24))
      identification = nil
    default: return nil
    }
    let room = min(count, end) - transport
    sourcePort = bytes.load(fromByteOffset: transport, as: UInt16.self)
    destinationPort = bytes.load(fromByteOffset: transport + 2, as: UInt16.self)
    switch IPProtocol(rawValue: next) {
    case .tcp:
      guard room >= TCPSegment.minimumHeaderLength else { return nil }
      let headerLength = Int(bytes.byte(at: transport + 12) >> 4) * 4
      guard headerLength >= TCPSegment.minimumHeaderLength, headerLength <= room else { return nil }
      isTCP = true
    case .udp:
      guard room >= UDPDatagram.headerLength, sourcePort != VXLANHeader.port, destinationPort != VXLANHeader.port,
        bytes.load(fromByteOffset: transport + 4, as: UInt16.self) >= UDPDatagram.headerLength
      else { return nil }
      isTCP = false
    default: return nil
    }
  }
  /// The segment or datagram of `packet`, whose ends these are, if nothing about it is unusual: all is there, its checksum is
  /// right, and no router marked it (RFC 3168).
  @_lifetime(copy packet)
  public func soundTransport(of packet: Packet) -> Transport? {
    guard end <= packet.bytes.byteCount, end <= packet.originalLength, end > transport, !isCongestionExperienced else {
      return nil
    }
    let bytes = packet.bytes.extracting(transport..<end)
    if !isTCP {
      guard Int(bytes.load(fromByteOffset: 4, as: UInt16.self)) == bytes.byteCount,
        bytes.load(fromByteOffset: 6, as: UInt16.self) != 0
      else { return nil }
    }
    let next: IPProtocol = isTCP ? .tcp : .udp
    let pseudoHeader = InternetChecksum.pseudoHeader(
      sourceAddress, destinationAddress, next, length: bytes.byteCount)
    guard InternetChecksum.sum(bytes, from: pseudoHeader) == 0xffff else { return nil }
    do throws(DecodeError) {
      return try Transport(bytes, protocol: next, originalLength: bytes.byteCount)
    } catch {
      return nil
    }
  }
}

/// The beginning of a packet inside an ICMP error message: enough to know whose it was (RFC 1812, section 4.3.2.3).
public struct QuotedPacket: Hashable, Sendable {
  public let source: IPAddress
  public let destination: IPAddress
  public let `protocol`: IPProtocol
  /// Nil when the quotation ends before them, is a later fragment, or has no ports.
  public let ports: (source: UInt16, destination: UInt16)?
  /// The IPv4 identification of the quoted packet.
  public let identification: UInt16?
  /// The sequence number of a quoted segment.
  public let sequenceNumber: SequenceNumber?
  /// Length and checksum of a quoted datagram: they tell it from its neighbours.
  public let udpLength: UInt16?
  public let udpChecksum: UInt16?
  /// Bytes of the quoted transport header and payload that are there.
  public let transportBytes: Int

  /// Reads a quoted IPv4 or IPv6 header and the eight bytes that at least follow it.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount > 0 else { return nil }
    let payload: RawSpan
    do throws(DecodeError) {
      if bytes.byte(at: 0) >> 4 == 6 {
        let header = try IPv6Header(bytes, originalLength: .max)
        (source, destination, `protocol`) = (header.source, header.destination, header.protocol)
        identification = nil
        payload = (header.fragment?.offset ?? 0) == 0 ? header.payload : header.payload.extracting(first: 0)
      } else {
        let header = try IPv4Header(bytes, originalLength: .max)
        (source, destination, `protocol`) = (header.source, header.destination, header.protocol)
        identification = header.identification
        payload = header.fragmentOffset == 0 ? header.payload : header.payload.extracting(first: 0)
      }
    } catch {
      return nil
    }
    transportBytes = payload.byteCount
    let hasPorts = payload.byteCount >= 4 && (`protocol` == .tcp || `protocol` == .udp)
    ports = hasPorts ? (payload.load(fromByteOffset: 0), payload.load(fromByteOffset: 2)) : nil
    let isSegment = payload.byteCount >= 8 && `protocol` == .tcp
    sequenceNumber = isSegment ? SequenceNumber(payload.load(fromByteOffset: 4)) : nil
    let isDatagram = payload.byteCount >= 8 && `protocol` == .udp
    udpLength = isDatagram ? payload.load(fromByteOffset: 4) : nil
    udpChecksum = isDatagram ? payload.load(fromByteOffset: 6) : nil
  }

  /// Who sent the quoted packet, with its port.
  public var sender: Endpoint? { ports.map { Endpoint(address: source, port: $0.source) } }
  /// For whom it was, with its port.
  public var receiver: Endpoint? { ports.map { Endpoint(address: destination, port: $0.destination) } }

  public static func == (left: QuotedPacket, right: QuotedPacket) -> Bool {
    left.source == right.source && left.destination == right.destination && left.protocol == right.protocol
      && left.sender == right.sender && left.receiver == right.receiver && left.identification == right.identification
      && left.sequenceNumber == right.sequenceNumber && left.udpLength == right.udpLength
      && left.udpChecksum == right.udpChecksum && left.transportBytes == right.transportBytes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(destination)
    hasher.combine(sender)
    hasher.combine(receiver)
  }
}

/// What an IP datagram carries.
public enum Transport: ~Escapable {
  case tcp(TCPSegment)
  case udp(UDPDatagram)
  case icmp(ICMPMessage)
  /// A protocol that is counted, not decoded.
  case other(IPProtocol)

  /// Decodes the transport header at the start of `bytes`. `originalLength` is what the IP header left for it;
  /// `isFragment` says that this is only the first piece of a datagram.
  @_lifetime(copy bytes)
  public init(
    _ bytes: RawSpan, protocol next: IPProtocol, originalLength: Int, isFragment: Bool = false
  ) throws(DecodeError) {
    switch next {
    case .tcp: self = .tcp(try TCPSegment(bytes, originalLength: originalLength, isFragment: isFragment))
    case .udp: self = .udp(try UDPDatagram(bytes, originalLength: originalLength, isFragment: isFragment))
    case .icmp: self = .icmp(try ICMPMessage(bytes, originalLength: originalLength, isVersion6: false))
    case .icmpv6: self = .icmp(try ICMPMessage(bytes, originalLength: originalLength, isVersion6: true))
    default: self = .other(next)
    }
  }
}

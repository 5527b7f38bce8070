/// The number with which IPv4 (Protocol) and IPv6 (Next Header) name what follows.
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static var hopByHop: IPProtocol { IPProtocol(rawValue: 0) }
  public static var icmp: IPProtocol { IPProtocol(rawValue: 1) }
  /// IPv4 in whatever carries it (RFC 2003).
  public static var ipv4: IPProtocol { IPProtocol(rawValue: 4) }
  public static var tcp: IPProtocol { IPProtocol(rawValue: 6) }
  public static var udp: IPProtocol { IPProtocol(rawValue: 17) }
  /// IPv6 in whatever carries it (RFC 4213, RFC 2473).
  public static var ipv6: IPProtocol { IPProtocol(rawValue: 41) }
  public static var routing: IPProtocol { IPProtocol(rawValue: 43) }
  public static var fragment: IPProtocol { IPProtocol(rawValue: 44) }
  public static var gre: IPProtocol { IPProtocol(rawValue: 47) }
  public static var authentication: IPProtocol { IPProtocol(rawValue: 51) }
  public static var icmpv6: IPProtocol { IPProtocol(rawValue: 58) }
  public static var noNextHeader: IPProtocol { IPProtocol(rawValue: 59) }
  public static var destinationOptions: IPProtocol { IPProtocol(rawValue: 60) }
}

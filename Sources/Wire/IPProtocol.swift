/// The number with which IPv4 (Protocol) and IPv6 (Next Header) name what follows.
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static var hopByHop: IPProtocol { IPProtocol(rawValue: 0) }
  public static var icmp: IPProtocol { IPProtocol(rawValue: 1) }
  public static var tcp: IPProtocol { IPProtocol(rawValue: 6) }
  public static var udp: IPProtocol { IPProtocol(rawValue: 17) }
  public static var routing: IPProtocol { IPProtocol(rawValue: 43) }
  public static var fragment: IPProtocol { IPProtocol(rawValue: 44) }
  public static var authentication: IPProtocol { IPProtocol(rawValue: 51) }
  public static var icmpv6: IPProtocol { IPProtocol(rawValue: 58) }
  public static var noNextHeader: IPProtocol { IPProtocol(rawValue: 59) }
  public static var destinationOptions: IPProtocol { IPProtocol(rawValue: 60) }
}

public import Wire

/// An ICMP or ICMPv6 error message that quotes a packet of a conversation.
public struct ICMPError: Hashable, Sendable, Codable {
  public let frame: Int
  public let time: Timestamp
  public let isVersion6: Bool
  public let type: UInt8
  public let code: UInt8
  /// Who sent it: the host itself, or a router on the way.
  public let reporter: IPAddress

  /// The packet did not arrive: unreachable, too big, out of time, or malformed. A redirect went on its way, and so may
  /// what a source quench is about.
  public var isUndelivered: Bool { isVersion6 || type == 3 || type == 11 || type == 12 }

  /// No one listens on the port: ICMP 3/3, ICMPv6 1/4.
  public var isPortUnreachable: Bool { isVersion6 ? type == 1 && code == 4 : type == 3 && code == 3 }
}

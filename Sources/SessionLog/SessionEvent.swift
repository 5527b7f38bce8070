public import Wire

/// One thing that a program's socket did: a line of the session log.
public struct SessionEvent: Hashable, Sendable, Codable {
  /// What it did: the name of the call, or what came of `connect`, which may take its time.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case socket, bind, listen, accept
    /// `connect` was called; where it takes no time, the outcome follows at once.
    case connectStarted = "connect.started"
    case connectEstablished = "connect.established"
    case connectFailed = "connect.failed"
    case send, recv, sendto, recvfrom, shutdown, close
    /// The program misbehaved as it was asked to; `fault` says how.
    case fault
  }

  public let event: Kind
  /// Counts the sockets of one program from 1: unlike descriptors, no number comes twice.
  public let socket: Int
  /// When the call was made: nanoseconds since 1970-01-01 00:00:00 UTC by this machine's clock, as captures have them.
  public let calledAt: Int64
  /// When it returned; nil where that is no moment of its own (`connect.started`, `fault`).
  public var returnedAt: Int64?
  /// This end, as far as it is known by then.
  public var local: Endpoint?
  /// The other end, as far as there is one by then.
  public var remote: Endpoint?
  /// Where `bytes` begin in the stream of this direction, counted from 0; nil for datagrams.
  public var offset: Int?
  /// Bytes that the call moved; 0 of a `recv` is the other side's FIN.
  public var bytes: Int?
  /// `accept`: the number of the listening socket.
  public var listener: Int?
  /// `listen`: how many connections may wait to be accepted.
  public var backlog: Int?
  /// `close`: it was to send RST (SO_LINGER with no time).
  public var isReset: Bool?
  /// The error number of a call that failed, as this machine numbers it.
  public var errno: Int32?
  /// The system's own words for `errno`.
  public var error: String?
  /// What the kernel knew of the connection then: at `accept`, `connect.established` and before `close`, on Linux.
  public var tcpInfo: TCPInfo?
  /// `fault`: which one, as the option names it.
  public var fault: String?

  private enum CodingKeys: String, CodingKey {
    case event, socket, calledAt, returnedAt, local, remote, offset, bytes, listener, backlog, errno, error, tcpInfo
    case fault
    case isReset = "reset"
  }

  public init(_ event: Kind, socket: Int, calledAt: Int64) {
    self.event = event
    self.socket = socket
    self.calledAt = calledAt
  }

  public var hasFailed: Bool { errno != nil }
}

extension TCPServer {
  /// What a connection is for.
  public enum Mode: Hashable, Sendable {
    /// One connection after another: one receive, the same bytes back, close. Who comes meanwhile waits in the queue.
    case oneReply
    /// Many at once: everything back until the client closes (RFC 862).
    case stream
    /// Many at once: every message back, until `exit` in any case ends the client's session with `goodbye`.
    case chat(goodbye: [UInt8])
  }

  /// How the server is to be.
  public struct Options: Sendable {
    public var mode = Mode.oneReply
    /// How many connections may wait, their handshake done, to be accepted (`listen`). Those accepted do not count.
    public var backlog = 5
    /// Bytes that one receive fetches at most; 1 or more.
    public var receiveLimit = 2_048
    /// Connections that are open at once, at most.
    public var connectionLimit = 1_024
    /// A connection on which nothing moves for so long is ended.
    public var idleLimit = Duration.seconds(60)
    /// After how long a silence the kernel asks the client's whether it is still there, and a quarter of that time later
    /// again, three times in all (keep-alive probes); nil for never, as RFC 9293, section 3.8.4, has it. A client that has
    /// acknowledged nothing for all that time is given up. Whole seconds, and only worth asking for where `idleLimit` is
    /// longer: that ends a silent connection, whoever is there.
    public var keepAlive: Duration?
    /// How long what a client still sends after its last answer is read and thrown away: closing a socket with unread
    /// bytes sends RST, which can destroy the answer on its way (RFC 9293, section 3.6.1; RFC 2525, section 2.17).
    public var drainLimit = Duration.seconds(1)

    /// Bad behaviour that was asked for.
    public var faults = FaultPlan()

    public init() {}
  }
}

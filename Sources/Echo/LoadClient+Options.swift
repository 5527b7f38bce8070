extension LoadClient {
  public enum Transport: Hashable, Sendable {
    case tcp, udp

    var kind: Socket.Kind { self == .tcp ? .tcp : .udp }
  }

  /// What is to be sent.
  public struct Options: Sendable {
    /// A message's bytes, at least one; where it has eight or more, the first eight are replaced by its number.
    public var message: [UInt8]
    /// Messages in all; 1 or more.
    public var count = 1
    /// Connections or sockets, each of which carries one message at a time; 1 or more.
    public var concurrency = 1
    /// Each connection begins a message every so often at most; nil is as soon as the one before is over.
    public var interval: Duration?

    public init(message: [UInt8]) { self.message = message }
  }

  /// How long a server has to close a connection after its first answer, and how long it is waited for what nobody
  /// misses.
  static let courtesy = Duration.milliseconds(10)
  /// The same where the server is known to close.
  static let closingPatience = Duration.seconds(1)
  /// TCP connections that begin at first; another one follows when one of them has its first answer, and as many after
  /// a while in any case.
  static let ramp = 4
  static let rampPause = Duration.milliseconds(5)
  /// How long a connection that failed is left alone.
  static let pause = Duration.milliseconds(100)
  /// How often it is looked whether the load is still wanted, when nothing comes.
  static let tick = Duration.milliseconds(100)
  /// How long messages on their way are waited for when the user ends the load.
  static let leaveLimit = Duration.milliseconds(500)
  /// How many messages that were given up are remembered, in all.
  static let memory = 65_536
}

/// What came of a load: many messages to an echo server, each numbered and waited for.
public struct LoadReport: Hashable, Sendable {
  /// Why the load was over.
  public enum Ending: String, Hashable, Sendable {
    /// Every message was answered or given up.
    case complete
    /// The user ended it.
    case stopped
    /// There was trouble, and no message had been answered for the time that one is waited for.
    case gaveUp
  }

  /// Trouble in the middle, after which the load went on.
  public enum Failure: Hashable, Sendable {
    /// The server said FIN before the whole answer had come.
    case closed
    case error(SocketError.Reason)
  }

  /// The times from just before a message is sent until the call that brought the last byte of its echo has returned,
  /// in nanoseconds, to three significant digits; the least and the greatest are exact. Late echoes have none.
  public struct RoundTrip: Hashable, Sendable {
    public var min: Int64
    public var p50: Int64
    public var p90: Int64
    public var p99: Int64
    public var max: Int64

    public init(min: Int64, p50: Int64, p90: Int64, p99: Int64, max: Int64) {
      self.min = min
      self.p50 = p50
      self.p90 = p90
      self.p99 = p99
      self.max = max
    }
  }

  /// What was asked for.
  public var count: Int
  public var concurrency: Int
  /// Bytes of a message.
  public var size: Int
  public var interval: Duration?
  public var timeout: Duration

  public var ending = Ending.complete
  /// TCP connections that were opened, or UDP sockets.
  public var connections = 0
  /// Messages of which the kernel took anything, each once.
  public var sent = 0
  /// Messages that crossed the FIN of a server that closes after its first answer, and were sent again.
  public var resent = 0
  /// Messages that came back as they had been sent.
  public var echoed = 0
  /// Those of ``echoed`` and ``mismatched`` whose answer came after they had been given up; nil where that cannot be
  /// told.
  public var late: Int? = 0
  /// Messages whose first answer was something else.
  public var mismatched = 0
  /// Answers to messages that had been answered before; nil where that cannot be told.
  public var duplicated: Int? = 0
  /// First answers to older messages than one that had been answered on that connection; nil where that cannot be told.
  public var reordered: Int? = 0
  /// Answers that belong to no message that is waited for.
  public var unexpected = 0
  /// Messages on their way when the load was ended; nobody knows what would have come of them.
  public var abandoned = 0
  public var failures: [Failure: Int] = [:]
  /// The last one of a socket call.
  public var lastError: SocketError?
  /// Payload.
  public var bytesSent = 0
  public var bytesReceived = 0
  /// From the first send until the last message was answered or given up.
  public var duration = Duration.zero
  /// Nil where no echo came in time.
  public var roundTrip: RoundTrip?

  public init(count: Int, concurrency: Int, size: Int, interval: Duration?, timeout: Duration) {
    self.count = count
    self.concurrency = concurrency
    self.size = size
    self.interval = interval
    self.timeout = timeout
  }

  /// Messages that the network or the server swallowed.
  public var lost: Int { sent - echoed - mismatched - abandoned }

  public var failed: Int { failures.values.reduce(0, +) }

  /// Whether every message that was asked for came back as it had been sent.
  public var isWhole: Bool { echoed == count }
}

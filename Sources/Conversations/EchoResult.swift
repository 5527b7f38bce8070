/// Whether the responder returned what it was sent, and how fast.
public struct EchoResult: Hashable, Sendable, Codable {
  /// The responder returned the same bytes and nothing else; nil when that cannot be told: nothing was returned, bytes
  /// were cut by the snapshot length, or more was outstanding than is kept for the comparison.
  public var isEcho: Bool?
  /// Segments with new bytes, or datagrams, of the originator.
  public var requests = 0
  /// Requests whose bytes all came back.
  public var replies = 0
  /// TCP: bytes never returned. UDP: requests never answered. Nil where that cannot be told.
  public var lost: Int?
  /// Requests that came back unchanged: of TCP all that came back; of UDP those whose reply is known to be the same.
  public var returned = 0
  public var duplicated = 0
  public var reordered = 0
  /// Replies that hold only the beginning of their request (UDP).
  public var shortened = 0
  /// Replies that differ from their request.
  public var mismatched = 0
  /// The first byte that differs, and the frames that show it.
  public var firstDifference: Difference?
  /// Time from request to complete reply, of the requests up to the first difference (TCP); nil without replies.
  public var rtt: DurationStatistics?
  /// TCP: each request with the reply that returned its last byte, up to the budget. UDP has exchanges.
  public internal(set) var pairs: [Pair] = []
  /// How much one round trip differs from the next, the mean in nanoseconds; nil of fewer than two.
  public var jitter: Int64? {
    differences > 0 ? Int64(clamping: (differenceSum + Int128(differences / 2)) / Int128(differences)) : nil
  }
  private var latest: Int64?
  private var differences = 0
  private var differenceSum: Int128 = 0

  /// Frames of a request and of its reply, and the time between them; nil where the clock ran backwards.
  public struct Pair: Hashable, Sendable, Codable {
    public let request: Int
    public let reply: Int
    public let nanoseconds: Int64?
  }

  /// `replies`; nil of a comparison that was given up: only those before are known.
  public var knownReplies: Int? { isEcho == nil && lost == nil && requests > 0 ? nil : replies }

  public struct Difference: Hashable, Sendable, Codable {
    /// Counted from 0 at the first byte: of the stream in TCP, of the datagram in UDP. Where one datagram is the beginning
    /// of the other, the end of the shorter. Nil where the capture lacks the bytes.
    public let offset: Int?
    /// The frame of the reply.
    public let frame: Int
    /// The frame of the request whose byte it is; nil where nothing had asked for any.
    public let requestFrame: Int?
  }

  public init() {}

  /// What was measured cannot be believed.
  mutating func forgetRoundTrips() {
    rtt = nil
    pairs = []
    (latest, differences, differenceSum) = (nil, 0, 0)
  }

  mutating func addRoundTrip(_ nanoseconds: Int64) {
    // In place: taking the statistics out and putting them back would copy their samples.
    if rtt == nil { rtt = DurationStatistics() }
    rtt?.add(nanoseconds)
    if let latest {
      differences += 1
      differenceSum += Int128((Int128(nanoseconds) - Int128(latest)).magnitude)
    }
    latest = nanoseconds
  }
}

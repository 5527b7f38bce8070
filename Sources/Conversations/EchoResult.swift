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
  public var duplicated = 0
  public var reordered = 0
  /// Replies that differ from their request.
  public var mismatched = 0
  /// The stream offset of the first byte that differs and the frame that carried it (TCP).
  public var firstDifference: Difference?
  /// Time from request to complete reply, of the requests up to the first difference (TCP); nil without replies.
  public var rtt: DurationStatistics?

  public struct Difference: Hashable, Sendable, Codable {
    /// Counted from 0 at the first byte of payload.
    public let offset: Int
    public let frame: Int
  }

  public init() {}

  mutating func addRoundTrip(_ nanoseconds: Int64) {
    // In place: taking the statistics out and putting them back would copy their samples.
    if rtt == nil { rtt = DurationStatistics() }
    rtt?.add(nanoseconds)
  }
}

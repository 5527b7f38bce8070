public import Wire

/// The end of a TCP connection (RFC 9293, section 3.6), as far as the capture shows it.
public struct Teardown: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// At least one side closed with FIN, and no RST followed an unfinished close.
    case fin
    /// A RST ended it.
    case reset
    /// The capture shows neither.
    case none
  }

  /// One side's FIN.
  public struct FIN: Hashable, Sendable, Codable {
    public let from: Side
    public let frame: Int
    public let time: Timestamp
    /// The frame whose ACK covers the FIN; nil when none in the capture does. A RST does not count.
    public var acknowledgedBy: FrameMoment?
    /// The same FIN sent again: the first sixteen.
    public var retries: [FrameMoment] = []
    /// The frame whose D-SACK tells that it arrived more than once (RFC 2883).
    public var duplicatedBy: Int?
  }

  /// One RST.
  public struct RST: Hashable, Sendable, Codable {
    public let from: Side
    public let frame: Int
    public let time: Timestamp
    /// Whether it acknowledges: without, its sender knows nothing of the connection (RFC 9293, section 3.5.2).
    public let hasACK: Bool
    /// Of a responder: bytes that it had acknowledged without returning as many.
    public let unansweredBytes: Int
    /// Its sender had asked with a keep-alive, and got no answer.
    public let isAfterSilence: Bool

    public init(
      from: Side, frame: Int, time: Timestamp, hasACK: Bool = true, unansweredBytes: Int = 0,
      isAfterSilence: Bool = false
    ) {
      self.from = from
      self.frame = frame
      self.time = time
      self.hasACK = hasACK
      self.unansweredBytes = unansweredBytes
      self.isAfterSilence = isAfterSilence
    }
  }

  /// In the order seen, at most one a side.
  public var fins: [FIN] = []
  /// In the order seen; the first eight, `resetTotal` counts all.
  public var resets: [RST] = []
  public var resetTotal = 0
  /// Both sides had closed with FIN before the first RST came.
  public var isClosedBeforeReset = false

  public init() {}

  public var kind: Kind {
    if resetTotal > 0, !isClosedBeforeReset { return .reset }
    return fins.isEmpty ? .none : .fin
  }

  /// Who sent the first FIN, or the first RST where no FIN was seen.
  public var activeCloser: Side? { fins.first?.from ?? resets.first?.from }

  /// The second FIN does not acknowledge the first: both sides had closed before either knew (RFC 9293, figure 13).
  public var areFINsCrossed: Bool {
    guard fins.count == 2, let acknowledged = fins[0].acknowledgedBy else { return false }
    return acknowledged.frame > fins[1].frame
  }

  /// Both sides sent FIN and both FINs were acknowledged.
  public var isComplete: Bool { fins.count == 2 && fins.allSatisfy { $0.acknowledgedBy != nil } }

  /// From the first FIN to the second: one side had closed, the other could still send. Nil without both.
  public var halfClosedNanoseconds: Int64? {
    fins.count == 2 ? fins[1].time.elapsed(since: fins[0].time) : nil
  }

  /// The frames of the RSTs.
  var evidence: Evidence { resets.reduce(into: Evidence()) { $0.add($1.frame) } }

  /// Every frame that took part, in order: FINs, their ACKs, RSTs.
  public var frames: [Int] {
    var all = fins.map(\.frame) + fins.compactMap { $0.acknowledgedBy?.frame } + resets.map(\.frame)
    all.sort()
    return all.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

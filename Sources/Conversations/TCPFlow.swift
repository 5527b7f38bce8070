import Wire

/// What one side of a TCP connection has sent, as an observer keeps it.
struct TCPFlow {
  /// How far the window field is to be shifted (RFC 7323, section 2.2).
  enum WindowScale: Hashable {
    /// No SYN was seen.
    case unknown
    /// One of the SYNs did not offer it.
    case unused
    case shift(UInt8)
  }

  /// A segment with payload whose ACK has not been seen, by its place among the connection's details.
  struct Unacknowledged {
    let detail: Int
    /// One past its last byte, relative.
    let end: Int
  }

  /// Where relative numbers count from: the ISN, or one before the first number seen.
  var base: SequenceNumber?
  /// The SYN of this side was seen, so `base` is its ISN.
  var isBaseCertain = false
  var windowScale = WindowScale.unknown
  var coverage: StreamCoverage?
  /// The last acknowledgment sent, relative to the other side's base and unwrapped.
  var lastAcknowledgment: Int?
  var lastWindow: UInt16?
  var finEnd: Int?
  var unacknowledged: [Unacknowledged] = []
  /// No entry of `unacknowledged` ends below this, so an ACK below it need not look.
  var lowestUnacknowledgedEnd = Int.max

  /// `sequence` as a relative number that does not wrap, near the highest seen so far.
  func offset(of sequence: SequenceNumber) -> Int {
    guard let base else { return 0 }
    let reached = coverage?.end ?? 0
    return reached + sequence.distance(from: base.advanced(by: reached))
  }

  /// `tcp.seq`: relative and modulo 2³².
  func relative(_ sequence: SequenceNumber) -> UInt32 { sequence.rawValue &- (base?.rawValue ?? 0) }
}

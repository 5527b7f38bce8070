import Wire

/// What one side of a TCP connection has sent, as an observer keeps it.
struct TCPFlow {
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

  /// Sets where numbers count from, in both directions, when the segment tells it first.
  mutating func count(from segment: TCPSegment, answering other: inout TCPFlow) {
    let flags = segment.flags
    if base == nil {
      base = flags.contains(.syn) ? segment.sequenceNumber : segment.sequenceNumber.advanced(by: -1)
      isBaseCertain = flags.contains(.syn)
    } else if flags.isSuperset(of: [.syn, .ack]), base != segment.sequenceNumber {
      // A new answer to an old SYN: the numbers start again (reused ports).
      base = segment.sequenceNumber
      coverage = nil
      isBaseCertain = true
    } else if flags.contains(.syn), base == segment.sequenceNumber {
      isBaseCertain = true
    }
    // The other side's ISN is one before what it acknowledges first.
    if flags.contains(.ack), other.base == nil { other.base = segment.acknowledgmentNumber.advanced(by: -1) }
  }
}

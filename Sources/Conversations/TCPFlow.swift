import Wire

/// What one side of a TCP connection has sent, as an observer keeps it.
struct TCPFlow {
  /// A segment that repeats payload and whose ACK has not been seen, by its place among the connection's details.
  struct Unacknowledged {
    let detail: Int
    /// One past its last byte, relative.
    let end: Int
  }

  /// What this side asked the other to send again.
  struct Request {
    /// The first number that is missing, in the other's stream.
    let number: Int
    let moment: FrameMoment
  }

  /// Where relative numbers count from: the ISN, or one before the first number seen.
  var base: SequenceNumber?
  /// The SYN of this side was seen, so `base` is its ISN.
  var isBaseCertain = false
  var coverage: StreamCoverage?
  /// The last acknowledgment sent, relative to the other side's base and unwrapped.
  var lastAcknowledgment: Int?
  /// When that number last rose.
  var acknowledgmentMoment: FrameMoment?
  var lastWindow: UInt16?
  /// The last window, scaled; nil where its scale is unknown.
  var offeredWindow: Int?
  /// How far its windows are shifted, where the connection is steady.
  var windowShift: UInt8 = 0
  /// ACKs in a row that repeated the last one.
  var duplicateACKs = 0
  /// Those of them that are duplicates by RFC 5681, window and all.
  var strictDuplicateACKs = 0
  /// The latest request to send again: three duplicate ACKs, or SACK blocks beyond a gap.
  var request: Request?
  var finEnd: Int?
  /// Up to where the other side has acknowledged what the capture does not have.
  var unseenEnd = Int.min
  /// The frame that did so last, as long as the bytes may still come.
  var unseenFrame: Int?
  /// A segment came of which nothing tells how long it was.
  var hasUnknownLength = false
  /// What the other side has not acknowledged yet, and what was sent again of it.
  var outstanding = OutstandingSegments()
  /// Frames that more was missing, or waited, than is kept before.
  var outgrown = Evidence()
  var repeated: [Unacknowledged] = []
  /// The byte that it sent last into a closed window, to ask whether that has opened.
  var probedByte: Int?
  /// The latest segment that was sent again after it had been acknowledged: its first number, its copies, the last of them.
  var repeatedAgain: (start: Int, copies: Int, time: Timestamp)?
  /// What is counted of its segments.
  var statistics = SegmentStatistics()
  /// What was sent of late.
  var sent = SentSegments()
  /// The latest timeout: the first of the bytes that it sent again, how often in a row, after which wait, and up to where
  /// the stream had got then.
  var timeout: (start: Int, count: Int, waited: Int64, reached: Int)?
  /// The most payload that the other side takes in a segment (its MSS option); nil where its SYN was not seen.
  var largestAllowed: Int?
  /// It has asked with a keep-alive, and waits for the answer.
  var awaitsAnswer = false
  /// A window of zero stands open: its place among the events.
  var closedWindow: Int?

  /// One past the highest number seen, a FIN included.
  var reached: Int? { coverage.map { max($0.end, finEnd ?? .min) } }

  /// `sequence` as a relative number that does not wrap, near the highest seen so far.
  func offset(of sequence: SequenceNumber) -> Int {
    guard let base else { return 0 }
    let reached = coverage?.end ?? 0
    return reached + sequence.distance(from: base.advanced(by: reached))
  }

  /// What its lists take.
  var heldBytes: Int {
    outstanding.heldBytes + sent.heldBytes + statistics.heldBytes
      + repeated.capacity * MemoryLayout<Unacknowledged>.stride
      + (coverage?.holes.capacity ?? 0) * MemoryLayout<Range<Int>>.stride
  }

  /// An ACK may be captured just before what it acknowledges.
  mutating func settleUnseen() {
    guard unseenFrame != nil, let coverage, coverage.end >= unseenEnd, coverage.holes.isEmpty else { return }
    unseenFrame = nil
    unseenEnd = .min
  }

  /// Begins again with another ISN.
  mutating func restart(from base: SequenceNumber, answering other: inout TCPFlow) {
    let (largestAllowed, statistics) = (largestAllowed, statistics)
    self = TCPFlow()
    self.statistics = statistics
    self.base = base
    isBaseCertain = true
    self.largestAllowed = largestAllowed
    other.lastAcknowledgment = nil
    other.acknowledgmentMoment = nil
    other.duplicateACKs = 0
    other.request = nil
  }

  /// Sets where numbers count from, in both directions, when the segment tells it first.
  mutating func count(from segment: TCPSegment, answering other: inout TCPFlow) {
    let flags = segment.flags
    if base == nil {
      base = flags.contains(.syn) ? segment.sequenceNumber : segment.sequenceNumber.advanced(by: -1)
      isBaseCertain = flags.contains(.syn)
    } else if flags.isSuperset(of: [.syn, .ack]), !flags.contains(.rst), !isBaseCertain, base != segment.sequenceNumber
    {
      // What came before was not of this connection.
      restart(from: segment.sequenceNumber, answering: &other)
    } else if flags.contains(.syn), base == segment.sequenceNumber {
      isBaseCertain = true
    }
    // The other side's ISN is one before what it acknowledges first.
    if flags.contains(.ack), other.base == nil { other.base = segment.acknowledgmentNumber.advanced(by: -1) }
  }
}

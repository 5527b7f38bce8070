import Wire

/// A TCP stream as Wireshark sees one: told by addresses and ports alone, whatever tunnels and VLANs its packets came
/// through. It numbers segments, and labels them as Wireshark does.
struct TCPStream {
  /// `tcp.stream`.
  let number: Int
  /// The connections in it.
  var places = StreamConversations()
  /// What the endpoint sent that comes first in the order of keys, and what the other one sent.
  private var low = TCPStreamDirection()
  private var high = TCPStreamDirection()
  /// The first and the previous packet of the stream, those that were filtered out included.
  private let start: Timestamp
  private(set) var previous: Timestamp
  private(set) var completeness: TCPCompleteness = []
  private var hasAnalysed = false
  private var latestSYN: Timestamp?
  private var initialRoundTripTime: Int64?
  /// It was opened by a SYN on ports that another stream had used.
  private let reusesPorts: Bool

  /// A connection in it was let go: what comes now is of that one.
  private(set) var hasRetired = false
  /// Of its latest packet.
  private(set) var latestFrame = 0

  init(number: Int, time: Timestamp, reusesPorts: Bool) {
    self.number = number
    self.reusesPorts = reusesPorts
    start = time
    previous = time
  }

  /// A connection of the stream is no longer followed, which had come as far as `completeness`.
  mutating func goesOn(after completeness: TCPCompleteness) {
    hasRetired = true
    hasAnalysed = true
    self.completeness = completeness
  }

  /// Forgets the connection at `position`, which is closed.
  mutating func retire(_ position: Int, _ encapsulation: Encapsulation.Identity?) {
    places.remove(position, of: encapsulation)
    hasRetired = true
    low.retire()
    high.retire()
  }

  /// What its lists take beside itself.
  var heldBytes: Int { low.heldBytes + high.heldBytes }

  /// A SYN with another sequence number than the one that opened this stream opens a new one on the same ports.
  @inline(__always)
  func isReopened(by segment: TCPSegment, fromLow: Bool) -> Bool {
    let flags = segment.flags
    guard flags.contains(.syn), !flags.contains(.ack), let base = fromLow ? low.base : high.base else { return false }
    return base != segment.sequenceNumber
  }

  /// Numbers a segment, and keeps what later numbers rest on. Of packets that a filter dropped too; only the others are
  /// labelled.
  mutating func observe(
    _ segment: TCPSegment, fromLow: Bool, _ moment: FrameMoment, isAnalysed: Bool, isLengthKnown: Bool
  ) -> Observation.Segment {
    let flags = segment.flags
    var analysis = SegmentAnalysis()
    // Of a stream on ports used before, Wireshark shows the SYN at once.
    let completeness: TCPCompleteness =
      !hasAnalysed && reusesPorts && flags.contains(.syn) ? .syn : completeness
    prepare(for: segment, fromLow: fromLow, moment, isAnalysed: isAnalysed, isLengthKnown: isLengthKnown, &analysis)
    if isAnalysed, isLengthKnown {
      if fromLow {
        low.label(segment, answering: &high, moment, initialRoundTripTime, &analysis)
      } else {
        high.label(segment, answering: &low, moment, initialRoundTripTime, &analysis)
      }
      if !analysis.isEmpty { analysis.initialRoundTrip = initialRoundTripTime ?? 0 }
      // Wireshark counts it in, and shows nothing of it.
      if segment.isHeaderLengthWrong { analysis = SegmentAnalysis() }
    }
    if isAnalysed {
      if fromLow { low.noteSACK(of: segment) } else { high.noteSACK(of: segment) }
    }
    defer { (previous, latestFrame) = (moment.time, moment.frame) }
    let (sender, receiver) = fromLow ? (low.place, high.place) : (high.place, low.place)
    return Observation.Segment(
      sequence: sender.relative(segment.sequenceNumber),
      acknowledgment: flags.contains(.ack)
        ? receiver.relative(segment.acknowledgmentNumber) : segment.acknowledgmentNumber.rawValue,
      window: Int(segment.window) << (flags.contains(.syn) ? 0 : sender.shift),
      isWindowScaleUnknown: sender.isScaleUnknown,
      sinceFirst: moment.time.nanoseconds(since: start), sincePrevious: moment.time.nanoseconds(since: previous),
      completeness: completeness, analysis: analysis)
  }

  /// What comes before the labels: relative numbers, window scales, the time of the handshake.
  @inline(__always)
  private mutating func prepare(
    for segment: TCPSegment, fromLow: Bool, _ moment: FrameMoment, isAnalysed: Bool, isLengthKnown: Bool,
    _ analysis: inout SegmentAnalysis
  ) {
    let flags = segment.flags
    if isAnalysed {
      completeness.note(segment, isFirst: !hasAnalysed)
      if !hasAnalysed, isLengthKnown, reusesPorts, flags.contains(.syn) { analysis.labels.insert(.reusedPorts) }
      hasAnalysed = true
      if !segment.isHeaderLengthWrong { timeHandshake(flags, moment.time) }
    }
    if isLengthKnown {
      let isNewAnswer =
        fromLow ? low.number(segment, answering: &high) : high.number(segment, answering: &low)
      if isNewAnswer, isAnalysed { analysis.labels.insert(.reusedPorts) }
    }
    if flags.contains(.syn), !segment.isHeaderLengthWrong {
      if fromLow {
        low.noteWindowScale(of: segment, answering: &high)
      } else {
        high.noteWindowScale(of: segment, answering: &low)
      }
    }
  }

  /// What the labels of `segment` rest on, before it is observed; nil where it is not labelled. `previous` is the number
  /// that a stream on the same ports began with.
  func evidence(
    for segment: TCPSegment, fromLow: Bool, _ moment: FrameMoment, isAnalysed: Bool, isLengthKnown: Bool,
    reusing previous: SequenceNumber?
  ) -> LabelEvidence? {
    guard isAnalysed, isLengthKnown, !segment.isHeaderLengthWrong else { return nil }
    let former = fromLow ? low.base : high.base
    var (stream, analysis) = (self, SegmentAnalysis())
    stream.prepare(
      for: segment, fromLow: fromLow, moment, isAnalysed: isAnalysed, isLengthKnown: isLengthKnown, &analysis)
    return LabelEvidence(
      segment: LabelEvidence.Segment(segment, moment), own: (fromLow ? stream.low : stream.high).evidence,
      other: (fromLow ? stream.high : stream.low).evidence, initialRoundTripTime: stream.initialRoundTripTime,
      reused: analysis.labels.contains(.reusedPorts) ? former ?? previous : nil,
      isReuse: analysis.labels.contains(.reusedPorts))
  }

  /// The number from which what the given end sends is counted.
  func base(ofLow isLow: Bool) -> SequenceNumber? { isLow ? low.base : high.base }

  /// From the latest SYN to the first ACK after it, whoever sends that.
  private mutating func timeHandshake(_ flags: TCPFlags, _ time: Timestamp) {
    if flags.contains(.syn) {
      if !flags.contains(.ack) { latestSYN = time }
    } else if flags.contains(.ack), initialRoundTripTime == nil, let latestSYN {
      let elapsed = time.nanoseconds(since: latestSYN)
      if elapsed != 0 { initialRoundTripTime = elapsed }
    }
  }
}

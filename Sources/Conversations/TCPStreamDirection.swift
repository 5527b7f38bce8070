import Wire

/// What one end of a TCP stream has sent, as Wireshark 4.0 remembers it.
struct TCPStreamDirection {
  typealias WindowScale = LabelEvidence.Direction.WindowScale

  /// Where relative numbers count from: the ISN, or one before the first number seen.
  private(set) var base: SequenceNumber?
  private var windowScale = WindowScale.unknown
  /// Between a SYN and the first segment without: windows are not scaled yet.
  private var isOpening = false

  // Lent, `other` would be copied for every packet: what only reads it takes it `inout`.

  // Zero stands for "nothing yet" in these three, as in Wireshark: a stream that comes round 2³² exactly there is
  // mislabelled alike.
  /// One past the highest number seen.
  private var next = SequenceNumber(0)
  /// One past the highest number up to which nothing is missing.
  private var contiguousEnd = SequenceNumber(0)
  private var lastAcknowledgment = SequenceNumber(0)
  /// The segment that `next` rests on.
  private var nextMoment: FrameMoment?
  /// The previous segment, whatever it was.
  private var latest: FrameMoment?
  /// The frame in which the acknowledgment number last changed.
  private var acknowledgmentFrame = 0
  /// Below zero: an acknowledgment of unseen bytes has been told, and need not be told again. Wireshark's counter has no
  /// sign, so that this is also more than two.
  private var duplicateACKs = 0
  /// The raw window of the previous segment.
  private var lastWindow: UInt16?
  private var lastLabels: SegmentAnalysis.Labels = []
  private var inFlight = SegmentsInFlight()
  /// False from a gap on until the other side acknowledges something: what is in flight cannot be told.
  private var isInFlightKnown = true
  private var pushBytes = 0
  private var hasPushed = false
  /// Bytes in the SACK blocks of the previous segment.
  private var sackedBytes: UInt32 = 0

  /// Gives back the memory that it does not need now.
  mutating func retire() { inFlight.shrink() }

  var heldBytes: Int { inFlight.heldBytes }

  /// What numbering a segment needs of a direction.
  struct Place {
    let base: UInt32
    let shift: Int
    let isScaleUnknown: Bool

    func relative(_ sequence: SequenceNumber) -> UInt32 { sequence.rawValue &- base }
  }

  /// All that labels rest on.
  var evidence: LabelEvidence.Direction {
    LabelEvidence.Direction(
      base: base, windowScale: windowScale, isOpening: isOpening, next: next, nextMoment: nextMoment,
      contiguousEnd: contiguousEnd, lastAcknowledgment: lastAcknowledgment, acknowledgmentFrame: acknowledgmentFrame,
      duplicateACKs: duplicateACKs, lastWindow: lastWindow, latest: latest, lastLabels: lastLabels,
      oldestInFlight: inFlight.oldest)
  }

  var place: Place {
    let shift = if case .shift(let scale) = windowScale { Int(scale) } else { 0 }
    return Place(base: base?.rawValue ?? 0, shift: shift, isScaleUnknown: windowScale == .unknown)
  }

  /// Keeps what relative numbers rest on. True when a SYN-ACK has another number than the one before:
  /// a new answer to an old SYN.
  mutating func number(_ segment: TCPSegment, answering other: inout TCPStreamDirection) -> Bool {
    let flags = segment.flags
    var isNewAnswer = false
    if base == nil {
      base = flags.contains(.syn) ? segment.sequenceNumber : segment.sequenceNumber.advanced(by: -1)
    } else if flags.isSuperset(of: [.syn, .ack]), base != segment.sequenceNumber {
      base = segment.sequenceNumber
      isNewAnswer = true
    } else if flags.contains(.syn), !flags.contains(.ack) {
      // A RST may have counted on from a SYN that is sent again now.
      next = contiguousEnd
    }
    // The other side's ISN is one before what it acknowledges first.
    if flags.contains(.ack), other.base == nil { other.base = segment.acknowledgmentNumber.advanced(by: -1) }
    if flags.contains(.syn) { isOpening = true }
    return isNewAnswer
  }

  /// Keeps what a SYN says of windows.
  mutating func noteWindowScale(of syn: TCPSegment, answering other: inout TCPStreamDirection) {
    let options = syn.options
    if let shift = options.windowScale { windowScale = .shift(min(shift, 14)) }
    // Where the options are cut, the scale may have been offered: it stays unknown.
    guard options.windowScale != nil || !syn.areOptionsCut else { return }
    // Scaling is in use only when both SYNs offer it (RFC 7323, section 2.2).
    if windowScale == .unknown {
      windowScale = .unused
      other.windowScale = .unused
    } else if syn.flags.contains(.ack), other.windowScale == .unused {
      windowScale = .unused
    }
  }

  /// Labels a segment that `number` has seen, and remembers what the labels of later ones rest on.
  mutating func label(
    _ segment: TCPSegment, answering other: inout TCPStreamDirection, _ moment: FrameMoment,
    _ initialRoundTripTime: Int64?, _ analysis: inout SegmentAnalysis
  ) {
    let flags = segment.flags
    let start = segment.sequenceNumber, acknowledgment = segment.acknowledgmentNumber
    let length = segment.payloadLength
    let isPlain = flags.isDisjoint(with: [.syn, .fin, .rst])
    if flags.contains(.ack) { other.isInFlightKnown = true }

    labelWindow(segment, &other, moment, isPlain: isPlain, &analysis)
    if acknowledgment != lastAcknowledgment {
      acknowledgmentFrame = moment.frame
      duplicateACKs = 0
    }
    if flags.contains(.ack) { other.labelUnseen(acknowledgment, &analysis) }
    let takesNumbers = length > 0 || !flags.isDisjoint(with: [.syn, .fin])
    if takesNumbers, !analysis.labels.contains(.keepAlive) {
      labelRepetition(segment, &other, moment, initialRoundTripTime, &analysis)
    }

    var end = start.advanced(by: length)
    if takesNumbers {
      let whole = flags.isDisjoint(with: [.syn, .fin]) ? end : end.advanced(by: 1)
      if inFlight.append(from: start, to: whole, at: moment) { end = whole }
    }
    let isProbe = analysis.labels.contains(.zeroWindowProbe)
    if !isProbe, end.distance(from: next) > 0 || next.rawValue == 0 {
      next = end
      nextMoment = moment
    }
    if !isProbe, start == contiguousEnd || contiguousEnd.rawValue == 0 { contiguousEnd = next }
    if !flags.contains(.syn) { isOpening = false }
    lastWindow = segment.window
    lastAcknowledgment = acknowledgment
    latest = moment
    lastLabels = analysis.labels

    if let acknowledged = other.inFlight.acknowledge(acknowledgment) {
      analysis.acknowledged = acknowledged.frame
      analysis.acknowledgedAfter = moment.time.nanoseconds(since: acknowledged.time)
    }
    if length > 0 { countBytes(segment, &other, &analysis) }
  }

  /// The labels that windows and repeated acknowledgments give.
  @inline(__always)
  private mutating func labelWindow(
    _ segment: TCPSegment, _ other: inout TCPStreamDirection, _ moment: FrameMoment, isPlain: Bool,
    _ analysis: inout SegmentAnalysis
  ) {
    let start = segment.sequenceNumber
    let length = segment.payloadLength
    let window = segment.window
    if length == 1, start == next, other.lastWindow == 0 {
      analysis.labels.insert(.zeroWindowProbe)
      return
    }
    if window == 0, isPlain { analysis.labels.insert(.zeroWindow) }
    if next.rawValue != 0, start.distance(from: next) > 0, !segment.flags.contains(.rst) {
      analysis.labels.insert(.lostSegment)
      isInFlightKnown = false
    }
    guard isPlain else { return }
    if length <= 1, start == next.advanced(by: -1) { analysis.labels.insert(.keepAlive) }
    if length > 0 {
      if other.windowScale != .unknown, let offered = other.offeredEnd, start.advanced(by: length) == offered {
        analysis.labels.insert(.windowFull)
      }
      return
    }
    guard start == next, segment.acknowledgmentNumber == lastAcknowledgment else { return }
    if window != lastWindow {
      if window != 0 { analysis.labels.insert(.windowUpdate) }
    } else if window == 0 {
      if other.lastLabels.contains(.zeroWindowProbe) { analysis.labels.insert(.zeroWindowProbeACK) }
    } else if other.lastLabels.contains(.keepAlive) {
      analysis.labels.insert(.keepAliveACK)
    } else {
      duplicateACKs = max(duplicateACKs, 0) + 1
      analysis.labels.insert(.duplicateACK)
      analysis.duplicateCount = UInt32(truncatingIfNeeded: duplicateACKs)
      analysis.earlierFrame = acknowledgmentFrame
    }
  }

  /// One past the last byte that this side's last window allows the other to send.
  private var offeredEnd: SequenceNumber? {
    guard let lastWindow else { return nil }
    return lastAcknowledgment.advanced(by: Int(lastWindow) << windowScale.shift(isOpening: isOpening))
  }

  /// An acknowledgment of bytes that this side was not seen to send.
  @inline(__always)
  private mutating func labelUnseen(_ acknowledgment: SequenceNumber, _ analysis: inout SegmentAnalysis) {
    guard contiguousEnd.rawValue != 0, acknowledgment.distance(from: contiguousEnd) > 0 else { return }
    analysis.isShown = true
    if contiguousEnd.distance(from: next) < 0 {
      contiguousEnd = next
      analysis.labels.insert(.acknowledgedLostSegment)
    } else {
      if duplicateACKs == 0 { analysis.labels.insert(.acknowledgedLostSegment) }
      duplicateACKs = -1
    }
  }

  /// What became of a segment that does not advance the stream: sent again, or late.
  @inline(__always)
  private func labelRepetition(
    _ segment: TCPSegment, _ other: inout TCPStreamDirection, _ moment: FrameMoment,
    _ initialRoundTripTime: Int64?, _ analysis: inout SegmentAnalysis
  ) {
    let start = segment.sequenceNumber
    let length = segment.payloadLength
    let takesOne = !segment.flags.isDisjoint(with: [.syn, .fin])
    // Data after a probe of a zero window begins one before the highest number.
    let goesOn = length > 1 && start == next.advanced(by: -1)
    let isBehind = next.rawValue != 0 && start.distance(from: next) < 0 && !goesOn
    if length > 0, other.lastAcknowledgment.rawValue != 0,
      start.advanced(by: length).distance(from: other.lastAcknowledgment) <= 0
    {
      analysis.labels.insert(.spuriousRetransmission)
      return
    }
    guard isBehind else { return }
    let isAskedFor = other.duplicateACKs >= 2 || other.duplicateACKs < 0
    if isAskedFor, other.lastAcknowledgment == start, let latest = other.latest,
      moment.time.nanoseconds(since: latest.time) < 20_000_000
    {
      analysis.labels.insert(.fastRetransmission)
      return
    }
    let end = start.advanced(by: length + (takesOne ? 1 : 0))
    // The clock may run backwards: Wireshark's unsigned difference is then too large for this.
    let elapsed = nextMoment.map { moment.time.nanoseconds(since: $0.time) } ?? .max
    if elapsed >= 0, elapsed < initialRoundTripTime ?? 3_000_000, next != end {
      analysis.labels.insert(.outOfOrder)
      return
    }
    analysis.labels.insert(.retransmission)
    if let first = inFlight.oldest ?? nextMoment {
      analysis.timeout = moment.time.nanoseconds(since: first.time)
      analysis.earlierFrame = first.frame
    }
  }

  @inline(__always)
  private mutating func countBytes(
    _ segment: TCPSegment, _ other: inout TCPStreamDirection, _ analysis: inout SegmentAnalysis
  ) {
    guard isInFlightKnown, let base, let span = inFlight.span(from: base) else { return }
    let flags = segment.flags
    let count = span - Int(other.sackedBytes)
    // What PSH ends, the next byte begins.
    if hasPushed { pushBytes = 0 }
    pushBytes += segment.payloadLength
    hasPushed = flags.contains(.psh)
    guard count > 0, count < 2_000_000_000 else {
      analysis.isShown = true
      return
    }
    analysis.inFlight = UInt32(count - (flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1))
    analysis.pushed = UInt32(truncatingIfNeeded: pushBytes)
  }

  /// Keeps the SACK blocks of the segment just seen, none where it has none.
  mutating func noteSACK(of segment: TCPSegment) {
    sackedBytes = 0
    guard segment.headerLength > TCPSegment.minimumHeaderLength, !segment.areOptionsOnlyTimestamps else { return }
    segment.forEachOption { option in
      guard case .sack(let blocks) = option else { return }
      for block in blocks { sackedBytes &+= block.right.rawValue &- block.left.rawValue }
    }
  }
}

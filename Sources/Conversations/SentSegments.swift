import Wire

/// What one side of a connection has sent of late: all that is not acknowledged, and the last segments before, within
/// a bound.
struct SentSegments {
  private var segments: [SentSegment] = []
  /// Those before it have left.
  private var head = 0
  private(set) var numbering = PacketNumbering()
  /// The sender's clock has been seen to go on: some hosts send timestamps that never change.
  private var isClockTicking = false

  /// Segments kept whatever was acknowledged, and segments kept at the most: 56 bytes each.
  private static var leastKept: Int { 64 }
  static var limit: Int { 1_024 }

  /// The last of them, once more: asked for every packet, and the list lies elsewhere in memory.
  private(set) var latest: SentSegment?

  var heldBytes: Int { segments.capacity * MemoryLayout<SentSegment>.stride }

  var count: Int { segments.count - head }

  mutating func append(_ segment: SentSegment, acknowledged: Int?) {
    if let latest, latest.identification != 0, segment.identification != 0 {
      // One that gives two packets one number may do so again.
      numbering.note(step: segment.identification &- latest.identification)
    }
    if let earlier = latest?.timestamp, let now = segment.timestamp, now != earlier { isClockTicking = true }
    latest = segment
    // Growing by twos would move them four times before a usual connection is over.
    if segments.isEmpty { segments.reserveCapacity(12) }
    segments.append(segment)
    while segments.count - head > Self.leastKept,
      segments.count - head > Self.limit || segments[head].end <= acknowledged ?? .min
    {
      head += 1
    }
    if head >= Self.leastKept, head * 2 >= segments.count {
      segments.removeFirst(head)
      head = 0
    }
  }

  /// The packet of which `segment` is a copy.
  func original(ofCopy segment: SentSegment, isAskedFor: Bool) -> SentSegment? {
    segments[head...].last { segment.isCopy(of: $0, numbering.kind, isAskedFor: isAskedFor) }
  }

  /// The latest segment that carries any of these numbers.
  func latest(carrying range: Range<Int>) -> SentSegment? {
    segments[head...].last { $0.start < range.upperBound && $0.end > range.lowerBound }
  }

  /// Whether `segment`, whose bytes are new, was overtaken by others (true) or is sent again (false): by what was sent
  /// before and after the gap that it fills. Nil when that cannot be told.
  func wasOvertaken(_ segment: SentSegment) -> Bool? {
    guard let beyond = segments[head...].first(where: { $0.start >= segment.end && $0.end > $0.start }) else {
      return nil
    }
    return isLater(segment, than: beyond).map { !$0 }
  }

  /// Whether `segment` left its sender after `other`: by the sender's clock, else by its count of packets, if it counts
  /// them; nil when neither tells.
  func isLater(_ segment: SentSegment, than other: SentSegment) -> Bool? {
    segment.isLater(than: other, isCounted: numbering.tellsOrder)
  }

  /// The capture's clock jumped forward between the latest segment and `segment`: more time passed by it than the sender's
  /// clock can have counted.
  func clockStep(before segment: SentSegment) -> ClockStep? {
    guard isClockTicking, let latest, segment.isTimeBeyondClock(since: latest) else { return nil }
    return ClockStep(after: latest.moment.frame, frame: segment.moment.frame)
  }

  /// Its number lies shortly before that of the latest segment, though it is not known whether the sender counts. Of numbers
  /// by chance one in a thousand does.
  func isNumberedBeforeLatest(_ segment: SentSegment) -> Bool {
    guard let latest, !numbering.tellsOrder, numbering.kind != .constant, latest.identification != 0,
      segment.identification != 0
    else {
      return false
    }
    return (1...64).contains(latest.identification &- segment.identification)
  }

  func isLaterThanLatest(_ segment: SentSegment) -> Bool? { latest.flatMap { isLater(segment, than: $0) } }
}

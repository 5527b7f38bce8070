import Wire

/// Segments that one side has sent and that the capture has not seen acknowledged, in the order of sending.
///
/// At most `limit` are kept, as in Wireshark; what is sent beyond that is not followed.
struct SegmentsInFlight {
  private struct Segment {
    var start: SequenceNumber
    let end: SequenceNumber
    let frame: Int
    let time: Timestamp
  }

  /// The lowest and the highest number that waits, relative to `base`.
  private struct Extremes {
    let base: SequenceNumber
    var lowest = UInt32.max
    var highest: UInt32 = 0

    mutating func include(_ segment: Segment) {
      lowest = min(lowest, segment.start.rawValue &- base.rawValue)
      highest = max(highest, segment.end.rawValue &- base.rawValue)
    }
  }

  static var limit: Int { 10_000 }

  private var segments: [Segment] = []
  /// Those before it have left.
  private var head = 0
  /// Starts and ends rise from segment to segment, as they do until something is sent again.
  private var isInOrder = true
  /// Nil when a segment has left since they were found.
  private var extremes: Extremes?

  var heldBytes: Int { segments.capacity * MemoryLayout<Segment>.stride }

  /// The one that has waited longest.
  var oldest: FrameMoment? {
    head < segments.count ? FrameMoment(frame: segments[head].frame, time: segments[head].time) : nil
  }

  /// False when there are too many to keep another.
  mutating func append(from start: SequenceNumber, to end: SequenceNumber, at moment: FrameMoment) -> Bool {
    guard segments.count - head < Self.limit else { return false }
    if head < segments.count, let last = segments.last {
      // All of them within half of the numbers, so that any two can be compared.
      if start.distance(from: last.start) < 0 || end.distance(from: last.end) < 0
        || end.distance(from: segments[head].start) < 0
      {
        isInOrder = false
      }
    } else {
      isInOrder = true
    }
    let segment = Segment(start: start, end: end, frame: moment.frame, time: moment.time)
    extremes?.include(segment)
    segments.append(segment)
    return true
  }

  /// Takes out what `acknowledgment` covers, and cuts off what it covers of the others. Gives the segment that ends
  /// exactly there, the oldest of several.
  mutating func acknowledge(_ acknowledgment: SequenceNumber) -> FrameMoment? {
    guard head < segments.count else { return nil }
    guard isInOrder else { return coversNothing(acknowledgment) ? nil : acknowledgeEach(acknowledgment) }
    var match: FrameMoment?
    while head < segments.count {
      let segment = segments[head]
      guard acknowledgment.distance(from: segment.start) > 0 else { break }
      extremes = nil
      guard acknowledgment.distance(from: segment.end) >= 0 else {
        segments[head].start = acknowledgment
        break
      }
      if match == nil, acknowledgment == segment.end {
        match = FrameMoment(frame: segment.frame, time: segment.time)
      }
      head += 1
    }
    compact()
    return match
  }

  /// Nothing begins below `acknowledgment`: then there is no need to look at each.
  private func coversNothing(_ acknowledgment: SequenceNumber) -> Bool {
    guard let extremes else { return false }
    let number = acknowledgment.rawValue &- extremes.base.rawValue
    return number <= extremes.lowest && extremes.highest &- number < 0x8000_0000
  }

  private mutating func acknowledgeEach(_ acknowledgment: SequenceNumber) -> FrameMoment? {
    var match: FrameMoment?
    var kept = head
    var isRising = true
    for index in head..<segments.count {
      var segment = segments[index]
      let beyondEnd = acknowledgment.distance(from: segment.end)
      if beyondEnd == 0, match == nil { match = FrameMoment(frame: segment.frame, time: segment.time) }
      guard beyondEnd < 0 else {
        extremes = nil
        continue
      }
      if acknowledgment.distance(from: segment.start) > 0 {
        segment.start = acknowledgment
        extremes = nil
      }
      if kept > head {
        let before = segments[kept - 1]
        isRising =
          isRising && segment.start.distance(from: before.start) >= 0 && segment.end.distance(from: before.end) >= 0
          && segment.end.distance(from: segments[head].start) >= 0
      }
      segments[kept] = segment
      kept += 1
    }
    segments.removeLast(segments.count - kept)
    isInOrder = isRising
    compact()
    return match
  }

  /// Gives back the memory where nothing waits.
  mutating func shrink() {
    if head == segments.count { (segments, head) = ([], 0) }
  }

  private mutating func compact() {
    if head == segments.count {
      segments.removeAll(keepingCapacity: segments.capacity <= 32)
      head = 0
    } else if head >= 16, head * 2 >= segments.count {
      segments.removeFirst(head)
      head = 0
    }
  }

  /// From the lowest number that waits to the highest, each relative to `base`; nil when nothing waits.
  mutating func span(from base: SequenceNumber) -> Int? {
    guard head < segments.count else { return nil }
    if extremes?.base != base {
      var found = Extremes(base: base)
      if isInOrder {
        found.include(segments[head])
        // The ends of a list in order, unless its numbers have come round 2³² since `base`.
        if let last = segments.last { found.include(last) }
        if found.highest < found.lowest { for segment in segments[head...] { found.include(segment) } }
      } else {
        for segment in segments[head...] { found.include(segment) }
      }
      extremes = found
    }
    return extremes.map { Int(Int64($0.highest) - Int64($0.lowest)) }
  }
}

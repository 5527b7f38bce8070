import Wire

/// What one side of a connection has sent and the other has not acknowledged yet, in order of the stream: SYN and FIN
/// take a number each, as payload does.
struct OutstandingSegments {
  struct Segment {
    enum Kind: UInt8 { case syn, payload, fin }

    let start: Int
    /// Of the latest copy.
    var time: Timestamp
    private let length: UInt32
    /// Its place among the details of the connection; -1 where the budget had no room for it.
    let detail: Int32
    /// Times that it was sent; two also where the first copy is not in the capture.
    var copies: UInt16
    let kind: Kind
    /// A FIN comes with the payload: an ACK of it covers no more than this segment.
    let hasFIN: Bool
    /// The clock is sound there: a round trip may start with it.
    var isTimed: Bool

    init(
      _ range: Range<Int>, _ kind: Kind, hasFIN: Bool = false, at time: Timestamp, isTimed: Bool, copies: UInt16 = 1,
      detail: Int = -1
    ) {
      start = range.lowerBound
      length = UInt32(clamping: range.count)
      self.kind = kind
      self.hasFIN = hasFIN
      self.time = time
      self.isTimed = isTimed
      self.copies = copies
      self.detail = Int32(truncatingIfNeeded: detail)
    }

    var end: Int { start + Int(length) }
  }

  private var segments: [Segment] = []
  /// Those before it have been acknowledged.
  private var head = 0

  /// Segments that are kept: past it the oldest is forgotten, as if it had been acknowledged unseen.
  static var limit: Int { 10_000 }

  /// One was forgotten since the last ACK.
  private var hasForgotten = false

  /// Whether an ACK may cover segments that were forgotten; once.
  mutating func takeForgotten() -> Bool {
    guard hasForgotten else { return false }
    hasForgotten = false
    return true
  }

  var heldBytes: Int { segments.capacity * MemoryLayout<Segment>.stride }

  var isEmpty: Bool { head == segments.count }

  mutating func append(_ segment: Segment) {
    if let last = segments.last, head < segments.count, last.start > segment.start {
      // It fills a hole.
      let place = (segments[head...].lastIndex { $0.start <= segment.start } ?? head - 1) + 1
      segments.insert(segment, at: place)
    } else {
      segments.append(segment)
    }
    if segments.count - head > Self.limit {
      head += 1
      hasForgotten = true
    }
    compact()
  }

  /// Notes that the numbers of `range` were sent again. Gives how long ago they had been sent, and how often by now; nil
  /// where nothing of them waits for an ACK.
  mutating func resend(_ range: Range<Int>, at time: Timestamp, isTimed: Bool) -> (waited: Int64?, copies: Int)? {
    var result: (waited: Int64?, copies: Int)?
    for index in segments[head...].indices {
      if segments[index].start >= range.upperBound { break }
      guard segments[index].end > range.lowerBound else { continue }
      let waited = segments[index].isTimed && isTimed ? time.elapsed(since: segments[index].time) : nil
      segments[index].copies = min(segments[index].copies, .max - 1) + 1
      segments[index].time = time
      segments[index].isTimed = isTimed
      if result == nil || segments[index].copies > result?.copies ?? 0 {
        result = (waited, Int(segments[index].copies))
      }
    }
    return result
  }

  /// Hands out, and forgets, the first that ends no later than `number`.
  @inline(__always)
  mutating func take(upTo number: Int) -> Segment? {
    guard head < segments.count, segments[head].end <= number else { return nil }
    defer {
      head += 1
      if head == segments.count {
        segments.removeAll(keepingCapacity: head <= 256)
        head = 0
      } else {
        compact()
      }
    }
    return segments[head]
  }

  private mutating func compact() {
    guard head >= 64, head * 2 >= segments.count else { return }
    segments.removeFirst(head)
    head = 0
  }
}

public import Wire

/// One of the equal intervals that a side's transfer is cut into, with what went in it, in bytes of payload.
public struct ThroughputInterval: Hashable, Sendable {
  public let start: Timestamp
  public let nanoseconds: Int64
  /// Sent, retransmissions included.
  public internal(set) var sent = 0
  /// Sent for the first time.
  public internal(set) var new = 0
  /// Acknowledged: it has arrived.
  public internal(set) var acknowledged = 0
  /// Acknowledged since the beginning of the first interval.
  public internal(set) var acknowledgedSoFar = 0
  /// Frames of its first and last segment.
  public internal(set) var frames: ClosedRange<Int>?
  /// Most bytes in flight after one of them, and least and most room that the other side told.
  public internal(set) var bytesInFlight: Int?
  public internal(set) var windows: ClosedRange<Int>?

  /// Bytes per second of each kind: sent, new, acknowledged, and the mean of the latter since the beginning.
  public func rates(since beginning: Timestamp) -> (sent: Int?, new: Int?, acknowledged: Int?, mean: Int?) {
    let elapsed = start.advanced(by: nanoseconds).elapsed(since: beginning)
    return (
      Throughput.rate(sent, nanoseconds), Throughput.rate(new, nanoseconds), Throughput.rate(acknowledged, nanoseconds),
      Throughput.rate(acknowledgedSoFar, elapsed)
    )
  }

  /// Cuts the transfer of `side`, from its first segment to the last segment or ACK, into `count` intervals. Empty where
  /// no time passed, or the clock ran backwards.
  public static func all(of side: Side, in data: [DataSegment], count: Int) -> [ThroughputInterval] {
    let segments = data.filter { $0.from == side }
    let times = segments.map(\.time) + segments.compactMap(\.acknowledgedBy?.time)
    guard count > 0, let first = times.min(), let last = times.max(), let elapsed = last.elapsed(since: first),
      elapsed > 0
    else { return [] }
    let width = elapsed / Int64(count) + (elapsed == .max ? 0 : 1)
    var intervals = (0..<count).map {
      ThroughputInterval(
        start: first.advanced(by: Int64($0).multipliedReportingOverflow(by: width).partialValue), nanoseconds: width)
    }
    func place(_ time: Timestamp) -> Int { min(Int(time.nanoseconds(since: first) / width), count - 1) }
    for segment in segments {
      intervals[place(segment.time)].add(segment)
      if let acknowledgedBy = segment.acknowledgedBy {
        intervals[place(acknowledgedBy.time)].acknowledged += segment.newBytes
      }
    }
    var total = 0
    for index in intervals.indices {
      total += intervals[index].acknowledged
      intervals[index].acknowledgedSoFar = total
    }
    return intervals
  }

  init(start: Timestamp, nanoseconds: Int64) {
    self.start = start
    self.nanoseconds = nanoseconds
  }

  private mutating func add(_ segment: DataSegment) {
    sent += segment.length
    new += segment.newBytes
    frames = min(frames?.lowerBound ?? segment.frame, segment.frame)...max(frames?.upperBound ?? 0, segment.frame)
    if let bytes = segment.bytesInFlight { bytesInFlight = max(bytesInFlight ?? 0, bytes) }
    if let window = segment.window {
      windows = min(windows?.lowerBound ?? window, window)...max(windows?.upperBound ?? window, window)
    }
  }
}

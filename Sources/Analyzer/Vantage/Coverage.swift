import Wire

/// When each capture saw what went by, and where in the other one's time a packet would have passed.
struct Coverage {
  /// A packet in both, by the time of one of the captures.
  private struct Mark {
    let time: Int64
    /// The other capture's time less this one's.
    let difference: Int64
  }

  /// By capture and direction, in order of time: outward, back, and of directions that are not known.
  private var marks: [CapturePoint: [[Mark]]] = [:]
  private let spans: [CapturePoint: ClosedRange<Int64>]

  init(_ shared: [MatchedConversation], _ traces: (VantageTrace, VantageTrace)) {
    func span(_ trace: VantageTrace) -> ClosedRange<Int64>? {
      guard let first = trace.first, let last = trace.last, first <= last else { return nil }
      return first.nanoseconds...last.nanoseconds
    }
    var spans: [CapturePoint: ClosedRange<Int64>] = [:]
    spans[.first] = span(traces.0)
    spans[.second] = span(traces.1)
    self.spans = spans
    var first: [[Mark]] = [[], [], []], second: [[Mark]] = [[], [], []]
    for conversation in shared {
      for crossing in conversation.crossings {
        guard let difference = crossing.difference else { continue }
        let kind = Self.kind(conversation.isOutward(crossing.isFromOriginator))
        first[kind].append(Mark(time: crossing.first.time.nanoseconds, difference: difference))
        second[kind].append(Mark(time: crossing.second.time.nanoseconds, difference: -difference))
      }
    }
    marks = [
      .first: first.map { $0.sorted { $0.time < $1.time } }, .second: second.map { $0.sorted { $0.time < $1.time } },
    ]
  }

  private static func kind(_ isOutward: Bool?) -> Int { isOutward.map { $0 ? 0 : 1 } ?? 2 }

  enum Place { case before, within, after }

  /// Whether a packet that `point` saw would have passed the other capture before it began, or after it ended: by as much time
  /// as the nearest packet took that went the same way and is in both.
  func place(of time: Timestamp, at point: CapturePoint, isOutward: Bool?) -> Place {
    guard let span = spans[point.other], let all = marks[point] else { return .within }
    let own = all[Self.kind(isOutward)]
    let usable = own.isEmpty ? all.first { !$0.isEmpty } ?? [] : own
    guard let difference = Self.nearest(to: time.nanoseconds, in: usable) else { return .within }
    let (expected, overflow) = time.nanoseconds.addingReportingOverflow(difference)
    if overflow { return .within }
    return expected < span.lowerBound ? .before : expected > span.upperBound ? .after : .within
  }

  private static func nearest(to time: Int64, in marks: [Mark]) -> Int64? {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].time < time { low = middle + 1 } else { high = middle }
    }
    let earlier = low > 0 ? marks[low - 1] : nil, later = low < marks.count ? marks[low] : nil
    guard let earlier else { return later?.difference }
    guard let later else { return earlier.difference }
    func distance(_ mark: Mark) -> UInt64 {
      let (distance, overflow) = mark.time.subtractingReportingOverflow(time)
      return overflow ? .max : distance.magnitude
    }
    return distance(earlier) <= distance(later) ? earlier.difference : later.difference
  }
}

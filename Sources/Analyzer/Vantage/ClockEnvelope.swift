/// The packets that bound an offset over time: the edge of those from either direction, and the lines that fit between.
struct ClockEnvelope {
  /// Since the reference, and the difference of the clocks there, in nanoseconds.
  private struct Point {
    let time: Int64
    let difference: Int64
  }

  /// Corners of the lower edge of packets that pass the first capture first: the offset lies below.
  private var above: [Point] = []
  /// Corners of the upper edge of those that pass the second one first: the offset lies above.
  private var below: [Point] = []
  private let samples: [ClockSample]

  /// `samples` are in order of time.
  init(_ samples: [ClockSample], reference: Int64) {
    self.samples = samples
    for sample in samples {
      let point = Point(time: sample.time - reference, difference: sample.difference)
      if sample.isOutward { Self.add(point, to: &above, sign: 1) } else { Self.add(point, to: &below, sign: -1) }
    }
  }

  /// One step of a convex hull (A. M. Andrew, 1979).
  private static func add(_ point: Point, to hull: inout [Point], sign: Int128) {
    while hull.count > 1 {
      let first = hull[hull.count - 2], middle = hull[hull.count - 1]
      let turn =
        (Int128(middle.time) - Int128(first.time)) * (Int128(point.difference) - Int128(first.difference))
        - (Int128(middle.difference) - Int128(first.difference)) * (Int128(point.time) - Int128(first.time))
      if turn * sign > 0 { break }
      hull.removeLast()
    }
    hull.append(point)
  }

  /// How far the bounds are apart where the second clock gains `drift` parts per billion; negative where they contradict.
  private func room(_ drift: Int64) -> Int128 {
    func tilted(_ point: Point) -> Int128 {
      Int128(point.difference) * 1_000_000_000 - Int128(drift) * Int128(point.time)
    }
    guard let upper = above.lazy.map(tilted).min(), let lower = below.lazy.map(tilted).max() else { return 0 }
    return upper - lower + Int128(ClockOffset.slack) * 1_000_000_000
  }

  /// The drift with most room; `room` rises to it and falls after it.
  private func widest(within limit: ClosedRange<Int64>) -> Int64 {
    var (low, high) = (limit.lowerBound, limit.upperBound)
    while high - low > 2 {
      let third = (high - low) / 3
      if room(low + third) < room(high - third) { low += third } else { high -= third }
    }
    return (low...high).max { room($0) < room($1) } ?? low
  }

  /// The drifts with which some offset fits all packets; nil where none does.
  func feasible(within most: Int64) -> ClosedRange<Int64>? {
    let peak = widest(within: -most...most)
    guard room(peak) >= 0 else { return nil }
    func edge(_ end: Int64) -> Int64 {
      if room(end) >= 0 { return end }
      var (inside, outside) = (peak, end)
      while (inside - outside).magnitude > 1 {
        let middle = inside + (outside - inside) / 2
        if room(middle) >= 0 { inside = middle } else { outside = middle }
      }
      return inside
    }
    return edge(-most)...edge(most)
  }

  /// The drift in `range` that leaves most room.
  func best(within range: ClosedRange<Int64>) -> Int64 { widest(within: range) }

  /// Stretches of time that are compared to see a drift.
  private static var windows: Int { 8 }
  /// Nothing is said of drift in less.
  static var shortest: Int64 { 5_000_000_000 }

  /// A drift that shows although one offset would fit: the bounds of both directions wander together, several times as far as
  /// the shortest round trips of the stretches differ, and in a straight line.
  func likelyDrift(span: Int64) -> Int64? {
    guard span >= Self.shortest, let start = samples.first?.time else { return nil }
    var bounds = [(lower: Int64?, upper: Int64?, lowerTime: Int64, upperTime: Int64)](
      repeating: (nil, nil, 0, 0), count: Self.windows)
    for sample in samples {
      let window = min(Int((sample.time - start) / (span / Int64(Self.windows) + 1)), Self.windows - 1)
      if sample.isOutward {
        if bounds[window].upper.map({ sample.difference < $0 }) ?? true {
          (bounds[window].upper, bounds[window].upperTime) = (sample.difference, sample.time)
        }
      } else if bounds[window].lower.map({ sample.difference > $0 }) ?? true {
        (bounds[window].lower, bounds[window].lowerTime) = (sample.difference, sample.time)
      }
    }
    let seen = bounds.compactMap { bound -> (time: Int64, middle: Int64, room: Int64)? in
      guard let lower = bound.lower, let upper = bound.upper else { return nil }
      return (
        bound.lowerTime / 2 + bound.upperTime / 2, lower / 2 + upper / 2, upper - lower
      )
    }
    guard seen.count >= Self.windows / 2, let first = seen.first, let last = seen.last, last.time > first.time,
      let widest = seen.map(\.room).max(), let narrowest = seen.map(\.room).min()
    else { return nil }
    let way = last.middle - first.middle, time = last.time - first.time
    guard Int128(way.magnitude) > 3 * (Int128(widest) - Int128(narrowest)) + 10_000 else { return nil }
    let drift = Int64(clamping: Int128(way) * 1_000_000_000 / Int128(time))
    let isStraight = seen.allSatisfy { point in
      let expected = first.middle + ClockOffset.gain(drift, in: point.time - first.time)
      return (point.middle - expected).magnitude <= way.magnitude / 4
    }
    return isStraight ? drift : nil
  }
}

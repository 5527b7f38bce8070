public import Wire

/// How the clock of a second capture stands to that of a first: what is to be added to the first one's times.
///
/// No packet arrives before it was sent. So the difference of the times of a packet is at least the offset where it passes
/// the first capture first, and at most the offset where it passes the second one first: packets of both directions bound
/// the offset from both sides, as in NTP (RFC 5905, section 8). The middle of the bounds is right where the shortest
/// delays of both directions are equal.
public struct ClockOffset: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One offset fits all packets.
    case steady
    /// One clock runs faster: no single offset fits, and one that changes at a constant rate does.
    case drifting
    /// One offset would fit, but the bounds wander at a constant rate that is more than delays explain.
    case likelyDrifting
    /// A clock was set: one offset fits before, another after.
    case stepped
    /// No offset fits.
    case contradictory
    /// Packets of one direction alone bound it: on one side.
    case oneSided
    /// No packet whose direction and times are known is in both captures.
    case unknown
  }

  /// A bound and the packet that gives it.
  public struct Bound: Hashable, Sendable {
    public let nanoseconds: Int64
    public let frames: PointPair
  }

  /// A part of the captures in which one offset fits.
  public struct Part: Hashable, Sendable {
    /// At the first capture's clock.
    public let start: Timestamp
    /// The first packet of it.
    public let frames: PointPair
    public let lower: Bound?
    public let upper: Bound?

    /// The middle of the bounds; nil where one is missing.
    public var middle: Int64? {
      guard let lower, let upper else { return nil }
      return lower.nanoseconds / 2 + upper.nanoseconds / 2 + (lower.nanoseconds % 2 + upper.nanoseconds % 2) / 2
    }

    /// By how much the middle may be wrong.
    public var uncertainty: Int64? {
      guard let lower, let upper else { return nil }
      return max((upper.nanoseconds - lower.nanoseconds + 1) / 2, 0)
    }
  }

  public let kind: Kind
  /// The parts, in order: one, unless a clock was set. Of drifting clocks the bounds hold at ``reference``.
  public let parts: [Part]
  /// Nanoseconds that the second clock gains in a second: parts per billion. Zero unless it drifts.
  public let drift: Int64
  /// Drifts that the packets allow; nil where that is not known.
  public let driftRange: ClosedRange<Int64>?
  /// Where the bounds of drifting clocks hold, at the first capture's clock.
  public let reference: Timestamp
  /// From the first packet in both to the last, at the first capture's clock.
  public let span: Int64

  /// Captures cut their times to a microsecond.
  static var slack: Int64 { 2_000 }
  /// Clocks of computers are off by less: more is a clock that was set (RFC 5905, section 4: 500 ppm).
  public static var mostDrift: Int64 { 500_000 }
  /// Steps that are told one by one.
  public static var partLimit: Int { 8 }

  /// The offset at a time of the first capture; nil where it has no middle.
  public func offset(at time: Timestamp) -> Int64? {
    guard kind != .contradictory, let part = parts.last(where: { $0.start <= time }) ?? parts.first,
      let middle = part.middle
    else { return nil }
    return middle + Self.gain(drift, in: time.nanoseconds(since: reference))
  }

  /// The largest uncertainty of its parts.
  public var uncertainty: Int64? { parts.compactMap(\.uncertainty).max() }

  /// Both clocks may be one and the same: an offset of zero fits.
  public var mayBeZero: Bool {
    guard kind == .steady, let part = parts.first, let lower = part.lower, let upper = part.upper else { return false }
    return lower.nanoseconds <= Self.slack && upper.nanoseconds >= -Self.slack
  }

  /// What packets say of drift is less than any computer's clock does.
  public var isTooShortForDrift: Bool {
    guard let driftRange else { return true }
    return driftRange.lowerBound <= -Self.mostDrift && driftRange.upperBound >= Self.mostDrift
  }

  /// What a clock gains in a time.
  static func gain(_ partsPerBillion: Int64, in nanoseconds: Int64) -> Int64 {
    Int64(clamping: Int128(partsPerBillion) * Int128(nanoseconds) / 1_000_000_000)
  }

  private init(
    _ kind: Kind, _ parts: [Part], drift: Int64 = 0, range: ClosedRange<Int64>? = nil, reference: Int64, span: Int64
  ) {
    self.kind = kind
    self.parts = parts
    self.drift = drift
    driftRange = range
    self.reference = Timestamp(nanoseconds: reference)
    self.span = span
  }

  init(_ unordered: [ClockSample]) {
    let samples = unordered.sorted { ($0.time, $0.frames.first) < ($1.time, $1.frames.first) }
    guard let first = samples.first, let last = samples.last else {
      self.init(.unknown, [], reference: 0, span: 0)
      return
    }
    let (span, overflow) = last.time.subtractingReportingOverflow(first.time)
    var whole = Bounds(first)
    for sample in samples { whole.add(sample) }
    guard whole.lower != nil, whole.upper != nil, !overflow else {
      self.init(.oneSided, [whole.part], reference: first.time, span: overflow ? 0 : span)
      return
    }
    let reference = first.time + span / 2
    let envelope = ClockEnvelope(samples, reference: reference)
    if !whole.isContradictory {
      let range = envelope.feasible(within: Self.mostDrift)
      if let drift = envelope.likelyDrift(span: span), drift.magnitude <= Self.mostDrift {
        let tilted = Bounds(samples, drift: drift, reference: reference)
        if !tilted.isContradictory {
          self.init(.likelyDrifting, [tilted.part], drift: drift, range: range, reference: reference, span: span)
          return
        }
      }
      self.init(.steady, [whole.part], range: range, reference: reference, span: span)
      return
    }
    if let range = envelope.feasible(within: Self.mostDrift) {
      let drift = envelope.best(within: range)
      let tilted = Bounds(samples, drift: drift, reference: reference)
      self.init(.drifting, [tilted.part], drift: drift, range: range, reference: reference, span: span)
      return
    }
    let parts = Self.parts(samples)
    if parts.count <= Self.partLimit {
      self.init(.stepped, parts, reference: reference, span: span)
    } else {
      self.init(.contradictory, [whole.part], reference: reference, span: span)
    }
  }

  /// Cuts where a packet contradicts those since the last cut.
  private static func parts(_ samples: [ClockSample]) -> [Part] {
    var starts = [0]
    var bounds = Bounds(samples[0])
    for (place, sample) in samples.enumerated() {
      var longer = bounds
      longer.add(sample)
      if longer.isContradictory {
        starts.append(place)
        if starts.count > partLimit { break }
        longer = Bounds(sample)
        longer.add(sample)
      }
      bounds = longer
    }
    func part(_ number: Int) -> Part {
      var bounds = Bounds(samples[starts[number]])
      let end = number + 1 < starts.count ? starts[number + 1] : samples.count
      for sample in samples[starts[number]..<end] { bounds.add(sample) }
      return bounds.part
    }
    // A packet that would have taken very long may have been the first one after the clock was set.
    for number in starts.indices.dropFirst() {
      guard let before = part(number - 1).middle, let after = part(number).middle else { continue }
      while starts[number] - 1 > starts[number - 1] {
        let difference = samples[starts[number] - 1].difference
        guard (difference - after).magnitude < (difference - before).magnitude else { break }
        starts[number] -= 1
      }
    }
    return starts.indices.map(part)
  }

  /// The bounds that samples give together.
  private struct Bounds {
    let start: ClockSample
    var lower: Bound?
    var upper: Bound?

    init(_ start: ClockSample) { self.start = start }

    init(_ samples: [ClockSample], drift: Int64, reference: Int64) {
      self.init(samples[0])
      for sample in samples { add(sample, less: ClockOffset.gain(drift, in: sample.time - reference)) }
    }

    mutating func add(_ sample: ClockSample, less gain: Int64 = 0) {
      let difference = sample.difference &- gain
      let bound = Bound(nanoseconds: difference, frames: sample.frames)
      if sample.isOutward {
        if upper.map({ difference < $0.nanoseconds }) ?? true { upper = bound }
      } else {
        if lower.map({ difference > $0.nanoseconds }) ?? true { lower = bound }
      }
    }

    var isContradictory: Bool {
      guard let lower, let upper else { return false }
      return lower.nanoseconds - upper.nanoseconds > ClockOffset.slack
    }

    var part: Part {
      Part(start: Timestamp(nanoseconds: start.time), frames: start.frames, lower: lower, upper: upper)
    }
  }
}

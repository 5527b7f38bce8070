/// How a program's clock stands to that of the capture.
///
/// A call is made before the frames that it causes, and returns after those whose bytes it takes, wherever on the way
/// they are captured. Every such pair bounds the difference of the two clocks.
public struct ClockAlignment: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// Nothing contradicts that both are the same clock: times are taken as they are.
    case same
    /// The clocks differ: the difference lies in the middle of its bounds.
    case shifted
    /// The bounds contradict each other: a clock was set meanwhile, or the log is of other packets.
    case contradictory
    /// No call could be tied to a frame.
    case unknown
  }

  public let kind: Kind
  /// To be added to the program's times, in nanoseconds.
  public let offsetNanoseconds: Int64
  /// By how much the offset may be wrong, in nanoseconds; nil where there is no bound on one of its sides.
  public let uncertaintyNanoseconds: Int64?

  /// The bounds as they are gathered.
  struct Bounds {
    /// At least, by frames whose bytes a call took; at most, by frames that a call caused.
    private(set) var lowest: Int64?
    private(set) var highest: Int64?

    /// A call that was made at `calledAt` caused a frame that was seen at `time`.
    mutating func caused(_ time: Int64, calledAt: Int64) {
      let difference = time.subtractingReportingOverflow(calledAt)
      guard !difference.overflow else { return }
      highest = min(highest ?? .max, difference.partialValue)
    }

    mutating func merge(_ other: Bounds) {
      if let low = other.lowest { lowest = max(lowest ?? .min, low) }
      if let high = other.highest { highest = min(highest ?? .max, high) }
    }

    /// A call that returned at `returnedAt` took bytes of a frame that was seen at `time`.
    mutating func took(_ time: Int64, returnedAt: Int64?) {
      guard let difference = returnedAt.map({ time.subtractingReportingOverflow($0) }), !difference.overflow else {
        return
      }
      lowest = max(lowest ?? .min, difference.partialValue)
    }
  }

  /// Within a second, a call is made for the frame that it causes, or returns for one that it takes.
  private static var nearness: Int64 { 1_000_000_000 }
  /// Captures cut their times to a microsecond.
  private static var slack: Int64 { 2_000 }

  init(_ bounds: Bounds) {
    switch (bounds.lowest, bounds.highest) {
    case (nil, nil): self.init(.unknown, 0, nil)
    case (let low?, let high?) where Self.contradict(low, high):
      self.init(.contradictory, low / 2 + high / 2, nil)
    case (let low, let high):
      // A bound on one side alone says much only where it is near: calls and frames follow each other closely.
      let isNotLower = low.map { $0 <= Self.slack } ?? (high ?? 0 <= Self.nearness)
      let isNotHigher = high.map { $0 >= -Self.slack } ?? (low ?? 0 >= -Self.nearness)
      if isNotLower, isNotHigher {
        self.init(.same, 0, nil)
      } else if let low, let high {
        self.init(.shifted, low / 2 + high / 2, max((high - low) / 2, 0))
      } else {
        self.init(.shifted, low ?? high ?? 0, nil)
      }
    }
  }

  /// Whether no difference of the clocks is at least `low` and at most `high`. Logs and captures may claim any time.
  private static func contradict(_ low: Int64, _ high: Int64) -> Bool {
    let (gap, overflow) = low.subtractingReportingOverflow(high)
    return overflow ? low > high : gap > slack
  }

  private init(_ kind: Kind, _ offset: Int64, _ uncertainty: Int64?) {
    self.kind = kind
    offsetNanoseconds = offset
    uncertaintyNanoseconds = uncertainty
  }
}

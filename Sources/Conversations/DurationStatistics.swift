/// Minimum, median, 99th percentile and maximum of a set of durations, in nanoseconds.
///
/// Up to `sampleLimit` samples are kept; past it median and 99th percentile are unknown (nil), the extremes still exact.
public struct DurationStatistics: Hashable, Sendable, Codable {
  public private(set) var count = 0
  public private(set) var minimum: Int64 = .max
  public private(set) var maximum: Int64 = .min
  private var samples: [Int64] = []

  public static var sampleLimit: Int { 4_096 }

  public init() {}

  public mutating func add(_ nanoseconds: Int64) {
    count += 1
    minimum = min(minimum, nanoseconds)
    maximum = max(maximum, nanoseconds)
    if count <= Self.sampleLimit { samples.append(nanoseconds) } else { samples = [] }
  }

  public var median: Int64? {
    guard !samples.isEmpty else { return nil }
    let sorted = samples.sorted()
    let middle = sorted.count / 2
    // The mean of the two middle samples of an even number; they are close, so the halves cannot overflow.
    return sorted.count % 2 == 1
      ? sorted[middle]
      : sorted[middle - 1] / 2 + sorted[middle] / 2
        + (sorted[middle - 1] % 2 + sorted[middle] % 2) / 2
  }

  /// The smallest sample that is not below 99 % of them (nearest rank).
  public var percentile99: Int64? {
    guard !samples.isEmpty else { return nil }
    return samples.sorted()[(samples.count * 99 + 99) / 100 - 1]
  }
}

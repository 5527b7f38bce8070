import Histogram

/// Count, extremes, mean, standard deviation, median and 99th percentile of a set of durations, in nanoseconds.
///
/// Count, minimum, maximum, mean and standard deviation are exact. Median and 99th percentile are exact up to
/// `sampleLimit` samples; past it they are those of a histogram, at most 1 % away (`isApproximate`).
public struct DurationStatistics: Sendable, Codable {
  // Most sets have one sample, and there are many sets: that one needs no array.
  private var first: Int64 = -1
  /// Every sample after the first, up to the limit.
  private var others: [Int64] = []
  /// What is left of the samples past the limit: none or one, for most sets are small and there are many.
  private var digests: [Digest] = []

  private struct Digest: Codable {
    var count: Int
    var minimum: Int64
    var maximum: Int64
    var sum: Int128
    /// The largest number there is where it would be larger.
    var sumOfSquares: UInt128
    var histogram: Histogram<UInt32>
  }

  public static var sampleLimit: Int { 4_096 }
  /// A day: what is longer counts as a day in the histogram. The maximum is exact all the same.
  private static var highest: UInt64 { 86_400_000_000_000 }

  public init() {}

  /// Adds a sample, which is not negative.
  public mutating func add(_ nanoseconds: Int64) {
    let sample = max(nanoseconds, 0)
    if first < 0 {
      first = sample
      return
    }
    if digests.isEmpty {
      guard others.count == Self.sampleLimit - 1 else {
        // Growing by twos would move them three times before a usual conversation is over.
        if others.isEmpty { others.reserveCapacity(8) }
        return others.append(sample)
      }
      digests = [digest(of: samples)]
      (first, others) = (0, [])
    }
    Self.record(sample, in: &digests[0])
  }

  private static func record(_ sample: Int64, in digest: inout Digest) {
    digest.count += 1
    digest.minimum = min(digest.minimum, sample)
    digest.maximum = max(digest.maximum, sample)
    digest.sum += Int128(sample)
    let (sum, overflow) = digest.sumOfSquares.addingReportingOverflow(UInt128(sample) * UInt128(sample))
    digest.sumOfSquares = overflow ? .max : sum
    digest.histogram.record(min(UInt64(sample), Self.highest))
  }

  private func digest(of samples: [Int64]) -> Digest {
    var digest = Digest(
      count: 0, minimum: .max, maximum: .min, sum: 0, sumOfSquares: 0,
      histogram: Histogram(highestTrackableValue: Self.highest, numberOfSignificantValueDigits: .two))
    for sample in samples { Self.record(sample, in: &digest) }
    return digest
  }

  /// What its lists take beside itself.
  var heldBytes: Int { others.capacity * MemoryLayout<Int64>.stride + digests.count * Self.digestBytes }
  /// A histogram of two significant digits up to a day.
  private static var digestBytes: Int { 24_576 }

  /// All of them, as long as they are kept.
  private var samples: [Int64] { first < 0 || !digests.isEmpty ? [] : [first] + others }

  public var count: Int { digests.first?.count ?? (first < 0 ? 0 : others.count + 1) }
  public var isEmpty: Bool { first < 0 }
  /// Nil without samples.
  public var minimum: Int64? { digests.first?.minimum ?? samples.min() }
  /// Nil without samples.
  public var maximum: Int64? { digests.first?.maximum ?? samples.max() }

  /// Median and 99th percentile are those of a histogram.
  public var isApproximate: Bool { !digests.isEmpty }

  /// Nil without samples. Rounded to the nearest nanosecond.
  public var mean: Int64? {
    let count = Int128(count)
    guard count > 0 else { return nil }
    let sum = digests.first?.sum ?? samples.reduce(0) { $0 + Int128($1) }
    return Int64(clamping: (sum + count / 2) / count)
  }

  /// Of the samples (the sum of squares is divided by their number less one); nil of fewer than two.
  public var standardDeviation: Int64? {
    guard count > 1, let mean else { return nil }
    let variance: Double
    if let digest = digests.first {
      // n Σx² − (Σx)² is never negative; of centuries in nanoseconds it may leave 128 bits.
      let (scaled, overflow) = digest.sumOfSquares.multipliedReportingOverflow(by: UInt128(count))
      let (square, squareOverflow) = digest.sum.magnitude.multipliedReportingOverflow(by: digest.sum.magnitude)
      guard !overflow, !squareOverflow, scaled >= square else { return nil }
      variance = Double(scaled - square) / Double(count) / Double(count - 1)
    } else {
      let squares = samples.reduce(0.0) { sum, sample in
        let difference = Double(sample) - Double(mean)
        return sum + difference * difference
      }
      variance = squares / Double(count - 1)
    }
    return Int64(exactly: variance.squareRoot().rounded())
  }

  public var median: Int64? {
    if let digest = digests.first { return value(at: 50, of: digest) }
    let sorted = samples.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    // The mean of the two middle samples of an even number; they are close, so the halves cannot overflow.
    return sorted.count % 2 == 1
      ? sorted[middle]
      : sorted[middle - 1] / 2 + sorted[middle] / 2
        + (sorted[middle - 1] % 2 + sorted[middle] % 2) / 2
  }

  /// The smallest sample that is not below 99 % of them (nearest rank).
  public var percentile99: Int64? {
    if let digest = digests.first { return value(at: 99, of: digest) }
    let sorted = samples.sorted()
    return sorted.isEmpty ? nil : sorted[(sorted.count * 99 + 99) / 100 - 1]
  }

  private func value(at percentile: Double, of digest: Digest) -> Int64 {
    min(max(Int64(clamping: digest.histogram.valueAtPercentile(percentile)), digest.minimum), digest.maximum)
  }
}

extension DurationStatistics: Hashable {
  // Histograms cannot be compared; what is told of them can.
  private var told: [Int64?] { [minimum, maximum, mean, median, percentile99, standardDeviation] }

  public static func == (left: DurationStatistics, right: DurationStatistics) -> Bool {
    left.samples == right.samples && left.count == right.count && left.told == right.told
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(minimum)
    hasher.combine(maximum)
  }
}

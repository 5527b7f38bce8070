/// Extremes, median and 99th percentile of a set of times, each with the packet that shows it. Median and percentile are
/// samples (nearest rank), so that there is one.
public struct DelaySummary: Hashable, Sendable {
  public struct Sample: Hashable, Sendable {
    public let nanoseconds: Int64
    public let frames: PointPair
    /// Of a round trip the packet that went the other way before.
    public let earlier: PointPair?

    public init(_ nanoseconds: Int64, _ frames: PointPair, after earlier: PointPair? = nil) {
      self.nanoseconds = nanoseconds
      self.frames = frames
      self.earlier = earlier
    }
  }

  public let count: Int
  public let minimum: Sample
  public let median: Sample
  public let percentile99: Sample
  public let maximum: Sample

  /// Nil of none.
  init?(_ samples: [Sample]) {
    let sorted = samples.sorted { ($0.nanoseconds, $0.frames.first) < ($1.nanoseconds, $1.frames.first) }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    minimum = first
    median = sorted[(sorted.count + 1) / 2 - 1]
    percentile99 = sorted[(sorted.count * 99 + 99) / 100 - 1]
    maximum = last
  }
}

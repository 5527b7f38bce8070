import Wire

/// Bytes that one side had sent and the other had not acknowledged, as the capture sees it.
public struct InFlightStatistics: Hashable, Sendable, Codable {
  /// Segments with new payload, after each of which it is looked at.
  public private(set) var count = 0
  public private(set) var maximum = 0
  /// The frame after which it was largest.
  public private(set) var maximumFrame: Int?
  private var sum = 0
  /// Bytes times nanoseconds, each value from its segment to the next.
  private var weighted: Int128 = 0
  private var elapsed: Int64 = 0
  private var latest: (bytes: Int, time: Timestamp)? {
    get { latestTime.map { (latestBytes, $0) } }
    set { (latestBytes, latestTime) = (newValue?.bytes ?? 0, newValue?.time) }
  }
  private var latestBytes = 0
  private var latestTime: Timestamp?

  public init() {}

  /// The mean over segments; nil without any.
  public var average: Int? { count > 0 ? sum / count : nil }
  /// The mean over time; nil where there was none.
  public var timeWeightedAverage: Int? { elapsed > 0 ? Int(clamping: weighted / Int128(elapsed)) : nil }

  mutating func add(_ bytes: Int, _ moment: FrameMoment) {
    count += 1
    sum += bytes
    if bytes > maximum {
      maximum = bytes
      maximumFrame = moment.frame
    }
    if let latest, let time = moment.time.elapsed(since: latest.time) {
      weighted += Int128(latest.bytes) * Int128(time)
      elapsed = elapsed.addingReportingOverflow(time).partialValue
    }
    latest = (bytes, moment.time)
  }
}

import Wire

/// Bytes that one side had sent and the other had not acknowledged, as the capture sees it.
public struct InFlightStatistics: Hashable, Sendable, Codable {
  /// Segments with new payload, after each of which it is looked at. ACKs change the mean over time alone.
  public private(set) var count = 0
  public private(set) var maximum = 0
  /// The smallest that is not zero.
  public private(set) var minimum: Int?
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
  /// The mean over time, from the first segment with payload to the last change; nil where there was none.
  public var timeWeightedAverage: Int? {
    elapsed > 0 ? Int(clamping: (weighted + Int128(elapsed / 2)) / Int128(elapsed)) : nil
  }

  mutating func add(_ bytes: Int, _ moment: FrameMoment) {
    count += 1
    sum += bytes
    if bytes > maximum {
      maximum = bytes
      maximumFrame = moment.frame
    }
    if bytes > 0 { minimum = min(minimum ?? bytes, bytes) }
    change(to: bytes, at: moment.time)
  }

  /// So many bytes are on their way from now on.
  mutating func change(to bytes: Int, at time: Timestamp) {
    if let latest, let passed = time.elapsed(since: latest.time) {
      weighted += Int128(latest.bytes) * Int128(passed)
      let (sum, overflow) = elapsed.addingReportingOverflow(passed)
      elapsed = overflow ? .max : sum
    }
    latest = (bytes, max(latestTime ?? time, time))
  }
}

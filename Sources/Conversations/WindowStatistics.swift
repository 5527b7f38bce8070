import Wire

/// The windows that one side advertised, in bytes.
public struct WindowStatistics: Hashable, Sendable, Codable {
  /// Segments whose window counts: with ACK, no SYN, no RST. Where windows are not scaled, SYNs too.
  public private(set) var count = 0
  /// The largest; nil without any, or where the scale is not known for want of a SYN.
  public private(set) var maximum: Int?
  /// The smallest that is not zero.
  public private(set) var minimum: Int?
  private var sum = 0
  /// Times that its window closed, how long it was closed altogether, and whether it still is at its last segment.
  public private(set) var closings = 0
  public private(set) var closedNanoseconds: Int64 = 0
  private var closedAt: Timestamp?

  public init() {}

  /// The mean; nil where the others are.
  public var average: Int? { count > 0 ? sum / count : nil }
  /// It was closed when last seen.
  public var isClosed: Bool { closedAt != nil }

  mutating func add(_ window: Int) {
    count += 1
    sum += window
    maximum = max(maximum ?? window, window)
    if window > 0 { minimum = min(minimum ?? window, window) }
  }

  /// Adds the windows of SYNs: they count where no window is scaled.
  mutating func add(syn window: Int, times: Int) {
    for _ in 0..<min(times, 32) { add(window) }
  }

  /// Follows whether the window is open.
  mutating func note(isZero: Bool, at time: Timestamp) {
    if isZero {
      guard closedAt == nil else { return }
      closings += 1
      closedAt = time
    } else if let start = closedAt {
      closedNanoseconds = closedNanoseconds.addingReportingOverflow(time.elapsed(since: start) ?? 0).partialValue
      closedAt = nil
    }
  }
}

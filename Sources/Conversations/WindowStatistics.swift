import Wire

/// The windows that one side advertised, in bytes.
public struct WindowStatistics: Hashable, Sendable, Codable {
  /// Segments whose window counts: with ACK, no SYN, no RST. Where windows are not scaled, SYNs too.
  public private(set) var count = 0
  /// The largest; nil without any, or where the scale is not known for want of a SYN.
  public private(set) var maximum: Int?
  public private(set) var maximumFrame: Int?
  /// The smallest that is not zero.
  public private(set) var minimum: Int?
  public private(set) var minimumFrame: Int?
  private var sum = 0
  /// Times that its window closed, and how long it was closed altogether: one that nothing opened, to the last packet.
  public private(set) var closings = 0
  public private(set) var closedNanoseconds: Int64 = 0
  private var closedAt: Timestamp?

  public init() {}

  /// The mean, zeros included; nil where the others are.
  public var average: Int? { count > 0 ? sum / count : nil }
  /// It was closed when last seen.
  public var isClosed: Bool { closedAt != nil }

  mutating func add(_ window: Int, frame: Int) {
    count += 1
    sum += window
    if window > maximum ?? -1 { (maximum, maximumFrame) = (window, frame) }
    if window > 0, window < minimum ?? .max { (minimum, minimumFrame) = (window, frame) }
  }

  /// Adds the windows of SYNs, which came first: they count where no window is scaled.
  mutating func add(syn window: Int, times: Int, frame: Int) {
    count += times
    sum += window * times
    if window >= maximum ?? -1 { (maximum, maximumFrame) = (window, frame) }
    if window > 0, window <= minimum ?? .max { (minimum, minimumFrame) = (window, frame) }
  }

  /// A window that nothing opened was closed to the end.
  mutating func finish(at time: Timestamp) {
    guard let start = closedAt, let elapsed = time.elapsed(since: start) else { return }
    closedNanoseconds = closedNanoseconds.addingReportingOverflow(elapsed).partialValue
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

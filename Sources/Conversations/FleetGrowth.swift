/// How the fleets of a transfer grow, as far as their sizes tell: nothing in a packet says how large the congestion window is.
public struct FleetGrowth: Hashable, Sendable {
  /// The first fleets, by their places from 1, each at least half as large again as the one before: slow start looks like
  /// that (RFC 5681, section 3.1). Nil of fewer than three.
  public let doubling: ClosedRange<Int>?
  /// Those after it, or all, of which each is larger than the one before by at most two segments: congestion avoidance looks
  /// like that. Nil of fewer than three.
  public let linear: ClosedRange<Int>?
  /// Those after it, or all, of which none differs from the one before by more than a segment: something other than the
  /// congestion window, the receiver's or the program, sets the size. Nil of fewer than three.
  public let level: ClosedRange<Int>?
  /// The first fleet with a segment that was sent again.
  public let firstLoss: Int?

  /// `largestSegment` is the most payload of a segment. The last fleet ends with the transfer, and tells nothing.
  public init(_ fleets: [Fleet], largestSegment: Int) {
    firstLoss = fleets.firstIndex { !$0.retransmissions.isEmpty }.map { $0 + 1 }
    // What was sent again does not grow with the window.
    let until = firstLoss.map { $0 - 1 } ?? fleets.count - 1
    let sizes = fleets.prefix(max(until, 0)).map(\.bytes)
    var end = sizes.isEmpty ? 0 : 1
    while end < sizes.count, sizes[end] >= sizes[end - 1] + sizes[end - 1] / 2 { end += 1 }
    doubling = end >= 3 ? 1...end : nil
    let start = doubling == nil ? 0 : end - 1
    let rest = sizes.dropFirst(start)
    let steps = zip(rest.dropFirst(), rest).map { $0.0 - $0.1 }
    let range = rest.count >= 3 ? start + 1...sizes.count : nil
    linear = range != nil && steps.allSatisfy { $0 > 0 && $0 <= 2 * largestSegment } ? range : nil
    level = linear == nil && range != nil && steps.allSatisfy { abs($0) <= largestSegment } ? range : nil
  }
}

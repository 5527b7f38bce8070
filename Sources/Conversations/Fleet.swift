/// Segments that one side sent within one round trip: all from the first until that was acknowledged. Where its ACK waited
/// for something else, the shortest round trip of that side counts.
///
/// In slow start each fleet is twice as large as the one before, in congestion avoidance one segment larger (RFC 5681,
/// section 3.1); as far as the program had so much to send.
public struct Fleet: Hashable, Sendable {
  public let first: FrameMoment
  /// The ACK of the first segment: what is sent after it belongs to the next fleet. Nil where the capture has none.
  public let acknowledgedBy: FrameMoment?
  /// That ACK is a sample of the round trip.
  private let isTimed: Bool
  public internal(set) var last: FrameMoment
  public internal(set) var segments = 0
  /// Payload, retransmissions included.
  public internal(set) var bytes = 0
  /// Frames of segments that were sent again.
  public internal(set) var retransmissions = Evidence()

  init(_ segment: DataSegment) {
    first = FrameMoment(frame: segment.frame, time: segment.time)
    last = first
    acknowledgedBy = segment.acknowledgedBy
    isTimed = segment.roundTrip == .pureACK || segment.roundTrip == .piggybackedACK
  }

  /// The fleets of `side`, in order.
  public static func all(of side: Side, in data: [DataSegment]) -> [Fleet] {
    var fleets: [Fleet] = []
    let shortest = RoundTripEstimate.all(of: side, in: data).map(\.sample).min()
    for segment in data where segment.from == side {
      let isOver = fleets.last?.isOver(before: segment, shortest: shortest) ?? false
      if fleets.isEmpty || isOver { fleets.append(Fleet(segment)) }
      fleets[fleets.count - 1].add(segment)
    }
    return fleets
  }

  private func isOver(before segment: DataSegment, shortest: Int64?) -> Bool {
    if let acknowledgedBy, acknowledgedBy.frame < segment.frame { return true }
    guard !isTimed, let shortest, let elapsed = segment.time.elapsed(since: first.time) else { return false }
    return elapsed >= shortest
  }

  private mutating func add(_ segment: DataSegment) {
    last = FrameMoment(frame: segment.frame, time: segment.time)
    segments += 1
    bytes += segment.length
    if segment.isRetransmission { retransmissions.add(segment.frame) }
  }
}

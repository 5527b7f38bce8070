import Wire

/// The packet times that a list's times are relative to.
struct PacketListClock: Sendable {
  private var first: Timestamp?
  private var current: Timestamp?
  private var previous: Timestamp?

  mutating func advance(to time: Timestamp) {
    first = first ?? time
    previous = current ?? time
    current = time
  }

  /// Nanoseconds since the first packet of the capture.
  var sinceFirst: Int64 { nanoseconds(since: first) }
  /// Nanoseconds since the packet before, 0 for the first.
  var sincePrevious: Int64 { nanoseconds(since: previous) }

  private func nanoseconds(since start: Timestamp?) -> Int64 {
    guard let start, let current else { return 0 }
    return current.nanoseconds(since: start)
  }
}

public import Wire

/// What happens to a live capture beside packets.
public enum CaptureChange: Hashable, Sendable {
  /// The interface was found to be down, at this time of the machine. It is waited for.
  case down(at: Timestamp)
  /// The interface was found to be up again.
  case up(at: Timestamp)
  /// The clock that packets get their times from was set forward, or back, by so many nanoseconds.
  case clockSet(by: Int64)
}

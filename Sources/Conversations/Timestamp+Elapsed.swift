import Wire

extension Timestamp {
  /// Nanoseconds from `earlier` to `self`; nil when the capture's clock ran backwards, so that nobody can tell.
  func elapsed(since earlier: Timestamp) -> Int64? {
    self < earlier ? nil : nanoseconds(since: earlier)
  }
}

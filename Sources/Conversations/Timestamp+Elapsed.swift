public import Wire

extension Timestamp {
  /// Nanoseconds from `earlier` to `self`; nil when the capture's clock ran backwards, so that nobody can tell.
  public func elapsed(since earlier: Timestamp) -> Int64? {
    self < earlier ? nil : nanoseconds(since: earlier)
  }

  /// Later by so many nanoseconds; the end of time where that is further.
  func advanced(by nanoseconds: Int64) -> Timestamp {
    let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    return Timestamp(nanoseconds: overflow ? .max : sum)
  }
}

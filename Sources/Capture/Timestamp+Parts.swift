import Wire

extension Timestamp {
  /// Joins the two halves a capture stores. A file may claim any second and any fraction: what does not fit becomes the nearest end.
  init(seconds: Int64, nanoseconds: Int64) {
    let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !tooLarge else {
      self.init(nanoseconds: seconds < 0 ? .min : .max)
      return
    }
    let (sum, overflow) = whole.addingReportingOverflow(nanoseconds)
    self.init(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
  }
}

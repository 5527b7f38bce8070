import Testing
import Wire

struct TimestampTests {
  static let differences: [(Int64, Int64, Int64)] = [
    (5, 3, 2), (3, 5, -2), (.max, .max, 0), (.max, -1, .max), (.min, 1, .min), (.max, .min, .max), (.min, .max, .min),
    (0, .min, .max), (-1, .min, .max),
  ]

  @Test(arguments: differences)
  func `saturates where a clock leaps absurdly`(later: Int64, earlier: Int64, difference: Int64) {
    #expect(Timestamp(nanoseconds: later).nanoseconds(since: Timestamp(nanoseconds: earlier)) == difference)
  }

  @Test func `is ordered by time`() {
    #expect(Timestamp(nanoseconds: -1) < Timestamp(nanoseconds: 0))
    #expect(!(Timestamp(nanoseconds: 0) < Timestamp(nanoseconds: 0)))
  }
}

import Testing
import Wire

@testable import Report

struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0 ns"), (850, "850 ns"), (29_000, "29 µs"), (29_500, "29.500 µs"), (999_999, "999.999 µs"),
      (1_150_000, "1.150 ms"), (999_999_499, "999.999 ms"), (999_999_500, "1.000 s"), (46_580_000_000, "46.580 s"),
      (-4_997_000_000, "-4.997 s"), (Int64.max, "9223372036.855 s"), (Int64.min, "-9223372036.855 s"),
    ] as [(Int64, String)])
  func `writes a duration in the unit that suits it`(nanoseconds: Int64, expected: String) {
    #expect(NumberText.plain.duration(nanoseconds) == expected)
  }

  @Test(
    arguments: [
      (.seconds(2), "2 s"), (.milliseconds(500), "0.5 s"), (.zero, "0 s"), (.milliseconds(-1_500), "-1.5 s"),
      (.nanoseconds(1), "0.000000001 s"), (.seconds(60) + .milliseconds(10), "60.01 s"),
      (Duration(secondsComponent: 0, attosecondsComponent: 1), "0.000000000000000001 s"),
    ] as [(Duration, String)])
  func `writes a duration that was set in seconds, exactly`(duration: Duration, expected: String) {
    #expect(NumberText.plain.seconds(duration) == expected)
  }

  @Test(
    arguments: [
      (1_250_000, 6, "0.001250"), (1_250_499, 6, "0.001250"), (1_250_500, 6, "0.001251"), (1_250_001, 9, "0.001250001"),
      (-1, 9, "-0.000000001"), (-1, 6, "0.000000"), (1_795_354_358_462_991_000, 6, "1795354358.462991"),
      (1_500_000_000, 0, "2"),
    ] as [(Int64, Int, String)])
  func `writes seconds with the digits of the capture`(nanoseconds: Int64, digits: Int, expected: String) {
    #expect(NumberText.plain.seconds(nanoseconds, digits: digits) == expected)
  }

  @Test(
    arguments: [
      (564, 632, "89.24 %"), (1, 3, "33.33 %"), (2, 3, "66.67 %"), (0, 5, "0.00 %"), (5, 5, "100.00 %"), (0, 0, nil),
      (Int.max - 1, Int.max, "100.00 %"),
    ] as [(Int, Int, String?)])
  func `writes a share in percent, rounded`(part: Int, whole: Int, expected: String?) {
    #expect(NumberText.plain.percent(part, of: whole) == expected)
  }

  @Test(
    arguments: [
      (0, 6, "1970-01-01 00:00:00.000000 UTC"), (951_782_400_000_000_000, 0, "2000-02-29 00:00:00 UTC"),
      (1_740_618_765_123_456_789, 9, "2025-02-27 01:12:45.123456789 UTC"),
      (-1, 9, "1969-12-31 23:59:59.999999999 UTC"), (999_999_999, 6, "1970-01-01 00:00:00.999999 UTC"),
    ] as [(Int64, Int, String)])
  func `writes a moment in UTC, cut to its digits`(nanoseconds: Int64, digits: Int, expected: String) {
    #expect(NumberText.plain.utc(Timestamp(nanoseconds: nanoseconds), digits: digits) == expected)
  }
}

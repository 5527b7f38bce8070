import Testing
import Wire

@testable import Capture

struct WallClockTests {
  private func time(_ seconds: Double) -> Timestamp { Timestamp(nanoseconds: Int64(seconds * 1_000_000_000)) }

  @Test(arguments: [3_600.0, -3_600, 2])
  func `a clock that was set shows with the first packet after it, once`(step: Double) {
    var clock = WallClock(now: time(1_000), uptime: time(10).nanoseconds)
    #expect(clock.step(before: time(1_000), now: time(1_000), uptime: time(10).nanoseconds) == nil)
    let after = 1_001 + step
    #expect(
      clock.step(before: time(after), now: time(after), uptime: time(11).nanoseconds)
        == Int64(step) * 1_000_000_000)
    #expect(clock.step(before: time(after + 5), now: time(after + 5), uptime: time(16).nanoseconds) == nil)
  }

  @Test func `a quiet hour is none`() {
    var clock = WallClock(now: time(1_000), uptime: time(10).nanoseconds)
    _ = clock.step(before: time(1_000), now: time(1_000), uptime: time(10).nanoseconds)
    #expect(clock.step(before: time(4_600), now: time(4_600.2), uptime: time(3_610.2).nanoseconds) == nil)
  }

  @Test func `packets close to one another ask no clock`() {
    var clock = WallClock(now: time(1_000), uptime: time(10).nanoseconds)
    _ = clock.step(before: time(1_000))
    #expect(clock.step(before: time(1_000.9), now: time(9_999), uptime: 0) == nil)
  }
}

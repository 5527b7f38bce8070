import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The clock that packets get their times from, watched by another one that nobody can set.
struct WallClock {
  /// Now, as far as the user's clock is right.
  static var now: Timestamp { Timestamp(nanoseconds: nanoseconds(CLOCK_REALTIME)) }

  /// Nanoseconds since some moment; they go on while the machine sleeps.
  static var uptime: Int64 {
    #if os(Linux)
      nanoseconds(CLOCK_BOOTTIME)
    #else
      nanoseconds(CLOCK_MONOTONIC)
    #endif
  }

  /// By how much the user's clock was ahead of the other when that was last looked at.
  private var lead: Int64
  private var latest: Timestamp?

  /// Times of packets that are so far apart, or in the wrong order by so much, may come from a clock that was set.
  private static let suspicious: Int64 = 1_000_000_000
  /// What is less may be the work of a program that keeps the clock right.
  private static let step: Int64 = 500_000_000

  init(now: Timestamp = Self.now, uptime: Int64 = Self.uptime) { lead = now.nanoseconds &- uptime }

  /// By how much the clock was set before this packet; nil where it was not.
  ///
  /// Only a packet that comes much later than the one before it, or earlier, makes it look at the clocks.
  mutating func step(
    before packet: Timestamp, now: @autoclosure () -> Timestamp = Self.now,
    uptime: @autoclosure () -> Int64 = Self.uptime
  ) -> Int64? {
    defer { latest = packet }
    guard let latest, packet.nanoseconds(since: latest).magnitude > UInt64(Self.suspicious) else { return nil }
    let lead = now().nanoseconds &- uptime()
    let change = lead &- self.lead
    guard change.magnitude > UInt64(Self.step) else { return nil }
    self.lead = lead
    return change
  }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// How the clocks of two captures stand to each other.
struct ClockOffsetTests {
  private static let hours = 3.0 * 3_600_000

  /// A request and its reply every `step` milliseconds: to the server `there`, back again `back` milliseconds.
  private func requests(
    _ count: Int, every step: Double, there: Double = 5, back: Double = 5, clock: @escaping (Double) -> Double
  ) -> TwoPoints {
    var points = TwoPoints()
    points.clock = clock
    for number in 0..<count {
      let time = Double(number) * step, id = UInt16(number + 1)
      // No two ways take the same time, and each of them takes its shortest again and again.
      let more = number % 3 == 0 ? 0 : Double(number % 7) * 0.2
      points.there(client.datagram("request \(number)", identification: id), at: time, delay: there + more)
      points.back(
        server.datagram("request \(number)", identification: id + 20_000), at: time + there + more + 1,
        delay: back + more)
    }
    return points
  }

  @Test func `one clock is zero, between its bounds`() {
    let clock = TwoPoints.echo().compare().clock
    #expect(clock.kind == .steady)
    #expect(clock.parts.first?.lower?.nanoseconds == -5_000_000)
    #expect(clock.parts.first?.upper?.nanoseconds == 5_000_000)
    #expect(clock.offset(at: clock.reference) == 0)
    #expect(clock.uncertainty == 5_000_000)
    #expect(clock.mayBeZero)
    #expect(clock.isTooShortForDrift)
  }

  @Test func `a clock that is hours ahead is found, and delays are the same`() {
    for hours in [Self.hours, -Self.hours] {
      let comparison = TwoPoints.echo(clock: { _ in hours }).compare()
      #expect(comparison.clock.kind == .steady)
      #expect(comparison.clock.offset(at: comparison.clock.reference) == Int64(hours) * 1_000_000)
      #expect(comparison.clock.uncertainty == 5_000_000)
      #expect(!comparison.clock.mayBeZero)
      #expect(comparison.outward?.median.nanoseconds == 5_000_000)
      #expect(comparison.outwardAsRecorded == nil)
      #expect(comparison.conversations.first?.unmatchedTotal == 0)
    }
  }

  @Test func `delays that differ by direction shift the middle within its uncertainty, and never the round trip`()
    throws
  {
    let comparison = requests(30, every: 100, there: 2, back: 8, clock: { _ in 1_000 }).compare()
    let clock = comparison.clock
    let offset = try #require(clock.offset(at: clock.reference)), uncertainty = try #require(clock.uncertainty)
    #expect(abs(offset - 1_000_000_000) <= uncertainty)
    #expect(uncertainty == 5_000_000)
    #expect(try #require(clock.parts.first?.lower).nanoseconds == 992_000_000)
    #expect(try #require(clock.parts.first?.upper).nanoseconds == 1_002_000_000)
    #expect(comparison.roundTrip?.minimum.nanoseconds == 10_000_000)
    #expect(comparison.outward?.minimum.nanoseconds == 5_000_000)
  }

  @Test func `a drift that no single offset fits is certain`() {
    // 200 ppm for ten minutes: 120 ms, and the way there and back takes 10.
    let comparison = requests(600, every: 1_000, clock: { $0 * 200e-6 }).compare()
    let clock = comparison.clock
    #expect(clock.kind == .drifting)
    #expect(abs(clock.drift - 200_000) < 20_000)
    #expect(clock.driftRange?.contains(200_000) == true)
    #expect(clock.driftRange?.contains(0) == false)
    // Delays are those of the way, though the clocks moved by many times as much.
    #expect(comparison.outward.map { $0.minimum.nanoseconds > 3_000_000 && $0.maximum.nanoseconds < 9_000_000 } == true)
    #expect(comparison.outward?.count == 600)
  }

  @Test func `a drift that an offset would fit shows in both directions`() {
    // 20 ppm for four minutes: 5 ms.
    let clock = requests(240, every: 1_000, clock: { $0 * 20e-6 }).compare().clock
    #expect(clock.kind == .likelyDrifting)
    #expect(abs(clock.drift - 20_000) < 3_000)
    #expect(clock.driftRange?.contains(0) == true)
  }

  @Test func `a queue that grows is no drift`() {
    var points = TwoPoints()
    for number in 0..<240 {
      let time = Double(number) * 1_000, id = UInt16(number + 1)
      points.there(client.datagram("\(number)", identification: id), at: time, delay: 5 + Double(number) * 0.02)
      points.back(server.datagram("\(number)", identification: id), at: time + 20)
    }
    #expect(points.compare().clock.kind == .steady)
  }

  @Test func `a clock that is set in the middle makes two offsets`() throws {
    let comparison = requests(40, every: 500, clock: { $0 < 10_000 ? 0 : 60_000 }).compare()
    let clock = comparison.clock
    #expect(clock.kind == .stepped)
    #expect(clock.parts.count == 2)
    #expect(abs(try #require(clock.parts.first?.middle)) <= 5_000_000)
    #expect(abs(try #require(clock.parts.last?.middle) - 60_000_000_000) <= 5_000_000)
    #expect(comparison.outward?.count == 40)
    #expect(comparison.outward.map { $0.minimum.nanoseconds >= 0 && $0.maximum.nanoseconds < 12_000_000 } == true)
  }

  @Test func `a clock that jumps all the time fits nothing`() {
    let comparison = requests(60, every: 500, clock: { Int($0 / 500) % 2 == 0 ? 0 : 60_000 }).compare()
    #expect(comparison.clock.kind == .contradictory)
    #expect(comparison.clock.offset(at: comparison.clock.reference) == nil)
    #expect(comparison.outward == nil)
  }

  @Test func `packets of one direction bound it on one side`() {
    var routed = TwoPoints()
    // A router in between tells the direction.
    routed.there = { $0.setting(63 << 8 | 17, at: 22) }
    for number in 0..<5 {
      routed.there(client.datagram("\(number)", identification: UInt16(number + 1)), at: Double(number) * 10)
    }
    let clock = routed.compare().clock
    #expect(clock.kind == .oneSided)
    #expect(clock.parts.first?.upper?.nanoseconds == 5_000_000)
    #expect(clock.parts.first?.lower == nil)
    #expect(routed.compare().outward == nil)
    #expect(routed.compare().conversations.first?.toResponder.differences?.count == 5)
  }
}

import Conversations
import PacketBuilding
import Testing
import Wire

@testable import Analyzer

/// Captures that nobody meant to be compared.
struct VantageRobustnessTests {
  @Test(arguments: UInt64(0)..<60)
  func `troubled sessions account for every packet once`(seed: UInt64) throws {
    var dice = Dice(seed: seed &+ 1_000)
    let packets = [Sighting].session(seed: seed, trouble: 12)
    // Each capture misses some.
    func seen() -> [Sighting] { packets.filter { _ in dice.roll(10) > 0 } }
    let first = trace(seen()), second = trace(seen())
    let comparison = VantageComparison(first, second, isAsked: true)
    for record in comparison.conversations {
      let ways = record.ways
      let matched = ways.reduce(0) { $0 + $1.matched }
      for (point, total) in [
        (CapturePoint.first, ways.reduce(0) { $0 + $1.packets.first }),
        (.second, ways.reduce(0) { $0 + $1.packets.second }),
      ] {
        let alone = ways.reduce(0) { sum, way in
          PacketFate.allCases.reduce(sum) { $0 + way.evidence($1, at: point).total }
        }
        let regrouped = ways.reduce(0) { $0 + (point == .first ? $1.regrouped.first : $1.regrouped.second) }
        #expect(matched + alone + regrouped == total)
      }
      #expect(Set(record.rows.compactMap(\.first?.frame)).count == record.rows.count { $0.first != nil })
    }
  }

  @Test func `times at the ends of what a file can say do not trap`() {
    func samples(_ times: [(Int64, Int64)]) -> [ClockSample] {
      times.enumerated().map { number, time in
        ClockSample(
          time: time.0, difference: time.1, isOutward: number % 2 == 0, frames: PointPair(number + 1, number + 1))
      }
    }
    let most = Int64.max / 4
    for times in [
      [(.min, most), (.max, -most)], [(.min, -most), (.max, most)], [(0, most), (1, -most), (2, most), (.max, 0)],
      [(.min / 2, most), (0, most), (.max / 2, -most), (1, 0), (2, 1)], [(5, 0), (5, 0), (5, 0)],
    ] as [[(Int64, Int64)]] {
      let clock = ClockOffset(samples(times))
      _ = clock.offset(at: Timestamp(nanoseconds: .max))
      _ = clock.offset(at: Timestamp(nanoseconds: .min))
      #expect(clock.parts.count <= ClockOffset.partLimit + 1)
    }
    #expect(ClockOffset([]).kind == .unknown)
  }

  @Test func `what there is no room for is not called lost`() throws {
    let points = TwoPoints.echo()
    var small = VantageTrace(limit: 5)
    var engine = Engine(
      record: CaptureRecord(path: "", format: "pcap", linkTypes: [.ethernet], timestampDigits: 9))
    points.serverSide.forEachPacket { packet, _ in
      engine.observe(packet) { small.observe($0, $1, $2, $3) }
    }
    #expect(small.isFull)
    #expect(small.count == 5)
    let comparison = VantageComparison(trace(points.clientSide), small, isAsked: true)
    #expect(comparison.isFull)
    let record = try #require(comparison.conversations.first)
    #expect(record.ways.reduce(0) { $0 + $1.total(.lost) } == 0)
    #expect(record.ways.reduce(0) { $0 + $1.total(.afterOther) } == 5)
  }

  @Test func `many copies of one packet take no time to speak of`() throws {
    // All alike: dup ACKs of a peer without identifications or timestamps.
    var points = TwoPoints()
    points.there(client6.segment(.syn), at: 0)
    points.back(server6.segment([.syn, .ack], ack: 1), at: 6)
    for number in 0..<6_000 {
      points.there(client6.segment(.ack, seq: 1, ack: 1), at: 12 + Double(number), number % 10 == 0 ? .lost : .arrives)
    }
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.matched == 5_401)
    #expect(record.ambiguous == 5_400)
    #expect(record.unmatchedTotal == 600)
  }
}

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
      let rows = try #require(record.rows)
      #expect(Set(rows.compactMap(\.first?.frame)).count == rows.count { $0.first != nil })
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

  /// Segments of a connection whose beginning was not captured.
  private func midstream(_ count: Int, isn: UInt32) -> [Sighting] {
    var client = client
    client.initialSequenceNumber = isn
    return (0..<count).map { number in
      client.segment([.psh, .ack], seq: UInt32(number) * 3, ack: 1, "abc").numbered(UInt16(number % 60_000 + 1))
    }
  }

  @Test func `connections without a beginning, as many packets as they have, are looked through once`() throws {
    // Nothing tells where their bytes stand, so that nothing is in both.
    let count = 15_000
    let first = trace(midstream(count, isn: 1)), second = trace(midstream(count, isn: 2_000_000_000))
    let comparison = VantageComparison(first, second, isAsked: true)
    #expect(comparison.isEmpty)
    #expect(comparison.captures.map { $0.alone.map(\.packets) } == [[count], [count]])
    // The same connection is found, and its rows count from its first byte.
    let same = VantageComparison(first, first, isAsked: true)
    let record = try #require(same.conversations.first)
    #expect(record.toResponder.matched == count)
    #expect(record.rows?.prefix(3).map(\.label.sequence) == [1, 4, 7])
  }

  @Test func `one socket against many that sent the same another time`() {
    let count = 15_000
    func sockets(_ number: Int) -> Party {
      Party("10.0.\(number / 250).\(number % 250 + 1)", 40_000, to: "192.0.2.2", 12_345)
    }
    let one = (0..<count * 3).map { client.datagram("\($0)", identification: UInt16($0 % 60_000 + 1)) }
    let many = (0..<count).map { number in
      sockets(number).datagram("\(number)", identification: UInt16(number % 60_000 + 8)).at(10_000_000 + Double(number))
    }
    let comparison = VantageComparison(trace(one), trace(many), isAsked: true)
    #expect(comparison.isEmpty)
    #expect(comparison.captures.map(\.packets) == [count * 3, count])
    #expect(comparison.captures.map(\.aloneTotal) == [1, count])
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

import Conversations
import PacketBuilding
import Testing
import Wire

struct RoundTripTests {
  private var opening: [Sighting] {
    [
      client.segment(.syn).at(0), server.segment([.syn, .ack], ack: 1).at(20),
      client.segment(.ack, seq: 1, ack: 1).at(20.1),
    ]
  }

  private func data(_ seq: UInt32, _ number: UInt16, at time: Double, length: Int = 100) -> Sighting {
    client.segment(.ack, seq: seq, ack: 1, bytes: [UInt8](repeating: 0x61, count: length)).numbered(number).at(time)
  }

  private func ack(_ ack: UInt32, at time: Double) -> Sighting { server.segment(.ack, seq: 1, ack: ack).at(time) }

  private func trips(_ record: ConversationRecord) throws -> RoundTripTimes {
    try #require(record.toResponder.segments).roundTrips
  }

  @Test func `a pure ACK and one with data are told apart`() throws {
    let record = conversation(
      opening,
      [
        data(1, 1, at: 30), ack(101, at: 50), data(101, 2, at: 60),
        server.segment([.psh, .ack], seq: 1, ack: 201, "reply").at(360),
        client.segment(.ack, seq: 201, ack: 6).at(360.5),
      ])
    #expect(try trips(record).pureACK.maximum == ms(20))
    #expect(try trips(record).piggybackedACK.maximum == ms(300))
    #expect(try trips(record).handshake == ms(20))
    #expect(record.toOriginator.segments?.roundTrips.pureACK.maximum == ms(0.5))
    #expect(record.data.map(\.roundTrip) == [.pureACK, .piggybackedACK, .pureACK])
    #expect(record.turnaround.maximum == ms(300))
    #expect(record.thinkTime.isEmpty)
  }

  @Test func `an ACK of what was sent twice is ambiguous (Karn)`() throws {
    let record = conversation(opening, [data(1, 1, at: 30), data(1, 2, at: 330), ack(101, at: 340)])
    let trips = try trips(record)
    #expect(trips.pureACK.isEmpty)
    #expect(trips.ambiguous.maximum == ms(10))
    #expect(record.data.map(\.roundTrip) == [.ambiguous, .ambiguous])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [6, 6])
  }

  @Test func `an ACK that waited for a retransmission is no sample`() throws {
    let record = conversation(
      opening, [data(1, 1, at: 30), data(101, 2, at: 31), data(1, 3, at: 331), ack(201, at: 351)])
    let trips = try trips(record)
    #expect(trips.samples == 1)
    #expect([trips.postLoss, trips.cumulative] == [1, 1])
    #expect(record.data.map(\.roundTrip) == [.cumulative, .postLoss, .ambiguous])
  }

  @Test func `a segment covered by the ACK of a later one is no sample`() throws {
    let record = conversation(opening, [data(1, 1, at: 30), data(101, 2, at: 31), ack(201, at: 51)])
    #expect(try trips(record).cumulative == 1)
    #expect(try trips(record).pureACK.maximum == ms(20))
  }

  @Test func `an ACK that waited for a late segment is no sample`() throws {
    // The second segment overtakes the first, and is acknowledged with it.
    let record = conversation(opening, [data(101, 2, at: 30), data(1, 1, at: 36), ack(201, at: 36.1)])
    let trips = try trips(record)
    #expect(trips.pureACK.isEmpty)
    #expect([trips.postLoss, trips.cumulative] == [1, 1])
  }

  @Test func `payload in the SYN is acknowledged with it`() throws {
    let record = conversation([
      client.segment(.syn, "hello").at(0), server.segment([.syn, .ack], ack: 6).at(3),
      client.segment(.ack, seq: 6, ack: 1).at(3.1),
    ])
    #expect(try trips(record).handshake == ms(3))
    #expect(try trips(record).cumulative == 0)
    #expect(record.data.map(\.acknowledgedBy?.frame) == [2])
  }

  @Test func `full segments are timed apart`() throws {
    let record = conversation(
      opening,
      [
        data(1, 1, at: 30), ack(101, at: 50), data(101, 2, at: 60, length: 50), ack(151, at: 75),
        data(151, 3, at: 80), ack(251, at: 110),
      ])
    #expect(try trips(record).pureACK.count == 3)
    #expect(try trips(record).fullSize.count == 2)
    #expect(try trips(record).fullSize.maximum == ms(30))
  }

  @Test func `a clock that runs backwards measures nothing`() throws {
    let record = conversation(opening, [data(1, 1, at: 30), ack(101, at: 10), data(101, 2, at: 11), ack(201, at: 31)])
    #expect(record.data.map(\.roundTrip) == [.untimed, .pureACK])
    #expect(try trips(record).pureACK.maximum == ms(20))
  }

  @Test func `an ACK of half a segment waits for the other half`() throws {
    let record = conversation(opening, [data(1, 1, at: 30), ack(51, at: 40), ack(101, at: 50)])
    #expect(try trips(record).pureACK.maximum == ms(20))
  }

  @Test func `a SYN sent again gives no sample of the handshake`() throws {
    let syn = client.segment(.syn)
    let record = conversation(
      [syn.numbered(1).at(0), syn.numbered(2).at(1_000), server.segment([.syn, .ack], ack: 1).at(1_020)],
      [client.segment(.ack, seq: 1, ack: 1).numbered(3).at(1_020.1)])
    #expect(try trips(record).handshake == nil)
    #expect(record.vantagePoint == nil)
  }

  @Test(arguments: [
    (20.0, 0.1, VantagePoint.originator), (0.1, 20.0, .responder), (10.0, 10.0, .between(percentToResponder: 50)),
    (9.0, 3.0, .between(percentToResponder: 75)), (0.05, 0.02, .nearBoth),
  ])
  func `the halves of the handshake tell where the capture was made`(far: Double, near: Double, expected: VantagePoint)
  {
    let record = conversation([
      client.segment(.syn).at(0), server.segment([.syn, .ack], ack: 1).at(far),
      client.segment(.ack, seq: 1, ack: 1).at(far + near),
    ])
    #expect(record.vantagePoint == expected)
  }

  @Test func `the textbook's estimate, and RFC 6298's`() throws {
    // The numbers of Kurose and Ross, chapter 3, problem 31, with a first sample that begins the estimate.
    let samples = [100.0, 106, 120, 140]
    var packets = opening
    var time = 100.0
    for (index, sample) in samples.enumerated() {
      packets.append(data(UInt32(index * 100 + 1), UInt16(index + 1), at: time))
      packets.append(ack(UInt32(index * 100 + 101), at: time + sample))
      time += 1_000
    }
    let estimates = RoundTripEstimate.all(of: .originator, in: conversation(packets).data)
    #expect(estimates.map(\.sample) == samples.map { ms($0) })
    #expect(estimates.map(\.estimate) == [ms(100), ms(100.75), 103_156_250, 107_761_719])
    // 100 / 2; 0.75 · 50 + 0.25 · |106 − 100.75|; 0.75 · 38.8125 + 0.25 · |120 − 103.15625|; …
    #expect(estimates.map(\.deviation) == [ms(50), 38_812_500, 33_320_313, 33_049_805])
    #expect(estimates[1].timeoutInterval == ms(256))
    #expect(estimates.map(\.smoothed) == estimates.map(\.estimate))
    // R / 2; 0.75 · 50 + 0.25 · |100 − 106|; …
    #expect(estimates.prefix(3).map(\.variation) == [ms(50), ms(39), 34_062_500])
    #expect(estimates[0].retransmissionTimeout == ms(300))
    #expect(estimates.map(\.segment.frame) == [4, 6, 8, 10])
  }

  @Test func `fleets are what goes out within one round trip`() {
    var packets = opening
    packets += [data(1, 1, at: 30), data(101, 2, at: 30.1), ack(101, at: 50), ack(201, at: 50.1)]
    packets += [data(201, 3, at: 50.2), data(301, 4, at: 50.3), data(401, 5, at: 50.4), data(501, 6, at: 50.5)]
    packets += [ack(301, at: 70.3)]
    let fleets = Fleet.all(of: .originator, in: conversation(packets).data)
    #expect(fleets.map(\.segments) == [2, 4])
    #expect(fleets.map(\.bytes) == [200, 400])
    #expect(fleets.map(\.first.frame) == [4, 8])
    #expect(fleets.map(\.acknowledgedBy?.frame) == [6, 12])
  }

  @Test func `a fleet whose ACK waits for a retransmission ends with the round trip`() {
    var packets = opening
    packets += [data(1, 1, at: 30), ack(101, at: 50)]
    // The second fleet loses its first segment; the third goes out a round trip later, before any ACK.
    packets += [
      data(101, 2, at: 50.1), data(201, 3, at: 50.2), data(301, 4, at: 71), data(101, 5, at: 72), ack(401, at: 92),
    ]
    let fleets = Fleet.all(of: .originator, in: conversation(packets).data)
    #expect(fleets.map(\.segments) == [1, 2, 2])
  }

  @Test func `throughput over time adds up`() throws {
    let packets =
      opening + [
        data(1, 1, at: 100), ack(101, at: 120), data(101, 2, at: 200), data(101, 3, at: 500), ack(201, at: 600),
      ]
    let data = conversation(packets).data
    let intervals = ThroughputInterval.all(of: .originator, in: data, count: 10)
    #expect(intervals.count == 10)
    #expect(intervals.map(\.sent).reduce(0, +) == 300)
    #expect(intervals.map(\.new).reduce(0, +) == 200)
    #expect(intervals.map(\.acknowledged).reduce(0, +) == 200)
    #expect(intervals.last?.acknowledgedSoFar == 200)
    #expect(intervals[0].frames == 4...4)
    let beginning = try #require(intervals.first?.start)
    // 200 bytes in half a second.
    #expect(intervals.last?.rates(since: beginning).mean == 400)
    #expect(ThroughputInterval.all(of: .responder, in: data, count: 10).isEmpty)
  }

  @Test func `what was lost before the capture counts as new where it comes`() {
    // The second segment is there once, sent again.
    let packets =
      opening + [
        data(1, 1, at: 30), data(201, 3, at: 31), ack(101, at: 50), data(101, 9, at: 400), ack(301, at: 420),
      ]
    let data = conversation(packets).data
    #expect(data.map(\.newBytes) == [100, 100, 100])
    #expect(ThroughputInterval.all(of: .originator, in: data, count: 5).map(\.acknowledged).reduce(0, +) == 300)
  }

  @Test func `turns give the time to think`() {
    let record = conversation(
      opening,
      [
        data(1, 1, at: 30, length: 5), server.segment([.psh, .ack], seq: 1, ack: 6, "hello").at(51),
        client.segment([.psh, .ack], seq: 6, ack: 6, "again").at(2_051),
        server.segment([.psh, .ack], seq: 6, ack: 11, "again").at(2_073),
      ])
    #expect(record.turnaround.count == 2)
    #expect(record.turnaround.maximum == ms(22))
    #expect(record.thinkTime.minimum == ms(2_000))
  }
}

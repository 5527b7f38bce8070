import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// Which packets two captures have in common, and what became of the others.
struct VantageComparisonTests {
  private func frames(_ way: VantageWay, _ fate: PacketFate, at point: CapturePoint) -> [Int] {
    way.evidence(fate, at: point).frames
  }

  @Test func `without loss every packet is in both`() throws {
    let comparison = TwoPoints.echo().compare()
    let record = try #require(comparison.conversations.first)
    #expect(comparison.conversations.count == 1)
    #expect(record.evidence == .sequenceNumbers)
    #expect(record.toResponder.matched == 6)
    #expect(record.toOriginator.matched == 4)
    #expect(record.unmatchedTotal == 0)
    #expect(record.changes.isEmpty)
    #expect(record.ambiguous == 0)
    #expect(comparison.outward?.maximum.nanoseconds == 5_000_000)
    #expect(comparison.back?.minimum.nanoseconds == 5_000_000)
    #expect(comparison.roundTrip?.median.nanoseconds == 10_000_000)
    #expect(!comparison.isOneCapture)
    #expect(record.rows?.count == 10)
    #expect(record.rows?.first?.delay == 5_000_000)
  }

  @Test func `whichever file comes first, the same is found`() throws {
    let points = TwoPoints.echo()
    let straight = try #require(points.compare().conversations.first)
    let swapped = try #require(points.compareSwapped().conversations.first)
    #expect(straight.order.nearOriginator == .first)
    #expect(swapped.order.nearOriginator == .second)
    guard case .turnaround(let turnaround)? = straight.order.evidence.first else {
      Issue.record("the times tell")
      return
    }
    #expect(turnaround.isHandshake)
    #expect(turnaround.atFirst == 11_000_000)
    #expect(turnaround.atSecond == 1_000_000)
    #expect(swapped.toResponder.delays?.median.nanoseconds == 5_000_000)
    #expect(points.compareSwapped().outward?.count == 4)
  }

  @Test func `what is lost on the way is lost, in each direction`() throws {
    var points = TwoPoints()
    points.there(client.segment(.syn).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(51), at: 6, .lost)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(52), at: 1_006)
    points.there(client.segment(.ack, seq: 1, ack: 1).numbered(2), at: 1_012)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(3), at: 1_013, .lost)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(4), at: 1_213)
    points.back(server.segment(.ack, seq: 1, ack: 6).numbered(53), at: 1_219)
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.matched == 3)
    #expect(frames(record.toResponder, .lost, at: .first) == [4])
    #expect(frames(record.toOriginator, .lost, at: .second) == [2])
    #expect(record.unmatchedTotal == 2)
    #expect(record.unmatched?.map(\.fate) == [.lost, .lost])
    #expect(record.unmatched?.first?.label.payloadLength == 5)
    #expect(record.unmatched?.first?.label.sequence == 1)
    // The retransmission took 5 ms, and not the 205 ms since the first copy.
    #expect(record.toResponder.delays?.maximum.nanoseconds == 5_000_000)
  }

  @Test func `copies that nothing tells apart are matched by their distance in time, and it is said`() throws {
    var points = TwoPoints()
    points.there(client.segment(.syn), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1), at: 6)
    points.there(client.segment(.ack, seq: 1, ack: 1), at: 12)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), at: 13, .lost)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), at: 213)
    points.back(server.segment(.ack, seq: 1, ack: 6), at: 219)
    let record = try #require(points.compare().conversations.first)
    #expect(record.ambiguous == 1)
    #expect(frames(record.toResponder, .lost, at: .first) == [4])
    #expect(record.toResponder.delays?.maximum.nanoseconds == 5_000_000)
  }

  @Test func `timestamps tell copies apart where there is no identification`() throws {
    func data(_ value: UInt8) -> Sighting {
      client6.segment(
        [.psh, .ack], seq: 1, ack: 1, "hello", options: [1, 1, 8, 10, 0, 0, 0, value, 0, 0, 0, 1])
    }
    var points = TwoPoints()
    points.there(client6.segment(.syn), at: 0)
    points.back(server6.segment([.syn, .ack], ack: 1), at: 6)
    points.there(data(1), at: 13, .lost)
    points.there(data(2), at: 213, delay: 205)
    points.there(data(3), at: 613, .lost)
    points.back(server6.segment(.ack, seq: 1, ack: 6), at: 919)
    let record = try #require(points.compare().conversations.first)
    #expect(record.ambiguous == 0)
    #expect(frames(record.toResponder, .lost, at: .first) == [3, 5])
  }

  @Test func `what the sender's side does not have was not captured there`() throws {
    var points = TwoPoints()
    points.there(client.segment(.syn).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(51), at: 6)
    points.there(client.segment(.ack, seq: 1, ack: 1).numbered(2), at: 12, .missed)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(3), at: 13)
    let record = try #require(points.compare().conversations.first)
    #expect(frames(record.toResponder, .notCaptured, at: .second) == [3])
    #expect(record.toResponder.total(.lost) == 0)
  }

  @Test func `a packet that arrives twice was doubled on the way`() throws {
    var points = TwoPoints()
    points.there(client.segment(.syn).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(51), at: 6)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(2), at: 12, .doubled(after: 1))
    points.back(server.segment(.ack, seq: 1, ack: 6).numbered(52), at: 30)
    let record = try #require(points.compare().conversations.first)
    #expect(frames(record.toResponder, .doubled, at: .second) == [4])
    #expect(record.unmatched?.first?.original == 3)
    let swapped = try #require(points.compareSwapped().conversations.first)
    #expect(frames(swapped.toResponder, .doubled, at: .first) == [4])
  }

  @Test func `what the second capture alone has stands after the last packet that had passed it, overtaken ones too`()
    throws
  {
    var points = TwoPoints()
    points.there(client.segment(.syn).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(51), at: 6)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "one").numbered(2), at: 12, delay: 9)
    points.there(client.segment([.psh, .ack], seq: 4, ack: 1, "two").numbered(3), at: 13)
    points.there(client.segment([.psh, .ack], seq: 7, ack: 1, "three").numbered(4), at: 14, .missed)
    points.there(client.segment([.psh, .ack], seq: 12, ack: 1, "four").numbered(5), at: 15, delay: 9)
    points.there(client.segment([.psh, .ack], seq: 16, ack: 1, "five").numbered(6), at: 20, .missed)
    let record = try #require(points.compare().conversations.first)
    let rows = try #require(record.rows)
    #expect(rows.map { $0.first?.frame } == [1, 2, 3, 4, nil, 5, nil])
    #expect(rows.map { $0.second?.frame } == [1, 2, 5, 3, 4, 6, 7])
  }

  @Test func `packets one by one are kept of the first conversations, and of the others it is told that they are not`()
  {
    var points = TwoPoints()
    let count = VantageComparison.detailLimit + 1
    for number in 0..<count {
      let client = Party("192.0.2.1", UInt16(40_000 + number), to: "192.0.2.2", 12_345)
      points.there(client.segment(.syn).numbered(UInt16(number + 1)), at: Double(number) * 20)
      points.back(client.other.segment([.rst, .ack], ack: 1), at: Double(number) * 20 + 6, .lost)
    }
    let records = points.compare().conversations
    #expect(records.map { $0.rows?.count } == Array(repeating: 2, count: count - 1) + [nil])
    #expect(records.map { $0.unmatched?.count } == Array(repeating: 1, count: count - 1) + [nil])
    #expect(records.map(\.rowTotal) == Array(repeating: 2, count: count))
    #expect(records.map(\.unmatchedTotal) == Array(repeating: 1, count: count))
  }

  @Test func `what arrives late was overtaken`() throws {
    var points = TwoPoints()
    points.there(client.segment(.syn).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1).numbered(51), at: 6)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "one").numbered(2), at: 12, delay: 9)
    points.there(client.segment([.psh, .ack], seq: 4, ack: 1, "two").numbered(3), at: 13)
    points.there(client.segment([.psh, .ack], seq: 7, ack: 1, "three").numbered(4), at: 14)
    points.back(server.segment(.ack, seq: 1, ack: 12).numbered(52), at: 30)
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.overtaken == [PointPair(3, 5)])
    #expect(record.toResponder.overtakenTotal == 1)
    #expect(try #require(points.compareSwapped().conversations.first).toResponder.overtaken == [PointPair(5, 3)])
    #expect(record.toOriginator.overtakenTotal == 0)
  }

  @Test func `before the other capture began and after it ended nothing is lost`() throws {
    let points = TwoPoints.echo()
    let late = Array(points.serverSide.dropFirst(3).dropLast(2))
    let comparison = VantageComparison(trace(points.clientSide), trace(late), isAsked: true)
    let record = try #require(comparison.conversations.first)
    #expect(record.toResponder.total(.lost) == 0)
    #expect(record.toOriginator.total(.lost) == 0)
    #expect(frames(record.toResponder, .beforeOther, at: .first) == [1, 3])
    #expect(frames(record.toOriginator, .beforeOther, at: .first) == [2])
    #expect(frames(record.toResponder, .afterOther, at: .first) == [9])
    #expect(frames(record.toOriginator, .afterOther, at: .first) == [10])
  }

  @Test func `several conversations each find their own`() throws {
    var points = TwoPoints()
    for number in 0..<5 {
      let party = Party("192.0.2.1", 40_000 + UInt16(number), to: "192.0.2.2", 12_345, isn: 1_000, peerISN: 5_000)
      points.addEcho(party, from: Double(number) * 3, number: UInt16(number) * 100)
    }
    let comparison = points.compare()
    #expect(comparison.conversations.count == 5)
    for (number, record) in comparison.conversations.enumerated() {
      #expect(record.streams == PointPair(number, number))
      #expect(record.unmatchedTotal == 0)
    }
    #expect(comparison.outward?.count == 30)
    #expect(comparison.captures.allSatisfy { $0.aloneTotal == 0 })
  }

  @Test func `ports that are used again are told apart by their sequence numbers`() throws {
    let again = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 900_000, peerISN: 700_000)
    var points = TwoPoints.echo()
    points.addEcho(again, from: 10_000, number: 500)
    // The server's capture began after the first of them.
    let server = points.serverSide.filter { ($0.milliseconds ?? 0) > 5_000 }
    let comparison = VantageComparison(trace(points.clientSide), trace(server), isAsked: true)
    #expect(comparison.conversations.map(\.streams) == [PointPair(1, 0)])
    #expect(comparison.captures[0].alone.map(\.stream) == [0])
    #expect(comparison.conversations.first?.unmatchedTotal == 0)
  }

  @Test func `a capture that begins with the answer has the sides the other way round`() throws {
    let low = Party("192.0.2.1", 12_345, to: "192.0.2.2", 50_892)
    var points = TwoPoints()
    points.addEcho(low)
    let late = Array(points.serverSide.dropFirst(1))
    let comparison = VantageComparison(trace(points.clientSide), trace(late), isAsked: true)
    let record = try #require(comparison.conversations.first)
    #expect(record.originator == low.endpoint)
    #expect(record.originatorAtSecond == low.endpoint)
    #expect(!record.isTranslated)
    #expect(record.toResponder.matched == 5)
    #expect(record.toOriginator.matched == 4)
    #expect(frames(record.toResponder, .beforeOther, at: .first) == [1])
    #expect(comparison.outward?.count == 5)
    // A capture of data alone, of which the responder's comes first.
    let data = Array(points.serverSide.dropFirst(4))
    let turned = VantageComparison(trace(points.clientSide), trace(data), isAsked: true)
    #expect(turned.conversations.first.map { $0.toResponder.matched + $0.toOriginator.matched } == data.count)
    #expect(turned.conversations.first?.isTranslated == false)
    #expect(turned.outward?.median.nanoseconds == 5_000_000)
  }

  @Test func `two runs of the same program do not belong together`() {
    let first = TwoPoints.echo(Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 77, peerISN: 88), number: 9_000)
    let second = TwoPoints.echo()
    let comparison = VantageComparison(trace(first.clientSide), trace(second.serverSide), isAsked: true)
    #expect(comparison.isEmpty)
    #expect(comparison.captures.map(\.aloneTotal) == [1, 1])
    #expect(comparison.captures[0].alone.first?.hasPartnersInOther == true)
    #expect(comparison.clock.kind == .unknown)
  }

  @Test func `one capture that was saved twice is said to be one`() {
    let packets = TwoPoints.echo().clientSide
    let comparison = VantageComparison(trace(packets), trace(packets), isAsked: true)
    #expect(comparison.isOneCapture)
    #expect(comparison.conversations.first?.order.nearOriginator == nil)
    #expect(comparison.conversations.first?.order.evidence == [.tooClose])
    #expect(comparison.outward == nil)
  }

  @Test func `of packets there is no room for nothing is said`() {
    let points = TwoPoints.echo()
    #expect(VantageTrace.packetLimit >= 100_000)
    #expect(!points.compare().isFull)
  }
}

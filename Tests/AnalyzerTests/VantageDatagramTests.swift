import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// UDP between two captures.
struct VantageDatagramTests {
  /// Requests with their replies, `count` of them, all with the same text, the second one lost on the way.
  private func exchanges(_ count: Int, _ client: Party = client, isNumbered: Bool = true) -> TwoPoints {
    var points = TwoPoints()
    for number in 0..<count {
      let time = Double(number) * 20
      func id(_ more: UInt16) -> UInt16 { isNumbered ? UInt16(number) + more : 0 }
      if number == 1 {
        points.there(client.datagram("hello", identification: id(1)), at: time, .lost)
        continue
      }
      points.there(client.datagram("hello", identification: id(1)), at: time)
      points.back(client.other.datagram("hello", identification: id(501)), at: time + 6)
    }
    return points
  }

  @Test func `the one that was lost is known by its identification`() throws {
    let record = try #require(exchanges(5).compare().conversations.first)
    #expect(record.protocol == .udp)
    #expect(record.evidence == .identifications)
    #expect(record.toResponder.evidence(.lost, at: .first).frames == [3])
    #expect(record.toResponder.matched == 4)
    #expect(record.toOriginator.matched == 4)
    #expect(record.ambiguous == 0)
  }

  @Test func `without identification equal datagrams are told by time, and it is said`() throws {
    let record = try #require(exchanges(5, client6).compare().conversations.first)
    #expect(record.evidence == .payload)
    #expect(record.ambiguous > 0)
    #expect(record.toResponder.matched == 4)
    #expect(record.toResponder.total(.lost) == 1)
    #expect(record.toOriginator.matched == 4)
  }

  @Test func `equal bytes that were recorded on another day are no proof unless somebody says so`() {
    var points = TwoPoints()
    points.clock = { _ in 86_400_000 }
    points.there(client6.datagram("hello"), at: 0)
    points.back(server6.datagram("hello"), at: 6)
    #expect(points.compare(isAsked: false).isEmpty)
    #expect(points.compare(isAsked: true).conversations.count == 1)
    points.clock = { _ in 0 }
    var near = TwoPoints()
    near.there(client6.datagram("hello"), at: 0)
    near.back(server6.datagram("hello"), at: 6)
    #expect(near.compare(isAsked: false).conversations.count == 1)
  }

  @Test func `equal bytes with other identifications are another run`() {
    let first = exchanges(3).clientSide
    var points = TwoPoints()
    points.there(client.datagram("hello", identification: 40_000), at: 90_000_000)
    points.back(server.datagram("hello", identification: 41_000), at: 90_000_006)
    #expect(VantageComparison(trace(first), trace(points.serverSide), isAsked: true).isEmpty)
    // The next run, a few seconds later.
    var soon = TwoPoints()
    soon.there(client.datagram("hello", identification: 40_000), at: 3_000)
    soon.back(server.datagram("hello", identification: 41_000), at: 3_006)
    #expect(VantageComparison(trace(first), trace(soon.serverSide), isAsked: true).isEmpty)
  }

  @Test func `a capture that cuts payloads is compared by what it has`() throws {
    var points = TwoPoints()
    let text = String(repeating: "y", count: 200)
    points.there = { $0.cut(to: 128) }
    points.there(client.datagram(text + "1", identification: 1), at: 0)
    points.back(server.datagram("short", identification: 51), at: 6)
    let record = try #require(points.compare().conversations.first)
    #expect(record.unmatchedTotal == 0)
    #expect(record.cutPayloads == 1)
    #expect(record.changes.isEmpty)
  }

  @Test func `a datagram that comes twice was doubled on the way`() throws {
    var points = TwoPoints()
    points.there(client.datagram("hello", identification: 1), at: 0, .doubled(after: 1))
    points.back(server.datagram("hello", identification: 2), at: 8)
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.evidence(.doubled, at: .second).frames == [2])
  }

  @Test func `without identification it may have been sent twice`() throws {
    var points = TwoPoints()
    points.there(client6.datagram("hello"), at: 0, .doubled(after: 1))
    points.back(server6.datagram("hi"), at: 8)
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.evidence(.repeated, at: .second).total == 1)
  }

  @Test func `datagrams that overtake each other`() throws {
    var points = TwoPoints()
    points.there(client.datagram("one", identification: 1), at: 0, delay: 9)
    points.there(client.datagram("two", identification: 2), at: 1)
    points.back(server.datagram("one", identification: 51), at: 12)
    let record = try #require(points.compare().conversations.first)
    #expect(record.toResponder.overtaken == [PointPair(1, 2)])
  }

  @Test func `a datagram that a router took apart`() throws {
    let large = client.datagram(bytes: [UInt8](repeating: 7, count: 2_400), identification: 77)
    let reply = server.datagram("done", identification: 2)
    let clientSide = [large.at(0), reply.at(20)]
    let serverSide = large.fragments(of: 1_200, identification: 77).map { $0.at(5) } + [reply.at(15)]
    let comparison = VantageComparison(trace(clientSide), trace(serverSide), isAsked: true)
    let record = try #require(comparison.conversations.first)
    #expect(record.unmatchedTotal == 0)
    let pieces = try #require(record.changes.first { $0.kind == .pieces })
    #expect([pieces.first, pieces.second] == [1, 3])
  }

  @Test func `behind address translation bytes and identifications tell`() throws {
    let outside = Party("203.0.113.9", 61_000, to: "192.0.2.2", 12_345)
    var points = TwoPoints()
    points.there = { _ in outside.datagram("hello", identification: 1) }
    points.there(client.datagram("hello", identification: 1), at: 0)
    points.back = { _ in server.datagram("hello", identification: 2) }
    points.back(outside.other.datagram("hello", identification: 2), at: 6)
    let record = try #require(points.compare(isAsked: false).conversations.first)
    #expect(record.isTranslated)
    #expect(record.originatorAtSecond == outside.endpoint)
    #expect(record.toResponder.matched == 1)
    #expect(record.toOriginator.matched == 1)
  }
}

import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// What is changed on packets between two captures.
struct PathChangeTests {
  /// MSS, SACK permitted, timestamps, no-operation, window scale: a Linux SYN.
  private static let offer: [UInt8] = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7]

  private func changes(_ record: MatchedRecord?, _ kind: PathChange.Kind) -> [PathChange] {
    record?.changes.filter { $0.kind == kind } ?? []
  }

  /// A handshake and one segment each way, changed on the way.
  private func points(
    there: @escaping (Sighting) -> Sighting = { $0 }, back: @escaping (Sighting) -> Sighting = { $0 }
  ) -> TwoPoints {
    var points = TwoPoints()
    (points.there, points.back) = (there, back)
    points.there(client.segment(.syn, options: Self.offer).numbered(1), at: 0)
    points.back(server.segment([.syn, .ack], ack: 1, options: Self.offer).numbered(51), at: 6)
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(2), at: 12)
    points.back(server.segment([.psh, .ack], seq: 1, ack: 6, "hello").numbered(52), at: 18)
    return points
  }

  @Test func `routers take from the TTL, and tell which capture is where`() throws {
    func routed(_ hops: UInt16) -> (Sighting) -> Sighting { { $0.setting((64 - hops) << 8 | 6, at: 22) } }
    let record = try #require(points(there: routed(2), back: routed(2)).compare().conversations.first)
    let found = changes(record, .hopLimit)
    #expect(found.map(\.first) == [64, 62])
    #expect(found.map(\.second) == [62, 64])
    #expect(found.map(\.count) == [2, 2])
    #expect(found.first?.effect(passesFirst: record.toResponder.passesFirst) == .hops(2))
    #expect(found.last?.effect(passesFirst: record.toOriginator.passesFirst) == .hops(2))
    #expect(record.order.nearOriginator == .first)
    #expect(record.order.evidence.first == .hopLimits(from: .originator, first: 64, second: 62, PointPair(1, 1)))
  }

  @Test func `hop limits and times that contradict each other tell nothing`() throws {
    let record = try #require(points(back: { $0.setting(63 << 8 | 6, at: 22) }).compare().conversations.first)
    #expect(record.order.nearOriginator == .first)
    let odd = try #require(points(there: { $0.setting(65 << 8 | 6, at: 22) }).compare().conversations.first)
    #expect(odd.order.nearOriginator == nil)
    #expect(odd.order.evidence.contains(.contradictory))
    #expect(odd.toResponder.passesFirst == nil)
    #expect(odd.toResponder.delays == nil)
  }

  @Test func `a smaller MSS was clamped, and options that are gone were stripped`() throws {
    let lesser: [UInt8] = [2, 4, 5, 100] + [UInt8](repeating: 1, count: 12) + [1, 3, 3, 7]
    let record = try #require(
      points(there: { packet in
        guard packet.bytes[47] == 2 else { return packet }
        return client.segment(.syn, options: lesser).numbered(1)
      }).compare().conversations.first)
    let size = try #require(changes(record, .maximumSegmentSize).first)
    #expect([size.first, size.second] == [1_460, 1_380])
    #expect(size.effect(passesFirst: .first) == .lowered)
    #expect(size.effect(passesFirst: nil) == .other)
    #expect(changes(record, .sackPermitted).map { $0.effect(passesFirst: .first) } == [.removed])
    #expect(changes(record, .timestamps).map { $0.effect(passesFirst: .first) } == [.removed])
    #expect(changes(record, .windowScale).isEmpty)
    #expect(changes(record, .sequenceNumber).isEmpty)
    #expect(record.unmatchedTotal == 0)
  }

  @Test func `bits of the IP header that change are told, and packets match all the same`() throws {
    let record = try #require(
      points(there: { $0.setting(0x45 << 8 | 0x2b, at: 14).setting(0x4000, at: 20) }).compare().conversations.first)
    #expect(changes(record, .differentiatedServices).map(\.second) == [10])
    let marks = try #require(changes(record, .congestionBits).first)
    #expect(marks.effect(passesFirst: .first) == .congestionMarked)
    #expect(changes(record, .dontFragment).map { $0.effect(passesFirst: .first) } == [.added])
    #expect(record.unmatchedTotal == 0)
  }

  @Test func `identifications that are rewritten do not keep packets apart`() throws {
    var next: UInt16 = 7_000
    let record = try #require(
      points(there: { packet in
        next += 1
        return packet.numbered(next)
      }).compare().conversations.first)
    #expect(changes(record, .identification).map(\.count) == [2])
    #expect(record.unmatchedTotal == 0)
  }

  @Test func `payload that was changed is told, with the checksum that it broke`() throws {
    let record = try #require(points(back: { $0.corrupted }).compare().conversations.first)
    let payload = changes(record, .payload)
    #expect(payload.map(\.count) == [1])
    #expect(payload.map(\.frames) == [PointPair(4, 4)])
    #expect(changes(record, .checksumState).last?.effect(passesFirst: .second) == .damaged)
  }

  @Test func `what is left to the sender's card is finished after it was captured`() throws {
    var points = TwoPoints()
    points.there = { packet in
      // The card's sum.
      packet.bytes[47] == 2 ? client.segment(.syn).numbered(1) : packet
    }
    let opening = client.segment(.syn).numbered(1)
    points.there(opening.setting(opening.pseudoHeaderSum, at: 50), at: 0)
    points.back(server.segment([.rst, .ack], ack: 1), at: 6)
    let record = try #require(points.compare().conversations.first)
    #expect(changes(record, .checksumState).map { $0.effect(passesFirst: .first) } == [.finishedByCard])
    #expect(changes(record, .checksum).isEmpty)
  }

  @Test func `addresses and ports that are translated`() throws {
    let outside = Party("203.0.113.9", 61_000, to: "192.0.2.2", 12_345)
    func translated(_ party: Party) -> (Sighting) -> Sighting {
      { packet in
        // The same segment between other ends.
        let header = Array(packet.bytes[34...])
        let ports = big16(party.endpoint.port) + big16(party.peer.port)
        var copy = party.packet(6, ports + header.dropFirst(4))
        copy.bytes.replaceSubrange(18..<20, with: packet.bytes[18..<20])
        return copy
      }
    }
    var both = TwoPoints()
    both.there = translated(outside)
    both.back = { $0 }
    both.there(client.segment(.syn, options: Self.offer).numbered(1), at: 0)
    both.there(client.segment([.psh, .ack], seq: 1, ack: 1, "hello").numbered(2), at: 12)
    // The server answers to the outside; its side sees that.
    let answers = [
      server.segment([.syn, .ack], ack: 1, options: Self.offer).numbered(51),
      server.segment([.psh, .ack], seq: 1, ack: 6, "hello").numbered(52),
    ]
    var serverSide = both.serverSide, clientSide = both.clientSide
    for (answer, time) in zip(answers, [6.0, 18.0]) {
      serverSide.append(translated(outside.other)(answer).at(time))
      clientSide.append(answer.at(time + 5))
    }
    func ordered(_ packets: [Sighting]) -> [Sighting] { packets.sorted { $0.milliseconds! < $1.milliseconds! } }
    let comparison = VantageComparison(trace(ordered(clientSide)), trace(ordered(serverSide)), isAsked: false)
    let record = try #require(comparison.conversations.first)
    #expect(record.isTranslated)
    #expect(record.evidence == .sequenceNumbers)
    #expect(record.originator == client.endpoint)
    #expect(record.originatorAtSecond == outside.endpoint)
    #expect(record.responderAtSecond == server.endpoint)
    #expect(record.unmatchedTotal == 0)
    #expect(record.toResponder.matched == 2)
    #expect(record.toOriginator.matched == 2)
    #expect(comparison.outward?.median.nanoseconds == 5_000_000)
  }

  @Test func `sequence numbers that are rewritten are found by place and identification`() throws {
    // As a firewall does: other numbers for what the client sends, and for what acknowledges it.
    let behind = Party(client.endpoint, to: client.peer, isn: 3_000_000_000, peerISN: 5_000)
    var points = TwoPoints()
    func pass(_ flags: TCPFlags, seq: UInt32, ack: UInt32, _ text: String, _ number: UInt16, at time: Double) {
      points.there = { _ in behind.segment(flags, seq: seq, ack: ack, text).numbered(number) }
      points.there(client.segment(flags, seq: seq, ack: ack, text).numbered(number), at: time)
    }
    func answer(_ flags: TCPFlags, seq: UInt32, ack: UInt32, _ text: String, _ number: UInt16, at time: Double) {
      points.back = { _ in server.segment(flags, seq: seq, ack: ack, text).numbered(number) }
      points.back(behind.other.segment(flags, seq: seq, ack: ack, text).numbered(number), at: time)
    }
    pass(.syn, seq: 0, ack: 0, "", 1, at: 0)
    answer([.syn, .ack], seq: 0, ack: 1, "", 51, at: 6)
    pass([.psh, .ack], seq: 1, ack: 1, "hello", 2, at: 12)
    answer([.psh, .ack], seq: 1, ack: 6, "hello", 52, at: 18)
    let record = try #require(points.compare(isAsked: false).conversations.first)
    #expect(record.unmatchedTotal == 0)
    #expect(changes(record, .sequenceNumber).map(\.count) == [2])
    #expect(changes(record, .sequenceNumber).map(\.sender) == [.originator])
    #expect(changes(record, .acknowledgmentNumber).map(\.sender) == [.responder])
  }

  @Test func `a large segment is the same bytes as several on the wire`() throws {
    let text = String(repeating: "x", count: 3_000)
    var clientSide = [
      client.segment(.syn).numbered(1).at(0), server.segment([.syn, .ack], ack: 1).numbered(51).at(11),
      client.segment([.psh, .ack], seq: 1, ack: 1, text).numbered(2).at(12),
      server.segment(.ack, seq: 1, ack: 3_001).numbered(52).at(30),
    ]
    var serverSide = [clientSide[0].at(5), clientSide[1].at(6)]
    for piece in 0..<3 {
      let part = String(repeating: "x", count: 1_000)
      serverSide.append(
        client.segment([.psh, .ack], seq: 1 + UInt32(piece) * 1_000, ack: 1, part).numbered(UInt16(2 + piece))
          .at(17 + Double(piece) * 0.1))
    }
    serverSide.append(clientSide[3].at(25))
    let comparison = VantageComparison(trace(clientSide), trace(serverSide), isAsked: true)
    let record = try #require(comparison.conversations.first)
    #expect(record.unmatchedTotal == 0)
    #expect(record.toResponder.regrouped == PointPair(1, 3))
    #expect(record.toResponder.regroupedExample?.first == [3])
    #expect(record.toResponder.regroupedExample?.second == [3, 4, 5])
    #expect(record.toResponder.missingBytes == 0)
    #expect(record.toResponder.delays?.minimum.nanoseconds == 5_000_000)
    // One of the three is lost on the way.
    serverSide.remove(at: 3)
    clientSide[3] = clientSide[3].at(31)
    let lossy = VantageComparison(trace(clientSide), trace(serverSide), isAsked: true)
    #expect(lossy.conversations.first?.toResponder.regrouped == PointPair(1, 2))
    #expect(lossy.conversations.first?.toResponder.missingBytes == 1_000)
  }
}

private func big16(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

import Conversations
import PacketBuilding
import Testing
import Wire

/// Each chunk as one line: its frame, who sent it, where it begins, and its bytes or what is missing.
private struct Followed {
  var lines: [String] = []
  var bytes: [Side: [UInt8]] = [:]
  var follower: StreamFollower

  init(_ packets: [Sighting]..., holdLimit: Int = StreamFollower.holdLimit, sender: Side? = nil) {
    follower = StreamFollower(holdLimit: holdLimit)
    var number = 0
    packets.flatMap(\.self).forEachPacket { packet, _ in
      number += 1
      let frame = Frame(packet)
      var observation = Observation(frame: number)
      observation.sender = sender
      let part = Self.chunks { follower.observe(frame, frame.transport, observation, $0) }
      add(part)
    }
    add(Self.chunks { follower.finish($0) })
  }

  private mutating func add(_ chunks: [(StreamChunk, [UInt8])]) {
    for (chunk, bytes) in chunks {
      let text =
        chunk.gap.map { "[\($0.bytes) \($0.cause) after \($0.before ?? 0)]" } ?? String(decoding: bytes, as: UTF8.self)
      lines.append("\(chunk.frame) \(chunk.side == .originator ? "→" : "←")\(chunk.offset) \(text)")
      self.bytes[chunk.side, default: []] += bytes
    }
  }

  private static func chunks(_ body: (StreamFollower.Delivery) -> Void) -> [(StreamChunk, [UInt8])] {
    var chunks: [(StreamChunk, [UInt8])] = []
    body { chunk, bytes in chunks.append((chunk, [UInt8](bytes))) }
    return chunks
  }

  func totals(_ side: Side = .originator) -> StreamTotals { follower.totals(of: side) }
}

private let opening = [Sighting].handshake()

private func data(_ seq: UInt32, _ text: String, ack: UInt32 = 1, of party: Party = client) -> Sighting {
  party.segment([.psh, .ack], seq: seq, ack: ack, text)
}

struct StreamFollowerTests {
  @Test func `both sides come in the order in which they spoke`() {
    let followed = Followed(
      opening, [data(1, "halo"), data(1, "hai", ack: 5, of: server), data(5, "dag", ack: 4)], .close(seq: 8, ack: 4))
    #expect(followed.lines == ["4 →0 halo", "5 ←0 hai", "6 →4 dag"])
    #expect(followed.follower.originator == client.endpoint)
    #expect(followed.follower.responder == server.endpoint)
    #expect(followed.totals().bytes == 7)
    #expect(followed.totals().packets == 2)
    #expect(followed.totals().gaps == 0)
    #expect(followed.totals(.responder).bytes == 3)
  }

  @Test func `a hole is filled before what came early`() {
    let followed = Followed(opening, [data(1, "one"), data(7, "three"), data(4, "two")])
    #expect(followed.lines == ["4 →0 one", "6 →3 two", "5 →6 three"])
  }

  @Test func `several holes are filled in any order`() {
    let followed = Followed(opening, [data(9, "e"), data(5, "cc"), data(3, "bb"), data(1, "aa"), data(7, "dd")])
    #expect(followed.lines == ["7 →0 aa", "6 →2 bb", "5 →4 cc", "8 →6 dd", "4 →8 e"])
  }

  @Test func `what comes again is handed out once`() {
    let followed = Followed(
      opening, [data(1, "one"), data(1, "one"), data(7, "three"), data(7, "three"), data(4, "two"), data(1, "onetwo")])
    #expect(followed.lines == ["4 →0 one", "8 →3 two", "6 →6 three"])
    #expect(followed.totals().packets == 6)
    #expect(followed.totals().bytes == 11)
    #expect(followed.totals().lateBytes == 0)
  }

  @Test func `a hole is a gap when the other side acknowledges beyond it, and what it says then comes after`() {
    let followed = Followed(
      opening, [data(1, "one"), data(101, "after"), data(1, "reply", ack: 106, of: server), data(106, "next", ack: 6)])
    #expect(
      followed.lines == ["4 →0 one", "5 →3 [97 notCaptured after 4]", "5 →100 after", "6 ←0 reply", "7 →105 next"])
    #expect(followed.totals().gaps == 1)
    #expect(followed.totals().missingBytes == 97)
  }

  @Test func `an acknowledgment up to the end of a hole leaves it open`() {
    let followed = Followed(
      opening, [data(1, "one"), data(7, "three"), server.segment(.ack, seq: 1, ack: 7), data(4, "two")])
    #expect(followed.lines == ["4 →0 one", "7 →3 two", "5 →6 three"])
  }

  @Test func `a hole that nobody speaks of is a gap at the end`() {
    let followed = Followed(
      opening, [data(101, "mine"), data(51, "yours", of: server), data(201, "too", of: server)])
    #expect(
      followed.lines == [
        "4 →0 [100 notCaptured after 0]", "4 →100 mine", "5 ←0 [50 notCaptured after 0]", "5 ←50 yours",
        "6 ←55 [145 notCaptured after 5]", "6 ←200 too",
      ])
  }

  @Test func `bytes of a gap that come too late are counted and left out`() {
    let followed = Followed(
      opening,
      [
        data(1, "one"), data(11, "after"), server.segment(.ack, seq: 1, ack: 16), data(4, "1234567"),
        data(4, "1234567"),
      ])
    #expect(followed.lines == ["4 →0 one", "5 →3 [7 notCaptured after 4]", "5 →10 after"])
    #expect(followed.totals().lateBytes == 7)
    #expect(followed.totals().late.frames == [7])
  }

  // As Wireshark does: see FollowCommandTests, which compares.
  @Test func `of bytes that differ those count that could be handed out first`() {
    #expect(Followed(opening, [data(1, "AAAA"), data(3, "bbbb")]).lines == ["4 →0 AAAA", "5 →4 bb"])
    // Held back: both reach what is next, and the one that came first is taken.
    #expect(
      Followed(opening, [data(5, "EFGH"), data(3, "cdefghij"), data(1, "ABCDEF")]).lines == [
        "6 →0 ABCDEF", "4 →6 GH", "5 →8 ij",
      ])
    // Only the later one reaches it.
    #expect(
      Followed(opening, [data(5, "EFGH"), data(3, "cdef"), data(1, "AB")]).lines == [
        "6 →0 AB", "5 →2 cdef", "4 →6 GH",
      ])
  }

  @Test func `sequence numbers wrap`() {
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: .max - 3)
    let followed = Followed(
      .handshake(client),
      [
        data(1, "ab", of: client), data(7, "gh", of: client), data(3, "cdef", of: client),
        client.other.segment(.ack, seq: 1, ack: 9), data(9, "i", of: client),
      ])
    #expect(followed.lines == ["4 →0 ab", "6 →2 cdef", "5 →6 gh", "8 →8 i"])
  }

  @Test func `positions go on where numbers have wrapped more than once`() {
    var packets = opening
    // Each step skips nearly 2³¹ bytes, which the other side acknowledges.
    let step: UInt32 = 0x7fff_0000
    var seq: UInt32 = 1
    for _ in 0..<6 {
      seq &+= step
      packets += [data(seq, "x"), server.segment(.ack, seq: 1, ack: seq &+ 1)]
      seq &+= 1
    }
    let followed = Followed(packets)
    #expect(followed.lines.last == "14 →\(6 * (Int(step) + 1) - 1) x")
    #expect(followed.totals().missingBytes == 6 * Int(step))
  }

  @Test func `a capture that begins midstream begins with what it has`() {
    let followed = Followed([data(5_000, "mid", ack: 700), data(700, "reply", ack: 5_003, of: server)], sender: nil)
    #expect(followed.lines == ["1 →0 mid", "2 ←0 reply"])
    #expect(followed.totals().gaps == 0)
    let answer = Followed([data(700, "reply", ack: 5_003, of: server)], sender: .responder)
    #expect(answer.lines == ["1 ←0 reply"])
    #expect(answer.follower.originator == client.endpoint)
  }

  @Test func `keep-alives, window probes and a SYN with data bring nothing twice`() {
    let followed = Followed([
      client.segment(.syn, "early"), client.segment(.syn), server.segment([.syn, .ack], ack: 1), data(1, "early"),
      data(5, "y"), client.segment(.ack, seq: 5, ack: 1), data(6, "p"), data(6, "probed"),
    ])
    #expect(followed.lines == ["1 →0 early", "7 →5 p", "8 →6 robed"])
    #expect(followed.totals().gaps == 0)
  }

  @Test func `another SYN-ACK places the stream anew`() {
    let stale = Party("192.0.2.2", 12_345, to: "192.0.2.1", 50_892, isn: 900_000, peerISN: 1_000)
    let followed = Followed(
      [client.segment(.syn), stale.segment([.syn, .ack], ack: 1), client.segment(.rst, seq: 1)],
      Array(opening.dropFirst()), [data(1, "halo"), data(1, "hai", ack: 5, of: server)])
    #expect(followed.lines == ["6 →0 halo", "7 ←0 hai"])
  }

  @Test func `what an answer of another connection acknowledged is forgotten with its number`() {
    let stale = Party("192.0.2.2", 12_345, to: "192.0.2.1", 50_892, isn: 900_000, peerISN: 700_000)
    let followed = Followed(
      [client.segment(.syn), stale.segment(.ack, seq: 44, ack: 55), client.segment(.rst, seq: 55)],
      Array(opening.dropFirst()), [data(1, "halo")])
    #expect(followed.lines == ["6 →0 halo"])
  }

  @Test func `the part of a segment that the snapshot length cut is a gap`() {
    let followed = Followed(
      opening, [data(1, "0123456789").cut(to: 58), data(11, "next").cut(to: 54), data(15, "whole")])
    #expect(
      followed.lines == [
        "4 →0 0123", "4 →4 [6 snapshotLength after 4]", "5 →10 [4 snapshotLength after 4]", "6 →14 whole",
      ])
    // Held back, it has its gap in its place too.
    #expect(
      Followed(opening, [data(5, "5678").cut(to: 56), data(9, "9"), data(1, "1234")]).lines == [
        "6 →0 1234", "4 →4 56", "4 →6 [2 snapshotLength after 4]", "5 →8 9",
      ])
  }

  @Test func `a FIN tells of bytes missing before it`() {
    let followed = Followed(opening, [data(1, "one")], .close(seq: 14, ack: 1))
    #expect(followed.lines == ["4 →0 one", "5 →3 [10 notCaptured after 4]"])
    #expect(!followed.totals().isMissingByteOrFIN)
  }

  @Test func `a keep-alive at the beginning of the capture is no missing byte`() {
    let followed = Followed([
      client.segment(.ack, seq: 9, ack: 1), server.segment(.ack, seq: 1, ack: 10),
      data(1, "hai", ack: 10, of: server), client.segment(.ack, seq: 10, ack: 4), data(10, "halo", ack: 4),
    ])
    #expect(followed.lines == ["3 ←0 hai", "5 →0 halo"])
    #expect(followed.totals().gaps == 0)
  }

  @Test func `an acknowledgment tells of bytes missing at the end, but for the one that may be a FIN`() {
    let followed = Followed(
      opening, [data(1, "one"), server.segment(.ack, seq: 1, ack: 14), server.segment(.ack, seq: 1, ack: 9)])
    #expect(followed.lines == ["4 →0 one", "5 →3 [9 acknowledged after 4]"])
    #expect(followed.totals().isMissingByteOrFIN)
    #expect(Followed(opening, [data(1, "one"), server.segment(.ack, seq: 1, ack: 5)]).lines == ["4 →0 one"])
    // A RST may acknowledge what belongs to another connection.
    #expect(Followed(opening, [data(1, "one"), server.segment([.rst, .ack], ack: 900)]).lines == ["4 →0 one"])
  }

  @Test func `of a side that the capture lacks its acknowledgments tell how much it sent`() {
    let followed = Followed(
      [
        server.segment([.syn, .ack], ack: 1), server.segment(.ack, seq: 1, ack: 101),
        data(1, "reply", ack: 201, of: server), server.segment([.fin, .ack], seq: 6, ack: 202),
      ], sender: .responder)
    #expect(followed.lines == ["3 ←0 reply", "4 →0 [200 acknowledged after 0]"])
  }

  @Test func `a socket connected to itself is one side`() {
    let own = Party("192.0.2.1", 5_000, to: "192.0.2.1", 5_000, isn: 1_000, peerISN: 1_000)
    let followed = Followed([
      own.segment(.syn), own.segment([.syn, .ack], ack: 1), own.segment(.ack, seq: 1, ack: 1), data(1, "me", of: own),
      own.segment(.ack, seq: 3, ack: 3),
    ])
    #expect(followed.lines == ["4 →0 me"])
  }

  @Test func `no more is held back than the limit`() {
    let followed = Followed(
      opening, [data(101, "1234"), data(111, "5678"), data(121, "90"), data(1, "late")], holdLimit: 9)
    #expect(
      followed.lines == [
        "4 →0 [100 notAwaited after 0]", "4 →100 1234", "5 →104 [6 notCaptured after 4]", "5 →110 5678",
        "6 →114 [6 notCaptured after 5]", "6 →120 90",
      ])
    #expect(followed.totals().lateBytes == 4)
  }

  @Test(.timeLimit(.minutes(10)), arguments: [false, true])
  func `ten thousand holes are ten thousand gaps`(isBackwards: Bool) {
    var segments = (0..<10_000).map { data(UInt32(2 + 2 * $0), "x") }
    if isBackwards { segments.reverse() }
    let followed = Followed(opening, segments)
    #expect(followed.totals().gaps == 10_000)
    #expect(followed.totals().missingBytes == 10_000)
    #expect(followed.bytes[.originator] == [UInt8](repeating: UInt8(ascii: "x"), count: 10_000))
  }

  @Test(.timeLimit(.minutes(10))) func `segments of one byte are held back up to a number`() {
    let segments = (0..<20_000).map { data(UInt32(2 + 2 * $0), "x") }
    let followed = Followed(opening, segments, [data(1, "late")])
    #expect(followed.totals().gaps == 20_000)
    #expect(followed.lines.count { $0.contains("notAwaited") } == 20_000 - 16_384)
    #expect(followed.lines[0] == "4 →0 [1 notAwaited after 0]")
  }

  @Test(arguments: 0..<20)
  func `whatever the order, and however often, each byte comes once`(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let bytes = (0..<2_000).map { _ in UInt8(random(256)) }
    var ranges: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = min(start + 1 + random(60), bytes.count)
      ranges.append(max(start - random(20), 0)..<end)
      if random(4) == 0 { ranges.append(random(start + 1)..<end) }
      start = end
    }
    // The SYN tells where the stream begins, and nothing is acknowledged, so all may be shuffled.
    for index in ranges.indices { ranges.swapAt(index, random(ranges.count)) }
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: .max - 1_000)
    let followed = Followed(
      .handshake(client),
      ranges.map { client.segment(.ack, seq: UInt32(1 + $0.lowerBound), ack: 1, bytes: Array(bytes[$0])) })
    #expect(followed.bytes[.originator] == bytes)
    #expect(followed.totals().gaps == 0)
    #expect(followed.totals().bytes == bytes.count)
  }

  @Test func `each datagram is a chunk, empty ones and copies too`() {
    let followed = Followed([
      client.datagram("halo"), server.datagram("hai"), client.datagram("halo"), client.datagram(""),
      client.datagram("0123456789").cut(to: 46), client.datagram("end"),
    ])
    #expect(
      followed.lines == [
        "1 →0 halo", "2 ←0 hai", "3 →4 halo", "4 →8 ", "5 →8 0123", "5 →12 [6 snapshotLength after 5]", "6 →18 end",
      ])
    #expect(followed.totals().packets == 5)
  }

  @Test func `the first fragment of a datagram that cannot be put together tells how much is missing`() {
    let pieces = client.datagram(String(repeating: "x", count: 40)).fragments(of: 24)
    let followed = Followed([pieces[0].cut(to: 46)])
    #expect(followed.lines == ["1 →0 xxxx", "1 →4 [36 snapshotLength after 1]"])
  }

  @Test func `errors, and segments that contradict themselves, have no part in it`() {
    let halo = data(1, "halo")
    // A data offset of 0, and one beyond the end.
    let wrong = [UInt16(0x0018), 0xf018].map { data(5, "x").setting($0, at: 14 + 20 + 12) }
    let followed = Followed(opening, [halo, server.icmpError(quoting: halo, transportBytes: 24)], wrong)
    #expect(followed.lines == ["4 →0 halo"])
  }
}

import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// Bytes that are looked for in streams and datagrams.
struct PayloadSearchTests {
  private func find(_ text: String, in packets: [Sighting]) -> [PayloadOccurrence] { find([Array(text.utf8)], packets) }

  private func find(
    _ patterns: [[UInt8]], _ packets: [Sighting], holdLimit: Int = PayloadSearch.holdLimit,
    streamLimit: Int = PayloadSearch.streamLimit
  ) -> [PayloadOccurrence] {
    var engine = Engine(
      record: CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6))
    var search = PayloadSearch(patterns, holdLimit: holdLimit, streamLimit: streamLimit)
    var found: [PayloadOccurrence] = []
    packets.forEachPacket { packet, _ in
      engine.observe(packet) { _, frame, transport, observation in
        found += search.observe(frame, transport, observation)
      }
    }
    return found + search.finish()
  }

  private func data(_ sequence: UInt32, _ text: String) -> Sighting {
    client.segment([.psh, .ack], seq: sequence, ack: 1, text)
  }

  @Test func `text is found within a segment, and across the borders of several`() {
    let packets: [Sighting] = .handshake() + [data(1, "ab"), data(3, "c"), data(4, "defab")]
    #expect(find("b", in: packets).map(\.frames) == [[4], [6]])
    #expect(find("bcd", in: packets).map(\.frames) == [[4, 5, 6]])
    let whole = find("abc", in: packets)
    #expect(whole.map(\.frames) == [[4, 5]])
    #expect(whole.first?.offset == 0)
    #expect(whole.first?.side == .originator)
    #expect(find("x", in: packets).isEmpty)
  }

  @Test func `a beginning that comes to nothing may be the beginning of another`() {
    let packets: [Sighting] = .handshake() + [data(1, "aaba"), data(5, "abaa"), data(9, "c")]
    let found = find("abaac", in: packets)
    #expect(found.map(\.frames) == [[5, 6]])
    #expect(found.first?.offset == 4)
  }

  @Test func `segments are looked at in order of their bytes, each byte once`() {
    let packets: [Sighting] =
      .handshake() + [data(1, "Hel"), data(6, " World"), data(1, "Hel").numbered(9), data(4, "lo")]
    #expect(find("Hello World", in: packets).map(\.frames) == [[4, 7, 5]])
    #expect(find("HelHel", in: packets).isEmpty)
  }

  @Test func `nothing is found across a gap, nor from one side to the other`() {
    let gap: [Sighting] =
      .handshake() + [data(1, "ab"), data(5, "cd"), server.segment(.ack, seq: 1, ack: 7), data(7, "ef")]
    #expect(find("abcd", in: gap).isEmpty)
    #expect(find("cdef", in: gap).map(\.frames) == [[5, 7]])
    let sides: [Sighting] = .handshake() + [data(1, "ab"), server.segment([.psh, .ack], seq: 1, ack: 3, "cd")]
    #expect(find("abcd", in: sides).isEmpty)
    #expect(find("cd", in: sides).first?.side == .responder)
  }

  @Test func `what still waits when the capture ends is looked at`() {
    let packets: [Sighting] = .handshake() + [data(5, "tail")]
    #expect(find("tail", in: packets).map(\.frames) == [[4]])
  }

  @Test func `a datagram is searched by itself, of fragments the frame that completes it`() {
    let packets = [client.datagram("ab"), client.datagram("cd")]
    #expect(find("bc", in: packets).isEmpty)
    #expect(find("cd", in: packets).map(\.frames) == [[2]])
    let pieces = client.datagram("Hello fragmented world").fragments(of: 16)
    #expect(find("fragmented", in: pieces).map(\.frames) == [[pieces.count]])
  }

  @Test func `several patterns are told apart, occurrences do not overlap, and nothing is found nowhere`() {
    let packets: [Sighting] = .handshake() + [data(1, "aaaa\0\u{7f}")]
    #expect(find([Array("aa".utf8), [0, 0x7f], []], packets).map(\.pattern) == [0, 0, 1])
  }

  @Test func `random cuts find what the whole stream has`() {
    var dice = Dice(seed: 7)
    for _ in 0..<200 {
      let stream = String((0..<40).map { _ in dice.roll(2) == 0 ? "a" : "b" })
      let pattern = String((0..<Int(2 + dice.roll(4))).map { _ in dice.roll(2) == 0 ? "a" : "b" })
      var packets: [Sighting] = []
      var place = 0
      while place < 40 {
        let length = min(Int(1 + dice.roll(5)), 40 - place)
        let start = stream.index(stream.startIndex, offsetBy: place)
        packets.append(data(UInt32(place + 1), String(stream[start..<stream.index(start, offsetBy: length)])))
        place += length
      }
      if packets.count > 2, dice.roll(2) == 0 { packets.swapAt(1, 2) }
      let expected = stream.range(of: pattern).map { stream.distance(from: stream.startIndex, to: $0.lowerBound) }
      #expect(find(pattern, in: .handshake() + packets).first?.offset == expected, "\(pattern) in \(stream)")
    }
  }

  @Test func `past the limit what waits is looked at, and what is missing is a gap`() {
    let packets: [Sighting] = .handshake() + [data(5, "tail"), data(9, "end"), data(1, "head")]
    #expect(find([Array("headtail".utf8)], packets).count == 1)
    #expect(find([Array("headtail".utf8)], packets, holdLimit: 6).isEmpty)
    #expect(find([Array("tailend".utf8)], packets, holdLimit: 6).count == 1)
  }

  @Test func `past the limit streams that have been silent longest are forgotten`() {
    let others = (0..<6).map {
      Party("192.0.2.9", 40_000 + UInt16($0), to: "192.0.2.8", 80).segment(.ack, seq: 1, ack: 1)
    }
    let packets: [Sighting] =
      .handshake() + [data(1, "he"), data(7, "wait")] + others + [data(3, "ad"), data(5, "er")]
    #expect(find([Array("head".utf8), Array("wait".utf8)], packets).map(\.pattern) == [0, 1])
    // What waited is looked at before it is forgotten, and what comes later for itself.
    #expect(
      find([Array("head".utf8), Array("wait".utf8), Array("ader".utf8)], packets, streamLimit: 4).map(\.pattern) == [
        1, 2,
      ])
  }

  @Test func `troubled sessions are searched without a trap, and what is found is there`() {
    for seed in 0..<40 {
      let packets = [Sighting].session(seed: UInt64(seed), trouble: 3)
      for occurrence in find([[0x61], Array("echo".utf8)], packets) {
        #expect(occurrence.frames.allSatisfy { (1...packets.count).contains($0) })
      }
    }
  }
}

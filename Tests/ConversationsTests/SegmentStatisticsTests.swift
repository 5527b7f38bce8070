import Conversations
import PacketBuilding
import Testing
import Wire

struct SegmentStatisticsTests {
  // MSS 1460, window scale 7.
  private static let options: [UInt8] = [2, 4, 0x05, 0xb4, 1, 3, 3, 7]

  private func opening(scaled: Bool = true) -> [Sighting] {
    let options = scaled ? Self.options : []
    return [
      client.segment(.syn, window: 64_240, options: options).at(0),
      server.segment([.syn, .ack], ack: 1, window: 65_160, options: options).at(20),
      client.segment(.ack, seq: 1, ack: 1, window: 502).at(20.1),
    ]
  }

  private func data(_ seq: UInt32, _ length: Int, at time: Double, _ flags: TCPFlags = .ack) -> Sighting {
    client.segment(flags, seq: seq, ack: 1, bytes: [UInt8](repeating: 0x61, count: length), window: 502).at(time)
  }

  private func ack(_ ack: UInt32, at time: Double, window: UInt16 = 509, options: [UInt8] = []) -> Sighting {
    server.segment(.ack, seq: 1, ack: ack, window: window, options: options).at(time)
  }

  @Test func `segments are counted by what they carry`() throws {
    let record = conversation(
      opening(),
      [
        data(1, 1_000, at: 21, [.psh, .ack]), data(1_001, 100, at: 22), ack(1_101, at: 42),
        client.segment([.fin, .ack], seq: 1_101, ack: 1).at(43),
        server.segment([.fin, .ack], seq: 1, ack: 1_102).at(63),
        client.segment(.ack, seq: 1_102, ack: 2).at(63.1),
      ])
    let out = try #require(record.toResponder.segments), back = try #require(record.toOriginator.segments)
    #expect(
      [out.synPackets, out.finPackets, out.dataPackets, out.pushedDataPackets, out.ackPackets] == [1, 1, 2, 1, 5])
    #expect([out.pureACKs, back.pureACKs, back.ackPackets] == [2, 1, 3])
    #expect(
      [out.largestSegment, out.smallestSegment, out.averageSegment(of: record.toResponder.payloadBytes)] == [
        1_000, 100, 550,
      ])
    #expect(back.averageSegment(of: 0) == nil)
    #expect([out.streamLength, back.streamLength] == [1_100, 0])
    #expect([out.firstData?.frame, out.lastData?.frame, out.lastAcknowledged?.frame] == [4, 5, 6])
    #expect(out.dataNanoseconds == ms(1))
    #expect([out.longestIdle, back.longestIdle] == [ms(21), ms(22)])
    #expect([out.longestIdleFrame, back.longestIdleFrame] == [7, 6])
  }

  @Test func `windows are scaled, and a closed one is timed`() throws {
    let record = conversation(
      opening(),
      [
        data(1, 100, at: 21), ack(101, at: 41, window: 100), data(101, 100, at: 42), ack(201, at: 62, window: 0),
        ack(201, at: 1_062, window: 200),
      ])
    let windows = try #require(record.toOriginator.segments).windows
    #expect([windows.maximum, windows.minimum, windows.average, windows.count] == [25_600, 12_800, 12_800, 3])
    #expect([windows.maximumFrame, windows.minimumFrame] == [8, 5])
    #expect(windows.closings == 1)
    #expect(windows.closedNanoseconds == ms(1_000))
    #expect(record.data.map(\.window) == [65_160, 12_800])
  }

  @Test func `without scaling the windows of SYNs count too, and without a SYN none do`() throws {
    let unscaled = conversation(opening(scaled: false), [data(1, 10, at: 21), ack(11, at: 41, window: 1_000)])
    let windows = try #require(unscaled.toOriginator.segments).windows
    #expect([windows.maximum, windows.minimum, windows.average] == [65_160, 1_000, 33_080])
    let midstream = conversation([data(1, 10, at: 21), ack(11, at: 41)])
    #expect(midstream.toOriginator.segments?.windows.maximum == nil)
    #expect(midstream.toOriginator.segments?.streamLength == nil)
  }

  @Test func `bytes in flight grow with segments and shrink with ACKs`() throws {
    let record = conversation(
      opening(),
      [
        data(1, 1_000, at: 21), data(1_001, 1_000, at: 22), ack(1_001, at: 41), data(2_001, 500, at: 42),
        ack(2_501, at: 62),
      ])
    let inFlight = try #require(record.toResponder.segments).inFlight
    #expect(record.data.map(\.bytesInFlight) == [1_000, 2_000, 1_500])
    #expect([inFlight.maximum, inFlight.average, inFlight.maximumFrame] == [2_000, 1_500, 5])
    // 1,000 bytes for 1 ms, 2,000 for 19 ms, 1,000 for 1 ms, 1,500 for 20 ms, and none since.
    #expect(inFlight.timeWeightedAverage == 1_707)
    #expect(inFlight.minimum == 1_000)
    #expect(record.toResponder.segments?.initialWindowBytes == 2_000)
    #expect(record.toResponder.segments?.initialWindowPackets == 2)
  }

  @Test func `what is sent again is counted by segment, by byte and by time, SYN and FIN apart`() throws {
    let syn = client.segment(.syn, options: Self.options)
    let record = conversation(
      [syn.numbered(1).at(0), syn.numbered(2).at(1_000)], opening().dropFirst().map { $0.at(1_020) },
      [
        data(1, 100, at: 1_021).numbered(3), data(1, 100, at: 1_321).numbered(4), data(1, 100, at: 1_921).numbered(5),
        ack(101, at: 1_941), client.segment([.fin, .ack], seq: 101, ack: 1).numbered(6).at(1_942),
        client.segment([.fin, .ack], seq: 101, ack: 1).numbered(7).at(2_242),
      ])
    let out = try #require(record.toResponder.segments)
    #expect([out.synRetries, out.finRetries, record.toResponder.retransmissions] == [1, 1, 2])
    #expect([out.retransmittedBytes, out.mostRetransmissions] == [200, 2])
    #expect(out.retransmissionTimes.count == 4)
    #expect([out.retransmissionTimes.minimum, out.retransmissionTimes.maximum] == [ms(300), ms(1_000)])
  }

  @Test func `SACK and D-SACK are told apart`() throws {
    func blocks(_ ranges: Range<UInt32>...) -> [UInt8] {
      var bytes: [UInt8] = [1, 1, 5, UInt8(2 + 8 * ranges.count)]
      for value in ranges.flatMap({ [$0.lowerBound + 1_000, $0.upperBound + 1_000] }) {
        bytes += (0..<4).map { (byte: UInt32) in UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
      }
      return bytes
    }
    let record = conversation(
      opening(),
      [
        data(1, 100, at: 21), data(201, 100, at: 21.1), data(401, 100, at: 21.2),
        ack(101, at: 41, options: blocks(201..<301)), ack(101, at: 41.1, options: blocks(401..<501, 201..<301)),
        ack(501, at: 61, options: blocks(1..<101)),
      ])
    let back = try #require(record.toOriginator.segments)
    #expect([back.sackPackets, back.duplicateSACKPackets, back.largestSACKCount] == [3, 1, 2])
  }

  @Test func `the snapshot length takes from the payload what it takes`() throws {
    let record = conversation(opening(), [data(1, 1_000, at: 21).cut(to: 14 + 20 + 20 + 10)])
    let out = try #require(record.toResponder.segments)
    #expect([out.truncatedPackets, out.truncatedBytes] == [1, 990])
  }

  @Test func `four definitions of throughput`() {
    let record = conversation(
      opening(), [data(1, 1_000, at: 100), data(1, 1_000, at: 400), data(1_001, 1_000, at: 600), ack(2_001, at: 1_100)])
    let throughput = Throughput(record.toResponder, connectionNanoseconds: record.durationNanoseconds)
    // All frames in 1.1 s; 3,000 bytes, or 2,000 different ones, in 1.1 s; in 0.5 s; in 1 s.
    #expect(throughput.payload == 2_727)
    #expect(throughput.goodput == 1_818)
    #expect(throughput.transfer == 4_000)
    #expect(throughput.transferToACK == 2_000)
    #expect(throughput.wire == Int((Double(record.toResponder.bytes) / 1.1).rounded()))
  }

  @Test func `a sender that the other side's window holds up is told`() throws {
    let record = conversation(
      opening(),
      [data(1, 1_000, at: 21), ack(1_001, at: 41, window: 16), data(1_001, 1_000, at: 42), data(2_001, 1_000, at: 43)])
    let out = try #require(record.toResponder.segments)
    // The second and third fill 2,048 bytes.
    #expect(out.windowFilled.frames == [7])
  }

  @Test func `probes of a closed window are counted, those without payload too`() throws {
    let record = conversation(
      opening(),
      [
        data(1, 100, at: 21), ack(101, at: 41, window: 0),
        client.segment(.ack, seq: 100, ack: 1, window: 502).at(300), ack(101, at: 320, window: 0),
        data(101, 1, at: 700),
        ack(101, at: 720, window: 0), ack(101, at: 1_000, window: 509), data(101, 50, at: 1_001), ack(151, at: 1_021),
      ])
    let out = try #require(record.toResponder.segments)
    #expect([out.windowProbes, out.windowProbeBytes] == [2, 1])
    #expect(out.mostRetransmissions == 0)
    #expect(out.roundTrips.pureACK.count == 2)
  }

  @Test func `windows are not scaled where the answer offers no scale, whatever comes after it`() throws {
    let syn = client.segment(.syn, window: 14_600, options: Self.options)
    let record = conversation([
      syn.numbered(1).at(0), server.segment([.syn, .ack], ack: 1, window: 65_160, options: [2, 4, 0x05, 0xb4]).at(20),
      syn.numbered(2).at(21), client.segment(.ack, seq: 1, ack: 1, window: 14_600).at(22),
    ])
    #expect(record.toResponder.segments?.windows.maximum == 14_600)
    // Of an answer that the capture does not have nobody knows.
    let alone = conversation([syn.at(0), client.segment(.ack, seq: 1, ack: 1, window: 502).at(1)])
    #expect(alone.toResponder.segments?.windows.maximum == nil)
  }

  @Test func `what is sent again after its ACK counts too`() throws {
    let record = conversation(
      opening(),
      [
        data(1, 100, at: 21).numbered(1), ack(101, at: 41), data(1, 100, at: 341).numbered(2),
        data(1, 100, at: 941).numbered(3), ack(101, at: 961),
      ])
    let out = try #require(record.toResponder.segments)
    #expect(out.mostRetransmissions == 2)
    #expect([out.retransmissionTimes.minimum, out.retransmissionTimes.maximum] == [ms(320), ms(600)])
  }

  @Test func `a simultaneous open sends nothing again`() throws {
    let record = conversation([
      client.segment(.syn).at(0), server.segment(.syn).at(50), client.segment([.syn, .ack], ack: 1).at(50.1),
      server.segment([.syn, .ack], ack: 1).at(100), client.segment(.ack, seq: 1, ack: 1).at(100.1),
    ])
    let out = try #require(record.toResponder.segments)
    #expect([out.synRetries, out.mostRetransmissions, out.synPackets] == [0, 0, 2])
    #expect(out.retransmissionTimes.isEmpty)
  }

  @Test func `bytes behind a FIN leave it open what is missing`() throws {
    let record = conversation(
      opening(),
      [data(1, 100, at: 21), client.segment([.fin, .ack], seq: 41, ack: 1, window: 502).at(22), ack(101, at: 42)])
    #expect(record.toResponder.segments?.streamLength == nil)
    #expect(record.toResponder.missedBytes == nil)
  }

  @Test func `a FIN with another number is none that was sent again`() throws {
    let record = conversation(
      opening(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1, window: 502).at(21),
        client.segment([.fin, .ack], seq: 2, ack: 1, window: 502).at(22),
      ])
    #expect(record.toResponder.segments?.finRetries == 0)
    #expect(record.teardown?.fins.first?.retries.isEmpty == true)
  }

  @Test func `where the SYN is missing the first window is not known`() throws {
    let record = conversation([data(1, 100, at: 0), ack(101, at: 20)])
    #expect(record.toResponder.segments?.initialWindowBytes == nil)
  }

  @Test func `a side that was not seen has no rate, not a rate of 0`() {
    let record = conversation([client.segment(.syn).at(0), client.segment(.syn).at(1_000)])
    let seen = Throughput(record.toResponder, connectionNanoseconds: record.durationNanoseconds)
    let unseen = Throughput(record.toOriginator, connectionNanoseconds: record.durationNanoseconds)
    #expect(seen.wire != nil && seen.payload == 0)
    let rates = [unseen.wire, unseen.payload, unseen.goodput, unseen.transfer, unseen.transferToACK]
    #expect(rates == [nil, nil, nil, nil, nil])
  }

  @Test func `a single packet has no rate and no silence`() throws {
    let record = conversation([client.segment(.syn)])
    let out = try #require(record.toResponder.segments)
    #expect(out.longestIdle == nil)
    #expect(Throughput(record.toResponder, connectionNanoseconds: record.durationNanoseconds).goodput == nil)
    #expect(out.inFlight.average == nil)
    #expect(out.windows.average == nil || out.windows.count > 0)
  }
}

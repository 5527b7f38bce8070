import Conversations
import PacketBuilding
import Testing
import Wire

/// Wireshark's labels, each in the smallest situation that shows it, and the nearest that does not.
struct TCPStreamTests {
  private typealias Labels = SegmentAnalysis.Labels

  /// The analysis of the last packet.
  private func last(_ packets: [Sighting]...) -> SegmentAnalysis {
    observe(packets.flatMap(\.self)).observations.last?.tcp?.analysis ?? SegmentAnalysis()
  }

  private func labels(_ packets: [Sighting]...) -> SegmentAnalysis.Labels { last(packets.flatMap(\.self)).labels }

  private func data(_ seq: UInt32, _ length: Int = 10, at time: Double? = nil) -> Sighting {
    let segment = client.segment([.psh, .ack], seq: seq, ack: 1, bytes: [UInt8](repeating: 1, count: length))
    return time.map(segment.at) ?? segment
  }

  private func ack(_ ack: UInt32, window: UInt16 = 64_240, at time: Double? = nil) -> Sighting {
    let segment = server.segment(.ack, seq: 1, ack: ack, window: window)
    return time.map(segment.at) ?? segment
  }

  @Test func `the first copy of anything has no label`() {
    #expect(labels(.handshake()) == [])
    #expect(labels(.handshake(), [data(1)]) == [])
    #expect(labels(.handshake(), [data(1), ack(11)]) == [])
    #expect(labels(.handshake(), .close()) == [])
  }

  @Test func `bytes sent again are a retransmission, with the time since the oldest in flight`() {
    let analysis = last(.handshake(), [data(1, at: 10), data(11, at: 20), data(11, at: 320)])
    #expect(analysis.labels == .retransmission)
    #expect(analysis.retransmissionTimeout == ms(310))
    #expect(analysis.retransmissionTimeoutFrame == 4)
  }

  @Test func `a SYN and a FIN sent again are retransmissions too`() {
    #expect(labels([client.segment(.syn), client.segment(.syn)]) == .retransmission)
    let fin = client.segment([.fin, .ack], seq: 1, ack: 1)
    #expect(labels(.handshake(), [fin, fin.at(300)]) == .retransmission)
  }

  @Test(arguments: [(2, 15.0, true), (2, 25, false), (1, 15, false)])
  func `two duplicate ACKs less than 20 ms before make it fast`(duplicates: Int, after: Double, isFast: Bool) {
    let repeats = (0..<duplicates).map { ack(11, at: 30 + Double($0)) }
    let analysis = last(
      .handshake(), [data(1, at: 10), data(21, at: 11), ack(11, at: 29)], repeats,
      [data(11, at: 30 + Double(duplicates - 1) + after)])
    #expect(analysis.labels.contains(.fastRetransmission) == isFast)
  }

  @Test func `what was acknowledged to its end is sent again spuriously`() {
    #expect(labels(.handshake(), [data(1), ack(11), data(1)]) == .spuriousRetransmission)
    #expect(labels(.handshake(), [data(1), ack(6), data(1).at(300)]) == .retransmission)
  }

  @Test(arguments: [(1.5, true), (2.5, false)])
  func `what fills a gap within a round trip is out of order`(after: Double, isOutOfOrder: Bool) {
    // From SYN to ACK the handshake takes 2 ms.
    let analysis = last(.handshake(), [data(1, at: 10), data(21, at: 11), data(11, at: 11 + after)])
    #expect(analysis.labels == (isOutOfOrder ? .outOfOrder : .retransmission))
  }

  @Test(arguments: [(2.9, true), (3.1, false)])
  func `without a handshake the round trip counts as 3 ms`(after: Double, isOutOfOrder: Bool) {
    let analysis = last([data(1, at: 10), data(21, at: 11), data(11, at: 11 + after)])
    #expect(analysis.labels == (isOutOfOrder ? .outOfOrder : .retransmission))
  }

  @Test func `a clock that runs backwards makes a late segment a retransmission, as in Wireshark`() {
    #expect(labels(.handshake(), [data(1, at: 10), data(21, at: 11), data(11, at: 10.9)]) == .retransmission)
  }

  @Test func `a gap before a segment is a lost segment, and bytes in flight are unknown until an ACK`() {
    let observed = observe(.handshake(), [data(1), data(21), ack(11), data(31)])
    let analyses = observed.observations.compactMap(\.tcp?.analysis)
    #expect(analyses[4].labels == .lostSegment)
    #expect(analyses.map(\.bytesInFlight) == [nil, nil, nil, 10, nil, nil, 20])
  }

  @Test func `an ACK of unseen bytes is told once`() {
    let observed = observe(.handshake(), [data(1), ack(100), ack(100, window: 100), ack(100, window: 200)])
    #expect(
      observed.observations.suffix(3).map { $0.tcp?.analysis.labels.contains(.acknowledgedLostSegment) }
        == [true, false, false])
  }

  @Test func `duplicate ACKs are counted from the ACK that they repeat`() {
    let observed = observe(.handshake(), [data(1), ack(11), ack(11), ack(11), ack(11, window: 9)])
    let analyses = observed.observations.suffix(4).compactMap(\.tcp?.analysis)
    #expect(analyses.map(\.duplicateACKNumber) == [nil, 1, 2, nil])
    #expect(analyses.map(\.duplicateACKFrame) == [nil, 5, 5, nil])
    #expect(analyses[3].labels == .windowUpdate)
  }

  @Test func `a keep-alive repeats the number before the next, and its ACK is no duplicate`() {
    let probe = client.segment(.ack, seq: 10, ack: 1)
    #expect(labels(.handshake(), [data(1), ack(11), probe]) == .keepAlive)
    #expect(labels(.handshake(), [data(1), ack(11), probe, ack(11)]) == .keepAliveACK)
    #expect(labels(.handshake(), [data(1), ack(11), client.segment(.ack, seq: 10, ack: 1, "a")]) == .keepAlive)
    #expect(labels(.handshake(), [data(1), ack(11), client.segment(.ack, seq: 9, ack: 1)]) == [])
  }

  @Test func `a window of zero, its probe, and the probe's answer`() {
    let closed = [data(1), ack(11, window: 0)]
    #expect(labels(.handshake(), closed) == .zeroWindow)
    #expect(labels(.handshake(), closed, [data(11, 1)]) == .zeroWindowProbe)
    #expect(labels(.handshake(), closed, [data(11, 1), ack(11, window: 0)]) == [.zeroWindow, .zeroWindowProbeACK])
    #expect(labels(.handshake(), closed, [data(11, 2)]) == [])
    #expect(labels([client.segment(.syn, window: 0)]) == [])
  }

  @Test func `a segment that ends where the window ends fills it`() {
    #expect(labels(.handshake(), [data(1, 50), ack(51, window: 100), data(51, 100)]) == .windowFull)
    #expect(labels(.handshake(), [data(1, 50), ack(51, window: 100), data(51, 99)]) == [])
    #expect(labels(.handshake(), [data(1, 50), ack(51, window: 100), data(51, 101)]) == [])
    // Without a SYN the scale is unknown.
    #expect(labels([data(1, 50), ack(51, window: 100), data(51, 100)]) == [])
  }

  @Test func `a SYN with a new number on the same ports opens a stream and says so`() {
    let again = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 77_000)
    let observed = observe(.handshake(), [again.segment(.syn)])
    #expect(observed.observations.last?.tcp?.analysis.labels == .reusedPorts)
    #expect(observed.observations.last?.tcpStream == 1)
    #expect(observed.observations.last?.tcp?.completeness == .syn)
  }

  @Test func `an ACK names the segment that it covers to the last byte, and its first copy`() {
    let analysis = last(.handshake(), [data(1, at: 10), data(1, at: 310), ack(11, at: 320)])
    #expect(analysis.acknowledgedFrame == 4)
    #expect(analysis.acknowledgmentTime == ms(310))
    #expect(last(.handshake(), [data(1, at: 10), ack(6, at: 20)]).acknowledgedFrame == nil)
  }

  @Test func `the initial round trip runs from the latest SYN to the first ACK`() {
    let observed = observe([
      client.segment(.syn).at(0), client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1).at(1_010),
      client.segment(.ack, seq: 1, ack: 1).at(1_011), data(1, at: 1_012),
    ])
    #expect(observed.observations.map(\.tcp?.analysis.initialRoundTripTime) == [nil, nil, nil, ms(11), ms(11)])
  }

  @Test func `bytes in flight are what was sent and neither acknowledged nor in a SACK block`() {
    func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    let sack: [UInt8] = [1, 1, 5, 10] + big(1_011) + big(1_021)
    let observed = observe(
      .handshake(),
      [
        data(1), data(11), ack(6), data(21), server.segment(.ack, seq: 1, ack: 6, options: sack), data(31),
      ])
    #expect(observed.observations.dropFirst(3).map(\.tcp?.analysis.bytesInFlight) == [10, 20, nil, 25, nil, 25])
  }

  @Test func `bytes since the last PSH are counted`() {
    func piece(_ seq: UInt32, _ flags: TCPFlags) -> Sighting { client.segment(flags, seq: seq, ack: 1, "0123456789") }
    let observed = observe(.handshake(), [piece(1, .ack), piece(11, [.psh, .ack]), piece(21, .ack), piece(31, .ack)])
    #expect(observed.observations.suffix(4).map(\.tcp?.analysis.pushBytesSent) == [10, 20, 10, 20])
  }

  @Test func `completeness is what came before each packet, and in the end all of it`() {
    let observed = observe(.handshake(), [data(1), ack(11)], .close(seq: 11))
    #expect(observed.observations.map(\.tcp?.completeness.rawValue) == [0, 1, 3, 7, 15, 15, 31, 31])
    #expect(observed.records.first?.completeness?.rawValue == 31)
  }

  @Test func `a packet that a filter dropped has no label and leaves none`() {
    #expect(labels(.handshake(), [data(1).dropped, data(1).at(300)]) == [])
  }
}

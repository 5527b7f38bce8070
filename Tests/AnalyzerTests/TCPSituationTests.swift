import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// One situation of a TCP connection each, made packet by packet as a Linux stack sends them: what it was is known, and
/// the findings must say it, with the frames, whatever Wireshark's label is.
struct TCPSituationTests {
  /// The findings about the connection and its capture, without those of an echo, which has its own tests.
  func codes(_ analysed: Analysed) -> Set<Finding.Code> {
    Set(analysed.summary.findings.map(\.code)).subtracting([.echoLost, .echoSlow, .echoMismatch])
  }

  func frames(_ code: Finding.Code, _ analysed: Analysed) -> [Int]? { analysed.finding(code)?.frames }

  // MSS 1460, SACK permitted.
  static let synOptions: [UInt8] = [2, 4, 0x05, 0xb4, 1, 1, 4, 2]

  static func timestamps(_ value: UInt32) -> [UInt8] { [1, 1, 8, 10] + big4(value) + [0, 0, 0, 1] }
  static func big4(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  /// SACK blocks of the client's stream, whose first byte is 1.
  static func sack(_ blocks: Range<UInt32>...) -> [UInt8] {
    [1, 1, 5, UInt8(2 + 8 * blocks.count)]
      + blocks.flatMap { big4(1_000 &+ $0.lowerBound) + big4(1_000 &+ $0.upperBound) }
  }

  var opening: [Sighting] {
    [
      client.segment(.syn, options: Self.synOptions).numbered(0x100).at(0),
      server.segment([.syn, .ack], ack: 1, options: Self.synOptions).at(10),
      client.segment(.ack, seq: 1, ack: 1).numbered(0x101).at(10.1),
    ]
  }

  func data(_ seq: UInt32, _ number: UInt16, at time: Double, length: Int = 100, ts: UInt32? = nil) -> Sighting {
    client.segment(
      [.psh, .ack], seq: seq, ack: 1, bytes: [UInt8](repeating: 0x61, count: length),
      options: ts.map(Self.timestamps) ?? []
    ).numbered(number).at(time)
  }

  func ack(_ ack: UInt32, _ number: UInt16, at time: Double, window: UInt16 = 64_240, _ options: [UInt8] = [])
    -> Sighting
  { server.segment(.ack, seq: 1, ack: ack, window: window, options: options).numbered(number).at(time) }

  @Test func `a clean session gives no finding`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 11), ack(101, 0x900, at: 21),
        client.segment([.fin, .ack], seq: 101, ack: 1).numbered(0x103).at(22),
        server.segment([.fin, .ack], seq: 1, ack: 102).numbered(0x901).at(32),
        client.segment(.ack, seq: 102, ack: 2).numbered(0x104).at(32.1),
      ])
    #expect(codes(analysed).isEmpty)
  }

  @Test func `SYNs that nobody answers are one attempt, with its intervals`() throws {
    let syn = client.segment(.syn, options: Self.synOptions)
    let analysed = analyse([
      syn.numbered(1).at(0), syn.numbered(2).at(1_017), syn.numbered(3).at(2_041), syn.numbered(4).at(3_065),
    ])
    #expect(codes(analysed) == [.tcpUnanswered])
    #expect(frames(.tcpUnanswered, analysed) == [1, 2, 3, 4])
    #expect(analysed.conversation.handshake?.synRetries.map(\.frame) == [2, 3, 4])
    #expect(analysed.conversation.completeness?.rawValue == 1)
  }

  @Test func `a refused SYN is refused, and completeness is Wireshark's`() {
    let analysed = analyse([client.segment(.syn).at(0), server.segment([.rst, .ack], ack: 1, window: 0).at(3)])
    #expect(codes(analysed) == [.tcpRefused])
    #expect(analysed.conversation.completeness?.rawValue == 37)
  }

  @Test func `a lost SYN-ACK shows in two answers`() {
    let syn = client.segment(.syn, options: Self.synOptions)
    let answer = server.segment([.syn, .ack], ack: 1, options: Self.synOptions)
    let analysed = analyse([
      syn.numbered(1).at(0), syn.numbered(2).at(1_007), answer.at(1_009),
      client.segment(.ack, seq: 1, ack: 1).numbered(3).at(1_009.1), answer.at(1_020),
    ])
    #expect(codes(analysed) == [.tcpSYNACKLost])
    #expect(frames(.tcpSYNACKLost, analysed) == [1, 2, 3, 5])
  }

  @Test func `one answer to two SYNs tells that one of them, or an answer, was lost`() {
    let syn = client.segment(.syn, options: Self.synOptions)
    let analysed = analyse([
      syn.numbered(1).at(0), syn.numbered(2).at(1_007),
      server.segment([.syn, .ack], ack: 1, options: Self.synOptions).at(1_009),
      client.segment(.ack, seq: 1, ack: 1).numbered(3).at(1_009.1),
    ])
    #expect(codes(analysed) == [.tcpSYNRetried])
  }

  @Test func `a simultaneous open is no retransmission`() {
    let analysed = analyse([
      client.segment(.syn).at(0), server.segment(.syn).at(50), client.segment([.syn, .ack], ack: 1).at(50.1),
      server.segment([.syn, .ack], ack: 1).at(100), client.segment(.ack, seq: 1, ack: 1).at(100.1),
    ])
    #expect(codes(analysed) == [.tcpSimultaneousOpen])
    // What Wireshark says stays in the fields.
    #expect(analysed.observations[2].tcp?.analysis.labels.contains(.retransmission) == true)
    #expect(analysed.conversation.toResponder.retransmissions == 0)
  }

  @Test func `data in the SYN is Fast Open`() {
    let analysed = analyse([
      client.segment(.syn, "hello").at(0), server.segment([.syn, .ack], ack: 6).at(3),
      client.segment(.ack, seq: 6, ack: 1).at(3.1),
    ])
    #expect(codes(analysed) == [.tcpFastOpen])
  }

  @Test func `crossed FINs close at once`() {
    let analysed = analyse(
      opening,
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x102).at(20),
        server.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x900).at(25),
        client.segment(.ack, seq: 2, ack: 2).numbered(0x103).at(25.1),
        server.segment(.ack, seq: 2, ack: 2).numbered(0x901).at(30),
      ])
    #expect(codes(analysed) == [.tcpSimultaneousClose])
  }

  @Test func `what fills a gap before a FIN was sent again, or is late`() throws {
    func reply(_ number: UInt16, at time: Double) -> Sighting {
      server.segment([.psh, .ack], seq: 1, ack: 1, "halo").numbered(number).at(time)
    }
    let fin = server.segment([.fin, .ack], seq: 5, ack: 1).numbered(0x201).at(30)
    let asking = client.segment(.ack, seq: 1, ack: 1, options: [1, 1, 5, 10] + Self.big4(5_005) + Self.big4(5_006)).at(
      30.1)
    let again = analyse(opening + [fin, asking, reply(0x202, at: 40)])
    #expect(again.conversation.toOriginator.retransmissions == 1)
    #expect(frames(.tcpRetransmission, again) == [6])
    let late = analyse(opening + [fin, asking, reply(0x200, at: 40)])
    #expect(late.conversation.toOriginator.retransmissions == 0)
    #expect(frames(.tcpLateSegment, late) == [6])
  }

  @Test func `a FIN sent again is told with both frames`() {
    let fin = client.segment([.fin, .ack], seq: 1, ack: 1)
    let analysed = analyse(opening, [fin.numbered(0x102).at(20), fin.numbered(0x103).at(246)])
    #expect(codes(analysed) == [.tcpFINRetried])
    #expect(frames(.tcpFINRetried, analysed) == [4, 5])
  }

  @Test func `the same packet twice is the network's, a packet with another number the sender's`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 11), data(101, 0x103, at: 11.1), data(1, 0x102, at: 13), ack(201, 0x900, at: 21),
      ])
    #expect(codes(analysed) == [.networkDuplicate])
    #expect(frames(.networkDuplicate, analysed) == [6])
    #expect(analysed.conversation.toResponder.copies == 1)
    #expect(analysed.conversation.toResponder.retransmissions == 0)
    #expect(analysed.conversation.toResponder.payloadBytes == 200)
    #expect(analysed.conversation.toResponder.uniquePayloadBytes == 200)
  }

  @Test func `a capture that has every packet twice is told once, and analysed once`() {
    let packets =
      [client.segment(.syn).numbered(0x100).at(0), server.segment([.syn, .ack], ack: 1).at(10)]
      + [
        client.segment(.ack, seq: 1, ack: 1).numbered(0x101).at(10.1), data(1, 0x102, at: 11), ack(101, 0x900, at: 21),
      ]
      + [client.datagram("ping", identification: 7).at(30), server.datagram("ping", identification: 9).at(31)]
    let analysed = analyse(packets.flatMap { [$0, $0] })
    #expect(codes(analysed) == [.captureDuplicates])
    #expect(analysed.finding(.captureDuplicates)?.count == 7)
    #expect(frames(.captureDuplicates, analysed) == [2, 4, 6, 8, 10, 12, 14])
    let udp = analysed.summary.conversations[1]
    #expect(udp.echo.requests == 1)
    #expect(udp.echo.duplicated == 0)
    // Wireshark sees retransmissions.
    #expect(analysed.observations[7].tcp?.analysis.labels.isDisjoint(with: .anyRetransmission) == false)
  }

  @Test func `a UDP reply that the network doubled came twice`() {
    let analysed = analyse([
      client.datagram("one", identification: 1), server.datagram("one", identification: 5),
      server.datagram("one", identification: 5), client.datagram("two", identification: 2),
      server.datagram("two", identification: 6), client.datagram("three", identification: 3),
      server.datagram("three", identification: 7),
    ])
    #expect(codes(analysed) == [.networkDuplicate, .udpDuplicateReply])
    #expect(analysed.conversation.echo.duplicated == 1)
    #expect(analysed.conversation.exchanges.first?.duplicates == [3])
  }

  @Test func `timeouts in a row double their wait`() throws {
    let analysed = analyse(
      opening,
      [data(1, 0x102, at: 20), data(1, 0x103, at: 246), data(1, 0x104, at: 698), ack(101, 0x900, at: 710)])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout])
    let events = try #require(analysed.conversation.events)
    #expect(events.retransmissions.map(\.cause) == [.timeout, .timeout])
    #expect(events.retransmissions.map(\.timeoutNumber) == [1, 2])
    #expect(events.retransmissions.map(\.waited) == [226_000_000, 452_000_000])
    #expect(events.retransmissions.map(\.original?.frame) == [4, 5])
  }

  @Test func `a wait that does not double was a probe's`() throws {
    let analysed = analyse(
      opening,
      [data(1, 0x102, at: 20), data(1, 0x103, at: 230), data(1, 0x104, at: 440), ack(101, 0x900, at: 450)])
    let events = try #require(analysed.conversation.events)
    #expect(events.retransmissions.map(\.cause) == [.tailLossProbe, .timeout])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTailLossProbe, .tcpTimeout])
  }

  @Test func `the timer starts anew with an ACK`() throws {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 42), data(101, 0x103, at: 42.1), ack(101, 0x900, at: 83), data(101, 0x104, at: 331),
      ])
    #expect(analysed.conversation.events?.retransmissions.map(\.waited) == [248_000_000])
    #expect(analysed.conversation.events?.retransmissions.map(\.cause) == [.timeout])
  }

  @Test(arguments: [false, true])
  func `three duplicate ACKs, or SACK blocks, ask for a fast retransmission`(withSACK: Bool) {
    func again(_ number: UInt16, _ end: UInt32, at time: Double) -> Sighting {
      ack(101, number, at: time, withSACK ? Self.sack(201..<end) : [])
    }
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), data(101, 0x103, at: 20.1), data(201, 0x104, at: 20.2), data(301, 0x105, at: 20.3),
        data(401, 0x106, at: 20.4), ack(101, 0x900, at: 30), again(0x901, 301, at: 30.2), again(0x902, 401, at: 30.3),
        again(0x903, 501, at: 30.4), data(101, 0x107, at: 30.5), ack(501, 0x904, at: 41),
      ])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpFastRetransmission])
    #expect(frames(.tcpFastRetransmission, analysed) == [13])
  }

  @Test func `a segment that others overtook is late and not sent again, by its packet's number`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), data(201, 0x104, at: 20.1), data(301, 0x105, at: 20.2), data(401, 0x106, at: 20.3),
        ack(101, 0x900, at: 20.4), ack(101, 0x901, at: 20.5), ack(101, 0x902, at: 20.6), ack(101, 0x903, at: 20.7),
        data(101, 0x103, at: 21), ack(501, 0x904, at: 22),
      ])
    #expect(codes(analysed) == [.tcpLateSegment])
    #expect(frames(.tcpLateSegment, analysed) == [12])
    #expect(analysed.observations[11].tcp?.analysis.labels == .fastRetransmission)
    #expect(analysed.conversation.toResponder.outOfOrder == 1)
    #expect(analysed.conversation.toResponder.retransmissions == 0)
  }

  @Test(arguments: [(UInt32(500), Finding.Code.tcpLateSegment), (600, .tcpRetransmission)])
  func `where packets have no numbers the sender's clock tells late from sent again`(
    clock: UInt32, code: Finding.Code
  ) {
    let analysed = analyse(
      opening, [data(1, 0, at: 20, ts: 500), data(201, 0, at: 20.1, ts: 510), data(101, 0, at: 25, ts: clock)])
    #expect(analysed.finding(code)?.frames == [6])
  }

  @Test func `a D-SACK proves that a retransmission was not needed`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), data(1, 0x103, at: 250), ack(101, 0x900, at: 251),
        ack(101, 0x901, at: 260, Self.sack(1..<101)),
      ])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout, .tcpSpuriousRetransmission])
    #expect(frames(.tcpSpuriousRetransmission, analysed) == [5, 7])
  }

  @Test func `what is sent again after an ICMP error answers it`() {
    let first = data(1, 0x102, at: 20)
    let analysed = analyse(
      opening,
      [first, server.icmpError(type: 3, code: 1, quoting: first, transportBytes: 20).at(22), data(1, 0x103, at: 60)])
    #expect(analysed.finding(.tcpRetransmissionAfterError)?.frames == [6])
  }

  @Test func `a probe of a closed window is no keep-alive, and the window's time is told`() throws {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 47, window: 0),
        client.segment(.ack, seq: 100, ack: 1).numbered(0x103).at(257), ack(101, 0x901, at: 260, window: 0),
        ack(101, 0x902, at: 1_605, window: 8_192),
      ])
    #expect(codes(analysed) == [.tcpZeroWindow, .tcpWindowProbe])
    #expect(frames(.tcpWindowProbe, analysed) == [6])
    let closed = try #require(analysed.conversation.events?.closedWindows.first)
    #expect(closed.closed.frame == 5)
    #expect(closed.opened?.frame == 8)
    #expect(analysed.observations[5].tcp?.analysis.labels == .keepAlive)
  }

  @Test func `keep-alives are told, and are no retransmissions`() {
    let probe = client.segment(.ack, seq: 100, ack: 1)
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30), probe.numbered(0x103).at(1_030), ack(101, 0x901, at: 1_040),
        client.segment(.ack, seq: 100, ack: 1, "a").numbered(0x104).at(2_040), ack(101, 0x902, at: 2_050),
        probe.numbered(0x105).at(3_050),
      ])
    #expect(codes(analysed) == [.tcpKeepAlive])
    #expect(frames(.tcpKeepAlive, analysed) == [6, 8, 10])
    #expect(analysed.conversation.events?.keepAliveAnsweredTotal == 2)
    #expect(analysed.conversation.toResponder.retransmissions == 0)
  }

  @Test func `data answered by a RST without ACK is a half-open connection`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30), data(101, 0x103, at: 500),
        server.segment(.rst, seq: 1, window: 0).at(510),
      ])
    #expect(codes(analysed) == [.tcpReset, .tcpHalfOpen])
    #expect(frames(.tcpHalfOpen, analysed) == [6, 7])
  }

  @Test func `a RST with ACK in place of a FIN is an abort`() {
    let reply = server.segment([.psh, .ack], seq: 1, ack: 101, bytes: [UInt8](repeating: 0x61, count: 100))
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), reply.numbered(0x900).at(30),
        client.segment([.rst, .ack], seq: 101, ack: 101).numbered(0x103).at(31),
      ])
    #expect(codes(analysed) == [.tcpReset, .tcpAbort])
  }

  @Test func `a server that aborts without an answer had not read`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30),
        server.segment([.rst, .ack], seq: 1, ack: 101).numbered(0x901).at(300),
      ])
    #expect(codes(analysed) == [.tcpReset, .tcpAbortUnread])
    #expect(analysed.conversation.teardown?.resets.first?.unansweredBytes == 100)
  }

  @Test func `a RST outside the window changes nothing`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30), client.segment(.rst, seq: 200_000).numbered(0x500).at(35),
        client.segment(.rst, seq: 50).numbered(0x501).at(36), data(101, 0x103, at: 40), ack(201, 0x901, at: 50),
      ])
    #expect(codes(analysed) == [.tcpResetIgnored])
    #expect(frames(.tcpResetIgnored, analysed) == [6, 7])
    #expect(analysed.conversation.outcome == .open)
  }

  @Test func `segments above the MSS are the card's work`() {
    let analysed = analyse(opening, [data(1, 0x102, at: 20, length: 4_380), ack(4_381, 0x900, at: 30)])
    #expect(codes(analysed) == [.tcpLargeSegment])
    #expect(analysed.conversation.events?.largestPayload == 4_380)
  }

  @Test func `congestion marks are told with their echoes and answers`() {
    var marked = data(1, 0x102, at: 20)
    marked.bytes[15] = 0x03
    let analysed = analyse(
      opening,
      [
        marked, server.segment([.ack, .ece], seq: 1, ack: 101).numbered(0x900).at(30),
        client.segment([.psh, .ack, .cwr], seq: 101, ack: 1, "x").numbered(0x103).at(31), ack(102, 0x901, at: 40),
      ])
    #expect(codes(analysed) == [.tcpCongestion])
    #expect(analysed.conversation.events?.congestionEchoes.frames == [5])
    #expect(analysed.conversation.events?.congestionAnswers.frames == [6])
  }

  @Test func `a skipped number after a pause is a packet lost before the capture`() {
    func reply(_ seq: UInt32, _ number: UInt16, at time: Double) -> Sighting {
      server.segment([.psh, .ack], seq: seq, ack: 101, "reply").numbered(number).at(time)
    }
    let analysed = analyse(
      opening,
      [data(1, 0x102, at: 20), ack(101, 0x900, at: 30), reply(1, 0x902, at: 271), reply(6, 0x903, at: 272)])
    #expect(codes(analysed) == [.tcpLostBeforeCapture])
    #expect(frames(.tcpLostBeforeCapture, analysed) == [6])
  }

  @Test func `an ACK of what is not there tells that the capture missed packets`() {
    let analysed = analyse(opening, [data(1, 0x102, at: 20), ack(301, 0x900, at: 30), ack(301, 0x901, at: 31)])
    #expect(codes(analysed) == [.tcpUnseen, .captureLoss])
    #expect(frames(.tcpUnseen, analysed) == [5])
    #expect(frames(.captureLoss, analysed) == [5])
  }

  @Test func `one side alone is told as such`() {
    let analysed = analyse([
      client.segment(.syn).numbered(1).at(0), client.segment(.ack, seq: 1, ack: 1).numbered(2).at(10),
      data(1, 3, at: 11), client.segment(.ack, seq: 101, ack: 101).numbered(4).at(30),
    ])
    #expect(codes(analysed) == [.tcpOneDirection])
  }

  @Test func `a capture from the middle assumes its numbers`() {
    let analysed = analyse([data(500, 1, at: 0), ack(600, 0x900, at: 10)])
    #expect(codes(analysed) == [.tcpMidstream])
  }

  @Test func `options that the snapshot length cut are unknown`() {
    let analysed = analyse([
      client.segment(.syn, options: Self.synOptions).cut(to: 56).at(0),
      server.segment([.syn, .ack], ack: 1, options: Self.synOptions).cut(to: 56).at(10),
    ])
    #expect(analysed.finding(.tcpOptionsCut)?.frames == [1, 2])
    #expect(analysed.conversation.handshake?.syn?.isSACKPermitted == nil)
  }

  @Test func `a clock that runs backwards makes a late segment no retransmission`() {
    let analysed = analyse(
      opening, [data(1, 0x102, at: 20), data(201, 0x104, at: 20.2), data(101, 0x103, at: 20.1)])
    #expect(codes(analysed) == [.captureTimeBackwards, .tcpLateSegment])
    #expect(analysed.observations[5].tcp?.analysis.labels == .retransmission)
  }

  @Test func `numbers that wrap give the same verdict`() {
    let wrapping = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: .max - 150)
    func data(_ seq: UInt32, _ number: UInt16, at time: Double) -> Sighting {
      wrapping.segment([.psh, .ack], seq: seq, ack: 1, bytes: [UInt8](repeating: 0x61, count: 100)).numbered(number)
        .at(time)
    }
    func ack(_ ack: UInt32, _ number: UInt16, at time: Double) -> Sighting {
      wrapping.other.segment(.ack, seq: 1, ack: ack).numbered(number).at(time)
    }
    let analysed = analyse(
      .handshake(wrapping),
      [
        data(1, 0x102, at: 20), data(101, 0x103, at: 20.1), data(201, 0x104, at: 20.2), data(301, 0x105, at: 20.3),
        data(401, 0x106, at: 20.4), ack(101, 0x900, at: 30), ack(101, 0x901, at: 30.2), ack(101, 0x902, at: 30.3),
        ack(101, 0x903, at: 30.4), data(101, 0x107, at: 30.5), ack(501, 0x904, at: 41),
      ])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpFastRetransmission])
    #expect(analysed.conversation.events?.retransmissions.first?.start == 101)
  }

  @Test func `the same ports in two VLANs are one stream and two conversations`() {
    let session: [Sighting] = .handshake() + [data(1, 0, at: 11), ack(101, 0, at: 12)]
    let analysed = analyse(session.flatMap { [$0.tagged(10), $0.tagged(20)] })
    let records = analysed.summary.conversations
    #expect(records.map(\.stream) == [0, 0])
    #expect(records.map(\.index) == [0, 1])
    #expect(records.map(\.encapsulation) == ["802.1Q 10", "802.1Q 20"])
    #expect(records.map(\.toResponder.retransmissions) == [0, 0])
    // Wireshark follows the stream, and sees each packet twice.
    #expect(analysed.observations[7].tcp?.analysis.labels.isDisjoint(with: .anyRetransmission) == false)
  }

  @Test func `a lost ACK that a later one covers is no trouble`() {
    let analysed = analyse(opening, [data(1, 0x102, at: 20), data(101, 0x103, at: 20.1), ack(201, 0x901, at: 30)])
    #expect(codes(analysed).isEmpty)
    #expect(analysed.conversation.data.map(\.acknowledgedBy?.frame) == [6, 6])
  }

  @Test func `data completes a handshake whose ACK was lost after the capture`() {
    let analysed = analyse(
      opening, [data(1, 0x102, at: 11), ack(101, 0x900, at: 21), data(101, 0x103, at: 22), ack(201, 0x901, at: 32)])
    #expect(codes(analysed).isEmpty)
    #expect(analysed.conversation.handshake?.ack?.frame == 3)
  }

  @Test(arguments: [([3, 12], 2), ([3, 3, 3, 3, 3], 5)])
  func `small writes that Nagle's rule joins are fewer segments of the same bytes`(lengths: [Int], segments: Int) {
    var packets: [Sighting] = []
    var seq: UInt32 = 1
    for (index, length) in lengths.enumerated() {
      packets.append(data(seq, 0x102 + UInt16(index), at: 20 + Double(index), length: length))
      seq += UInt32(length)
    }
    let analysed = analyse(opening, packets, [ack(16, 0x900, at: 40)])
    #expect(codes(analysed).isEmpty)
    #expect(analysed.conversation.data.map(\.length) == lengths)
    #expect(analysed.conversation.dataTotal == segments)
    #expect(analysed.conversation.toResponder.uniquePayloadBytes == 15)
  }

  @Test func `fifty clients at once are fifty connections`() {
    let clients = (0..<50).map { Party("192.0.2.1", 40_000 + $0, to: "192.0.2.2", 7) }
    let steps: [(Party) -> Sighting] = [
      { $0.segment(.syn) }, { $0.other.segment([.syn, .ack], ack: 1) }, { $0.segment(.ack, seq: 1, ack: 1) },
      { $0.segment([.psh, .ack], seq: 1, ack: 1, "ping") }, { $0.other.segment([.psh, .ack], seq: 1, ack: 5, "ping") },
      { $0.segment([.fin, .ack], seq: 5, ack: 5) }, { $0.other.segment([.fin, .ack], seq: 5, ack: 6) },
      { $0.segment(.ack, seq: 6, ack: 6) },
    ]
    let analysed = analyse(steps.flatMap { step in clients.map(step) })
    #expect(analysed.summary.findings.isEmpty)
    #expect(analysed.summary.conversations.count == 50)
    #expect(analysed.summary.conversations.allSatisfy { $0.outcome == .complete && $0.echo.isEcho == true })
  }
}

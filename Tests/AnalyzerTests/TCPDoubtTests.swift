import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

// What looks like one thing and is another: the nearest situations in which a finding would be untrue.
extension TCPSituationTests {
  private var echoed: [Sighting] {
    [
      client.segment([.psh, .ack], seq: 1, ack: 1, "halo"), server.segment([.psh, .ack], seq: 1, ack: 5, "halo"),
      client.segment([.fin, .ack], seq: 5, ack: 5), server.segment([.fin, .ack], seq: 5, ack: 6),
      client.segment(.ack, seq: 6, ack: 6),
    ]
  }

  @Test func `a clock of centuries is only a number`() {
    let analysed = analyse(
      [
        client.segment(.syn).numbered(1).at(0), server.segment([.syn, .ack], ack: 1).at(1),
        client.segment(.ack, seq: 1, ack: 1).numbered(2).at(7_000_000_000_000),
      ],
      [data(1, 3, at: 7_000_000_000_001), ack(1, 9, at: 7_000_000_000_002, Self.sack(1..<2))],
      [data(1, 4, at: 7_000_000_000_003)])
    #expect(analysed.conversation.toResponder.retransmissions == 1)
  }

  @Test func `a host that still knows an older connection answers the SYN, and the new one opens nevertheless`() {
    // RFC 9293, figure 9.
    let analysed = analyse(
      [
        client.segment(.syn), server.segment(.ack, seq: 900_000, ack: 4_000_000), client.segment(.rst, seq: 4_000_000),
        client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1),
      ], echoed)
    #expect(codes(analysed) == [.tcpOlderConnection])
    #expect(frames(.tcpOlderConnection, analysed) == [2, 3])
    #expect(analysed.conversation.outcome == .complete)
    #expect(analysed.conversation.echo.isEcho == true)
  }

  @Test func `a RST before the SYN ends nothing`() {
    let analysed = analyse([server.segment(.rst, seq: 77)], .handshake(), echoed)
    #expect(codes(analysed) == [.tcpOlderConnection])
    #expect(analysed.conversation.outcome == .complete)
    #expect(analysed.conversation.originator == client.endpoint)
    #expect(analysed.conversation.rolesInferred == false)
    #expect(analysed.conversation.toResponder.packets + analysed.conversation.toOriginator.packets == 9)
  }

  @Test func `a SYN that is refused, sent again and accepted opens the connection`() {
    let analysed = analyse(
      [client.segment(.syn).at(0), server.segment([.rst, .ack], ack: 1).at(1), client.segment(.syn).at(500)],
      [server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1)], echoed)
    #expect(codes(analysed) == [.tcpRefusedAtFirst])
    #expect(frames(.tcpRefusedAtFirst, analysed) == [2, 4])
    #expect(analysed.conversation.outcome == .complete)
  }

  @Test func `numbers drawn at random tell no order`() {
    let numbers: [UInt16] = [0x9c01, 0x1b77, 0xe8d0, 0x2f00]
    let analysed = analyse(
      [
        client.segment(.syn, options: Self.synOptions).numbered(0x4000).at(0),
        server.segment([.syn, .ack], ack: 1, options: Self.synOptions).at(10),
        client.segment(.ack, seq: 1, ack: 1).numbered(numbers[0]).at(10.1),
      ],
      [data(1, numbers[1], at: 20), data(1, numbers[2], at: 320), data(1, numbers[3], at: 920)])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout])
    #expect(frames(.tcpTimeout, analysed) == [5, 6])
    #expect(analysed.conversation.toResponder.outOfOrder == 0)
  }

  @Test func `the sender's clock tells more than the count of its packets`() {
    // The count has come round while others were sent.
    let analysed = analyse(
      opening, [data(1, 0x102, at: 20, ts: 500), data(1, 0x8f00, at: 320, ts: 800)])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout])
  }

  @Test func `each cause is counted to the end, and told however late it comes`() {
    var packets: [Sighting] = []
    var seq: UInt32 = 1
    var number: UInt16 = 0x102
    var time = 20.0
    func add(_ packet: Sighting) { packets.append(packet) }
    for turn in 0..<72 {
      let isTimeout = turn >= 70
      add(data(seq, number, at: time))
      add(data(seq + 100, number + 1, at: time + 0.1))
      if !isTimeout { add(ack(seq, 0x900 + number, at: time + 10, Self.sack(seq + 100..<seq + 200))) }
      add(data(seq, number + 2, at: time + (isTimeout ? 300 : 11)))
      add(ack(seq + 200, 0x901 + number, at: time + (isTimeout ? 310 : 21)))
      (seq, number, time) = (seq + 200, number + 3, time + 1_000)
    }
    let analysed = analyse(opening, packets)
    #expect(analysed.finding(.tcpFastRetransmission)?.count == 70)
    #expect(analysed.finding(.tcpTimeout)?.count == 2)
    #expect(analysed.conversation.events?.retransmissions.count == TCPEvents.retransmissionLimit)
  }

  @Test func `RSTs after the one that ended it are no surprise`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), server.segment([.rst, .ack], seq: 1, ack: 101, window: 0).at(21),
        data(101, 0x103, at: 20.5), server.segment(.rst, seq: 90_000).at(22), server.segment(.rst, seq: 90_000).at(23),
      ])
    #expect(analysed.finding(.tcpResetIgnored) == nil)
    #expect(analysed.finding(.tcpReset)?.frames == [5])
  }

  @Test func `what was answered, or acknowledged by a RST alone, is not unread`() {
    let plain = analyse(
      opening,
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "question").at(20),
        server.segment([.psh, .ack], seq: 1, ack: 9, "no").at(21), server.segment([.rst, .ack], seq: 3, ack: 9).at(22),
      ])
    #expect(codes(plain).contains(.tcpAbort))
    let closed = analyse(
      opening,
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "halo").at(20),
        server.segment([.psh, .ack], seq: 1, ack: 5, "halo").at(21),
        client.segment([.fin, .ack], seq: 5, ack: 5).at(22),
        server.segment(.ack, seq: 5, ack: 6).at(23), server.segment([.rst, .ack], seq: 5, ack: 6).at(24),
      ])
    #expect(codes(closed).contains(.tcpAbort))
    let garbage = analyse(
      opening, [data(1, 0x102, at: 20), server.segment([.rst, .ack], seq: 1, ack: 50_000_000).at(21)])
    #expect(codes(garbage).isDisjoint(with: [.tcpAbortUnread, .tcpUnseen]))
  }

  @Test func `a RST that is ignored closes no window`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30),
        server.segment([.rst, .ack], seq: 2_000_000, ack: 101, window: 0),
        data(101, 0x103, at: 50, length: 1), ack(102, 0x901, at: 60),
      ])
    #expect(codes(analysed) == [.tcpResetIgnored])
  }

  @Test func `a D-SACK for a keep-alive proves nothing about what was sent again before`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), data(1, 0x103, at: 420), ack(101, 0x900, at: 430),
        client.segment(.ack, seq: 100, ack: 1, "a").numbered(0x104).at(60_000),
        ack(101, 0x901, at: 60_010, Self.sack(100..<101)),
      ])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout, .tcpKeepAlive])
  }

  @Test func `what is sent again from the end is a probe: a timeout begins at the front`() {
    let analysed = analyse(opening, [data(1, 0x102, at: 20), data(101, 0x103, at: 21), data(101, 0x104, at: 321)])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTailLossProbe])
  }

  @Test func `a sender that goes on did not wait, even where its peer is not heard`() {
    let packets = (0..<10).map { data(UInt32($0) * 100 + 1, 0x102 + UInt16($0), at: 20 + Double($0) * 40) }
    let analysed = analyse(
      [client.segment(.syn), client.segment(.ack, seq: 1, ack: 1)], packets, [data(101, 0x10c, at: 400)])
    #expect(analysed.finding(.tcpTimeout) == nil)
    #expect(analysed.finding(.tcpRetransmission)?.frames == [13])
  }

  @Test func `the numbers that a card takes for its pieces are no lost packets`() {
    var packets: [Sighting] = []
    var seq: UInt32 = 1
    for turn in 0..<8 {
      let number = 0x102 + UInt16(turn) * 5
      packets.append(data(seq, number, at: 20 + Double(turn) * 400, length: 5_000))
      packets.append(data(seq + 5_000, number + 4, at: 320 + Double(turn) * 400))
      packets.append(ack(seq + 5_100, 0x900 + number, at: 330 + Double(turn) * 400))
      seq += 5_100
    }
    #expect(analyse(packets).finding(.tcpLostBeforeCapture) == nil)
  }

  @Test func `duplicate ACKs in one microsecond are several, where nothing numbers them`() {
    let asking = (0..<3).map { ack(1, 0, at: 30 + Double($0) * 0.0006) }
    let analysed = analyse(opening, [data(1, 0x102, at: 20), data(101, 0x103, at: 20.1)], [ack(1, 0, at: 29)], asking)
    #expect(analysed.finding(.networkDuplicate) == nil)
    #expect(analysed.conversation.toOriginator.duplicateAcks == 4)
  }

  @Test func `an ACK that was captured just before its data misses nothing`() {
    let analysed = analyse(opening, [ack(101, 0x900, at: 20), data(1, 0x102, at: 20.005), ack(101, 0x901, at: 21)])
    #expect(analysed.finding(.tcpUnseen) == nil)
  }

  @Test func `a SYN with data that nobody answers is no half of a connection`() {
    let syn = client.segment(.syn, "early", options: [34, 2])
    let analysed = analyse([syn.numbered(1).at(0), syn.numbered(2).at(1_000)])
    #expect(codes(analysed).isSuperset(of: [.tcpUnanswered, .tcpFastOpen]))
    #expect(analysed.finding(.tcpOneDirection) == nil)
  }

  @Test func `data that was under way when the FIN came is not half-closed`() {
    let fin = client.segment([.fin, .ack], seq: 1, ack: 1).at(20)
    func late(_ acknowledged: UInt32) -> Sighting {
      server.segment([.psh, .ack], seq: 1, ack: acknowledged, "late").at(21)
    }
    #expect(analyse(opening, [fin, late(1)]).finding(.tcpHalfClosed) == nil)
    #expect(analyse(opening, [fin, late(2)]).finding(.tcpHalfClosed)?.frames == [4, 5])
  }

  @Test func `data for a program that had closed is told with the RST that refuses it`() {
    let analysed = analyse(
      opening,
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "exit").at(20),
        client.segment([.fin, .ack], seq: 5, ack: 1).at(21),
        server.segment([.psh, .ack], seq: 1, ack: 6, "goodbye").at(30), client.segment(.rst, seq: 6).at(31),
      ])
    #expect(frames(.tcpDataAfterClose, analysed) == [5, 6, 7])
    #expect(analysed.finding(.tcpHalfClosed) == nil)
  }

  @Test func `a cookie that is asked for and given is told`() {
    let analysed = analyse([
      client.segment(.syn, options: [34, 2]),
      server.segment([.syn, .ack], ack: 1, options: [34, 10, 1, 2, 3, 4, 5, 6, 7, 8]),
    ])
    #expect(frames(.tcpFastOpen, analysed) == [1, 2])
    #expect(analysed.conversation.handshake?.syn?.fastOpenCookieLength == 0)
    #expect(analysed.conversation.handshake?.synAck?.fastOpenCookieLength == 8)
  }

  @Test func `a request that had to be sent again makes no slow server`() {
    let analysed = analyse(
      [
        client.segment(.syn).at(0), server.segment([.syn, .ack], ack: 1).at(1),
        client.segment(.ack, seq: 1, ack: 1).at(1.1),
      ],
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "halo").at(10),
        client.segment([.psh, .ack], seq: 1, ack: 1, "halo").at(300),
        server.segment([.psh, .ack], seq: 1, ack: 5, "halo").at(301),
      ])
    #expect(analysed.finding(.echoSlow) == nil)
    #expect(analysed.conversation.echo.isEcho == true)
  }

  @Test(arguments: [5_000, 9_000] as [UInt32])
  func `of two SYN-ACKs with different numbers the one that is acknowledged counts`(taken: UInt32) {
    let second = Party("192.0.2.2", 12_345, to: "192.0.2.1", 50_892, isn: 9_000, peerISN: 1_000)
    let server = taken == 5_000 ? server : second
    let client = server.other
    let analysed = analyse(
      [
        client.segment(.syn), PacketBuilding.server.segment([.syn, .ack], ack: 1),
        second.segment([.syn, .ack], ack: 1),
      ],
      [
        client.segment(.ack, seq: 1, ack: 1), client.segment([.psh, .ack], seq: 1, ack: 1, "halo"),
        server.segment([.psh, .ack], seq: 1, ack: 5, "halo"), client.segment(.ack, seq: 5, ack: 5),
      ])
    #expect(codes(analysed) == [.tcpOtherAnswer])
    #expect(frames(.tcpOtherAnswer, analysed) == [taken == 5_000 ? 3 : 2])
    #expect(analysed.conversation.handshake?.synAck?.initialSequenceNumber.rawValue == taken)
    #expect(analysed.conversation.echo.isEcho == true)
  }

  @Test func `a FIN that carries the ACK of the other's FIN was not lost`() {
    let analysed = analyse(
      opening,
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x102).at(20),
        server.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x900).at(20.1),
        client.segment([.fin, .ack], seq: 1, ack: 2).numbered(0x103).at(21),
        server.segment(.ack, seq: 2, ack: 2).at(22),
      ])
    #expect(analysed.finding(.tcpFINRetried) == nil)
    #expect(analysed.conversation.outcome == .complete)
  }

  @Test func `a D-SACK tells that a FIN came twice`() {
    let analysed = analyse(
      opening,
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x102).at(20),
        client.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x103).at(300),
        server.segment(.ack, seq: 1, ack: 2).at(301),
        server.segment(.ack, seq: 1, ack: 2, options: Self.sack(1..<2)).at(302),
      ])
    #expect(frames(.tcpFINRetried, analysed) == [4, 5])
    #expect(analysed.conversation.teardown?.fins.first?.duplicatedBy == 7)
  }

  @Test func `an ACK that was captured does not reach a sender that waits for it all the same`() {
    let analysed = analyse(opening, [data(1, 0x102, at: 20), ack(101, 0x900, at: 25), data(1, 0x103, at: 300)])
    #expect(codes(analysed) == [.tcpRetransmission, .tcpTimeout])
    #expect(analysed.conversation.events?.retransmissions.map(\.wasAcknowledged) == [true])
  }

  @Test func `what is acknowledged already, or sent again at once, is no tail loss probe`() {
    let acknowledged = analyse(opening, [data(1, 0x102, at: 20), ack(101, 0x900, at: 25), data(1, 0x103, at: 80)])
    #expect(acknowledged.finding(.tcpTailLossProbe) == nil)
    let atOnce = analyse(opening, [data(1, 0x102, at: 20), data(1, 0x103, at: 20.5)])
    #expect(atOnce.finding(.tcpTailLossProbe) == nil)
  }

  @Test func `where the capture begins with a keep-alive, its answer acknowledges nothing unseen`() {
    let probe = client.segment(.ack, seq: 100, ack: 1)
    let analysed = analyse([
      probe.numbered(1).at(0), ack(101, 2, at: 10), probe.numbered(3).at(10_000), ack(101, 4, at: 10_010),
    ])
    #expect(codes(analysed) == [.tcpMidstream, .tcpKeepAlive])
    #expect(frames(.tcpKeepAlive, analysed) == [1, 3])
  }

  @Test func `a keep-alive without an answer is why the connection is given up`() {
    let analysed = analyse(
      opening,
      [
        data(1, 0x102, at: 20), ack(101, 0x900, at: 30),
        client.segment(.ack, seq: 100, ack: 1).numbered(0x103).at(5_000),
        client.segment([.rst, .ack], seq: 101, ack: 1).numbered(0x104).at(19_000),
      ])
    #expect(analysed.conversation.teardown?.resets.first?.isAfterSilence == true)
    #expect(codes(analysed).contains(.tcpAbort))
  }

  @Test func `the last ACK with a window of zero makes nobody wait`() {
    let analysed = analyse(
      opening,
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).numbered(0x102).at(20),
        server.segment([.fin, .ack], seq: 1, ack: 2).at(30), client.segment(.ack, seq: 2, ack: 2, window: 0).at(31),
      ])
    #expect(codes(analysed).isEmpty)
  }

  @Test func `a packet on both sides of a router was taken at two places`() throws {
    let analysed = analyse(opening, [data(1, 0x102, at: 20), data(1, 0x102, at: 20.2).setting(0x3f06, at: 22)])
    let finding = try #require(analysed.summary.findings.first { $0.code == .captureDuplicates })
    #expect(finding.frames == [5])
    #expect(analysed.finding(.networkDuplicate) == nil)
  }

  @Test func `datagrams with one number are copies only at once, unless their sender counts`() {
    let same = client.datagram("halo", identification: 7)
    #expect(analyse([same.at(0), same.at(12)]).conversation.copies.isEmpty)
    #expect(analyse([same.at(0), same.at(1)]).conversation.copies.frames == [2])
    let counted = client.datagram("hi", identification: 8)
    #expect(analyse([counted.at(0), same.at(1), same.at(100)]).conversation.copies.frames == [3])
    #expect(analyse([counted.at(0), same.at(1), same.at(60_000)]).conversation.copies.isEmpty)
    let constant = client.datagram("other", identification: 7)
    #expect(analyse([constant.at(0), same.at(1), same.at(2)]).conversation.copies.isEmpty)
  }

  @Test func `a number that the host gave to another connection is no lost packet`() {
    let other = Party("192.0.2.1", 50_999, to: "192.0.2.9", 443)
    func lost(_ between: [Sighting]) -> Finding? {
      analyse(
        opening, [data(1, 0x102, at: 20), ack(101, 0x900, at: 30), data(101, 0x103, at: 40), ack(201, 0x901, at: 50)],
        between, [data(201, 0x105, at: 500), ack(301, 0x902, at: 510)]
      ).finding(.tcpLostBeforeCapture)
    }
    #expect(lost([])?.frames == [8])
    #expect(lost([other.segment(.syn).numbered(0x104).at(60)]) == nil)
  }

  @Test func `a side that counts its packets has lost none, or shows the gap`() {
    func gapless(_ last: UInt16) -> [Side]? {
      analyse(
        opening,
        [
          data(1, 0x102, at: 20), ack(101, 0x900, at: 30), data(101, 0x103, at: 40), ack(201, 0x901, at: 50),
          data(201, 0x104, at: 60), ack(301, last, at: 70),
        ]
      ).conversation.events?.gaplessSides
    }
    #expect(gapless(0x902) == [.originator, .responder])
    #expect(gapless(0x903) == [.originator])
  }

  @Test func `SYNs that agree on ECN, and one that breaks off in an option`() throws {
    let opened = analyse([
      client.segment([.syn, .ece, .cwr]), server.segment([.syn, .ack, .ece], ack: 1),
      client.segment(.ack, seq: 1, ack: 1),
    ])
    #expect(opened.conversation.handshake?.isECNNegotiated == true)
    let refused = analyse([client.segment([.syn, .ece, .cwr]), server.segment([.syn, .ack], ack: 1)])
    #expect(refused.conversation.handshake?.isECNNegotiated == false)
    let cut = analyse([client.segment(.syn, options: [2, 4, 5, 0xb4] + Self.timestamps(9)).cut(to: 14 + 20 + 20 + 9)])
    let syn = try #require(cut.conversation.handshake?.syn)
    #expect(syn.hasTimestamps == true)
    #expect(syn.windowScale == nil)
    #expect(syn.areOptionsCut)
  }
}

import Conversations
import PacketBuilding
import Testing
import Wire

/// One situation each, with what Zeek's rules make of it: the letters of `history` in their order, and `conn_state`.
struct ZeekTCPConnectionTests {
  private func zeek(_ packets: [Sighting]..., ignoresChecksums: Bool = false) -> ZeekSummary {
    conversation(packets.flatMap(\.self), ignoresChecksums: ignoresChecksums).zeek!
  }

  private func data(_ seq: UInt32, length: Int, ack: UInt32 = 1) -> Sighting {
    client.segment([.psh, .ack], seq: seq, ack: ack, bytes: [UInt8](repeating: 0x61, count: length))
  }

  private func ack(_ ack: UInt32, seq: UInt32 = 1, window: UInt16 = 64_240) -> Sighting {
    server.segment(.ack, seq: seq, ack: ack, window: window)
  }

  /// Talks with a port that Zeek takes for a server's.
  private let webClient = Party("192.0.2.1", 50_892, to: "192.0.2.2", 80)
  private var webServer: Party { webClient.other }

  @Test func `a SYN alone is S0, and has no duration and no byte counts`() {
    let zeek = zeek([client.segment(.syn)])
    #expect(zeek.state == .s0)
    #expect(zeek.history == "S")
    #expect(zeek.durationNanoseconds == nil)
    #expect(zeek.originatorBytes == nil)
    #expect(zeek.responderBytes == nil)
    #expect((zeek.originatorPackets, zeek.originatorIPBytes) == (1, 40))
    #expect((zeek.responderPackets, zeek.responderIPBytes) == (0, 0))
  }

  @Test func `a SYN sent again with its number is written once`() {
    let syn = client.segment(.syn)
    let zeek = zeek([syn.at(0), syn.at(1_000), syn.at(3_000)])
    #expect(zeek.state == .s0)
    #expect(zeek.history == "S")
    #expect(zeek.originatorPackets == 3)
    #expect(zeek.durationNanoseconds == ms(3_000))
    #expect(zeek.originatorBytes == 0)
  }

  @Test func `a handshake is S1`() {
    let zeek = zeek(.handshake())
    #expect(zeek.state == .s1)
    #expect(zeek.history == "ShA")
  }

  @Test func `an echo that both close is SF, and its duration ends before the last ACK`() {
    let zeek = zeek(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), ack(6),
        server.segment([.psh, .ack], seq: 1, ack: 6, "hello"), client.segment(.ack, seq: 6, ack: 6),
      ], .close(seq: 6, ack: 6))
    #expect(zeek.state == .sf)
    #expect(zeek.history == "ShADadFf")
    #expect(zeek.originator == .originator)
    #expect(zeek.durationNanoseconds == ms(8))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (5, 5))
    #expect((zeek.originatorPackets, zeek.originatorIPBytes) == (6, 245))
    #expect((zeek.responderPackets, zeek.responderIPBytes) == (4, 165))
    #expect(zeek.missedBytes == 0)
  }

  @Test func `a RST instead of a SYN-ACK is REJ, and its window of zero is none`() {
    let zeek = zeek([client.segment(.syn), server.segment([.rst, .ack], ack: 1, window: 0)])
    #expect(zeek.state == .rej)
    #expect(zeek.history == "Sr")
    #expect((zeek.originatorBytes, zeek.responderBytes) == (0, 0))
  }

  @Test func `only the originator has closed in S2, only the responder in S3`() {
    let s2 = zeek(.handshake(), [client.segment([.fin, .ack], seq: 1, ack: 1), ack(2)])
    #expect((s2.state, s2.history) == (.s2, "ShAFa"))
    let s3 = zeek(.handshake(), [server.segment([.fin, .ack], seq: 1, ack: 1), client.segment(.ack, seq: 1, ack: 2)])
    #expect((s3.state, s3.history) == (.s3, "ShAf"))
  }

  @Test func `a RST of the originator is RSTO, of the responder RSTR`() {
    let rsto = zeek(.handshake(), [client.segment(.rst, seq: 1)])
    #expect((rsto.state, rsto.history) == (.rsto, "ShAR"))
    let rstr = zeek(.handshake(), [server.segment(.rst, seq: 1)])
    #expect((rstr.state, rstr.history) == (.rstr, "ShAr"))
  }

  @Test func `a SYN and a RST without a SYN-ACK are RSTOS0, but a SYN-ACK and a RST of its sender are none`() {
    let abandoned = zeek([client.segment(.syn), client.segment(.rst, seq: 1)])
    #expect((abandoned.state, abandoned.history) == (.rstos0, "SR"))
    let scan = zeek([server.segment([.syn, .ack], ack: 1), server.segment(.rst, seq: 1)])
    #expect((scan.state, scan.history) == (.oth, "HR"))
    #expect(scan.originator == .responder)
  }

  // The four situations of Zeek's own test conn_state-RST-behavior, and what its baseline says.
  @Test func `RSTs of an originator that nobody answered with a SYN-ACK`() {
    let (syn, acknowledged) = (client.segment(.syn), server.segment(.ack, seq: 0, ack: 1))
    let situations = [
      zeek([client.segment(.rst)]), zeek([syn, client.segment(.rst, seq: 1)]),
      zeek([syn, acknowledged, client.segment(.rst, seq: 1)]),
      zeek([syn, acknowledged, client.segment(.fin, seq: 1), client.segment(.rst, seq: 2)]),
    ]
    #expect(situations.map(\.history) == ["R", "SR", "SaR", "SaFR"])
    #expect(situations.map(\.state) == [.oth, .rstos0, .rstos0, .oth])
  }

  @Test func `a SYN-ACK and a RST from a server's port are RSTRH, a SYN-ACK and a FIN SHR`() {
    let answer = webServer.segment([.syn, .ack], ack: 1)
    let rstrh = zeek([answer, webServer.segment(.rst, seq: 1)])
    #expect((rstrh.state, rstrh.history) == (.rstrh, "^hr"))
    let shr = zeek([answer, webServer.segment([.fin, .ack], seq: 1, ack: 1)])
    #expect((shr.state, shr.history) == (.shr, "^hf"))
  }

  @Test func `a SYN and a FIN without a SYN-ACK are SH`() {
    let zeek = zeek([client.segment(.syn), client.segment(.fin, seq: 1)])
    #expect((zeek.state, zeek.history) == (.sh, "SF"))
  }

  @Test func `a connection joined midway is OTH, and counts from the first byte seen`() {
    let zeek = zeek([data(1_001, length: 50), ack(1_051)])
    #expect((zeek.state, zeek.history) == (.oth, "Da"))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (50, 0))
  }

  @Test func `SYNs that cross establish a connection, and their SYN-ACKs are not written`() {
    let zeek = zeek([
      client.segment(.syn), server.segment(.syn), client.segment([.syn, .ack], ack: 1),
      server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1),
    ])
    #expect((zeek.state, zeek.history) == (.s1, "SsA"))
  }

  @Test func `FINs that cross are SF, and the ACKs after them are past its duration`() {
    let zeek = zeek(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1), server.segment([.fin, .ack], seq: 1, ack: 1),
        client.segment(.ack, seq: 2, ack: 2), ack(2, seq: 2),
      ])
    #expect((zeek.state, zeek.history) == (.sf, "ShAFfa"))
    #expect(zeek.durationNanoseconds == ms(4))
  }

  @Test func `a RST after both FINs leaves SF`() {
    let zeek = zeek(.handshake(), .close(), [server.segment(.rst, seq: 2)])
    #expect((zeek.state, zeek.history) == (.sf, "ShAFfr"))
  }

  @Test func `a RST after a FIN is forgiven when the other side sends its FIN`() {
    let reset = [client.segment([.fin, .ack], seq: 1, ack: 1), client.segment(.rst, seq: 2)]
    let aborted = zeek(.handshake(), reset)
    #expect((aborted.state, aborted.history) == (.rsto, "ShAFR"))
    let ended = zeek(.handshake(), reset, [server.segment([.fin, .ack], seq: 1, ack: 2)])
    #expect((ended.state, ended.history) == (.sf, "ShAFRf"))
  }

  @Test func `RSTs of both sides of a connection without payload are REJ`() {
    let resets = [client.segment(.rst, seq: 1), server.segment(.rst, seq: 1)]
    let rejected = zeek(.handshake(), resets)
    #expect((rejected.state, rejected.history) == (.rej, "ShARr"))
    let aborted = zeek(
      .handshake(), [data(1, length: 5), client.segment(.rst, seq: 6), server.segment(.rst, seq: 1)])
    #expect((aborted.state, aborted.history) == (.rstr, "ShADRr"))
  }

  @Test func `an ACK before the SYN-ACK does not make a connection partial`() {
    let early = [client.segment(.syn), server.segment(.ack, seq: 0, ack: 1)]
    #expect(zeek(early).state == .s0)
    let zeek = zeek(early, [server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1)])
    #expect((zeek.state, zeek.history) == (.s1, "SahA"))
  }

  @Test func `a connection that begins with a SYN-ACK is flipped by the ACK that follows`() {
    let answer = server.segment([.syn, .ack], ack: 1)
    let alone = zeek([answer])
    #expect((alone.state, alone.history, alone.originator) == (.oth, "H", .responder))
    let zeek = zeek(
      [
        answer, client.segment(.ack, seq: 1, ack: 1), data(1, length: 5), ack(6),
        server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
      ], .close(seq: 6, ack: 6))
    #expect((zeek.state, zeek.history, zeek.originator) == (.sf, "^hADadFf", .originator))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (5, 5))
    #expect((zeek.originatorPackets, zeek.responderPackets) == (4, 4))
  }

  // As in Zeek's pull request 5047, with only one side captured.
  @Test func `a SYN-ACK is flipped by an ACK of its own sender too`() {
    let zeek = zeek([
      server.segment([.syn, .ack], ack: 1), ack(1), server.segment([.fin, .ack], seq: 1, ack: 1),
    ])
    #expect((zeek.state, zeek.history, zeek.originator) == (.shr, "^haf", .originator))
    #expect((zeek.originatorPackets, zeek.responderPackets, zeek.responderIPBytes) == (0, 3, 120))
  }

  @Test func `a SYN captured after its SYN-ACK flips the roles where it stands`() {
    let zeek = zeek([
      server.segment([.syn, .ack], ack: 1), client.segment(.syn), client.segment(.ack, seq: 1, ack: 1),
    ])
    #expect((zeek.state, zeek.history, zeek.originator) == (.s1, "Hs^A", .originator))
  }

  @Test func `whoever sends midway from a server's port is the responder`() {
    let zeek = zeek([
      webServer.segment([.psh, .ack], seq: 1, ack: 1, "hello"), webClient.segment(.ack, seq: 1, ack: 6),
    ])
    #expect((zeek.state, zeek.history, zeek.originator) == (.oth, "^dA", .originator))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (0, 5))
  }

  @Test func `of two servers' ports the lower is the responder, but a SYN-ACK between them flips nothing`() {
    let low = Party("192.0.2.1", 80, to: "192.0.2.2", 443)
    let data = low.segment([.psh, .ack], seq: 1, ack: 1, "hello")
    #expect(zeek([data]).history == "^d")
    #expect(zeek([low.other.segment([.psh, .ack], seq: 1, ack: 1, "hello")]).history == "D")
    #expect(zeek([low.segment([.syn, .ack], ack: 1)]).history == "H")
  }

  @Test func `Zeek's originator may be the conversation's responder`() {
    // The lower port looks like a server's; Zeek does not know it.
    let zeek = zeek([server.segment([.psh, .ack], seq: 1, ack: 1, "hello")])
    #expect((zeek.history, zeek.originator) == ("D", .responder))
  }

  @Test func `what is acknowledged and not there is a gap`() {
    let zeek = zeek(.handshake(), [data(1, length: 100), data(201, length: 100), ack(301)])
    #expect((zeek.state, zeek.history) == (.s1, "ShADaG"))
    #expect(zeek.missedBytes == 100)
    #expect(zeek.originatorBytes == 300)
  }

  @Test func `a hole that is filled before it is acknowledged is no gap`() {
    let zeek = zeek(
      .handshake(),
      [
        data(1, length: 100), data(301, length: 100), data(201, length: 100), data(501, length: 100),
        data(101, length: 100), data(401, length: 100), ack(601),
      ])
    // Each that comes after a later one counts as sent again.
    #expect((zeek.history, zeek.missedBytes) == ("ShADTa", 0))
    #expect(zeek.originatorBytes == 600)
  }

  @Test func `bytes of a side that the capture lacks are counted by their acknowledgment, and missed`() {
    let zeek = zeek(.handshake(), [ack(1_001)])
    #expect((zeek.history, zeek.originatorBytes, zeek.missedBytes) == ("ShAaG", 1_000, 1_000))
  }

  @Test func `the second and the tenth gap: only the tenth is written again`() {
    let gaps = (1...10).map { ack(UInt32($0) * 100 + 1) }
    #expect(zeek(.handshake(), Array(gaps.prefix(9))).history == "ShAaG")
    let zeek = zeek(.handshake(), gaps)
    #expect((zeek.history, zeek.missedBytes) == ("ShAaGG", 1_000))
  }

  @Test func `a gap that a RST reveals is none`() {
    let zeek = zeek(.handshake(), [server.segment([.rst, .ack], seq: 1, ack: 101)])
    #expect((zeek.history, zeek.missedBytes, zeek.originatorBytes) == ("ShAr", 0, 0))
  }

  @Test func `gaps of a connection joined midway are not counted`() {
    let zeek = zeek([data(1, length: 100), ack(301)])
    #expect((zeek.history, zeek.missedBytes, zeek.originatorBytes) == ("Da", 0, 300))
  }

  @Test func `payload beyond a hole that nobody acknowledges is given up, and is no gap later`() {
    // More than 16 KiB.
    let beyond = (0..<13).map { data(UInt32(101 + $0 * 1_400), length: 1_400) }
    let zeek = zeek(.handshake(), beyond, [ack(18_301)])
    #expect((zeek.history, zeek.missedBytes) == ("ShADa", 0))
  }

  @Test func `payload sent again is written at the first and the tenth time`() {
    let sent = data(1, length: 100)
    #expect(zeek(.handshake(), [sent, sent]).history == "ShADT")
    #expect(zeek(.handshake(), [Sighting](repeating: sent, count: 10)).history == "ShADT")
    let zeek = zeek(.handshake(), [Sighting](repeating: sent, count: 11))
    #expect((zeek.history, zeek.originatorBytes) == ("ShADTT", 100))
  }

  @Test func `a keep-alive is an ACK, and with its byte it is payload sent again`() {
    let opened: [Sighting] = .handshake() + [data(1, length: 5), ack(6)]
    #expect(zeek(opened, [client.segment(.ack, seq: 5, ack: 1), ack(6)]).history == "ShADa")
    #expect(zeek(opened, [data(5, length: 1), ack(6)]).history == "ShADaT")
  }

  @Test func `a FIN sent again is written once, and with another number again`() {
    let fin = client.segment([.fin, .ack], seq: 1, ack: 1)
    #expect(zeek(.handshake(), [fin, fin]).history == "ShAF")
    #expect(zeek(.handshake(), [fin, client.segment([.fin, .ack], seq: 2, ack: 1)]).history == "ShAFF")
  }

  @Test func `RSTs are written for each other number`() {
    let zeek = zeek(
      .handshake(),
      [server.segment(.rst, seq: 1), server.segment(.rst, seq: 1), server.segment(.rst, seq: 6)])
    #expect((zeek.state, zeek.history) == (.rstr, "ShArr"))
  }

  @Test func `a packet with a wrong checksum is ignored`() {
    let sent = data(1, length: 5)
    let zeek = zeek(.handshake(), [sent.corrupted.at(1_000)])
    #expect((zeek.history, zeek.originatorPackets, zeek.originatorBytes) == ("ShAC", 2, 0))
    #expect(zeek.durationNanoseconds == ms(2))
    #expect(self.zeek(.handshake(), [sent.corrupted, sent]).history == "ShACD")
    #expect(self.zeek(.handshake(), [Sighting](repeating: sent.corrupted, count: 10)).history == "ShACC")
  }

  @Test func `a packet with a wrong checksum is taken when checksums are ignored`() {
    let zeek = zeek(.handshake(), [data(1, length: 5).corrupted], ignoresChecksums: true)
    #expect((zeek.history, zeek.originatorPackets, zeek.originatorBytes) == ("ShAD", 3, 5))
  }

  @Test func `a checksum that the card was to finish is right`() {
    let sent = data(1, length: 5)
    let zeek = zeek(.handshake(), [sent.setting(sent.pseudoHeaderSum, at: 50)])
    #expect((zeek.history, zeek.originatorBytes) == ("ShAD", 5))
  }

  @Test func `a connection of wrong checksums alone is OTH without packets`() {
    let zeek = zeek([client.segment(.syn).corrupted])
    #expect((zeek.state, zeek.history, zeek.originatorPackets) == (.oth, "C", 0))
  }

  @Test func `a window of zero is written, not so with a RST or after the other side's FIN`() {
    let opened: [Sighting] = .handshake() + [data(1, length: 5)]
    #expect(zeek(opened, [ack(6, window: 0)]).history == "ShADaw")
    #expect(zeek(opened, [Sighting](repeating: ack(6, window: 0), count: 10)).history == "ShADaww")
    let fin = client.segment([.fin, .ack], seq: 6, ack: 1)
    #expect(zeek(opened, [fin, ack(7, window: 0)]).history == "ShADFa")
    // It may still receive after its own.
    let own = server.segment([.fin, .ack], seq: 1, ack: 6)
    #expect(zeek(opened, [own, server.segment(.ack, seq: 2, ack: 6, window: 0)]).history == "ShADfaw")
  }

  @Test func `FIN with RST is I and aborts, SYN with FIN or RST is Q`() {
    let both = zeek(.handshake(), [client.segment([.fin, .rst], seq: 1)])
    #expect((both.state, both.history) == (.rsto, "ShAI"))
    let scan = zeek([client.segment([.syn, .fin])])
    #expect((scan.state, scan.history) == (.sh, "Q"))
    let odd = zeek([client.segment([.syn, .rst])])
    #expect((odd.state, odd.history) == (.oth, "Q"))
  }

  @Test
  func `data in a SYN counts, and is no D but a T: Zeek has counted its end before it looks for what is sent again`() {
    let zeek = zeek([
      client.segment(.syn, "hello"), server.segment([.syn, .ack], ack: 6), client.segment(.ack, seq: 6, ack: 1),
    ])
    #expect((zeek.history, zeek.originatorBytes, zeek.missedBytes) == ("SThA", 5, 0))
  }

  @Test func `a FIN takes a number and is no byte, and what lies before it counts whether it was seen or not`() {
    let zeek = zeek(.handshake(), [data(1, length: 5), client.segment([.fin, .ack], seq: 1_006, ack: 1)])
    #expect((zeek.state, zeek.originatorBytes, zeek.responderBytes) == (.s2, 1_005, 0))
    // The last byte has not come, so that the FIN does not close yet.
    let waiting = self.zeek(
      .handshake(),
      [client.segment([.fin, .ack], seq: 6, ack: 1), server.segment([.fin, .ack], seq: 1, ack: 1).at(50)],
      [data(1, length: 5).at(90)])
    #expect((waiting.state, waiting.originatorBytes, waiting.durationNanoseconds) == (.sf, 5, ms(90)))
  }

  @Test func `sequence numbers may pass 2³²`() {
    let party = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 0xffff_fe00, peerISN: 0xffff_ffff)
    let payload = [UInt8](repeating: 0x61, count: 1_000)
    let zeek = zeek(
      .handshake(party),
      [
        party.segment([.psh, .ack], seq: 1, ack: 1, bytes: payload), party.other.segment(.ack, seq: 1, ack: 1_001),
        party.other.segment([.psh, .ack], seq: 1, ack: 1_001, bytes: payload),
        party.segment(.ack, seq: 1_001, ack: 1_001),
      ], .close(by: party, seq: 1_001, ack: 1_001))
    #expect((zeek.state, zeek.history) == (.sf, "ShADadFf"))
    #expect((zeek.originatorBytes, zeek.responderBytes, zeek.missedBytes) == (1_000, 1_000, 0))
  }

  @Test func `payload that the snapshot length cut is missing for Zeek, and a cut header is not taken`() {
    let cut = zeek(.handshake(), [data(1, length: 100).cut(to: 68), ack(101)])
    #expect((cut.history, cut.missedBytes, cut.originatorBytes) == ("ShADaG", 100, 100))
    let options: [UInt8] = [2, 4, 5, 0xb4, 1, 1, 4, 2]
    let headless = zeek([client.segment(.syn, options: options).cut(to: 58)])
    #expect((headless.state, headless.history, headless.originatorPackets) == (.oth, "", 0))
  }

  @Test func `a clock that runs backwards gives no duration`() {
    let zeek = zeek([client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1).at(0)])
    #expect((zeek.durationNanoseconds, zeek.originatorBytes) == (nil, nil))
  }

  @Test func `RSTs before the SYN that begins the connection are none of it`() {
    let zeek = zeek([server.segment(.rst, seq: 500)], .handshake())
    #expect((zeek.state, zeek.history, zeek.originatorPackets) == (.s1, "ShA", 2))
  }
}

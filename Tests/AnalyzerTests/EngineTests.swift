import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

struct EngineTests {
  private static let long = String(repeating: "0123456789", count: 10)

  @Test func `an echo session from SYN to last ACK`() {
    let analysed = analyse(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
        client.segment(.ack, seq: 6, ack: 6),
      ], .close(by: server, seq: 6, ack: 6))
    #expect(analysed.summary.conversations.count == 1)
    #expect(analysed.conversation.outcome == .complete)
    #expect(analysed.conversation.echo.isEcho == true)
    #expect(analysed.conversation.teardown?.activeCloser == .responder)
    #expect(analysed.summary.findings.isEmpty)
    #expect(analysed.summary.otherTraffic.isEmpty)
    #expect(analysed.summary.captures.map(\.packets) == [9])
    #expect(analysed.summary.captures.map(\.durationNanoseconds) == [8_000_000])
    #expect(analysed.observations.map(\.frame) == Array(1...9))
  }

  @Test func `the listener hears of every packet, once`() {
    let datagram = client.datagram(Self.long)
    let packets = [client.segment(.syn), datagram, Sighting([1, 2, 3]), server.icmpError(quoting: datagram)]
    let analysed = analyse(packets, datagram.fragments(of: 64), [datagram.dropped])
    #expect(analysed.observations.map(\.frame) == Array(1...7))
  }

  @Test(arguments: [(client, server), (client6, server6)], [false, true])
  func `a fragmented datagram is one datagram`(parties: (Party, Party), isReversed: Bool) {
    let request = parties.0.datagram(Self.long).fragments(of: 48)
    let analysed = analyse(isReversed ? request.reversed() : request, [parties.1.datagram(Self.long)])
    #expect(analysed.conversation.first.frame == 1)
    #expect(analysed.conversation.exchanges.map(\.requestFragments) == [[1, 2, 3]])
    #expect(analysed.conversation.exchanges.map(\.request?.frame) == [3])
    #expect(analysed.conversation.exchanges.map(\.isIdentical) == [true])
    #expect(analysed.conversation.toResponder.packets == 3)
    #expect(analysed.conversation.toResponder.bytes == request.reduce(0) { $0 + $1.originalLength })
    #expect(analysed.conversation.toResponder.payloadBytes == 100)
    #expect(analysed.conversation.toResponder.wrongChecksums == 0)
    #expect(analysed.payloads == [nil, nil, 100, 100])
    #expect(analysed.observations.map(\.reassembledFrom) == [[], [], [1, 2, 3], []])
    #expect(analysed.observations.map(\.isIncompleteFragment) == [true, true, false, false])
    #expect(analysed.summary.otherTraffic.isEmpty)
  }

  @Test func `a fragmented segment is followed too`() {
    let segment = client.segment([.psh, .ack], seq: 1, ack: 1, Self.long)
    let analysed = analyse(.handshake(), segment.fragments(of: 64), [server.segment(.ack, seq: 1, ack: 101)])
    #expect(analysed.conversation.data.map(\.frame) == [5])
    #expect(analysed.conversation.data.map(\.acknowledgedBy?.frame) == [6])
  }

  @Test func `a wrong checksum in a fragmented datagram is found`() {
    let fragments = client.datagram(Self.long).fragments(of: 64)
    let analysed = analyse([fragments[0], fragments[1].corrupted])
    #expect(analysed.conversation.toResponder.wrongChecksumFrames == [2])
  }

  @Test func `a datagram of which a fragment is missing is told of, with its frames`() {
    let fragments = client.datagram(Self.long).fragments(of: 48)
    let analysed = analyse([fragments[0], fragments[2]])
    #expect(analysed.summary.conversations.isEmpty)
    #expect(analysed.finding(.fragmentsIncomplete)?.frames == [1, 2])
    #expect(analysed.finding(.fragmentsIncomplete)?.count == 1)
    #expect(analysed.summary.otherTraffic.map(\.kind) == [.fragments])
    #expect(analysed.summary.otherTraffic.map(\.packets) == [2])
  }

  @Test(arguments: [UInt16(0), 0x1234])
  func `a header checksum, left to the card or wrong, does not stop reassembly`(checksum: UInt16) {
    let fragments = client.datagram(Self.long).fragments(of: 64).map { $0.setting(checksum, at: 24) }
    #expect(analyse(fragments).summary.conversations.count == 1)
  }

  @Test func `fragments that are cut are counted and not put together`() {
    let analysed = analyse(client.datagram(Self.long).fragments(of: 64).map { $0.cut(to: 60) })
    #expect(analysed.observations.allSatisfy { $0.reassembledFrom.isEmpty })
    #expect(analysed.summary.captures.map(\.framesCut) == [2])
    #expect(analysed.summary.captures.map(\.packets) == [2])
  }

  @Test func `a flood of fragments leaves memory bounded and every frame counted`() {
    var capacity = Capacity()
    capacity.fragmentBytes = 10_000
    let flood = (0..<2_000).map { client.datagram(Self.long).fragments(of: 64, identification: UInt32($0))[0] }
    let analysed = analyse(flood, capacity: capacity)
    #expect(analysed.summary.otherTraffic.map(\.packets) == [2_000])
    #expect(analysed.finding(.fragmentsIncomplete)?.count == 2_000)
    #expect(analysed.finding(.fragmentsIncomplete)?.frames.count == 16)
  }

  @Test func `all frames of a fragmented ping are counted as ICMP`() {
    let ping = client.packet(1, [8, 0, 0, 0, 0, 1, 0, 1] + Array(Self.long.utf8))
    let analysed = analyse(ping.fragments(of: 64))
    #expect(analysed.summary.otherTraffic.map(\.kind) == [.icmp])
    #expect(analysed.summary.otherTraffic.map(\.packets) == [2])
  }

  @Test func `what belongs to no conversation is counted by kind, largest first`() {
    let arp = Sighting([UInt8](repeating: 0xff, count: 12) + [8, 6] + [UInt8](repeating: 0, count: 28))
    let igmp = client.packet(2, [0x16, 0, 0, 0, 0, 0, 0, 0])
    let malformed = client.segment(.syn).setting(0x1000, at: 46)
    let unknown = Sighting([UInt8](repeating: 0, count: 12) + [0x88, 0xcc, 0, 0])
    let analysed = analyse([igmp, arp, arp, unknown, malformed, client.packet(89, [1, 2, 3, 4]), Sighting([1])])
    #expect(
      analysed.summary.otherTraffic.map(\.kind) == [
        .arp, .igmp, .etherType(0x88cc), .undecoded(.tcp), .ipProtocol(89), .undecoded(.ethernet),
      ])
    #expect(analysed.summary.otherTraffic.map(\.packets) == [2, 1, 1, 1, 1, 1])
    #expect(analysed.summary.otherTraffic.map(\.firstFrame) == [2, 1, 4, 5, 6, 7])
  }

  @Test func `an ICMP error that quotes nothing known counts as ICMP`() {
    let analysed = analyse([server.icmpError(quoting: client.datagram("never seen"))])
    #expect(analysed.summary.conversations.isEmpty)
    #expect(analysed.summary.otherTraffic.map(\.kind) == [.icmp])
    #expect(analysed.observations.map(\.udpStream) == [0])
  }

  @Test func `the tags of a VLAN are kept`() {
    let analysed = analyse([
      client.datagram("x").tagged(10), client6.datagram("x").tagged(10).tagged(100, type: 0x88a8),
    ])
    #expect(analysed.summary.conversations.map(\.encapsulation) == ["802.1Q 10", "802.1ad 100, 802.1Q 10"])
  }

  @Test func `packets that a filter drops keep their frame and stream numbers`() {
    let other = Party("192.0.2.9", 40_000, to: "192.0.2.8", 80)
    let analysed = analyse([other.segment(.syn).dropped, Sighting([1]).dropped], .handshake(), cut: "the file ends")
    #expect(analysed.summary.captures.map(\.packets) == [3])
    #expect(analysed.conversation.stream == 1)
    #expect(analysed.conversation.index == 0)
    #expect(analysed.conversation.handshake?.ack?.frame == 5)
    #expect(analysed.summary.otherTraffic.isEmpty)
    #expect(analysed.observations.map(\.isSelected) == [false, false, true, true, true])
    #expect(analysed.finding(.captureCut)?.frames == [5])
  }

  @Test func `a port, a host or a stream selects its packets, ICMP errors and fragments`() {
    let noise = Party("192.0.2.9", 40_000, to: "192.0.2.8", 80)
    let request = client.datagram(Self.long)
    let packets =
      [noise.datagram("x"), request] + client.datagram(Self.long).fragments(of: 64)
      + [server.icmpError(quoting: request), noise.segment(.syn), noise.other.icmpError(quoting: noise.datagram("x"))]
    let expected = [false, true, true, true, true, false, false]

    var port = Selection()
    port.ports = [12_345]
    var host = Selection()
    host.hosts = [client.endpoint.address]
    var stream = Selection()
    stream.streams = [Selection.Stream(.udp, 1)]
    for selection in [port, host, stream] {
      let analysed = analyse(packets, selection: selection)
      #expect(analysed.observations.map(\.isSelected) == expected)
      #expect(analysed.summary.conversations.map(\.originator) == [client.endpoint])
      #expect(analysed.summary.conversations.map(\.stream) == [1])
      #expect(analysed.summary.conversations.map(\.icmpErrors.count) == [1])
      #expect(analysed.summary.otherTraffic.isEmpty)
      #expect(analysed.summary.captures.map(\.packets) == [7])
    }
  }

  @Test func `a pinged host's fragments have no ports to select by`() {
    var selection = Selection()
    selection.ports = [0x0800]
    let ping = client.packet(1, [8, 0, 8, 0, 0, 1, 0, 1] + Array(Self.long.utf8))
    #expect(analyse(ping.fragments(of: 64), selection: selection).observations.map(\.isSelected) == [false, false])
  }

  @Test func `background traffic is named, unless it was asked for`() {
    let mdns = Party("192.0.2.1", 5_353, to: "224.0.0.251", 5_353)
    #expect(analyse([mdns.datagram("?")]).conversation.background == .mDNS)
    #expect(analyse([mdns.datagram("?")]).summary.findings.isEmpty)
    var selection = Selection()
    selection.ports = [5_353]
    #expect(analyse([mdns.datagram("?")], selection: selection).conversation.background == nil)
  }

  @Test(arguments: [53, 123] as [UInt16])
  func `an echo on a well-known port is told, and so is what an ICMP error answers`(port: UInt16) {
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", port)
    func background(_ packets: [Sighting]) -> BackgroundProtocol? { analyse(packets).conversation.background }
    #expect(background([client.datagram("ask")]) == (port == 53 ? .DNS : .NTP))
    #expect(background([client.datagram("ask"), client.other.datagram("answer")]) != nil)
    #expect(background([client.datagram("ask"), client.other.datagram("ask")]) == nil)
    #expect(background([client.datagram("ask"), client.other.icmpError(quoting: client.datagram("ask"))]) == nil)
  }

  @Test(
    arguments: [
      (443, [0xc3, 0, 0, 0, 1, 8], true), (80, [0xd0, 0x6b, 0x33, 0x43, 0xcf, 20], true),
      (443, [0xff, 0xff, 0, 0, 29, 0], true), (443, [0x80, 0, 0, 0, 0, 8], true),
      (8_443, [0xc3, 0, 0, 0, 1, 8], false),
      (443, [0x43, 0, 0, 0, 1, 8], false), (443, [0x83, 0, 0, 0, 1, 8], false), (443, [0xc3, 0, 0, 0, 3, 8], false),
      (443, [0xc3, 0, 0, 0, 1, 21], false), (443, Array("Hello World".utf8), false), (443, [], false),
    ] as [(UInt16, [UInt8], Bool)])
  func `QUIC is known by its port and its first header`(port: UInt16, start: [UInt8], isQUIC: Bool) {
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", port)
    let first = client.datagram(bytes: start.isEmpty ? [] : start + [UInt8](repeating: 0, count: 40))
    // What comes later does not make it QUIC, nor anything else.
    let later = client.datagram(bytes: [0xc0, 0, 0, 0, 1, 8, 0, 0])
    let analysed = analyse([first, client.other.datagram("short header"), later])
    #expect(analysed.conversation.background == (isQUIC ? .QUIC : nil))
  }

  @Test func `QUIC is known where its answer is seen first`() {
    let server = Party("192.0.2.2", 443, to: "192.0.2.1", 50_892)
    let initial = [0xc3, 0, 0, 0, 1, 8] + [UInt8](repeating: 0, count: 40)
    #expect(analyse([server.datagram("x"), server.other.datagram(bytes: initial)]).conversation.background == .QUIC)
  }

  @Test func `neighbor discovery and multicast groups are told apart from other ICMPv6`() {
    let types: [UInt8] = [133, 134, 135, 136, 137, 130, 131, 132, 143, 128, 129]
    let analysed = analyse(types.map { client6.packet(58, [$0, 0, 0, 0, 0, 0, 0, 0]) })
    #expect(analysed.summary.otherTraffic.map(\.kind) == [.neighborDiscovery, .multicastListenerDiscovery, .icmpv6])
    #expect(analysed.summary.otherTraffic.map(\.packets) == [5, 4, 2])
    #expect(analyse([client.packet(1, [133, 0, 0, 0])]).summary.otherTraffic.map(\.kind) == [.icmp])
  }

  @Test func `a refused connection is an error with both frames`() {
    let finding = analyse([client.segment(.syn), server.segment([.rst, .ack], ack: 1)]).finding(.tcpRefused)
    #expect(finding?.severity == .error)
    #expect(finding?.frames == [1, 2])
    #expect(finding?.conversation == 0)
  }

  @Test func `SYNs without an answer are an error`() {
    #expect(analyse([client.segment(.syn), client.segment(.syn)]).finding(.tcpUnanswered)?.frames == [1, 2])
  }

  @Test func `a reset is a warning, after a complete close it is nothing`() {
    #expect(analyse(.handshake(), [client.segment(.rst, seq: 1)]).finding(.tcpReset)?.frames == [4])
    #expect(analyse(.handshake(), .close(), [client.segment(.rst, seq: 2)]).finding(.tcpReset) == nil)
  }

  @Test func `retransmissions are noted with their frames`() {
    let segment = client.segment(.ack, seq: 1, ack: 1, "hello")
    #expect(analyse(.handshake(), [segment, segment, segment]).finding(.tcpRetransmission)?.frames == [5, 6])
  }

  @Test func `a SYN that a firewall rejects by ICMP is not said to have been answered by RST`() {
    let syn = client.segment(.syn)
    let analysed = analyse([syn, server.icmpError(quoting: syn)])
    #expect(analysed.conversation.outcome == .refused)
    #expect(analysed.finding(.icmpUnreachable)?.frames == [2])
    #expect(analysed.finding(.tcpRefused) == nil)
  }

  @Test func `detail is kept of what is asked for, however much else there is`() {
    var capacity = Capacity()
    capacity.details = 2
    var selection = Selection()
    selection.streams = [.init(.udp, 1)]
    let noise = Party("192.0.2.9", 40_000, to: "192.0.2.8", 80)
    let crowd = (0..<5).map { _ in noise.datagram("noise") }
    let analysed = analyse(
      crowd, [client.datagram("halo"), server.datagram("halo")], selection: selection, capacity: capacity)
    #expect(analysed.conversation.exchanges.count == 1)
    #expect(analysed.conversation.echo.isEcho == true)
    #expect(analysed.summary.hasAllDetails)
  }

  @Test func `unanswered requests are told apart from refused ones`() {
    let refused = client.datagram("1", identification: 1)
    let analysed = analyse([refused, server.icmpError(quoting: refused), client.datagram("2", identification: 2)])
    #expect(analysed.finding(.icmpUnreachable)?.frames == [2])
    #expect(analysed.finding(.udpUnanswered)?.frames == [3])
    #expect(analysed.finding(.udpUnanswered)?.count == 1)
  }

  @Test func `checksums are told apart: wrong, partial, correct`() {
    let datagram = client.datagram("hello")
    let analysed = analyse([datagram, datagram.corrupted, datagram.setting(datagram.pseudoHeaderSum, at: 40)])
    #expect(analysed.finding(.checksumWrong)?.frames == [2])
    #expect(analysed.finding(.checksumPartial)?.frames == [3])
  }

  @Test func `a reply that holds only the beginning of its request is noted`() {
    #expect(analyse([client.datagram("halo"), server.datagram("ha")]).finding(.echoMismatch)?.frames == [2])
  }

  @Test func `a protocol that answers with something else is no echo gone wrong`() {
    #expect(analyse([client.datagram("halo"), server.datagram("baik")]).finding(.echoMismatch) == nil)
  }

  @Test func `a clock that runs backwards and frames that are cut are told of`() {
    let analysed = analyse([
      client.datagram("1").at(10), client.datagram(Self.long).at(5).cut(to: 60), client.datagram("3").at(6),
    ])
    #expect(analysed.finding(.captureTimeBackwards)?.frames == [2])
    #expect(analysed.finding(.captureSnapshot)?.frames == [2])
    #expect(analysed.summary.captures.map(\.framesCut) == [1])
  }

  @Test func `a capture that breaks off before its first packet names no frame`() {
    #expect(analyse([], cut: "the file ends").finding(.captureCut)?.frames == [])
  }

  @Test func `past the budget the summary says that it does not tell all`() {
    var capacity = Capacity()
    capacity.details = 2
    let packets = (0..<3).map { client.datagram("\($0)") }
    #expect(analyse(packets).summary.hasAllDetails)
    #expect(!analyse(packets, capacity: capacity).summary.hasAllDetails)
    #expect(analyse(packets, capacity: capacity).conversation.exchangesTotal == 3)
  }
}

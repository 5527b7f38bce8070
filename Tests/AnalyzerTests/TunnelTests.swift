import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

struct TunnelTests {
  private static let long = String(repeating: "0123456789", count: 10)

  /// A tunnel, and how it is told.
  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let wrap: @Sendable (Sighting, Party) -> Sighting

    init(_ description: String, _ wrap: @escaping @Sendable (Sighting, Party) -> Sighting) {
      testDescription = description
      self.wrap = wrap
    }
  }

  static let ends = "(198.51.100.1, 198.51.100.2)", ends6 = "(2001:db8:1::1, 2001:db8:1::2)"
  static let ways = [
    Way("IP in IP \(ends)") { $0.inIP(of: $1) }, Way("GRE \(ends)") { $0.inGRE(of: $1) },
    Way("GRE key 77 \(ends)") { $0.inGRE(of: $1, key: 77) }, Way("VXLAN 42 \(ends)") { $0.inVXLAN(of: $1) },
    Way("VXLAN 42 \(ends), 802.1Q 10") { $0.tagged(10).inVXLAN(of: $1) },
    Way("802.1Q 10, VXLAN 42 \(ends)") { $0.inVXLAN(of: $1).tagged(10) },
    Way("IP in IP \(ends), AH") { $0.authenticated.inIP(of: $1) },
    Way("MPLS 16, GRE \(ends)") { $0.inGRE(of: $1).labelled(16) },
    Way("GRE \(ends), IP in IP \(ends)") { $0.inIP(of: $1).inGRE(of: $1) },
  ]

  private static let session =
    [Sighting].handshake() + [
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
      client.segment(.ack, seq: 6, ack: 6),
    ] + .close(by: server, seq: 6, ack: 6)

  @Test(arguments: ways)
  func `a session in a tunnel is the session, and its tunnel is told`(way: Way) {
    let packets = Self.session.tunnelled(way.wrap, by: carrier)
    let analysed = analyse(packets)
    #expect(analysed.summary.conversations.count == 1)
    #expect(analysed.conversation.encapsulation == way.testDescription)
    #expect(analysed.conversation.outcome == .complete)
    #expect(analysed.conversation.originator == client.endpoint)
    #expect(analysed.conversation.echo.isEcho == true)
    #expect(analysed.conversation.toResponder.wrongChecksums == 0)
    #expect(
      analysed.conversation.toResponder.bytes + analysed.conversation.toOriginator.bytes
        == packets.reduce(0) { $0 + $1.originalLength })
    #expect(analysed.summary.otherTraffic.isEmpty)
    #expect(analysed.summary.findings.isEmpty)
  }

  @Test(arguments: ways)
  func `both directions have one identity`(way: Way) {
    var seen: [Encapsulation.Identity?] = []
    Self.session.tunnelled(way.wrap, by: carrier).forEachPacket { packet, _ in
      seen.append(Frame(packet).encapsulation?.identity)
    }
    #expect(Set(seen).count == 1)
    #expect(seen.allSatisfy { $0 != nil })
  }

  @Test func `a tunnel between IPv6 hosts, and IPv6 in a tunnel`() {
    let there = [Sighting].handshake(client6).tunnelled({ $0.inIP(of: $1) }, by: carrier)
    #expect(analyse(there).conversation.encapsulation == "6in4 \(Self.ends)")
    let back = [Sighting].handshake().tunnelled({ $0.inIP(of: $1) }, by: carrier6)
    #expect(analyse(back).conversation.encapsulation == "4in6 \(Self.ends6)")
    let network = [Sighting].handshake(client6).tunnelled({ $0.inVXLAN(of: $1) }, by: carrier6)
    #expect(analyse(network).conversation.encapsulation == "VXLAN 42 \(Self.ends6)")
  }

  @Test(arguments: ways, [false, true])
  func `a tunnel's packet in fragments is put together and entered`(way: Way, isReversed: Bool) {
    // Tags and labels are put around the fragments by whoever fragments; here the IP packet alone is cut.
    guard !way.testDescription.hasPrefix("802.1Q"), !way.testDescription.hasPrefix("MPLS") else { return }
    let fragments = way.wrap(client.datagram(Self.long), carrier).fragments(of: 64)
    let analysed = analyse(isReversed ? fragments.reversed() : fragments)
    #expect(analysed.conversation.originator == client.endpoint)
    #expect(analysed.conversation.encapsulation == way.testDescription)
    #expect(analysed.conversation.toResponder.packets == fragments.count)
    #expect(analysed.conversation.toResponder.bytes == fragments.reduce(0) { $0 + $1.originalLength })
    #expect(analysed.conversation.toResponder.wrongChecksums == 0)
    #expect(analysed.payloads == Array(repeating: nil, count: fragments.count - 1) + [100])
    #expect(analysed.observations.last?.reassembledFrom == Array(1...fragments.count))
    #expect(analysed.observations.map(\.isIncompleteFragment).filter(\.self).count == fragments.count - 1)
    #expect(analysed.summary.otherTraffic.isEmpty)
    #expect(analysed.summary.findings.filter { $0.code == .fragmentsIncomplete }.isEmpty)
  }

  @Test(arguments: ways)
  func `fragments inside a tunnel are put together`(way: Way) {
    let inner = client.datagram(Self.long).fragments(of: 48)
    guard !way.testDescription.contains("AH") else { return }
    let analysed = analyse(inner.tunnelled(way.wrap, by: carrier))
    #expect(analysed.conversation.encapsulation == way.testDescription)
    #expect(analysed.payloads == [nil, nil, 100])
    #expect(analysed.observations.map(\.isIncompleteFragment) == [true, true, false])
    #expect(analysed.conversation.toResponder.wrongChecksums == 0)
    #expect(analysed.summary.otherTraffic.isEmpty)
  }

  @Test func `fragments of fragments are counted frame by frame`() {
    // Two pieces of the datagram, each in a tunnel packet of two or three pieces.
    let pieces = client.datagram(Self.long).fragments(of: 64)
    let frames = pieces.enumerated().flatMap { number, piece in
      piece.inIP(of: carrier).fragments(of: 32, identification: UInt32(number))
    }
    let analysed = analyse(frames)
    #expect(analysed.conversation.toResponder.packets == frames.count)
    #expect(analysed.conversation.toResponder.bytes == frames.reduce(0) { $0 + $1.originalLength })
    #expect(analysed.observations.last?.reassembledFrom == Array(1...frames.count))
    #expect(analysed.conversation.exchanges.map(\.requestFragments) == [Array(1...frames.count)])
    #expect(analysed.summary.otherTraffic.isEmpty)
  }

  @Test func `equal fragments in different tunnels are not mixed`() {
    let one = client.datagram(Self.long).fragments(of: 64)
    let other = client.datagram(String(Self.long.reversed())).fragments(of: 64)
    let analysed = analyse([
      one[0].inVXLAN(1, of: carrier), other[0].inVXLAN(2, of: carrier), other[1].inVXLAN(2, of: carrier),
      one[1].inVXLAN(1, of: carrier),
    ])
    #expect(analysed.payloads == [nil, nil, 100, 100])
    #expect(analysed.summary.conversations.reduce(0) { $0 + $1.toResponder.wrongChecksums } == 0)
  }

  @Test func `an ICMP error inside a tunnel belongs to the conversation inside`() {
    let request = client.datagram("halo")
    let analysed = analyse([request, server.icmpError(quoting: request)].tunnelled({ $0.inGRE(of: $1) }, by: carrier))
    #expect(analysed.conversation.icmpErrors.map(\.frame) == [2])
    #expect(analysed.finding(.icmpUnreachable)?.frames == [2])
    #expect(analysed.summary.otherTraffic.isEmpty)
  }

  @Test func `the datagrams of VXLAN take stream numbers before what they carry, and open no conversation`() {
    let analysed = analyse([
      client.datagram("1").inVXLAN(of: carrier), server.datagram("1").inVXLAN(of: carrier.other),
      client.segment(.syn).inVXLAN(of: carrier), client6.datagram("2"),
    ])
    // 0 is the carrier's, 1 the datagram's inside, 2 the carrier's way back from its own port.
    #expect(analysed.summary.conversations.map(\.stream) == [1, 0, 2])
    #expect(analysed.summary.conversations.map(\.protocol) == [.udp, .tcp, .udp])
    #expect(analysed.observations.map(\.udpStream) == [0, 0, 0, 2])
    #expect(analysed.observations.map(\.conversation) == [0, 0, 1, 2])
  }

  @Test func `a port selects what is inside`() {
    var selection = Selection()
    selection.ports = [12_345]
    let analysed = analyse([client.datagram("1").inVXLAN(of: carrier), carrier.datagram("x")], selection: selection)
    #expect(analysed.observations.map(\.isSelected) == [true, false])
    #expect(analysed.summary.conversations.count == 1)
  }

  @Test func `tunnels are entered so deep and no deeper`() {
    func nested(_ count: Int) -> Sighting {
      (0..<count).reduce(client.datagram("x")) { packet, _ in packet.inIP(of: carrier) }
    }
    #expect(analyse([nested(Frame.tunnelLimit)]).conversation.originator == client.endpoint)
    let deep = analyse([nested(Frame.tunnelLimit + 1)])
    #expect(deep.summary.conversations.isEmpty)
    #expect(deep.summary.otherTraffic.map(\.kind) == [.deepTunnel])
    // Each of them in fragments, which are put together at every depth.
    var fragments = [client.datagram(Self.long)]
    for depth in 0..<6 {
      fragments = fragments.flatMap { $0.inIP(of: carrier).fragments(of: 88, identification: UInt32(depth)) }
    }
    #expect(analyse(fragments).summary.captures[0].packets == fragments.count)
  }

  @Test func `what is not decoded is named`() {
    let gre = carrier.packet(47, [0, 0, 0x20, 1] + [UInt8](repeating: 0, count: 30))
    let lldp = Sighting([UInt8](repeating: 2, count: 12) + [0x88, 0xcc, 0, 0]).inVXLAN(of: carrier)
    let control = Sighting(
      [UInt8](repeating: 2, count: 12) + [0x88, 0x64, 0x11, 0, 0, 9, 0, 6, 0xc0, 0x21, 1, 2, 3, 4])
    let wrong = client.segment(.syn).setting(0x1000, at: 46), short = client.datagram("x").setting(7, at: 38)
    let cut = client.segment(.syn).cut(to: 50).inIP(of: carrier)
    let analysed = analyse([gre, lldp, control, wrong, short, cut])
    let kinds = Dictionary(uniqueKeysWithValues: analysed.summary.otherTraffic.map { ($0.kind, $0.packets) })
    #expect(
      kinds == [
        .gre(0x2001): 1, .etherType(0x88cc): 1, .ppp(0xc021): 1, .undecoded(.tcp): 2, .undecoded(.udp): 1,
      ])
    #expect(analysed.summary.conversations.isEmpty)
  }
}

import Testing
import Wire

struct FrameTunnelTests {
  private static let inner4 = ipv4(17, udp([1, 2, 3, 4, 5]))
  private static let inner6 = ipv6(6, tcp(payload: [1]))

  /// A frame, what is inside, and how its encapsulation is told.
  struct Case: CustomTestStringConvertible {
    let bytes: [UInt8]
    var linkType = LinkType.ethernet
    let seen: String
    let encapsulation: String?
    var testDescription: String { encapsulation ?? seen }

    init(_ bytes: [UInt8], _ seen: String, _ encapsulation: String?, _ linkType: LinkType = .ethernet) {
      self.bytes = bytes
      self.linkType = linkType
      self.seen = seen
      self.encapsulation = encapsulation
    }
  }

  static let ends4 = "(192.0.2.1, 192.0.2.2)", ends6 = "(2001:db8::1, 2001:db8::2)"

  static let cases = [
    Case(ethernet(0x0800, inner4), "ipv4 udp:5", nil),
    Case(ethernet(0x0800, ipv4(4, inner4)), "ipv4 udp:5", "IP in IP \(ends4)"),
    Case(ethernet(0x0800, ipv4(41, inner6)), "ipv6 tcp:1", "6in4 \(ends4)"),
    Case(ethernet(0x86dd, ipv6(4, inner4)), "ipv4 udp:5", "4in6 \(ends6)"),
    Case(ethernet(0x86dd, ipv6(41, inner6)), "ipv6 tcp:1", "6in6 \(ends6)"),
    Case(ethernet(0x0800, ipv4(47, gre(0x0800, inner4))), "ipv4 udp:5", "GRE \(ends4)"),
    Case(ethernet(0x86dd, ipv6(47, gre(0x86dd, inner6))), "ipv6 tcp:1", "GRE \(ends6)"),
    Case(
      ethernet(0x0800, ipv4(47, gre(0x0800, inner4, checksum: true, key: 9, sequence: 1))), "ipv4 udp:5",
      "GRE key 9 \(ends4)"),
    Case(
      ethernet(0x0800, ipv4(47, gre(0x6558, ethernet(0x0800, inner4, tags: [Tag(control: 3)])))), "ipv4 udp:5",
      "GRE \(ends4), 802.1Q 3"),
    Case(ethernet(0x0800, ipv4(47, gre(0x8847, [0, 1, 1, 64] + inner4))), "ipv4 udp:5", "GRE \(ends4), MPLS 16"),
    Case(ethernet(0x0800, ipv4(47, gre(0x883e, [0, 0, 0, 0] + inner4))), "ipv4 udp:5", "GRE \(ends4)"),
    Case(ethernet(0x0800, ipv4(47, gre(0x883e, inner4))), "ipv4 udp:5", "GRE \(ends4)"),
    Case(ethernet(0x0800, ipv4(47, pptp([0xff, 3, 0, 0x21] + inner4))), "ipv4 udp:5", "PPTP call 7 \(ends4)"),
    Case(ethernet(0x0800, ipv4(17, vxlan(42, ethernet(0x86dd, inner6)))), "ipv6 tcp:1", "VXLAN 42 \(ends4)"),
    Case(
      ethernet(
        0x86dd, ipv6(17, vxlan(42, ethernet(0x0800, inner4))), tags: [Tag(type: 0x88a8, control: 1), Tag(control: 2)]),
      "ipv4 udp:5", "802.1ad 1, 802.1Q 2, VXLAN 42 \(ends6)"),
    Case(ethernet(0x0800, ipv4(51, authentication(17, udp([1])))), "ipv4 udp:1", "AH"),
    Case(ethernet(0x86dd, ipv6(51, authentication(6, tcp()))), "ipv6 tcp:0", "AH"),
    Case(ethernet(0x0800, ipv4(51, authentication(4, inner4))), "ipv4 udp:5", "AH, IP in IP \(ends4)"),
    Case(ethernet(0x0800, ipv4(4, ipv4(41, inner6))), "ipv6 tcp:1", "IP in IP \(ends4), 6in4 \(ends4)"),
    Case(ethernet(0x8864, [0x11, 0, 0, 9, 0, 35, 0, 0x21] + inner4), "ipv4 udp:5", "PPPoE 9"),
    Case(ethernet(0x0800, inner6), "ipv6 tcp:1", nil),
    Case(ethernet(0x0800, inner4, tags: [Tag(control: 1), Tag(control: 2)]), "ipv4 udp:5", "802.1Q 1, 802.1Q 2"),
    Case(cooked(0x8100, big(UInt16(5)) + big(UInt16(0x0800)) + inner4), "ipv4 udp:5", "802.1Q 5", .linuxSLL),
  ]

  @Test(arguments: cases)
  func `enters what a packet came in`(packet: Case) {
    #expect(outline(packet.bytes, packet.linkType) == packet.seen)
    #expect(decode(packet.bytes, packet.linkType) { $0.encapsulation?.description } == packet.encapsulation)
    #expect(error(packet.bytes, packet.linkType) == nil)
  }

  @Test(arguments: cases)
  func `keeps what it understood of a tunnelled frame cut anywhere`(packet: Case) {
    for count in 0..<packet.bytes.count - 1 {
      // Cut in a payload nothing is missing of the headers; before them decoding says where it stopped, or the link
      // header names what is cut.
      let explains = decode(
        packet.bytes.first(count), packet.linkType, originalLength: packet.bytes.count
      ) { frame in
        let type = frame.innermostLink?.etherType
        return frame.transport != nil || frame.error != nil || type == .pppoeSession || type == .mpls
      }
      #expect(explains, "cut to \(count)")
    }
  }

  @Test func `shows the outermost headers beside the innermost`() {
    let bytes = ethernet(0x0800, ipv4(17, vxlan(0xabcdef, ethernet(0x86dd, ipv6(41, Self.inner6)))))
    let seen = decode(bytes) { frame in
      (
        frame.carriers.depth, frame.carriers.ipv4?.protocol, frame.carriers.ipv6?.nextHeader,
        frame.carriers.datagram?.destinationPort, frame.carriers.networkIdentifier, frame.carriers.link?.length
      )
    }
    #expect(seen.0 == 2)
    #expect(seen.1 == .udp)
    #expect(seen.2 == .ipv6)
    #expect(seen.3 == 4789)
    #expect(seen.4 == 0xabcdef)
    #expect(seen.5 == 14)
  }

  @Test func `enters so many tunnels and no more`() {
    func nested(_ count: Int) -> [UInt8] {
      ethernet(0x0800, (0..<count).reduce(Self.inner4) { bytes, _ in ipv4(4, bytes) })
    }
    #expect(outline(nested(Frame.tunnelLimit)) == "ipv4 udp:5")
    #expect(decode(nested(Frame.tunnelLimit)) { $0.carriers.depth } == 8)
    #expect(error(nested(Frame.tunnelLimit + 1)) == .nestedTooDeep)
    #expect(error(nested(60)) == .nestedTooDeep)
    let gres = (0..<9).reduce(Self.inner4) { bytes, _ in ipv4(47, gre(0x0800, bytes)) }
    #expect(error(ethernet(0x0800, gres)) == .nestedTooDeep)
    let networks = (0..<9).reduce(Self.inner4) { bytes, _ in ipv4(17, vxlan(42, ethernet(0x0800, bytes))) }
    #expect(error(ethernet(0x0800, networks)) == .nestedTooDeep)
  }

  static let unopened: [([UInt8], String)] = [
    (gre(0x2001, counting(30)), "other:47"), (gre(0x88be, counting(30)), "other:47"),
    (gre(0x0800, [], flags: 0x4000), "other:47"), (gre(0x0800, inner4, flags: 2), "other:47"),
    (pptp([]), "other:47"), (gre(0x880b, [0, 0x21] + inner4), "other:47"), (gre(0x0800, inner4, flags: 1), "other:47"),
    (gre(0, []), "other:47"),
  ]

  @Test(arguments: unopened)
  func `leaves GRE shut that carries something else`(bytes: [UInt8], seen: String) {
    #expect(outline(ethernet(0x0800, ipv4(47, bytes))) == "ipv4 \(seen)")
    let type = decode(ethernet(0x0800, ipv4(47, bytes))) { $0.carriers.gre?.protocolType.rawValue }
    #expect(type == UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
    #expect(error(ethernet(0x0800, ipv4(47, bytes))) == nil)
    #expect(decode(ethernet(0x0800, ipv4(47, bytes))) { $0.encapsulation } == nil)
  }

  @Test func `takes a datagram for VXLAN only by its port and its flag`() {
    let frame = ethernet(0x0800, Self.inner4)
    #expect(outline(ipv4(17, vxlan(42, frame, flags: 0)), .raw) == "ipv4 udp:\(8 + frame.count)")
    #expect(outline(ipv4(17, vxlan(42, frame, port: 4790)), .raw) == "ipv4 udp:\(8 + frame.count)")
    #expect(outline(ipv4(17, vxlan(42, frame).first(15)), .raw) == "ipv4 udp:7")
  }

  @Test(arguments: 0..<16)
  func `rejects every truncation of GRE`(count: Int) {
    let header = gre(0x0800, [], checksum: true, key: 1, sequence: 2)
    #expect(
      error(ipv4(47, header.first(count)), .raw) == .truncated(.gre, needed: count < 4 ? 4 : 16, available: count))
  }

  @Test(arguments: 0..<24)
  func `rejects every truncation of an authentication header`(count: Int) {
    let needed = count < 12 ? 12 : 24
    #expect(
      error(ipv4(51, authentication(6, tcp()).first(count)), .raw)
        == .truncated(.authentication, needed: needed, available: count))
    #expect(error(ipv4(51, authentication(6, tcp(), length: 0)), .raw) == .malformed(.authentication))
  }

  @Test func `says what is cut or wrong inside a tunnel, and keeps what is around it`() {
    let cut = ethernet(0x0800, ipv4(4, Self.inner4.first(19)))
    #expect(error(cut) == .truncated(.ipv4, needed: 20, available: 19))
    #expect(decode(cut) { $0.network == nil && $0.carriers.ipv4 != nil })
    #expect(error(ipv4(41, Self.inner4), .raw) == .truncated(.ipv6, needed: 40, available: 33))
    #expect(error(ipv4(41, [UInt8](repeating: 0x45, count: 60)), .raw) == .malformed(.ipv6))
    #expect(error(ipv4(17, vxlan(42, counting(13))), .raw) == .truncated(.ethernet, needed: 14, available: 13))
    #expect(decode(ipv4(17, vxlan(42, counting(13))), .raw) { $0.carriers.datagram?.payloadLength } == 21)
    #expect(error(ipv4(47, gre(0x6558, counting(3))), .raw) == .truncated(.ethernet, needed: 14, available: 3))
    #expect(error(ipv4(47, pptp([0xff])), .raw) == .truncated(.ppp, needed: 2, available: 1))
  }

  @Test func `goes on where a fragmented datagram was put together`() {
    let tunnel = Self.inner4
    let fragment = ethernet(0x0800, ipv4(4, counting(8), flagsAndOffset: 0x0002))
    let packet = Packet(
      timestamp: Timestamp(nanoseconds: 0), originalLength: fragment.count, linkType: .ethernet,
      bytes: fragment.span.bytes)
    let whole = Frame(Frame(packet), completedBy: tunnel.span.bytes)
    let (depth, offset, isReassembled) = (
      whole.carriers.depth, whole.carriers.ipv4?.fragmentOffset, whole.isReassembled
    )
    let encapsulation = whole.encapsulation
    #expect(depth == 1)
    #expect(offset == 2)
    #expect(!isReassembled)
    #expect(encapsulation?.description == "IP in IP \(Self.ends4)")
    guard case .udp(let datagram)? = whole.transport else {
      Issue.record("no datagram")
      return
    }
    let length = datagram.payloadLength
    #expect(length == 5)
  }

  @Test func `does not enter a tunnel whose datagram is in fragments`() {
    #expect(outline(ipv4(4, Self.inner4, flagsAndOffset: 0x2000), .raw) == "ipv4 other:4")
    let network = vxlan(42, ethernet(0x0800, Self.inner4))
    #expect(outline(ipv4(17, network, flagsAndOffset: 0x2000), .raw).hasPrefix("ipv4 udp"))
  }
}

import Testing
import Wire

struct LinkHeaderTests {
  let datagram = ipv4(17, udp([1, 2, 3, 4, 5]))

  struct Seen: Equatable {
    var etherType: UInt16?
    var length: Int?
    var vlanID: UInt16?
    var serviceVLANID: UInt16?
    var isLLC = false
  }

  func seen(_ bytes: [UInt8], _ linkType: LinkType = .ethernet) -> Seen {
    decode(bytes, linkType) { frame in
      guard let link = frame.link else { return Seen() }
      return Seen(
        etherType: link.etherType?.rawValue, length: link.length, vlanID: link.vlanID,
        serviceVLANID: link.serviceVLANID, isLLC: link.isLLC)
    }
  }

  @Test func `names the cards of an Ethernet frame`() {
    let addresses = decode(ethernet(0x0800, datagram)) { frame in
      [frame.link?.source?.description, frame.link?.destination?.description]
    }
    #expect(addresses == ["02:00:00:00:00:01", "02:00:00:00:00:02"])
    #expect(seen(ethernet(0x0800, datagram)) == Seen(etherType: 0x0800, length: 14))
  }

  @Test(arguments: [LinkType.linuxSLL, .linuxSLL2, .null, .raw, .ppp])
  func `names no cards where the link is not Ethernet`(linkType: LinkType) {
    let hasCards = decode([UInt8](repeating: 0x45, count: 64), linkType) { frame in
      frame.link?.source != nil || frame.link?.destination != nil
    }
    #expect(!hasCards)
  }

  @Test(arguments: 0...5, [UInt16(0x8100), 0x88a8, 0x9100, 0x9200, 0x9300])
  func `walks tags to the network header`(count: Int, type: UInt16) {
    // Priority and drop bits set: they are no part of the identifier.
    let tags = (0..<count).map { Tag(type: type, control: 0xf000 | UInt16(100 + $0)) }
    let first: UInt16? = count == 0 ? nil : 100
    let bytes = ethernet(0x0800, datagram, tags: tags)
    #expect(
      seen(bytes)
        == Seen(
          etherType: 0x0800, length: 14 + 4 * count, vlanID: type == 0x88a8 ? nil : first,
          serviceVLANID: type == 0x88a8 ? first : nil))
    #expect(outline(bytes) == "ipv4 udp:5")
  }

  @Test func `tells a customer's tag from a provider's`() {
    let bytes = ethernet(0x86dd, ipv6(59, []), tags: [Tag(type: 0x88a8, control: 7), Tag(control: 8), Tag(control: 9)])
    #expect(seen(bytes) == Seen(etherType: 0x86dd, length: 26, vlanID: 8, serviceVLANID: 7))
  }

  @Test(arguments: [UInt16(0x9101), 0x91ff, 0x9301, 0x88a7, 0x8101])
  func `takes no other number for a tag`(type: UInt16) {
    #expect(seen(ethernet(type, counting(40))) == Seen(etherType: type, length: 14))
  }

  @Test(arguments: 0..<26)
  func `rejects every truncation of a tagged frame`(count: Int) {
    let bytes = ethernet(0x1234, [], tags: [Tag(type: 0x88a8, control: 1), Tag(control: 2), Tag(control: 3)])
    let steps = [Step(.ethernet, 0, 14), Step(.vlan, 0, 18), Step(.vlan, 0, 22), Step(.vlan, 0, 26)]
    #expect(error(bytes.first(count), originalLength: bytes.count) == steps.error(cutTo: count))
    #expect(decode(bytes.first(count), originalLength: bytes.count) { $0.link == nil })
  }

  @Test func `reads SNAP, and leaves the padding out`() {
    let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
    let bytes = padded(ethernet(UInt16(8 + datagram.count), snap + datagram))
    #expect(seen(bytes) == Seen(etherType: 0x0800, length: 22, isLLC: true))
    #expect(outline(bytes) == "ipv4 udp:5")
    // A length field that is too small takes the end away.
    #expect(error(ethernet(18, snap + datagram)) == .truncated(.ipv4, needed: 20, available: 10))
    #expect(error(ethernet(0, snap + datagram)) == .truncated(.ipv4, needed: 20, available: 0))
  }

  @Test(arguments: 0..<22)
  func `rejects every truncation of SNAP`(count: Int) {
    let bytes = ethernet(36, [0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0xcc] + counting(28))
    let steps = [Step(.ethernet, 0, 14), Step(.llc, 0, 17), Step(.llc, 0, 22)]
    #expect(error(bytes.first(count), originalLength: bytes.count) == steps.error(cutTo: count))
    #expect(error(bytes.first(22), originalLength: bytes.count) == nil)
  }

  @Test(arguments: [
    [UInt8](arrayLiteral: 0x42, 0x42, 3),  // spanning tree
    [0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0],  // SNAP of Cisco's
    [0xaa, 0xaa, 0xf3, 0, 0, 0, 8, 0],
  ])
  func `leaves other LLC undecoded`(header: [UInt8]) {
    let bytes = padded(ethernet(40, header + datagram))
    #expect(seen(bytes) == Seen(length: 14, isLLC: true))
    #expect(error(bytes) == nil)
  }

  @Test(arguments: [(UInt16(1500), true), (1501, false), (1535, false), (1536, false)])
  func `takes a type up to 1500 for a length`(type: UInt16, isLLC: Bool) {
    #expect(seen(ethernet(type, counting(46))).isLLC == isLLC)
  }

  @Test func `reads cooked captures`() {
    #expect(seen(cooked(0x0800, datagram), .linuxSLL) == Seen(etherType: 0x0800, length: 16))
    #expect(outline(cooked(0x0800, datagram), .linuxSLL) == "ipv4 udp:5")
    #expect(seen(cooked2(0x0800, datagram), .linuxSLL2) == Seen(etherType: 0x0800, length: 20))
    #expect(outline(cooked2(0x0800, datagram), .linuxSLL2) == "ipv4 udp:5")
    let tagged = big(UInt16(0x2005)) + big(UInt16(0x0800)) + datagram
    #expect(seen(cooked(0x8100, tagged), .linuxSLL) == Seen(etherType: 0x0800, length: 20, vlanID: 5))
    #expect(seen(cooked2(0x8100, tagged), .linuxSLL2) == Seen(etherType: 0x0800, length: 24, vlanID: 5))
  }

  @Test func `reads LLC in cooked captures, where the protocol is not a length`() {
    let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
    #expect(seen(cooked(4, snap + datagram), .linuxSLL) == Seen(etherType: 0x0800, length: 24, isLLC: true))
    #expect(outline(cooked(4, snap + datagram), .linuxSLL) == "ipv4 udp:5")
    #expect(outline(cooked2(4, snap + datagram), .linuxSLL2) == "ipv4 udp:5")
  }

  @Test(arguments: [UInt16(0), 1, 3, 12, 1500])
  func `leaves Linux's own protocol numbers undecoded`(number: UInt16) {
    #expect(seen(cooked(number, counting(40)), .linuxSLL) == Seen(length: 16))
    #expect(seen(cooked2(number, counting(40)), .linuxSLL2) == Seen(length: 20))
  }

  @Test(arguments: 0..<20)
  func `rejects every truncation of a cooked header`(count: Int) {
    let bytes = counting(20)
    #expect(error(bytes.first(count), .linuxSLL2) == .truncated(.linuxCooked, needed: 20, available: count))
    if count < 16 {
      #expect(error(bytes.first(count), .linuxSLL) == .truncated(.linuxCooked, needed: 16, available: count))
    }
  }

  @Test(
    arguments: [LinkType.null, .loop],
    [(UInt32(2), "ipv4 udp:5"), (10, "ipv6"), (24, "ipv6"), (28, "ipv6"), (30, "ipv6"), (7, "")])
  func `reads loopback families in either byte order`(linkType: LinkType, family: (UInt32, String)) {
    let payload = family.1 == "ipv6" ? ipv6(44, [17, 0, 0, 8, 0, 0, 0, 0]) : datagram
    for bytes in [big(family.0), big(family.0.byteSwapped)] {
      #expect(outline(bytes + payload, linkType) == family.1)
      #expect(seen(bytes + payload, linkType).length == 4)
    }
  }

  @Test(arguments: 0..<4)
  func `rejects every truncation of a loopback header`(count: Int) {
    #expect(error(counting(count), .null) == .truncated(.loopback, needed: 4, available: count))
    #expect(error(counting(count), .loop) == .truncated(.loopback, needed: 4, available: count))
  }

  @Test(arguments: [LinkType.raw, .rawBSD, .rawOpenBSD])
  func `tells raw IP by its first nibble`(linkType: LinkType) {
    #expect(outline(datagram, linkType) == "ipv4 udp:5")
    #expect(outline(ipv6(17, udp([1])), linkType) == "ipv6 udp:1")
    #expect(error([0x25] + counting(30), linkType) == .malformed(.ipv4))
    #expect(error([], linkType) == .truncated(.ipv4, needed: 1, available: 0))
    #expect(seen(datagram, linkType).length == 0)
  }

  @Test func `reads raw IP of one version`() {
    #expect(outline(datagram, .ipv4) == "ipv4 udp:5")
    #expect(outline(ipv6(17, udp([1])), .ipv6) == "ipv6 udp:1")
    #expect(error(datagram + counting(20), .ipv6) == .malformed(.ipv6))
    #expect(error([], .ipv4) == .truncated(.ipv4, needed: 20, available: 0))
    #expect(error([], .ipv6) == .truncated(.ipv6, needed: 40, available: 0))
  }

  static let pppHeaders: [([UInt8], UInt16?)] = [
    ([0xff, 0x03, 0x00, 0x21], 0x0800), ([0x00, 0x21], 0x0800),
    ([0xff, 0x03, 0x21], 0x0800), ([0x21], 0x0800), ([0xff, 0x03, 0x00, 0x57], 0x86dd), ([0x57], 0x86dd),
    ([0xff, 0x03, 0xc0, 0x21], nil), ([0xc0, 0x21], nil),
  ]

  @Test(arguments: pppHeaders)
  func `reads PPP with and without its optional bytes`(header: [UInt8], etherType: UInt16?) {
    #expect(seen(header + datagram, .ppp) == Seen(etherType: etherType, length: header.count))
  }

  @Test(arguments: 0..<4)
  func `rejects every truncation of PPP`(count: Int) {
    let needed = [2, 2, 3, 4][count]
    #expect(
      error([0xff, 0x03, 0x00, 0x21].first(count), .ppp) == .truncated(.ppp, needed: needed, available: count))
  }

  @Test(arguments: [Int32(-1), 2, 107, 147, 192, 195, .max])
  func `says which link type it does not know`(number: Int32) {
    let linkType = LinkType(rawValue: number)
    #expect(error(counting(60), linkType) == .unsupportedLinkType(linkType))
    #expect(decode(counting(60), linkType) { $0.link == nil })
  }

  @Test(
    arguments: [
      ([0x8100, 0x0064, 0x8864], [0x11, 0x00, 0x00, 0x2a, 0x00, 0x16, 0x00, 0x21], 26),
      ([0x8864], [0x11, 0x00, 0x00, 0x2a, 0x00, 0x16, 0x00, 0x21], 22),
    ] as [([UInt16], [UInt8], Int)])
  func `steps over a PPPoE session`(types: [UInt16], header: [UInt8], length: Int) {
    let bytes =
      [UInt8](repeating: 2, count: 12) + types.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] } + header + datagram
    #expect(decode(bytes) { $0.link?.pppoeSession } == 42)
    #expect(decode(bytes) { $0.link?.length } == length)
    #expect(decode(bytes) { $0.link?.etherType } == .ipv4)
  }

  @Test func `steps over a stack of MPLS labels to IP`() {
    let stack: [UInt8] = [0x00, 0x01, 0x00, 0xff, 0x00, 0x02, 0x01, 0xff]
    #expect(decode(ethernet(0x8847, stack + datagram)) { $0.link?.mplsLabel } == 16)
    #expect(decode(ethernet(0x8847, stack + datagram)) { $0.link?.etherType } == .ipv4)
    #expect(decode(ethernet(0x8847, stack + [0, 0, 0, 0])) { $0.link?.etherType } == .mpls)
    #expect(decode(ethernet(0x8847, stack.first(6))) { $0.link?.etherType } == .mpls)
  }

  @Test func `reads Cisco's HDLC under its own link type and under PPP's`() {
    for type in [LinkType.ciscoHDLC, .ppp] {
      #expect(seen([0x0f, 0x00, 0x08, 0x00] + datagram, type) == Seen(etherType: 0x0800, length: 4))
    }
  }
}

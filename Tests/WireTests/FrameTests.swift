import Testing
import Wire

struct FrameTests {
  /// A frame, its link type, and what has to be there whole.
  struct Cut: CustomTestStringConvertible {
    let testDescription: String
    var linkType = LinkType.ethernet
    let bytes: [UInt8]
    let steps: [Step]
  }

  static let cuts = [
    Cut(
      testDescription: "TCP with options", bytes: ethernet(0x0800, ipv4(6, tcp(options: counting(12)))),
      steps: [Step(.ethernet, 0, 14), Step(.ipv4, 14, 34), Step(.tcp, 34, 54), Step(.tcp, 34, 66)]),
    Cut(
      testDescription: "IPv4 options and UDP in a tag",
      bytes: ethernet(0x0800, ipv4(17, udp(counting(4)), options: [1, 1, 1, 0]), tags: [Tag(control: 5)]),
      steps: [
        Step(.ethernet, 0, 14), Step(.vlan, 0, 18), Step(.ipv4, 18, 38), Step(.ipv4, 18, 42), Step(.udp, 42, 50),
      ]),
    Cut(
      testDescription: "TCP over IPv6 with an extension header", linkType: .linuxSLL,
      bytes: cooked(0x86dd, ipv6(60, [6, 0, 0, 0, 0, 0, 0, 0] + tcp())),
      steps: [
        Step(.linuxCooked, 0, 16), Step(.ipv6, 16, 56), Step(.ipv6Extension, 16, 58), Step(.ipv6Extension, 16, 64),
        Step(.tcp, 64, 84),
      ]),
    Cut(
      testDescription: "ICMPv6", linkType: .linuxSLL2, bytes: cooked2(0x86dd, ipv6(58, icmp(type: 128))),
      steps: [Step(.linuxCooked, 0, 20), Step(.ipv6, 20, 60), Step(.icmpv6, 60, 64)]),
    Cut(
      testDescription: "ICMP", linkType: .null, bytes: [2, 0, 0, 0] + ipv4(1, icmp(type: 8)),
      steps: [Step(.loopback, 0, 4), Step(.ipv4, 4, 24), Step(.icmp, 24, 28)]),
    Cut(
      testDescription: "ARP", bytes: padded(ethernet(0x0806, arp())),
      steps: [Step(.ethernet, 0, 14), Step(.arp, 14, 22), Step(.arp, 14, 42)]),
  ]

  @Test(arguments: cuts)
  func `says what is missing of a frame cut anywhere`(frame: Cut) {
    for count in 0...frame.bytes.count {
      let cut = frame.bytes.first(count)
      #expect(
        error(cut, frame.linkType, originalLength: frame.bytes.count) == frame.steps.error(cutTo: count),
        "cut to \(count)")
    }
  }

  @Test func `keeps the layers above the one that is cut`() {
    let bytes = ethernet(0x0800, ipv4(6, tcp(payload: counting(8))))
    #expect(outline(bytes.first(54), originalLength: bytes.count) == "ipv4 tcp:8")
    #expect(outline(bytes.first(53), originalLength: bytes.count) == "ipv4")
    #expect(outline(bytes.first(33), originalLength: bytes.count) == "")
    #expect(decode(bytes.first(33), originalLength: bytes.count) { $0.link?.length } == 14)
    #expect(decode(bytes.first(13), originalLength: bytes.count) { $0.link == nil })
  }

  static let short: [([UInt8], String)] = [
    (ipv4(6, tcp()), "ipv4 tcp:0"), (ipv4(6, tcp(payload: [1])), "ipv4 tcp:1"),
    (ipv4(17, udp()), "ipv4 udp:0"), (ipv4(17, udp([1, 2, 3, 4, 5])), "ipv4 udp:5"),
    (ipv4(17, udp([1, 2, 3, 4, 5], length: 9)), "ipv4 udp:1"),
  ]

  @Test(arguments: short)
  func `takes no padding for payload`(packet: [UInt8], seen: String) {
    #expect(outline(padded(ethernet(0x0800, packet))) == seen)
    // A frame check sequence after it is no payload either.
    #expect(outline(padded(ethernet(0x0800, packet)) + counting(4)) == seen)
  }

  @Test func `counts what was sent where the snapshot length cut it`() {
    let bytes = ethernet(0x0800, ipv4(6, tcp(payload: counting(1000))))
    let seen = decode(bytes.first(68), originalLength: bytes.count) { frame -> [Int] in
      guard case .tcp(let segment)? = frame.transport else { return [] }
      return [segment.payloadLength, segment.payload.byteCount, frame.network?.payloadLength ?? 0]
    }
    #expect(seen == [1000, 14, 1020])
    let six = ethernet(0x86dd, ipv6(17, udp(counting(1000))))
    #expect(outline(six.first(68), originalLength: six.count) == "ipv6 udp:1000")
  }

  @Test func `takes segments that were to be cut by the card as they are`() {
    let segment = tcp(payload: counting(3000))
    #expect(outline(ethernet(0x0800, ipv4(6, segment, totalLength: 0))) == "ipv4 tcp:3000")
    #expect(outline(ethernet(0x86dd, ipv6(6, segment, payloadLength: 0))) == "ipv6 tcp:3000")
  }

  @Test func `believes the frame where a length field claims more`() {
    #expect(outline(ethernet(0x0800, ipv4(6, tcp(payload: [1]), totalLength: 9000))) == "ipv4 tcp:1")
    #expect(outline(ethernet(0x86dd, ipv6(6, tcp(payload: [1]), payloadLength: 9000))) == "ipv6 tcp:1")
  }

  @Test func `takes no more than the original length, whatever was captured`() {
    let bytes = ethernet(0x0800, ipv4(6, tcp(payload: counting(100))))
    #expect(outline(bytes, originalLength: 60) == "ipv4 tcp:6")
    #expect(error(bytes, originalLength: 40) == .truncated(.tcp, needed: 20, available: 6))
    #expect(error(bytes, originalLength: 0) == .truncated(.ethernet, needed: 14, available: 0))
    #expect(error(bytes, originalLength: .min) == .truncated(.ethernet, needed: 14, available: 0))
    #expect(outline(bytes, originalLength: .max) == "ipv4 tcp:100")
  }

  @Test func `has a transport in first fragments only`() {
    let datagram = udp(counting(40), length: 1000, checksum: 1)
    #expect(outline(ipv4(17, datagram, flagsAndOffset: 0x2000), .raw) == "ipv4 udp:40")
    #expect(outline(ipv4(17, datagram, flagsAndOffset: 0x2001), .raw) == "ipv4")
    #expect(outline(ipv4(17, datagram, flagsAndOffset: 0x0001), .raw) == "ipv4")
    #expect(error(ipv4(17, datagram, flagsAndOffset: 0x0001), .raw) == nil)
    #expect(outline(ipv6(44, [17, 0, 0, 1, 0, 0, 0, 7] + datagram), .raw) == "ipv6 udp:40")
    #expect(outline(ipv6(44, [17, 0, 0, 9, 0, 0, 0, 7] + datagram), .raw) == "ipv6")
    #expect(outline(ipv6(44, [17, 0, 0, 0, 0, 0, 0, 7] + udp(counting(40))), .raw) == "ipv6 udp:40")
  }

  @Test func `says no length is wrong of a first fragment`() {
    let datagram = udp(counting(40), length: 1000)
    for packet in [
      ipv4(17, datagram, flagsAndOffset: 0x2000), ipv6(44, [17, 0, 0, 1, 0, 0, 0, 7] + datagram), ipv4(17, datagram),
    ] {
      let (isFragment, isLengthWrong) = decode(packet, .raw) { frame -> (Bool, Bool?) in
        guard case .udp(let datagram)? = frame.transport else { return (false, nil) }
        return (frame.network?.fragment != nil, datagram.isLengthWrong)
      }
      #expect(isLengthWrong == !isFragment)
    }
  }

  @Test func `says that a header goes on in the next fragment`() {
    let start = tcp(options: counting(40)).first(24)
    #expect(error(ipv4(6, start), .raw) == .malformed(.tcp))
    #expect(
      error(ipv4(6, start, flagsAndOffset: 0x2000), .raw) == .truncated(.tcp, needed: 60, available: 24))
  }

  @Test func `leaves other frames alone`() {
    for type in [UInt16(0x88cc), 0x8863, 0x8847, 0x0600, 0xffff] {
      #expect(outline(ethernet(type, counting(46))) == "")
      #expect(error(ethernet(type, counting(46))) == nil)
      #expect(decode(ethernet(type, counting(46))) { $0.link?.etherType?.rawValue } == type)
    }
  }

  static let contradictions: [([UInt8], DecodeError)] = [
    (ethernet(0x0800, [0x55] + ipv4(17, udp()).dropFirst()), .malformed(.ipv4)),
    (ethernet(0x86dd, ipv4(17, udp(counting(20)))), .malformed(.ipv6)),
    (ethernet(0x0800, ipv4(6, tcp(dataOffset: 4))), .malformed(.tcp)),
    (ethernet(0x0800, ipv4(6, tcp(), totalLength: 30)), .truncated(.tcp, needed: 20, available: 10)),
    (ethernet(0x0800, ipv4(17, udp(counting(9)), totalLength: 27)), .truncated(.udp, needed: 8, available: 7)),
    (ethernet(0x0800, ipv4(6, tcp(), totalLength: 19)), .malformed(.ipv4)),
    (ethernet(0x0800, ipv4(6, tcp(), first: 0x44)), .malformed(.ipv4)),
  ]

  @Test(arguments: contradictions)
  func `says what contradicts itself`(bytes: [UInt8], reason: DecodeError) {
    #expect(error(bytes) == reason)
  }

  @Test(arguments: [(UInt16(6), false), (15, false), (4, true), (0, true)])
  func `keeps ports and numbers of a TCP header whose data offset is wrong`(offset: UInt16, isHeaderLengthWrong: Bool) {
    let seen = decode(ethernet(0x0800, ipv4(6, tcp(dataOffset: offset)))) { frame -> [Bool]? in
      guard case .tcp(let segment)? = frame.transport, segment.sourcePort == 50_892 else { return nil }
      return [segment.isHeaderLengthWrong, segment.isLengthKnown, frame.error == .malformed(.tcp)]
    }
    #expect(seen == [isHeaderLengthWrong, isHeaderLengthWrong, true])
  }

  @Test func `takes an IP packet for what its version says it is`() {
    #expect(outline(ethernet(0x0800, ipv6(17, udp([1])))) == "ipv6 udp:1")
  }

  @Test func `keeps ports and numbers of a TCP header whose options are cut`() {
    let cut = ethernet(0x0800, ipv4(6, tcp(options: counting(20)))).first(14 + 20 + 28)
    let whole = 14 + 20 + 40
    func ports(_ bytes: [UInt8]) -> [UInt16]? {
      decode(bytes, originalLength: whole) { frame in
        guard case .tcp(let segment)? = frame.transport else { return nil }
        return [
          segment.sourcePort, segment.destinationPort, segment.areOptionsCut ? 1 : 0, UInt16(segment.payloadLength),
        ]
      }
    }
    #expect(ports(cut)?[2...] == [1, 0])
    #expect(decode(cut, originalLength: whole) { $0.error } == .truncated(.tcp, needed: 40, available: 28))
  }
}

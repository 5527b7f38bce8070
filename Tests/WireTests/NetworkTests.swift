import Testing
import Wire

/// A transport that has a checksum, where the field is, and its protocol number.
struct Summed: CustomTestStringConvertible {
  let testDescription: String
  let next: UInt8
  let field: Int
  let isIPv6: Bool
  let header: [UInt8]

  static let tcpOverIPv4 = Summed(testDescription: "TCP/IPv4", next: 6, field: 16, isIPv6: false, header: tcp())
  static let tcpOverIPv6 = Summed(testDescription: "TCP/IPv6", next: 6, field: 16, isIPv6: true, header: tcp())
  static let udpOverIPv4 = Summed(testDescription: "UDP/IPv4", next: 17, field: 6, isIPv6: false, header: udp())
  static let udpOverIPv6 = Summed(testDescription: "UDP/IPv6", next: 17, field: 6, isIPv6: true, header: udp())
  static let icmpv6 = Summed(
    testDescription: "ICMPv6", next: 58, field: 2, isIPv6: true, header: icmp(type: 128))
  static let all = [tcpOverIPv4, tcpOverIPv6, udpOverIPv4, udpOverIPv6, icmpv6]

  /// The transport with `payload`, its checksum zero.
  func bytes(_ payload: [UInt8]) -> [UInt8] {
    next == 17 ? udp(payload) : header + payload
  }

  func packet(_ transport: [UInt8]) -> [UInt8] { isIPv6 ? ipv6(next, transport) : ipv4(next, transport) }
}

struct NetworkTests {
  func status(_ bytes: [UInt8], originalLength: Int? = nil) -> InternetChecksum.Status? {
    decode(bytes, .raw, originalLength: originalLength) { frame in
      guard let network = frame.network, let transport = frame.transport else { return nil }
      return network.checksumStatus(of: transport)
    }
  }

  @Test(arguments: Summed.all, [0, 1, 2, 3, 4, 5, 6, 7, 8, 1459, 65_535])
  func `tells right checksums from wrong ones`(kind: Summed, count: Int) throws {
    // The largest IPv4 datagram is 65,535 bytes with its headers.
    let payload = counting(min(count, 65_535 - (kind.isIPv6 ? 0 : 20) - kind.header.count))
    let blank = kind.bytes(payload)
    let right = checksum(of: blank, kind.next, isIPv6: kind.isIPv6)
    #expect(status(kind.packet(blank.setting(right, at: kind.field))) == .correct)
    #expect(status(kind.packet(blank.setting(right ^ 0x0100, at: kind.field))) == .wrong(expected: right))
    #expect(status(kind.packet(blank.setting(right &+ 1, at: kind.field))) == .wrong(expected: right))
    let partial = pseudoHeaderSum(kind.next, length: blank.count, isIPv6: kind.isIPv6)
    #expect(status(kind.packet(blank.setting(partial, at: kind.field))) == .partial)
    #expect(status(kind.packet(blank.setting(~partial, at: kind.field))) == .partial)
  }

  @Test func `agrees with a checksum computed elsewhere`() {
    // The values are tshark's.
    #expect(status(ipv4(6, tcp(checksum: 1))) == .wrong(expected: 0x37c9))
    #expect(status(ipv6(17, udp(counting(5), checksum: 1))) == .wrong(expected: 0x802d))
  }

  @Test func `takes zero for none in UDP over IPv4 only`() {
    #expect(status(ipv4(17, udp(counting(5)))) == .absent)
    #expect(status(ipv4(17, udp(counting(50))).first(30), originalLength: 78) == .absent)
    let expected = checksum(of: udp(counting(5)), 17, isIPv6: true)
    #expect(status(ipv6(17, udp(counting(5)))) == .wrong(expected: expected))
    #expect(status(ipv4(6, tcp())) == .wrong(expected: checksum(of: tcp(), 6, isIPv6: false)))
  }

  @Test(arguments: [Summed.udpOverIPv4, .udpOverIPv6])
  func `expects all ones where a datagram's sum is zero`(kind: Summed) {
    // Two bytes that bring the sum of the rest to ffff.
    let missing = checksum(of: kind.bytes([0, 0]), 17, isIPv6: kind.isIPv6)
    let blank = kind.bytes(big(missing))
    #expect(status(kind.packet(blank.setting(0xffff, at: kind.field))) == .correct)
    #expect(status(kind.packet(blank.setting(0x5555, at: kind.field))) == .wrong(expected: 0xffff))
  }

  @Test func `sums ICMP without a pseudo-header, so that nothing of it is partial`() {
    let blank = icmp(type: 8, rest: [0x12, 0x34, 0, 1], counting(57))
    let right = ~referenceSum(blank)
    #expect(status(ipv4(1, blank.setting(right, at: 2))) == .correct)
    for wrong in [UInt16(0), 0xffff, 1] {
      #expect(status(ipv4(1, blank.setting(wrong, at: 2))) == .wrong(expected: right))
    }
  }

  @Test(arguments: Summed.all)
  func `checks nothing that is cut`(kind: Summed) {
    let packet = kind.packet(kind.bytes(counting(40)).setting(1, at: kind.field))
    #expect(status(packet.first(packet.count - 1), originalLength: packet.count) == .notCheckable)
    #expect(status(packet) != .notCheckable)
  }

  @Test func `checks no datagram whose length is wrong, and no other protocol`() {
    #expect(status(ipv4(17, udp(counting(5), length: 14, checksum: 1))) == .notCheckable)
    #expect(status(ipv4(17, udp(counting(5), length: 7, checksum: 1))) == .notCheckable)
    #expect(status(ipv4(132, counting(50))) == .notCheckable)
    #expect(status(ipv6(59, [])) == .notCheckable)
  }

  @Test(arguments: [UInt8(6), 17, 1])
  func `checks no first fragment by itself`(next: UInt8) {
    let transport = next == 17 ? udp(counting(32), length: 500, checksum: 1) : tcp(payload: counting(20), checksum: 1)
    #expect(status(ipv4(next, transport, flagsAndOffset: 0x2000)) == .notCheckable)
    let six = [next, 0, 0, 1, 0, 0, 0, 9] + transport
    #expect(status(ipv6(44, six)) == .notCheckable)
  }

  @Test func `checks a reassembled datagram by the header of one of its pieces`() throws {
    let blank = udp(counting(100))
    let whole = blank.setting(checksum(of: blank, 17, isIPv6: false), at: 6)
    for (piece, field) in [(Array(whole[..<64]), UInt16(0x2000)), (Array(whole[64...]), 0x0008)] {
      let status = try decode(ipv4(17, piece, flagsAndOffset: field), .raw) { frame in
        let transport = try Transport(whole.span.bytes, protocol: .udp, originalLength: whole.count)
        return frame.network?.checksumStatus(of: transport)
      }
      #expect(status == .correct)
    }
  }

  static let routes: [(UInt8, UInt8, Bool)] = [
    // Routing type, segments left; whether the checksum is over the route's end rather than the destination.
    (0, 1, true), (2, 1, true), (4, 1, true), (0, 0, false), (2, 0, false), (4, 0, false), (3, 1, false),
  ]

  @Test(arguments: routes)
  func `sums over the final destination of a source route`(kind: UInt8, segmentsLeft: UInt8, isRouted: Bool) {
    let end: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [0x99]
    let other: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [0x55]
    // A segment routing header lists its last stop first.
    let addresses = kind == 2 ? [end] : kind == 4 ? [end, other] : [other, end]
    let header = IPv6HeaderTests.routing(next: 17, kind: kind, segmentsLeft: segmentsLeft, addresses)
    let blank = udp(counting(7))
    let sum = referenceSum(
      sourceV6 + (isRouted ? end : destinationV6) + big(UInt32(blank.count)) + [0, 0, 0, 17] + blank)
    #expect(status(ipv6(43, header + blank.setting(~sum, at: 6))) == .correct)
  }

  @Test func `lends what every network header has`() {
    let datagram = udp([1, 2, 3])
    for (bytes, source, destination) in [
      (ipv4(17, datagram), "192.0.2.1", "192.0.2.2"), (ipv6(17, datagram), "2001:db8::1", "2001:db8::2"),
    ] {
      let seen = decode(bytes, .raw) { frame in
        [
          frame.network?.source?.description, frame.network?.destination?.description,
          frame.network?.protocol?.rawValue.description, frame.network?.payloadLength.description,
          frame.network?.payload.byteCount.description, frame.network?.fragment?.offset.description,
        ]
      }
      #expect(seen == [source, destination, "17", "11", "11", nil])
    }
  }
}

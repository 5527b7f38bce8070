import Testing
import Wire

struct IPv6HeaderTests {
  static let hopByHop: [UInt8] = [5, 2, 0, 0, 1, 0]  // router alert, padding
  static func options(next: UInt8, units: UInt8 = 0) -> [UInt8] {
    [next, units] + [UInt8](repeating: 0, count: 6 + 8 * Int(units))
  }
  static func authentication(next: UInt8, words: UInt8 = 4) -> [UInt8] {
    [next, words] + [UInt8](repeating: 0xaa, count: 4 * (Int(words) + 2) - 2)
  }
  static func fragment(next: UInt8, offset: UInt16 = 0, more: Bool = false) -> [UInt8] {
    [next, 0] + big(offset | (more ? 1 : 0)) + big(UInt32(0xdead_beef))
  }
  static func routing(next: UInt8, kind: UInt8, segmentsLeft: UInt8, _ addresses: [[UInt8]]) -> [UInt8] {
    [next, UInt8(2 * addresses.count), kind, segmentsLeft, 0, 0, 0, 0] + addresses.flatMap { $0 }
  }

  @Test func `reads every field`() throws {
    let bytes = ipv6(17, udp(counting(9)))
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.nextHeader == .udp)
    #expect(header.protocol == .udp)
    #expect(header.claimedPayloadLength == 17)
    #expect(header.payloadLength == 17)
    #expect([UInt8](header.payload) == udp(counting(9)))
    #expect(header.headerLength == 40)
    #expect(header.hopLimit == 64)
    #expect(header.source.description == "2001:db8::1")
    #expect(header.destination.description == "2001:db8::2")
    #expect(header.fragment == nil)
    #expect(header.extensionNumbers == 0)
    #expect(header.extensionError == nil)
  }

  @Test(arguments: 0..<40)
  func `rejects every truncation`(count: Int) {
    let bytes = ipv6(17, udp())
    #expect(throws: DecodeError.truncated(.ipv6, needed: 40, available: count)) {
      _ = try IPv6Header(bytes.span.bytes.extracting(first: count), originalLength: bytes.count)
    }
  }

  @Test(arguments: (0...15).filter { $0 != 6 })
  func `rejects another version`(version: Int) {
    let bytes = ipv6(17, udp(), version: UInt8(version))
    #expect(throws: DecodeError.malformed(.ipv6)) {
      _ = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    }
  }

  @Test(arguments: [Int.min, -1, 0, 39])
  func `rejects an original length below the header`(length: Int) {
    let bytes = ipv6(17, udp())
    #expect(throws: DecodeError.malformed(.ipv6)) { _ = try IPv6Header(bytes.span.bytes, originalLength: length) }
  }

  @Test(arguments: [
    // payload length, original length, captured; payload sent, payload there
    (5, 60, 60, 5, 5), (5, 60, 43, 5, 3), (20, 60, 60, 20, 20), (20, 50, 50, 10, 10), (20, 60, 50, 20, 10),
    (0, 60, 60, 20, 20), (0, 70_040, 60, 70_000, 20),
  ])
  func `takes lengths from the payload length`(claimed: Int, original: Int, captured: Int, sent: Int, there: Int) throws
  {
    let bytes = ipv6(17, counting(20), payloadLength: UInt16(claimed)).first(captured)
    let header = try IPv6Header(bytes.span.bytes, originalLength: original)
    #expect(header.claimedPayloadLength == claimed)
    #expect(header.payloadLength == sent)
    #expect(header.payload.byteCount == there)
  }

  @Test func `takes padding after no next header for nothing`() throws {
    let bytes = ipv6(59, [0, 0, 0, 0, 0, 0], payloadLength: 0)
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.payloadLength == 0)
    #expect(header.payload.byteCount == 0)
    #expect(outline(padded(ethernet(0x86dd, ipv6(59, [])))) == "ipv6 other:59")
  }

  struct Chain: CustomTestStringConvertible {
    let testDescription: String
    let numbers: [UInt8]
    let bytes: [UInt8]
  }

  static let chains = [
    Chain(testDescription: "hop-by-hop", numbers: [0], bytes: [17, 0] + hopByHop),
    Chain(testDescription: "destination", numbers: [60], bytes: options(next: 17)),
    Chain(testDescription: "long destination", numbers: [60], bytes: options(next: 17, units: 255)),
    Chain(testDescription: "routing", numbers: [43], bytes: routing(next: 17, kind: 0, segmentsLeft: 0, [sourceV6])),
    Chain(testDescription: "authentication", numbers: [51], bytes: authentication(next: 17)),
    Chain(testDescription: "short authentication", numbers: [51], bytes: authentication(next: 17, words: 1)),
    Chain(testDescription: "atomic fragment", numbers: [44], bytes: fragment(next: 17)),
    Chain(
      testDescription: "all, in the order of RFC 8200", numbers: [0, 60, 43, 44, 51, 60],
      bytes: [60, 0] + hopByHop + options(next: 43) + routing(next: 44, kind: 4, segmentsLeft: 0, [])
        + fragment(next: 51) + authentication(next: 60) + options(next: 17)),
    Chain(
      testDescription: "more than are kept", numbers: [UInt8](repeating: 60, count: 20),
      bytes: (0..<20).flatMap { options(next: $0 == 19 ? 17 : 60) }),
  ]

  @Test(arguments: chains)
  func `follows extension headers`(chain: Chain) throws {
    let bytes = ipv6(chain.numbers[0], chain.bytes + udp([1, 2, 3]))
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.nextHeader.rawValue == chain.numbers[0])
    #expect(header.protocol == .udp)
    #expect(header.headerLength == 40 + chain.bytes.count)
    #expect(header.payloadLength == 11)
    #expect([UInt8](header.payload) == udp([1, 2, 3]))
    #expect(header.extensionError == nil)
    #expect(header.fragment == nil)
    let kept = chain.numbers.prefix(8).enumerated().reduce(UInt64(0)) {
      $0 | UInt64($1.element) << UInt64(8 * $1.offset)
    }
    #expect(header.extensionNumbers == kept)
    #expect(outline(bytes, .ipv6) == "ipv6 udp:3")
  }

  @Test(arguments: 40..<80)
  func `says where the chain is cut`(count: Int) throws {
    // Hop-by-hop at 40, AH of 24 bytes at 48, an atomic fragment at 72.
    let bytes = ipv6(0, [51, 0] + Self.hopByHop + Self.authentication(next: 44) + Self.fragment(next: 59))
    let ends = [42, 48, 50, 72, 80]
    let needed = try #require(ends.first { count < $0 })
    let header = try IPv6Header(bytes.span.bytes.extracting(first: count), originalLength: bytes.count)
    #expect(header.extensionError == .truncated(.ipv6Extension, needed: needed, available: count))
    #expect(header.protocol.rawValue == (count < 48 ? 0 : count < 72 ? 51 : 44))
    #expect(header.headerLength == (count < 48 ? 40 : count < 72 ? 48 : 72))
    #expect(error(bytes.first(count), .ipv6, originalLength: bytes.count) == header.extensionError)
  }

  @Test func `stops where an extension header runs past the payload`() throws {
    let bytes = ipv6(60, [17, 9, 0, 0, 0, 0, 0, 0] + udp())
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.extensionError == .truncated(.ipv6Extension, needed: 120, available: 56))
    #expect(header.payloadLength == 16)
  }

  @Test(arguments: [(UInt16(0), true), (1448, true), (2896, false), (0xfff8, false)])
  func `tells fragments, whose payload begins where their offset counts from`(offset: UInt16, more: Bool) throws {
    let piece = Self.fragment(next: 60, offset: offset, more: more)
    let bytes = ipv6(44, piece + Self.options(next: 17) + udp(counting(24)))
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.fragment == Fragment(identification: 0xdead_beef, offset: Int(offset), hasMore: more))
    #expect(header.protocol == .destinationOptions)
    #expect(header.headerLength == 48)
    #expect(header.payloadLength == 40)
    #expect([UInt8](header.payload) == Self.options(next: 17) + udp(counting(24)))
  }

  @Test(arguments: [UInt8(6), 17, 58, 59, 50, 132, 135, 255])
  func `ends the chain at any other number`(number: UInt8) throws {
    let bytes = ipv6(number, counting(32))
    let header = try IPv6Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.protocol.rawValue == number)
    #expect(header.headerLength == 40)
  }
}

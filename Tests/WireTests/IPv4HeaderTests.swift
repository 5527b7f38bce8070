import Testing
import Wire

struct IPv4HeaderTests {
  @Test func `reads every field`() throws {
    let bytes = ipv4(17, counting(9), flagsAndOffset: 0x4000)
    let header = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.headerLength == 20)
    #expect(header.totalLength == 29)
    #expect(header.payloadLength == 9)
    #expect(header.payload.byteCount == 9)
    #expect([UInt8](header.payload) == counting(9))
    #expect(header.typeOfService == 0xb8)
    #expect(header.identification == 0x1234)
    #expect(header.dontFragment == true)
    #expect(header.moreFragments == false)
    #expect(header.fragmentOffset == 0)
    #expect(header.fragment == nil)
    #expect(header.timeToLive == 64)
    #expect(header.protocol == .udp)
    #expect(header.checksum == ~referenceSum(bytes.first(10) + bytes[12..<20]))
    #expect(header.isChecksumCorrect == true)
    #expect(header.source.description == "192.0.2.1")
    #expect(header.destination.description == "192.0.2.2")
  }

  @Test(arguments: 0...10)
  func `steps over options`(words: Int) throws {
    let bytes = ipv4(6, counting(3), options: [UInt8](repeating: 1, count: 4 * words))
    let header = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.headerLength == 20 + 4 * words)
    #expect([UInt8](header.payload) == counting(3))
    #expect(header.isChecksumCorrect == true)
  }

  @Test func `notices a wrong header checksum`() throws {
    let bytes = ipv4(6, [], checksum: 0x1111)
    let header = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.isChecksumCorrect == false)
  }

  @Test(arguments: 0..<32)
  func `rejects every truncation`(count: Int) {
    let bytes = ipv4(6, counting(8), options: [UInt8](repeating: 1, count: 12))
    #expect(throws: DecodeError.truncated(.ipv4, needed: count < 20 ? 20 : 32, available: count)) {
      _ = try IPv4Header(bytes.span.bytes.extracting(first: count), originalLength: bytes.count)
    }
  }

  @Test(arguments: (0...15).filter { $0 != 4 })
  func `rejects another version`(version: Int) {
    let bytes = ipv4(6, counting(60), first: UInt8(version << 4 | 5))
    #expect(throws: DecodeError.malformed(.ipv4)) {
      _ = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    }
  }

  @Test(arguments: 0..<5)
  func `rejects a header length below five words`(words: Int) {
    let bytes = ipv4(6, counting(60), first: UInt8(0x40 | words))
    #expect(throws: DecodeError.malformed(.ipv4)) {
      _ = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    }
  }

  @Test(arguments: 1..<24)
  func `rejects a total length below the header`(length: Int) {
    let bytes = ipv4(6, counting(60), options: [1, 1, 1, 1], totalLength: UInt16(length))
    #expect(throws: DecodeError.malformed(.ipv4)) {
      _ = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    }
  }

  @Test(arguments: [
    // total length, original length, captured; payload sent, payload there
    (25, 46, 46, 5, 5), (25, 46, 23, 5, 3), (66, 66, 66, 46, 46), (66, 66, 40, 46, 20), (66, 50, 50, 30, 30),
    (20, 46, 46, 0, 0), (0, 66, 66, 46, 46), (0, 60, 30, 40, 10), (65535, 65535, 66, 65515, 46),
  ])
  func `takes lengths from the total length`(total: Int, original: Int, captured: Int, sent: Int, there: Int) throws {
    let bytes = ipv4(6, counting(46), totalLength: UInt16(total)).first(captured)
    let header = try IPv4Header(bytes.span.bytes, originalLength: original)
    #expect(header.totalLength == total)
    #expect(header.payloadLength == sent)
    #expect(header.payload.byteCount == there)
  }

  static let fragments: [(UInt16, Fragment?)] = [
    (0x2000, Fragment(identification: 0x1234, offset: 0, hasMore: true)),
    (0x20b9, Fragment(identification: 0x1234, offset: 1480, hasMore: true)),
    (0x0172, Fragment(identification: 0x1234, offset: 2960, hasMore: false)),
    (0x1fff, Fragment(identification: 0x1234, offset: 65528, hasMore: false)), (0x4000, nil), (0x8000, nil), (0, nil),
  ]

  @Test(arguments: fragments)
  func `tells fragments`(field: UInt16, fragment: Fragment?) throws {
    let bytes = ipv4(17, counting(16), flagsAndOffset: field)
    let header = try IPv4Header(bytes.span.bytes, originalLength: bytes.count)
    #expect(header.fragment == fragment)
    #expect(header.moreFragments == (fragment?.hasMore ?? false))
    #expect(header.fragmentOffset == UInt16((fragment?.offset ?? 0) / 8))
  }

  @Test(arguments: [Int.min, -1, 0, 19, .max])
  func `takes any original length`(length: Int) {
    let bytes = ipv4(17, counting(4), totalLength: 0)
    if length == .max {
      #expect(throws: Never.self) { _ = try IPv4Header(bytes.span.bytes, originalLength: length) }
    } else {
      #expect(throws: DecodeError.malformed(.ipv4)) { _ = try IPv4Header(bytes.span.bytes, originalLength: length) }
    }
  }
}

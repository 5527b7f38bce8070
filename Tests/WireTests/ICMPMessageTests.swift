import Testing
import Wire

struct ICMPMessageTests {
  @Test(arguments: [false, true])
  func `reads every field`(isVersion6: Bool) throws {
    let bytes = icmp(type: isVersion6 ? 128 : 8, code: 3, checksum: 0xbeef, rest: [0x12, 0x34, 0, 7], counting(9))
    let message = try ICMPMessage(bytes.span.bytes, originalLength: bytes.count, isVersion6: isVersion6)
    #expect(message.type == (isVersion6 ? 128 : 8))
    #expect(message.code == 3)
    #expect(message.checksum == 0xbeef)
    #expect(message.isVersion6 == isVersion6)
    #expect(message.identifierAndSequence?.identifier == 0x1234)
    #expect(message.identifierAndSequence?.sequence == 7)
    #expect(message.isError == false)
    #expect(message.quotedPacket == nil)
  }

  @Test(arguments: 0..<4, [false, true])
  func `rejects every truncation`(count: Int, isVersion6: Bool) {
    let bytes = icmp(type: 8)
    let layer: Layer = isVersion6 ? .icmpv6 : .icmp
    #expect(throws: DecodeError.truncated(layer, needed: 4, available: count)) {
      _ = try ICMPMessage(bytes.span.bytes.extracting(first: count), originalLength: 8, isVersion6: isVersion6)
    }
  }

  @Test(arguments: 4..<8)
  func `has no identifier where it is cut`(count: Int) throws {
    let bytes = icmp(type: 8)
    let message = try ICMPMessage(bytes.span.bytes.extracting(first: count), originalLength: 8, isVersion6: false)
    #expect(message.identifierAndSequence == nil)
  }

  @Test(arguments: UInt8.min...UInt8.max)
  func `tells errors from the rest`(type: UInt8) throws {
    let bytes = icmp(type: type, [0x45])
    let four = try ICMPMessage(bytes.span.bytes, originalLength: 9, isVersion6: false)
    #expect(four.isError == [3, 4, 5, 11, 12].contains(type))
    let six = try ICMPMessage(bytes.span.bytes, originalLength: 9, isVersion6: true)
    #expect(six.isError == [1, 2, 3, 4].contains(type))
  }

  @Test(arguments: [
    (UInt8(3), UInt8(3), true, false), (1, 4, false, true), (3, 1, false, false), (1, 3, false, false),
    (11, 3, false, false),
  ])
  func `knows when no one listens`(type: UInt8, code: UInt8, four: Bool, six: Bool) throws {
    let bytes = icmp(type: type, code: code)
    #expect(try ICMPMessage(bytes.span.bytes, originalLength: 8, isVersion6: false).isPortUnreachable == four)
    #expect(try ICMPMessage(bytes.span.bytes, originalLength: 8, isVersion6: true).isPortUnreachable == six)
  }
}

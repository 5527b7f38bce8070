import Testing
import Wire

struct UDPDatagramTests {
  @Test func `reads every field`() throws {
    let bytes = udp(counting(5), checksum: 0xbeef)
    let datagram = try UDPDatagram(bytes.span.bytes, originalLength: bytes.count)
    #expect(datagram.sourcePort == 60916)
    #expect(datagram.destinationPort == 12345)
    #expect(datagram.length == 13)
    #expect(datagram.checksum == 0xbeef)
    #expect(datagram.payloadLength == 5)
    #expect([UInt8](datagram.payload) == counting(5))
    #expect(datagram.isLengthWrong == false)
    #expect(datagram.isPayloadCut == false)
  }

  @Test(arguments: 0..<8)
  func `rejects every truncation`(count: Int) {
    let bytes = udp(counting(5))
    #expect(throws: DecodeError.truncated(.udp, needed: 8, available: count)) {
      _ = try UDPDatagram(bytes.span.bytes.extracting(first: count), originalLength: bytes.count)
    }
  }

  struct Case {
    var length: UInt16
    var original = 28
    var captured = 28
    var isFragment = false
    var payloadLength: Int
    var there: Int
    var isWrong = false
    var isCut = false
  }

  @Test(arguments: [
    Case(length: 28, payloadLength: 20, there: 20),
    Case(length: 8, payloadLength: 0, there: 0),
    Case(length: 18, payloadLength: 10, there: 10),  // shorter than its packet
    Case(length: 28, captured: 12, payloadLength: 20, there: 4, isCut: true),
    Case(length: 0, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 1, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 7, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 29, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 65535, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 65535, isFragment: true, payloadLength: 20, there: 20),
    Case(length: 7, isFragment: true, payloadLength: 20, there: 20, isWrong: true),
    Case(length: 0, original: 70_000, payloadLength: 69_992, there: 20, isCut: true),  // a jumbogram
    Case(length: 0, original: 65_535, payloadLength: 65_527, there: 20, isWrong: true, isCut: true),
  ])
  func `holds the length field against the packet`(example: Case) throws {
    let bytes = udp(counting(20), length: example.length)
    let datagram = try UDPDatagram(
      bytes.span.bytes.extracting(first: example.captured), originalLength: example.original,
      isFragment: example.isFragment)
    #expect(datagram.length == example.length)
    #expect(datagram.payloadLength == example.payloadLength)
    #expect(datagram.payload.byteCount == example.there)
    #expect(datagram.isLengthWrong == example.isWrong)
    #expect(datagram.isPayloadCut == example.isCut)
  }

  @Test(arguments: [Int.min, -1, 0, 7, .max])
  func `takes any original length`(length: Int) throws {
    let bytes = udp(counting(20))
    let datagram = try UDPDatagram(bytes.span.bytes, originalLength: length)
    #expect(datagram.payloadLength == (length == .max ? 20 : 0))
  }
}

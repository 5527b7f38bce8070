import Testing
import Wire

struct TCPSegmentTests {
  @Test func `reads every field`() throws {
    let bytes = tcp(flags: 0x18, payload: counting(5), checksum: 0xbeef)
    let segment = try TCPSegment(bytes.span.bytes, originalLength: bytes.count)
    #expect(segment.sourcePort == 50892)
    #expect(segment.destinationPort == 12345)
    #expect(segment.sequenceNumber == SequenceNumber(0x0102_0304))
    #expect(segment.acknowledgmentNumber == SequenceNumber(0xfffe_fdfc))
    #expect(segment.headerLength == 20)
    #expect(segment.flags == [.psh, .ack])
    #expect(segment.window == 64240)
    #expect(segment.checksum == 0xbeef)
    #expect(segment.urgentPointer == 7)
    #expect(segment.payloadLength == 5)
    #expect([UInt8](segment.payload) == counting(5))
    #expect(segment.optionBytes.byteCount == 0)
    #expect(segment.isPayloadCut == false)
  }

  @Test(arguments: 5...15)
  func `finds the payload behind the options`(words: Int) throws {
    let options = counting(4 * (words - 5))
    let bytes = tcp(options: options, payload: [0xfe, 0xff])
    let segment = try TCPSegment(bytes.span.bytes, originalLength: bytes.count)
    #expect(segment.headerLength == 4 * words)
    #expect([UInt8](segment.optionBytes) == options)
    #expect([UInt8](segment.payload) == [0xfe, 0xff])
  }

  @Test(arguments: 0..<32)
  func `rejects every truncation`(count: Int) {
    let bytes = tcp(options: [UInt8](repeating: 1, count: 12), payload: counting(4))
    #expect(throws: DecodeError.truncated(.tcp, needed: count < 20 ? 20 : 32, available: count)) {
      _ = try TCPSegment(bytes.span.bytes.extracting(first: count), originalLength: bytes.count)
    }
  }

  @Test(arguments: UInt16(0)..<5)
  func `rejects a data offset below five words`(words: UInt16) {
    let bytes = tcp(payload: counting(60), dataOffset: words)
    #expect(throws: DecodeError.malformed(.tcp)) {
      _ = try TCPSegment(bytes.span.bytes, originalLength: bytes.count)
    }
  }

  @Test(arguments: UInt16(6)...15)
  func `rejects a data offset past the end of the segment`(words: UInt16) {
    let bytes = tcp(payload: counting(3), dataOffset: words)
    #expect(throws: DecodeError.malformed(.tcp)) {
      _ = try TCPSegment(bytes.span.bytes, originalLength: bytes.count)
    }
    // In a first fragment the rest of the header is in the next one.
    #expect(throws: DecodeError.truncated(.tcp, needed: 4 * Int(words), available: 23)) {
      _ = try TCPSegment(bytes.span.bytes, originalLength: bytes.count, isFragment: true)
    }
  }

  @Test func `keeps the payload's length where the snapshot length cut it`() throws {
    let bytes = tcp(payload: counting(100))
    let segment = try TCPSegment(bytes.span.bytes.extracting(first: 34), originalLength: bytes.count)
    #expect(segment.payloadLength == 100)
    #expect(segment.payload.byteCount == 14)
    #expect(segment.isPayloadCut == true)
  }

  @Test(arguments: [(UInt16(0x10), 3), (0x02, 4), (0x11, 4), (0x03, 5), (0x04, 3)])
  func `counts SYN and FIN as a sequence number each`(flags: UInt16, length: Int) throws {
    let bytes = tcp(flags: flags, payload: counting(3))
    #expect(try TCPSegment(bytes.span.bytes, originalLength: bytes.count).sequenceLength == length)
  }

  @Test(arguments: UInt16(0)..<12)
  func `reads each flag by itself`(bit: UInt16) throws {
    let bytes = tcp(flags: 1 << bit)
    #expect(try TCPSegment(bytes.span.bytes, originalLength: bytes.count).flags.rawValue == 1 << bit)
  }
}

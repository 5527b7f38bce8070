import Testing
import Wire

struct TCPOptionsTests {
  func options(_ bytes: [UInt8]) throws -> TCPOptions {
    let header = tcp(options: bytes)
    return try TCPSegment(header.span.bytes, originalLength: header.count).options
  }

  @Test func `is empty without options`() throws {
    #expect(try options([]) == TCPOptions())
    #expect(try options([1, 1, 0, 0]) == TCPOptions())
  }

  @Test func `keeps what a SYN negotiates`() throws {
    var expected = TCPOptions()
    expected.maximumSegmentSize = 1460
    expected.windowScale = 7
    expected.isSACKPermitted = true
    expected.timestampValue = 9
    expected.timestampEcho = 0
    #expect(try options([2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7]) == expected)
  }

  @Test func `keeps the rest`() throws {
    var expected = TCPOptions()
    expected.firstSACKBlock = .init(left: SequenceNumber(1), right: SequenceNumber(2))
    expected.fastOpenCookieLength = 0
    expected.multipathSubtype = 3
    expected.malformedKind = 4
    let sack: [UInt8] = [5, 18] + (1...4).flatMap { big(UInt32($0)) }
    #expect(try options(sack + [34, 2, 30, 4, 0x30, 0, 4, 3, 0, 1]) == expected)
  }

  @Test func `keeps the first of each kind`() throws {
    let options = try options([2, 4, 0, 1, 2, 4, 0, 2, 3, 3, 1, 3, 3, 2, 4, 3, 0, 28, 3, 0])
    #expect(options.maximumSegmentSize == 1)
    #expect(options.windowScale == 1)
    #expect(options.malformedKind == 4)
  }
}

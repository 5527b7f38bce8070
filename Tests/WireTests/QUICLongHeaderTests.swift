import Testing
import Wire

struct QUICLongHeaderTests {
  private static let initial: [UInt8] = [0xc0, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0]

  @Test func `reads the version`() {
    #expect(QUICLongHeader(Self.initial.span.bytes)?.version == 1)
  }

  @Test(arguments: 0..<7)
  func `needs its fixed part`(count: Int) {
    let bytes = Array(Self.initial.prefix(count))
    #expect(QUICLongHeader(bytes.span.bytes) == nil)
  }

  @Test func `is not what any bytes may be`() {
    // Of random datagrams no more than one in four thousand million has a known version.
    for first in UInt8.min...UInt8.max {
      let bytes = [first] + Array("ello World!!!".utf8)
      #expect(QUICLongHeader(bytes.span.bytes) == nil)
    }
  }
}

import Testing
import Wire

struct BytesTests {
  static let copies: [(Int, [UInt8])] = [(0, []), (1, [9]), (3, [9, 8, 7]), (4, [9, 8, 7]), (.max, [9, 8, 7])]

  @Test(arguments: copies)
  func `copies what a view lends, up to a limit`(limit: Int, copy: [UInt8]) {
    let bytes: [UInt8] = [9, 8, 7]
    #expect([UInt8](bytes.span.bytes, limit: limit) == copy)
  }

  @Test func `reads a byte in place`() {
    let bytes: [UInt8] = [9, 8, 7]
    #expect(bytes.span.bytes.byte(at: 0) == 9)
    #expect(bytes.span.bytes.byte(at: 2) == 7)
  }

  @Test func `traps outside of the view`() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [9, 8, 7]
      _ = bytes.span.bytes.byte(at: 3)
    }
  }
}

import Testing
import Wire

struct InternetChecksumTests {
  @Test func `adds up the example of RFC 1071, section 3`() {
    let bytes: [UInt8] = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]
    #expect(InternetChecksum.sum(bytes.span.bytes) == 0xddf2)
  }

  static let sums: [([UInt8], UInt16)] = [
    ([], 0), ([0x12], 0x1200), ([0x12, 0x34], 0x1234), ([0x12, 0x34, 0x56], 0x6834),
    ([0xff, 0xff], 0xffff), ([0xff, 0xff, 0xff, 0xff], 0xffff), ([0xff, 0xff, 0x00, 0x01], 0x0001),
    ([0x80, 0x00, 0x80, 0x00, 0x80], 0x8001),
  ]

  @Test(arguments: sums)
  func `folds carries and pads an odd byte`(bytes: [UInt8], sum: UInt16) {
    #expect(InternetChecksum.sum(bytes.span.bytes) == sum)
  }

  @Test(arguments: Array(0...40) + [1499, 1500, 65_534, 65_535, 70_001])
  func `agrees with the slow way at every length`(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 91) }
    #expect(InternetChecksum.sum(bytes.span.bytes) == referenceSum(bytes))
    let ones = [UInt8](repeating: 0xff, count: count)
    #expect(InternetChecksum.sum(ones.span.bytes) == referenceSum(ones))
  }

  @Test func `goes on from an earlier sum`() {
    let bytes = counting(10)
    let head = InternetChecksum.sum(bytes.span.bytes.extracting(first: 4))
    let whole = InternetChecksum.sum(bytes.span.bytes.extracting(droppingFirst: 4), from: UInt64(head))
    #expect(whole == InternetChecksum.sum(bytes.span.bytes))
  }
}

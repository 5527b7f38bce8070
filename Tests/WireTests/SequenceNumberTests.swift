import Testing
import Wire

struct SequenceNumberTests {
  static let distances: [(UInt32, UInt32, Int)] = [
    (5, 3, 2), (3, 5, -2), (7, 7, 0), (2, .max, 3), (.max, 2, -3), (0, .max, 1), (0x7fff_ffff, 0, 0x7fff_ffff),
    (0x8000_0000, 0, -0x8000_0000), (0x8000_0001, 0, -0x7fff_ffff), (0, 0x8000_0001, 0x7fff_ffff),
  ]

  @Test(arguments: distances)
  func `measures across the wrap`(number: UInt32, other: UInt32, distance: Int) {
    #expect(SequenceNumber(number).distance(from: SequenceNumber(other)) == distance)
  }

  static let advances: [(UInt32, Int, UInt32)] = [
    (1, 2, 3), (.max, 1, 0), (0, -1, .max), (0xffff_fff0, 0x20, 0x10), (5, 1 << 32, 5), (5, .max, 4), (5, .min, 5),
  ]

  @Test(arguments: advances)
  func `advances across the wrap`(number: UInt32, count: Int, result: UInt32) {
    #expect(SequenceNumber(number).advanced(by: count) == SequenceNumber(result))
  }
}

import Testing
import Wire

struct MACAddressTests {
  static let texts: [(UInt64, String)] = [
    (0, "00:00:00:00:00:00"), (0xffff_ffff_ffff, "ff:ff:ff:ff:ff:ff"), (0x0123_4567_89ab, "01:23:45:67:89:ab"),
    (0xa00_0000_0009, "0a:00:00:00:00:09"), (0xffff_0000_0000_0001, "00:00:00:00:00:01"),
  ]

  @Test(arguments: texts)
  func `is written as six pairs`(value: UInt64, text: String) {
    #expect(MACAddress(rawValue: value).description == text)
  }
}

import Testing
import Wire

struct IPAddressTests {
  /// RFC 5952, and what `inet_ntop` writes where that leaves a choice.
  static let canonical = [
    "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "::2", "::ffff", "1::", "2001:db8::1",
    "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "2001:db8::1:0:0:1", "fe80::1:2:3:4", "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:0", "1:2:3:4:5:6::", "0:2:3:4:5:6:7:8", "::3:4:5:6:7:8", "ff02::1:ff00:1", "::ffff:1.2.3.4",
    "::ffff:0.0.0.0", "::1.2.3.4", "::1:2:3", "::fffe:1:2", "64:ff9b::102:304",
    "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
  ]

  @Test(arguments: canonical)
  func `is read and written alike`(text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == text)
    #expect(address.isIPv6 == text.contains(":"))
  }

  static let rewritten = [
    ("2001:DB8::A", "2001:db8::a"), ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
    ("2001:db8::0:1", "2001:db8::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("1:0:0:4:5:0:0:8", "1::4:5:0:0:8"), ("::FFFF:102:304", "::ffff:1.2.3.4"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("1:2:3:4:5::1.2.3.4", "1:2:3:4:5:0:102:304"),
  ]

  @Test(arguments: rewritten)
  func `is written in one form, whatever was read`(text: String, canonical: String) throws {
    #expect(try #require(IPAddress(text)).description == canonical)
  }

  static let invalid = [
    "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.+4", "1..3.4", ".1.2.3", "1.2.3.", "1.2.3.4 ",
    "01.2.3.4", "1.2.3.00", "1.2.3.0004", "0x1.2.3.4", "a.b.c.d", "١.٢.٣.٤", ":", ":::", "::1::", "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:", "12345::",
    "g::", "+1::", "-1::", "1:+2::", "::1%eth0", "fe80::1%1", "[::1]", "::1.2.3", "::1.2.3.256", "1.2.3.4::",
    "1.2.3.4::1", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::١", "éé::", "é::1", "::é", "👩‍👩‍👧::", "1:\u{301}:2",
    "::\u{301}",
    "\r\n::", "localhost", "192.0.2.1:80",
  ]

  @Test(arguments: invalid)
  func `refuses anything else`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `keeps the versions apart`() throws {
    #expect(IPAddress(v4: 1) != IPAddress(v6: 1))
    #expect(IPAddress(v4: .max) < IPAddress(v6: 0))
    #expect(!(IPAddress(v6: 0) < IPAddress(v4: .max)))
    #expect(IPAddress(v4: 9) < IPAddress(v4: 10))
    #expect(IPAddress("10.0.0.1")?.rawValue == 0x0a00_0001)
    #expect(IPAddress("::ffff:10.0.0.1")?.rawValue == 0xffff_0a00_0001)
  }

  @Test(arguments: [
    ("223.255.255.255", false), ("224.0.0.0", true), ("239.255.255.255", true), ("240.0.0.0", false), ("ff00::", true),
    ("ff02::fb", true), ("feff::", false), ("::e000:1", false), ("::ffff:224.0.0.1", false),
  ])
  func `knows multicast`(text: String, isMulticast: Bool) throws {
    #expect(try #require(IPAddress(text)).isMulticast == isMulticast)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.255.255", true), ("128.0.0.1", false), ("126.255.255.255", false), ("::1", true),
    ("::2", false), ("0.0.0.1", false), ("::7f00:1", false),
  ])
  func `knows loopback`(text: String, isLoopback: Bool) throws {
    #expect(try #require(IPAddress(text)).isLoopback == isLoopback)
  }
}

import Testing
import Wire

struct TransportTests {
  @Test(arguments: [
    (UInt8(6), "tcp:3"), (17, "udp:15"), (1, "icmp:198"), (58, "icmp:198"), (50, "other:50"), (59, "other:59"),
    (255, "other:255"),
  ])
  func `is named by the protocol number`(next: UInt8, name: String) {
    // The bytes are a segment of three bytes; as a datagram its length field is wrong, and it takes all there is.
    #expect(outline(ipv4(next, tcp(payload: counting(3))), .raw) == "ipv4 \(name)")
    #expect(outline(ipv6(next, tcp(payload: counting(3))), .raw) == "ipv6 \(name)")
  }
}

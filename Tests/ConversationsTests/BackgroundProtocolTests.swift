import Conversations
import PacketBuilding
import Testing
import Wire

struct BackgroundProtocolTests {
  @Test(
    arguments: [
      ("192.0.2.1", 5_353, "224.0.0.251", 5_353, .mDNS), ("fe80::1", 5_353, "ff02::fb", 5_353, .mDNS),
      ("192.0.2.1", 40_000, "224.0.0.251", 5_353, .mDNS), ("192.0.2.1", 50_000, "224.0.0.252", 5_355, .LLMNR),
      ("192.0.2.1", 50_000, "239.255.255.250", 1_900, .SSDP),
      ("192.0.2.1", 50_000, "239.255.255.250", 3_702, .wsDiscovery), ("192.0.2.1", 137, "192.0.2.255", 137, .NBNS),
      ("192.0.2.1", 138, "192.0.2.255", 138, .NBDGM), ("0.0.0.0", 68, "255.255.255.255", 67, .DHCP),
      ("fe80::1", 546, "ff02::1:2", 547, .DHCPv6), ("192.0.2.1", 40_000, "192.0.2.2", 5_353, nil),
      ("192.0.2.1", 40_000, "192.0.2.2", 1_900, nil), ("192.0.2.1", 40_000, "192.0.2.2", 53, .DNS),
      ("192.0.2.1", 123, "192.0.2.2", 123, .NTP), ("192.0.2.1", 40_000, "192.0.2.2", 123, .NTP),
      ("192.0.2.1", 40_000, "192.0.2.2", 443, nil),
      ("192.0.2.1", 50_892, "192.0.2.2", 12_345, nil),
    ] as [(String, UInt16, String, UInt16, BackgroundProtocol?)])
  func `is known by port and group`(
    source: String, sourcePort: UInt16, destination: String, destinationPort: UInt16, expected: BackgroundProtocol?
  ) {
    let sender = Party(source, sourcePort, to: destination, destinationPort)
    #expect(BackgroundProtocol(sender.endpoint, sender.peer) == expected)
    #expect(BackgroundProtocol(sender.peer, sender.endpoint) == expected)
    #expect(conversation([sender.datagram("x")]).background == expected)
  }
}

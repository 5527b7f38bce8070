import Testing
import Wire

struct TCPFlagsTests {
  static let names: [(TCPFlags, String)] = [
    (.fin, "FIN"), (.syn, "SYN"), (.rst, "RST"), (.psh, "PSH"), (.ack, "ACK"), (.urg, "URG"), (.ece, "ECE"),
    (.cwr, "CWR"), (.ae, "AE"), (TCPFlags(rawValue: 0x200), "Reserved"), (TCPFlags(rawValue: 0xe00), "Reserved"),
    ([], ""), ([.syn, .ack], "SYN, ACK"), ([.ack, .psh], "PSH, ACK"), ([.ack, .fin], "FIN, ACK"),
    (TCPFlags(rawValue: 0xfff), "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE, Reserved"),
  ]

  @Test(arguments: names)
  func `names the set bits in Wireshark's order`(flags: TCPFlags, names: String) {
    #expect(flags.names() == names)
  }

  @Test func `joins names as asked`() {
    #expect(TCPFlags([.psh, .ack]).names(separator: ",") == "PSH,ACK")
  }
}

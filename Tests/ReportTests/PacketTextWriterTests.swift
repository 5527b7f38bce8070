import Conversations
import Report
import Testing
import Wire

struct PacketTextWriterTests {
  /// The columns from Protocol on.
  func info(_ hexadecimalFrame: String, originalLength: Int? = nil) -> String {
    let line = ListedPacket(bytes: hexadecimal(hexadecimalFrame), originalLength: originalLength).line(
      PacketTextWriter())
    return String(line.drop { $0 != "→" }.dropFirst(2).drop { $0 != " " }.drop { $0 == " " })
  }

  @Test func `lays a segment out as tshark does`() {
    let packet = ListedPacket(bytes: SampleFrame.syn, observation: SampleFrame.synObservation)
    #expect(
      packet.line(PacketTextWriter())
        == "    1   0.000000    192.0.2.1 → 192.0.2.2    TCP 66 "
        + "50892 → 12345 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 WS=256 SACK_PERM")
  }

  @Test func `gives nanosecond captures nine digits`() {
    let packets = [
      ListedPacket(bytes: SampleFrame.udp),
      ListedPacket(bytes: SampleFrame.udp, nanoseconds: 1_700_000_000_123_456_790),
    ]
    #expect(
      ListedPacket.lines(packets, PacketTextWriter(timestampDigits: 9))[1]
        == "    1 0.000000001    192.0.2.1 → 192.0.2.2    UDP 47 60916 → 12345 Len=5")
  }

  @Test func `names the sender's card where there is no address`() {
    #expect(
      ListedPacket(bytes: SampleFrame.question).line(PacketTextWriter())
        == "    1   0.000000 02:00:00:00:00:01 → 02:00:00:00:00:02 ARP 42 Who has 10.0.0.1? Tell 10.0.0.2")
  }

  @Test func `words address resolution as Wireshark does`() {
    let arp = SampleFrame.ethernet + "0806 0001 0800 0604 "
    let nobody = "000000000000", someone = "020000000002"
    #expect(
      info(arp + "0002 020000000001 0a000002 020000000002 0a000001") == "ARP 42 10.0.0.2 is at 02:00:00:00:00:01")
    #expect(info(arp + "0001 020000000001 0a000002 \(nobody) 0a000002") == "ARP 42 ARP Announcement for 10.0.0.2")
    #expect(
      info(arp + "0001 020000000001 0a000002 \(someone) 0a000002") == "ARP 42 Gratuitous ARP for 10.0.0.2 (Request)")
    #expect(info(arp + "0001 020000000001 00000000 \(nobody) 0a000002") == "ARP 42 Who has 10.0.0.2? (ARP Probe)")
    #expect(info(arp + "0009 020000000001 00000000 \(nobody) 0a000002") == "ARP 42 Unknown ARP opcode 0x0009")
  }

  @Test func `words control messages as Wireshark does`() {
    #expect(
      info(SampleFrame.ipv4 + "4500 001c 0001 0000 40 01 0000 c0000201 c0000202 0800 0000 050c 0004")
        == "ICMP 42 Echo (ping) request  id=0x050c, seq=4/1024, ttl=64")
    #expect(
      info(SampleFrame.ipv4 + "4500 001c 0001 0000 40 01 0000 c0000201 c0000202 0000 0000 050c 0004")
        == "ICMP 42 Echo (ping) reply    id=0x050c, seq=4/1024, ttl=64")
    #expect(
      ListedPacket(bytes: SampleFrame.unreachable).line(PacketTextWriter())
        .hasSuffix("ICMP 70 Destination unreachable (Port unreachable)"))
    #expect(
      info(SampleFrame.ipv4 + "4500 001c 0001 0000 40 01 0000 c0000201 c0000202 03ff 0000 0000 0000")
        == "ICMP 42 Destination unreachable (Code 255)")
  }

  @Test func `words neighbor discovery as Wireshark does`() {
    func message(_ body: String) -> String {
      let length = String(0x100 + hexadecimal(body).count, radix: 16).dropFirst()
      return info(SampleFrame.ipv6 + "60000000 00\(length) 3a ff " + SampleFrame.addresses6 + body)
    }
    let target = "fd000000000000000000000000000002"
    #expect(message("8700 0000 00000000 \(target)") == "ICMPv6 78 Neighbor Solicitation for fd00::2")
    #expect(
      message("8700 0000 00000000 \(target) 0101 020000000007")
        == "ICMPv6 86 Neighbor Solicitation for fd00::2 from 02:00:00:00:00:07")
    #expect(
      message("8800 0000 60000000 \(target) 0201 020000000008")
        == "ICMPv6 86 Neighbor Advertisement fd00::2 (sol, ovr) is at 02:00:00:00:00:08")
    #expect(
      message("8500 0000 00000000 0101 020000000007") == "ICMPv6 70 Router Solicitation from 02:00:00:00:00:07")
    #expect(
      message("8000 0000 11e0 0003 00000000") == "ICMPv6 66 Echo (ping) request id=0x11e0, seq=3, hop limit=255")
    #expect(message("0104 0000 00000000 00000000") == "ICMPv6 66 Destination Unreachable (Port unreachable)")
    // An option of length zero would never end.
    #expect(message("8500 0000 00000000 0100 020000000007") == "ICMPv6 70 Router Solicitation")
  }

  @Test func `words group membership as Wireshark does`() {
    let ip = SampleFrame.ipv4 + "4500 0024 0001 0000 01 02 0000 c0000201 e0000016"
    #expect(info(ip + "1164 0000 00000000 00000000 00000000") == "IGMPv3 50 Membership Query, general")
    #expect(
      info(ip + "2200 0000 00000001 04000000 effffffa")
        == "IGMPv3 50 Membership Report / Join group 239.255.255.250 for any sources")
    let short = SampleFrame.ipv4 + "4500 001c 0001 0000 01 02 0000 c0000201 e0000016"
    #expect(info(short + "1600 0000 e1010105") == "IGMPv2 42 Membership Report group 225.1.1.5")
    #expect(info(short + "1700 0000 e1010105") == "IGMPv2 42 Leave Group 225.1.1.5")
  }

  @Test func `names fragments`() {
    var packet = ListedPacket(
      bytes: hexadecimal(SampleFrame.ipv4 + "4500 001c d10b 20b9 40 11 0000 c0000201 c0000202 0000000000000000"))
    packet.observation.isIncompleteFragment = true
    #expect(
      packet.line(PacketTextWriter()).hasSuffix("IPv4 42 Fragmented IP protocol (proto=UDP 17, off=1480, ID=d10b)"))
    #expect(
      info(SampleFrame.ipv6 + "60000000 0010 2c 40 " + SampleFrame.addresses6 + "1100 05a9 0000abcd 0000000000000000")
        == "IPv6 70 IPv6 fragment (off=1448 more=y ident=0x0000abcd nxt=17)")
  }

  @Test func `names what is not decoded`() {
    #expect(info(SampleFrame.ethernet + "88cc 0207") == "0x88cc 16 802.1 Link Layer Discovery Protocol (LLDP)")
    #expect(info(SampleFrame.ethernet + "7f08 0207") == "0x7f08 16 Ethernet II")
    #expect(
      info(SampleFrame.ethernet + "0004 424203 00")
        == "LLC 18 U, func=UI; DSAP Spanning Tree BPDU Individual, SSAP Spanning Tree BPDU Command")
    #expect(info(SampleFrame.ipv4 + "4500 0014 0001 0000 40 84 0000 c0000201 c0000202") == "IPv4 34 SCTP (132)")
    #expect(
      ListedPacket(bytes: [1], linkType: LinkType(rawValue: 195)).line(PacketTextWriter())
        == "    1   0.000000              →              UNKNOWN 1 IEEE 802.15.4 is not decoded")
  }

  @Test func `says what is missing of a packet that is cut`() {
    let head = SampleFrame.ipv4 + "4500 0034 1234 4000 40 06 0000 c0000201 c0000202 c6cc 3039"
    #expect(
      info(head, originalLength: 66) == "TCP 66 [Packet size limited during capture: TCP needs 20 bytes, 4 captured]")
    #expect(info(head) == "TCP 38 [Malformed Packet: TCP needs 20 bytes, 4 there]")
    #expect(info(SampleFrame.ipv4 + "4100" + String(repeating: "00", count: 40)) == "IPv4 56 [Malformed Packet: IPv4]")
  }

  @Test func `tells a wrong length of a datagram`() {
    let ip = SampleFrame.ipv4 + "4500 0021 0001 0000 40 11 0000 c0000201 c0000202"
    #expect(
      info(ip + "edf4 3039 0100 beef 48656c6c6f")
        == "UDP 47 60916 → 12345 [BAD UDP LENGTH 256 > IP PAYLOAD LENGTH] Len=248")
    #expect(info(ip + "edf4 3039 0003 beef 48656c6c6f") == "UDP 47 60916 → 12345 [BAD UDP LENGTH 3 < 8]")
  }

  @Test func `shows the time of day`() {
    func time(_ nanoseconds: Int64, _ time: PacketListTime) -> String {
      let line = ListedPacket(bytes: SampleFrame.udp, nanoseconds: nanoseconds).line(PacketTextWriter(time: time))
      return String(line.dropFirst(6).prefix { $0 != "→" }.dropLast(14))
    }
    #expect(time(1_700_000_000_123_456_789, .epoch) == "1700000000.123456")
    #expect(time(1_700_000_000_123_456_789, .utc) == "2023-11-14 22:13:20.123456")
    #expect(time(1_700_000_000_123_456_789, .local { _ in 7 * 3600 }) == "2023-11-15 05:13:20.123456")
    #expect(time(951_782_399_000_000_000, .utc) == "2000-02-28 23:59:59.000000")
    #expect(time(951_782_400_000_000_000, .utc) == "2000-02-29 00:00:00.000000")
    #expect(time(-1, .utc) == "1969-12-31 23:59:59.999999")
    #expect(time(.min, .utc) == "1677-09-21 00:12:43.145224")
  }

  /// Captures come from anyone: whatever stands in a frame, a line is one line of visible characters.
  @Test func `prints no control characters and never traps`() {
    let samples = [SampleFrame.syn, SampleFrame.udp, SampleFrame.unreachable, SampleFrame.question]
    var generator = SystemRandomNumberGenerator()
    for round in 0..<4000 {
      var packet = ListedPacket(bytes: samples[round % samples.count])
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        packet.bytes[Int.random(in: 12..<packet.bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      packet.bytes.removeLast(Int.random(in: 0...packet.bytes.count, using: &generator) / 2)
      if round % 3 == 0 { packet.originalLength = Int.random(in: 0...70000, using: &generator) }
      packet.nanoseconds = .random(in: .min ... .max, using: &generator)
      for line in [
        packet.line(PacketTextWriter(time: .utc)), packet.line(PacketJSONWriter()),
        packet.line(FieldWriter(PacketField.all.filter { $0.name.contains("payload") })),
      ] {
        #expect(line.unicodeScalars.allSatisfy { $0 == "→" || $0 == "\t" || (" "..."~").contains($0) }, "\(packet)")
      }
    }
  }

  @Test func `appends the comments that the capture holds, made safe and short`() {
    var packet = ListedPacket(bytes: SampleFrame.udp)
    packet.comment = Array("server \u{1b}[31m restarted".utf8) + [0] + [UInt8](repeating: 0x61, count: 300)
    let long = String(repeating: "a", count: 200)
    #expect(
      packet.line(PacketTextWriter()).hasSuffix(
        #"60916 → 12345 Len=5 [Comment: "server \x1b[31m restarted"] [Comment: "\#(long)"…]"#))
  }

  @Test func `leaves the time of a packet blank that has none`() {
    var packet = ListedPacket(bytes: SampleFrame.udp)
    packet.isTimed = false
    #expect(packet.line(PacketTextWriter()).hasPrefix("    1               192.0.2.1 → 192.0.2.2"))
  }

  @Test func `in colour shows who sent it, and what is wrong, and nothing moves`() {
    func line(_ packet: ListedPacket) -> String {
      let coloured = packet.line(PacketTextWriter(isColoured: true))
      #expect(coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "") == packet.line(PacketTextWriter()))
      return coloured
    }
    var syn = ListedPacket(bytes: SampleFrame.syn, observation: SampleFrame.synObservation)
    syn.bytes[50...51] = [0xf8, 0xb1]
    #expect(!line(syn).contains("\u{1b}"))
    syn.observation.sender = .originator
    #expect(line(syn).contains("   0.000000 \u{1b}[36m   192.0.2.1 → 192.0.2.2   \u{1b}[0m TCP 66 50892"))
    syn.observation.sender = .responder
    #expect(line(syn).contains("\u{1b}[35m"))
    // A wrong checksum, and an error of ICMP.
    syn.bytes[50] = 0
    #expect(
      line(syn).hasSuffix(
        " \u{1b}[1;31mTCP 66 50892 → 12345 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 WS=256 SACK_PERM\u{1b}[0m"))
    #expect(line(ListedPacket(bytes: SampleFrame.unreachable)).contains("\u{1b}[1;31mICMP"))
    #expect(line(ListedPacket(bytes: Array(SampleFrame.syn.prefix(38)), originalLength: 66)).contains("\u{1b}[33mTCP"))
    #expect(line(ListedPacket(bytes: Array(SampleFrame.syn.prefix(38)))).contains("\u{1b}[1;31mTCP"))
  }
}

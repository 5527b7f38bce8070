import Conversations
import Report
import Testing
import Wire

struct PacketFieldWriterTests {
  func line(_ packet: ListedPacket, _ names: String) throws -> String {
    packet.line(FieldWriter(try names.split(separator: " ").map { try PacketField(String($0)) }))
  }

  @Test func `prints a segment as tshark does`() throws {
    let packet = ListedPacket(bytes: SampleFrame.syn, observation: SampleFrame.synObservation)
    #expect(
      try line(packet, "frame.number frame.time_epoch frame.len frame.cap_len eth.src eth.dst eth.type vlan.id")
        == "1\t1700000000.123456789\t66\t66\t02:00:00:00:00:01\t02:00:00:00:00:02\t0x0800\t")
    #expect(
      try line(packet, "ip.src ip.dst ip.proto ip.ttl ip.id ip.len ip.hdr_len ip.flags.df ip.flags.mf ip.frag_offset")
        == "192.0.2.1\t192.0.2.2\t6\t64\t0x1234\t52\t20\t1\t0\t0")
    #expect(
      try line(packet, "tcp.srcport tcp.dstport tcp.stream tcp.seq tcp.seq_raw tcp.ack tcp.ack_raw tcp.len tcp.hdr_len")
        == "50892\t12345\t3\t0\t100\t0\t0\t0\t32")
    #expect(
      try line(packet, "tcp.flags tcp.flags.syn tcp.flags.ack tcp.window_size_value tcp.window_size tcp.checksum")
        == "0x0002\t1\t0\t64240\t64240\t0xabcd")
    #expect(
      try line(packet, "tcp.options.mss_val tcp.options.wscale.shift tcp.options.sack_perm tcp.options.timestamp.tsval")
        == "1460\t8\t0402\t")
    #expect(try line(packet, "tcp.time_delta tcp.nxtseq udp.srcport") == "-0.000001500\t1\t")
  }

  @Test func `prints a datagram with its payload`() throws {
    var packet = ListedPacket(bytes: SampleFrame.udp)
    packet.observation.udpStream = 0
    #expect(
      try line(packet, "udp.srcport udp.dstport udp.length udp.checksum udp.stream udp.payload tcp.stream")
        == "60916\t12345\t13\t0xbeef\t0\t48656c6c6f\t")
  }

  @Test func `prints what an error message quotes`() throws {
    var packet = ListedPacket(bytes: SampleFrame.unreachable)
    packet.observation.udpStream = 7
    #expect(
      try line(
        packet, "ip.src icmp.type icmp.code icmpv6.type udp.srcport udp.dstport udp.length udp.stream tcp.srcport")
        == "192.0.2.2\t3\t3\t\t60916\t12345\t13\t7\t")
  }

  @Test func `gives blocks of a selective acknowledgment relative numbers`() throws {
    var packet = ListedPacket(
      bytes: hexadecimal(
        SampleFrame.ipv4 + "4500 0034 0001 0000 40 06 0000 c0000202 c0000201"
          + "3039 c6cc 00000001 000003e8 8010 0100 0000 0000 0101 050a 000007d0 00000bb8"))
    packet.observation.tcp = Observation.Segment(
      sequence: 1, acknowledgment: 900, window: 256, isWindowScaleUnknown: true, sinceFirst: 0, sincePrevious: 0)
    #expect(try line(packet, "tcp.options.sack_le tcp.options.sack_re") == "1900\t2900")
  }

  @Test func `leaves columns empty for what is not there`() throws {
    let packet = ListedPacket(bytes: SampleFrame.question)
    #expect(
      try line(packet, "ip.src tcp.port arp.opcode tcp.analysis.retransmission arp.dst.proto_ipv4")
        == "\t\t1\t\t10.0.0.1")
  }

  @Test func `counts times from packets that are not listed too`() throws {
    var writer = FieldWriter([try PacketField("frame.time_relative"), try PacketField("frame.time_delta")])
    let first = ListedPacket(bytes: [], nanoseconds: 5_000_000_000)
    first.lend { writer.skip($0) }
    let second = ListedPacket(bytes: SampleFrame.udp, nanoseconds: 6_500_000_001)
    let third = ListedPacket(bytes: SampleFrame.udp, nanoseconds: 4_000_000_000)
    #expect(
      ListedPacket.lines([second, third], writer) == ["1.500000001\t1.500000001", "-1.000000000\t-2.500000001"])
  }

  @Test func `takes the reported length where offload left it out`() throws {
    var bytes = SampleFrame.udp
    bytes[16] = 0
    bytes[17] = 0
    #expect(try line(ListedPacket(bytes: bytes), "ip.len") == "33")
  }
}

import Foundation
import Subprocess
import Testing

/// Whoever knows tshark knows this tool: the same names, the same values, the same columns.
@Suite(.timeLimit(.minutes(5)), .enabled(if: BuiltTool.hasTshark40, "tshark 4.0 is not installed"))
struct WiresharkParityTests {
  // Not among them: tcp.analysis.* and tcp.completeness, whose values are still missing.
  static let fields = """
    frame.number frame.time_epoch frame.time_relative frame.time_delta frame.len frame.cap_len eth.dst eth.src eth.addr
    eth.type vlan.id ieee8021ad.id arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.proto_ipv4 ip.hdr_len ip.dsfield
    ip.len ip.id ip.flags.df ip.flags.mf ip.frag_offset ip.ttl ip.proto ip.checksum ip.src ip.dst ip.addr ipv6.plen
    ipv6.nxt ipv6.hlim ipv6.src ipv6.dst ipv6.addr icmp.type icmp.code icmp.checksum icmp.ident icmp.seq icmpv6.type
    icmpv6.code icmpv6.checksum icmpv6.echo.identifier icmpv6.echo.sequence_number tcp.srcport tcp.dstport tcp.port
    tcp.stream tcp.len tcp.seq tcp.seq_raw tcp.nxtseq tcp.ack tcp.ack_raw tcp.hdr_len tcp.flags tcp.flags.cwr
    tcp.flags.ece tcp.flags.urg tcp.flags.ack tcp.flags.push tcp.flags.reset tcp.flags.syn tcp.flags.fin
    tcp.window_size_value tcp.window_size tcp.checksum tcp.urgent_pointer tcp.options.mss_val tcp.options.wscale.shift
    tcp.options.sack_perm tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.options.sack_le
    tcp.options.sack_re tcp.time_relative tcp.time_delta tcp.payload
    udp.srcport udp.dstport udp.port udp.length udp.checksum udp.stream udp.payload
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func compare(_ file: String) async throws {
    let chosen = ["-T", "fields"] + Self.fields.flatMap { ["-e", $0] }
    let ourFields = try await BuiltTool.run([BuiltTool.path, "packets", file] + chosen)
    let theirFields = try await BuiltTool.run(["tshark", "-n", "-r", file, "-E", "occurrence=f"] + chosen)
    #expect(theirFields.status == .exited(0))
    #expect(ourFields.lines.count == theirFields.lines.count)
    for (number, (ours, theirs)) in zip(ourFields.lines, theirFields.lines).enumerated() where ours != theirs {
      let values = zip(
        ours.split(separator: "\t", omittingEmptySubsequences: false),
        theirs.split(separator: "\t", omittingEmptySubsequences: false))
      for (name, (our, their)) in zip(Self.fields, values) where our != their {
        Issue.record("frame \(number + 1): \(name) is '\(our)', in tshark '\(their)'")
      }
    }
    let ourColumns = try await BuiltTool.run("packets", file)
    let theirColumns = try await BuiltTool.run(["tshark", "-n", "-r", file])
    // Nor are Wireshark's verdicts in front of Info: `[TCP Retransmission] 40001 → 12345 …`.
    let verdict = #/\[TCP (?!Flags)[^\]]*\] /#
    #expect(ourColumns.lines == theirColumns.lines.map { $0.replacing(verdict, with: "") })
  }

  @Test(arguments: RecordedSessionsTests.names)
  func `agrees about the recordings that come with it`(name: String) async throws {
    try await compare("captures/\(name).pcap")
  }

  @Test func `agrees about fragments, tags, IPv6, ARP and ICMP`() async throws {
    let large = [UInt8](repeating: 0x61, count: 3_000)
    var frames = [Frames.arp, Frames.udp("halo"), Frames.unreachable("halo")]
    frames += Frames.fragments(large, identification: 7)
    frames += [
      Frames.tagged(42, "halo"), Frames.tagged(42, "halo", .back), Frames.udp6("halo"), Frames.udp6("halo", .back),
    ]
    try await compare(try folder.file("mixed.pcap", CaptureBytes(frames).bytes))
  }

  @Test func `agrees about what goes wrong in a connection`() async throws {
    let syn: UInt8 = 0x02
    let ack: UInt8 = 0x10
    let push: UInt8 = 0x18
    try await compare(
      try folder.file(
        "wrong.pcap",
        CaptureBytes([
          Frames.tcp(syn, sequence: 1_000, acknowledgment: 0), Frames.tcp(syn, sequence: 1_000, acknowledgment: 0),
          Frames.tcp(syn | ack, sequence: 9_000, acknowledgment: 1_001, "", .back),
          Frames.tcp(ack, sequence: 1_001, acknowledgment: 9_001),
          Frames.tcp(push, sequence: 1_001, acknowledgment: 9_001, "halo"),
          // Sent again, and then a segment whose predecessor the capture lacks.
          Frames.tcp(push, sequence: 1_001, acknowledgment: 9_001, "halo"),
          Frames.tcp(ack, sequence: 9_001, acknowledgment: 1_005, "", .back),
          Frames.tcp(push, sequence: 1_105, acknowledgment: 9_001, "later"),
          Frames.tcp(ack, sequence: 9_001, acknowledgment: 1_005, "", .back),
          Frames.tcp(ack, sequence: 9_001, acknowledgment: 1_005, "", .back),
          Frames.tcp(push, sequence: 9_001, acknowledgment: 1_110, "halo", .back),
          Frames.tcp(0x11, sequence: 9_005, acknowledgment: 1_110, "", .back),
          Frames.tcp(0x14, sequence: 1_110, acknowledgment: 9_005),
          Frames.tcp6(syn, sequence: 5, acknowledgment: 0),
          Frames.tcp6(0x14, sequence: 0, acknowledgment: 6, "", .back),
        ]).bytes))
  }

  @Test(.enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
  func `agrees about what was captured on all interfaces`() async throws {
    let sockets = try EchoSockets(.tcp)
    let file = folder.path("any.pcap")
    // Without TCP alone, ICMP errors about what other tests send meanwhile would come too.
    _ = try await BuiltTool.start(
      "live", "--iface", "any", "--port", "\(sockets.port)", "--filter", "tcp", "--quiet", "--count", "8", "--write",
      file
    ) { tool in
      try await tool.waitFor("Capturing on any", on: .errors)
      try sockets.connect()
      try sockets.exchange("halo")
      sockets.finish()
    }
    try await compare(file)
  }
}

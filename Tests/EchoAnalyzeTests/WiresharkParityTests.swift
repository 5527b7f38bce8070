import Foundation
import Subprocess
import Testing

/// Whoever knows tshark knows this tool: the same names, the same values, the same columns.
@Suite(.timeLimit(.minutes(5)), .enabled(if: BuiltTool.hasTshark40, "tshark 4.0 is not installed"))
struct WiresharkParityTests {
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
    tcp.completeness tcp.analysis.retransmission tcp.analysis.fast_retransmission
    tcp.analysis.spurious_retransmission tcp.analysis.out_of_order tcp.analysis.lost_segment
    tcp.analysis.ack_lost_segment tcp.analysis.duplicate_ack tcp.analysis.duplicate_ack_num
    tcp.analysis.duplicate_ack_frame tcp.analysis.keep_alive tcp.analysis.keep_alive_ack tcp.analysis.zero_window
    tcp.analysis.zero_window_probe tcp.analysis.zero_window_probe_ack tcp.analysis.window_full
    tcp.analysis.window_update tcp.analysis.reused_ports tcp.analysis.acks_frame tcp.analysis.ack_rtt
    tcp.analysis.initial_rtt tcp.analysis.bytes_in_flight tcp.analysis.push_bytes_sent tcp.analysis.rto
    tcp.analysis.rto_frame
    mpls.label pppoe.session_id gre.proto gre.key vxlan.vni ah.spi wlan.ra wlan.ta wlan.da wlan.sa wlan.fc.protected
    udp.srcport udp.dstport udp.port udp.length udp.checksum udp.stream udp.payload
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Compares all fields but those whose name begins with `excluded`, and the columns.
  private func compare(_ file: String, columns: Bool = true, excluding excluded: String? = nil) async throws {
    let fields = Self.fields.filter { name in excluded.map { !name.hasPrefix($0) } ?? true }
    let chosen = ["-T", "fields"] + fields.flatMap { ["-e", $0] }
    let ourFields = try await BuiltTool.run([BuiltTool.path, "packets", file] + chosen)
    let theirFields = try await BuiltTool.run(["tshark", "-n", "-r", file, "-E", "occurrence=f"] + chosen)
    #expect(theirFields.status == .exited(0))
    #expect(ourFields.lines.count == theirFields.lines.count)
    for (number, (ours, theirs)) in zip(ourFields.lines, theirFields.lines).enumerated() where ours != theirs {
      let values = zip(
        ours.split(separator: "\t", omittingEmptySubsequences: false),
        theirs.split(separator: "\t", omittingEmptySubsequences: false))
      for (name, (our, their)) in zip(fields, values) where our != their {
        Issue.record("frame \(number + 1): \(name) is '\(our)', in tshark '\(their)'")
      }
    }
    guard columns else { return }
    let ourColumns = try await BuiltTool.run("packets", file)
    let theirColumns = try await BuiltTool.run(["tshark", "-n", "-r", file])
    #expect(ourColumns.lines == theirColumns.lines)
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

  @Test(arguments: [UInt8(0), 4, 15])
  func `agrees about a stream in which the length of a header is wrong`(words: UInt8) async throws {
    func data(_ sequence: UInt32, _ way: Wrapping.Way = .there, acknowledgment: UInt32 = 9_001) -> [UInt8] {
      Frames.tcp(0x18, sequence: sequence, acknowledgment: acknowledgment, "halo", way)
    }
    var wrong = data(1_005)
    wrong[14 + 20 + 12] = words << 4
    var wrongSYN = Frames.tcp(0x02, sequence: 77_000, acknowledgment: 0)
    wrongSYN[14 + 20 + 12] = words << 4
    try await compare(
      try folder.file(
        "wrong.pcap",
        CaptureBytes([
          Frames.tcp(0x02, sequence: 1_000, acknowledgment: 0),
          Frames.tcp(0x12, sequence: 9_000, acknowledgment: 1_001, "", .back), data(1_001), wrong, data(1_009),
          data(9_001, .back, acknowledgment: 1_013), data(1_005), wrongSYN, data(77_500), data(9_005, .back),
        ]).bytes),
      columns: false)
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

  @Test(arguments: Wrapping.all)
  func `agrees about a session in every encapsulation`(wrapping: Wrapping) async throws {
    let frames = Wrapping.session(isIPv6: wrapping.isIPv6).map { wrapping.wrap($0.packet, $0.way) }
    try await compare(
      try folder.file("wrapped.pcap", CaptureBytes(frames, linkType: wrapping.linkType).bytes))
  }

  @Test func `agrees about a tunnel's packet in fragments`() async throws {
    let large = [UInt8](repeating: 0x61, count: 900)
    let inner = Array(Frames.udp(large).dropFirst(14))
    let ends: Wrapping.Way = .there
    let whole = [Wrapping.ipv4(4, inner, ends), Wrapping.ipv4(47, [0, 0, 8, 0] + inner, ends)]
    let frames = whole.flatMap { Wrapping.fragments($0, size: 400).map { Wrapping.ethernet(0x0800, $0, ends) } }
    try await compare(try folder.file("fragments.pcap", CaptureBytes(frames).bytes))
  }

  @Test func `agrees about the fields of headers that are cut`() async throws {
    let options: [UInt8] = [2, 4, 5, 0xB4, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8, 1, 3, 3, 7]
    let header: [UInt8] = [0x9C, 0x41, 0x30, 0x39, 1, 1, 1, 1, 1, 1, 1, 1, 0xA0, 2, 0x20, 0, 0, 0, 0, 0]
    let segment = Wrapping.ethernet(0x0800, Wrapping.ipv4(6, header + options, .there), .there)
    let datagram6 = Frames.udp6("halo")
    var capture = CaptureBytes()
    // Where options break off, Wireshark gives up before it shows what it found of the stream; we still show it.
    // Of a TCP header that breaks off between its window and its end, Wireshark shows more.
    for length in Array(14..<50) + Array(54..<segment.count) {
      capture.add(segment.count > length ? Array(segment.prefix(length)) : segment, originalLength: segment.count)
    }
    for length in [22, 30, 40, 54, 58, 60, 61] {
      capture.add(Array(datagram6.prefix(length)), originalLength: datagram6.count)
    }
    try await compare(
      try folder.file("cut.pcap", capture.bytes), columns: false, excluding: "tcp.analysis.")
  }

  static let contradictions: [[UInt8]] = [
    // Data offsets below and beyond the header; options of lengths that are none of theirs.
    segment(offset: 0, []), segment(offset: 4, []), segment(offset: 9, []), segment([4, 3, 9, 1]),
    segment([5, 9, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1]), segment([5, 12, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
    segment([8, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), segment([2, 3, 5, 1]), segment([1, 1, 8, 10]),
    segment([3, 2, 1, 1]), segment([8, 0, 1, 1]),
    // Lengths of a datagram and of an IP packet.
    Wrapping.ipv4(17, [0x9C, 0x41, 0x30, 0x39, 0, 7, 0, 0, 1, 2], .there),
    Wrapping.ipv4(17, [0x9C, 0x41, 0x30, 0x39, 0, 0, 0, 0, 1, 2], .there),
    Wrapping.ipv4(17, [0x9C, 0x41, 0x30, 0x39], .there),
    [0x44] + Wrapping.ipv4(17, [], .there).dropFirst(), [0x55] + Wrapping.ipv4(17, [], .there).dropFirst(),
    Array(Frames.udp6("halo").dropFirst(14)), segment([]),
  ]

  private static func segment(offset: UInt8? = nil, _ options: [UInt8]) -> [UInt8] {
    let words = offset ?? UInt8(5 + options.count / 4)
    let header: [UInt8] = [
      0x9C, 0x41, 0x30, 0x39 &+ words, 0, 0, 0, 9, 0, 0, 0, 0, words << 4, 2, 0x20, 0, 0, 0, 0, 0,
    ]
    return Wrapping.ipv4(6, header + options, .there)
  }

  @Test func `agrees about the fields of headers that contradict themselves`() async throws {
    let frames = Self.contradictions.map { Wrapping.ethernet(0x0800, $0, .there) }
    try await compare(try folder.file("contradictions.pcap", CaptureBytes(frames).bytes), columns: false)
  }
}

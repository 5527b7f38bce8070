import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PacketsCommandTests {
  let folder: TemporaryFolder
  /// Frames 1 and 2: UDP stream 0, port 7. 3: TCP stream 0. 4: UDP stream 1. 5: ARP.
  let mixed: String

  init() throws {
    folder = try TemporaryFolder()
    mixed = try folder.file(
      "mixed.pcap",
      CaptureBytes([
        Frames.udp("one", port: 7), Frames.udp("one", .back, port: 7), Frames.tcp(2, sequence: 100, acknowledgment: 0),
        Frames.udp("two"), Frames.arp,
      ]).bytes)
  }

  private func numbers(_ options: String...) async throws -> String {
    let outcome = try await BuiltTool.run(
      [BuiltTool.path, "packets", mixed, "-T", "fields", "-e", "frame.number"] + options)
    #expect(outcome.status == .exited(0))
    // That nothing is listed is told.
    #expect(
      outcome.errors
        == (outcome.output.isEmpty ? "echo-analyze: \(mixed): no packet matches what was asked for.\n" : ""))
    return outcome.lines.joined(separator: " ")
  }

  @Test func `prints Wireshark's columns`() async throws {
    let outcome = try await BuiltTool.run("packets", mixed)
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
            1   0.000000     10.0.0.1 → 10.0.0.2     UDP 45 40000 → 7 Len=3
            2   0.001000     10.0.0.2 → 10.0.0.1     UDP 45 7 → 40000 Len=3
            3   0.002000     10.0.0.1 → 10.0.0.2     TCP 62 40001 → 12345 [SYN] Seq=0 Win=8192 Len=0 MSS=1460 WS=128
            4   0.003000     10.0.0.1 → 10.0.0.2     UDP 45 40000 → 12345 Len=3
            5   0.004000 02:00:00:00:00:01 → 02:00:00:00:00:02 ARP 42 Who has 10.0.0.2? Tell 10.0.0.1

        """)
  }

  @Test func `prints the fields that are asked for, with tabs between them`() async throws {
    let outcome = try await BuiltTool.run(
      "packets", mixed, "-T", "fields", "-e", "frame.number", "-e", "ip.src", "-e", "tcp.srcport", "-e", "udp.stream")
    #expect(outcome.status == .exited(0))
    #expect(
      outcome.output == """
        1\t10.0.0.1\t\t0
        2\t10.0.0.2\t\t0
        3\t10.0.0.1\t40001\t
        4\t10.0.0.1\t\t1
        5\t\t\t

        """)
  }

  @Test func `writes an object a line`() async throws {
    let all = try await BuiltTool.run("packets", mixed, "-T", "json")
    #expect(all.status == .exited(0))
    #expect(all.lines.count == 5)
    let objects = try all.lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    #expect(objects.map { $0?["frame.number"] as? Int } == [1, 2, 3, 4, 5])
    #expect(objects[0]?["udp.dstport"] as? Int == 7)
    #expect(objects[0]?["tcp.dstport"] == nil)
    #expect(objects[2]?["tcp.flags"] as? String == "0x0002")
    #expect(objects[3]?["ip.src"] as? String == "10.0.0.1")

    let some = try await BuiltTool.run("packets", mixed, "-T", "json", "-e", "tcp.seq", "-e", "frame.number")
    #expect(some.lines.count == 5)
    let syn = try JSONSerialization.jsonObject(with: Data(some.lines[2].utf8)) as? [String: Int]
    #expect(syn == ["tcp.seq": 0, "frame.number": 3])
  }

  @Test func `keeps the numbers of the file whatever is selected`() async throws {
    #expect(try await numbers() == "1 2 3 4 5")
    #expect(try await numbers("--frames", "2-4") == "2 3 4")
    #expect(try await numbers("--frames", "3") == "3")
    #expect(try await numbers("--frames", "9-10") == "")
    #expect(try await numbers("--port", "12345") == "3 4")
    #expect(try await numbers("--port", "12345", "--frames", "4-9") == "4")
    #expect(try await numbers("--port", "7", "--port", "12345") == "1 2 3 4")
    #expect(try await numbers("--host", "10.0.0.2", "--port", "7") == "1 2")
    #expect(try await numbers("--stream", "udp:1") == "4")
    #expect(try await numbers("--stream", "0") == "3")
    #expect(try await numbers("--filter", "udp port 12345") == "4")
    let streams = try await BuiltTool.run(
      "packets", mixed, "--stream", "udp:1", "-T", "fields", "-e", "frame.number", "-e", "udp.stream")
    #expect(streams.output == "4\t1\n")
  }

  @Test func `shows the time as it is asked for`() async throws {
    let absolute = ["epoch": " 1600000000.000000 ", "utc": "2020-09-13 12:26:40.000000"]
    for (time, expected) in absolute {
      let outcome = try await BuiltTool.run("packets", mixed, "--time", time, "--frames", "1")
      #expect(outcome.output.contains(expected))
    }
    let local = try await BuiltTool.shell("TZ=Asia/Jakarta \"$tool\" packets '\(mixed)' --time local --frames 1")
    #expect(local.output.contains("2020-09-13 19:26:40.000000"))
  }

  @Test func `lists several files one after the other, each with its own numbers`() async throws {
    let outcome = try await BuiltTool.run(
      "packets", mixed, folder.path("missing"), "captures/udp-loopback.pcap", "-T", "fields", "-e", "frame.number")
    #expect(outcome.status == .exited(1))
    #expect(outcome.lines.joined(separator: " ") == "1 2 3 4 5 1 2")
    #expect(outcome.errors.contains("missing: there is no such file"))
  }

  @Test func `a cut capture is listed as far as it goes, with 2 and a warning`() async throws {
    let cut = try folder.file("cut.pcap", CaptureBytes([Frames.udp("halo"), Frames.udp("halo")]).bytes.dropLast(1))
    let outcome = try await BuiltTool.run("packets", cut)
    #expect(outcome.status == .exited(2))
    #expect(outcome.lines.count == 1)
    #expect(outcome.errors.contains("The packets before are listed."))
  }

  @Test(arguments: [["packets", "-"], ["live", "-"]])
  func `shows packets while the pipe is still being written`(command: [String]) async throws {
    let one = CaptureBytes([Frames.udp("halo")]).bytes
    let both = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes
    let outcome = try await BuiltTool.start(command[0], command[1]) { tool in
      try await tool.write(one)
      try await tool.waitFor("40000 → 12345 Len=4")
      try await tool.write(Array(both[one.count...]))
      try await tool.waitFor("12345 → 40000 Len=4")
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("1 request") == (command[0] == "live"))
  }

  @Test(arguments: ["read", "packets", "live"])
  func `a pipe that breaks off is reported as far as it came, with 2`(command: String) async throws {
    let bytes = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes.dropLast(3)
    let outcome = try await BuiltTool.run(command, "-", input: Array(bytes))
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.contains(command == "read" ? "UDP stream 0" : "40000 → 12345 Len=4"))
    #expect(outcome.errors.contains("echo-analyze: "))
  }

  @Test func `names what it does not decode, in the list and in the report`() async throws {
    let there = Wrapping.Way.there
    func carried(_ next: UInt8, _ payload: [UInt8]) -> [UInt8] {
      Wrapping.ethernet(0x0800, Wrapping.ipv4(next, payload, there), there)
    }
    let deep = (0..<9).reduce(Array(Frames.udp("halo").dropFirst(14))) { packet, _ in Wrapping.ipv4(4, packet, there) }
    let wired = try folder.file(
      "tunnels.pcap",
      CaptureBytes([
        carried(47, [0, 0, 0x20, 1, 0, 1, 2, 3]), carried(47, [0x30, 1, 0x88, 0x0B, 0, 0, 0, 9, 0, 0, 0, 1]),
        Wrapping.ethernet(0x0800, deep, there),
        Wrapping.ethernet(0x8864, [0x11, 0, 0, 9, 0, 6, 0xC0, 0x21, 1, 2, 3, 4], there),
        carried(51, [89, 4, 0, 0, 0, 0, 1, 0] + [UInt8](repeating: 0, count: 20)),
      ]).bytes)
    let list = try await BuiltTool.run("packets", wired)
    #expect(
      list.output == """
            1   0.000000 198.51.100.1 → 198.51.100.2 GRE 42 Encapsulated NHRP
            2   0.001000 198.51.100.1 → 198.51.100.2 GRE 46 Encapsulated PPP
            3   0.002000 198.51.100.1 → 198.51.100.2 IPv4 226 [More than 8 tunnels in one another: not decoded]
            4   0.003000 02:00:00:00:00:11 → 02:00:00:00:00:12 PPP 26 PPP Link Control Protocol (0xc021)
            5   0.004000 198.51.100.1 → 198.51.100.2 AH 62 OSPF IGP (89)

        """)
    let report = try await BuiltTool.run("read", wired)
    for name in [
      "GRE with NHRP, not decoded", "GRE with PPP, not decoded", "more than 8 tunnels in one another, not decoded",
      "PPP Link Control Protocol (0xc021)", "OSPF",
    ] {
      #expect(report.output.contains(name), "\(name)")
    }

    let address: [UInt8] = [2, 0, 0, 0, 0, 0x11]
    let three: [UInt8] = address + [2, 0, 0, 0, 0, 0x12] + address
    let radio = try folder.file(
      "radio.pcap",
      CaptureBytes(
        [
          [0x88, 0x42, 0, 0] + three + [0x20, 1, 0, 0] + [UInt8](repeating: 9, count: 20),
          [0x80, 0, 0, 0] + three + [0x10, 0] + [UInt8](repeating: 0, count: 12), [0xD4, 0, 0, 0] + address,
        ], linkType: 105
      ).bytes)
    let air = try await BuiltTool.run("packets", radio)
    #expect(
      air.output == """
            1   0.000000 02:00:00:00:00:11 → 02:00:00:00:00:11 802.11 46 QoS Data, SN=18, FN=0, Flags=.p....F. \
        [protected: not decoded]
            2   0.001000 02:00:00:00:00:12 → 02:00:00:00:00:11 802.11 36 Beacon frame, SN=1, FN=0, Flags=........
            3   0.002000              → 02:00:00:00:00:11 (RA) 802.11 10 Acknowledgement, Flags=........

        """)
    let told = try await BuiltTool.run("read", radio)
    for name in ["802.11 protected data, not decoded", "802.11 management frames", "802.11 control frames"] {
      #expect(told.output.contains(name), "\(name)")
    }
  }
}

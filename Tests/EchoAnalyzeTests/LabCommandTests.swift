import Foundation
import Subprocess
import Testing

@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct LabCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let files = [
    "tcp-client.jsonl", "tcp-server.jsonl", "tcp.pcap", "udp-client.jsonl", "udp-server.jsonl", "udp.pcap",
  ]

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `alone it tells a TCP and a UDP session, call by call`() async throws {
    let outcome = try await BuiltTool.run("lab", "--user", "root")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    let second = try #require(outcome.output.ranges(of: "\nCapture lo").first).lowerBound
    let (tcp, udp) = (outcome.output[..<second], outcome.output[second...])
    #expect(tcp.contains("TCP stream 0: 127.0.0.1:"))
    #expect(tcp.contains("complete: "))
    #expect(tcp.contains("\"Hello World!!! This will be echoed\""))
    let table = tcp.split(separator: "\n")
    func row(_ program: String, _ call: String) -> Substring? {
      table.first { $0.contains("  \(program)   \(call)") }
    }
    #expect(row("client", "socket()")?.hasSuffix("  no frame") == true)
    #expect(row("server", "listen(5)") != nil)
    #expect(row("client", "connect(127.0.0.1:")?.hasSuffix("  frames 1–3: SYN, SYN-ACK, ACK") == true)
    #expect(row("server", "accept() = 127.0.0.1:")?.hasSuffix("handshake over with frame 3") == true)
    #expect(row("client", "send(34)")?.contains("  frame 4; ACKed by 5 after ") == true)
    #expect(row("server", "recv() = 34")?.hasSuffix("  came in frame 4") == true)
    #expect(row("client", "recv() = 16 + 16 + 2") != nil)
    #expect(tcp.contains("TCP_INFO of the client at connect: "))
    #expect(tcp.contains("TCP_INFO of the server before close: "))
    #expect(!outcome.output.contains("not found in the capture"))
    #expect(!outcome.output.contains("clock"))
    #expect(udp.contains("UDP stream 0: 127.0.0.1:"))
    #expect(udp.contains("\"Good Morning!!! This will be echoed\""))
    #expect(udp.contains("sendto(35, 127.0.0.1:"))
  }

  @Test func `what each call did is what Wireshark sees`() async throws {
    let lab = folder.path("lab")
    let outcome = try await BuiltTool.run("lab", "--protocol", "both", "--write", lab, "--format", "json")
    #expect(outcome.status == .exited(0))
    #expect(try names(in: lab) == Self.files)
    let report = try LabReport(outcome.output)
    try await check(try report.calls("tcp"), of: report, "tcp", in: "\(lab)/tcp.pcap")
    try await check(try report.calls("udp"), of: report, "udp", in: "\(lab)/udp.pcap")
    #expect(try report.calls("tcp").map(\.relation).contains("notSeen") == false)

    // The files say the same again.
    for transport in ["tcp", "udp"] {
      let read = [BuiltTool.path, "read", "\(lab)/\(transport).pcap", "--format", "json"]
      #expect(outcome.errors.contains("Kept: echo-analyze read \(lab)/\(transport).pcap --log "))
      let logs = ["server", "client"].flatMap { ["--log", "\(lab)/\(transport)-\($0).jsonl"] }
      let again = try LabReport(try await BuiltTool.run(read + logs).output)
      let (ours, theirs) = (try again.calls(transport), try report.calls(transport))
      #expect(ours.map(\.name) == theirs.map(\.name))
      #expect(ours.map(\.relation) == theirs.map(\.relation))
      #expect(ours.map(\.frames) == theirs.map(\.frames))
    }
  }

  @Test(arguments: [1, 16_000, 200_000])
  func `a chat of messages of any length is what Wireshark sees`(length: Int) async throws {
    let lines = ["satu", String(repeating: "0123456789", count: (length + 9) / 10), "tiga", "exit"]
    let chat = try folder.file("chat.txt", Array((lines.joined(separator: "\n") + "\n").utf8))
    let lab = folder.path("lab")
    let outcome = try await BuiltTool.run("lab", "--chat", chat, "--write", lab, "--format", "json")
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    #expect(try names(in: lab) == Self.files.filter { $0.hasPrefix("tcp") })
    let report = try LabReport(outcome.output)
    let calls = try report.calls("tcp")
    try await check(calls, of: report, "tcp", in: "\(lab)/tcp.pcap")
    // Each side's bytes are told without a gap.
    for program in 0...1 {
      for kind in ["send", "recv"] {
        var next = 0
        for call in calls where call.program == program && call.name == kind {
          #expect(call.offset == next)
          next += call.bytes ?? 0
        }
        #expect(next > length)
      }
    }
  }

  /// Every frame that a call claims is one that Wireshark has as such, in the direction that the call has.
  private func check(
    _ calls: [LabReport.Call], of report: LabReport, _ transport: String, in file: String
  ) async throws {
    guard BuiltTool.isInstalled("tshark") else { return }
    let frames = try await WiresharkFrame.all(of: file)
    let conversation = try report.conversation(transport)
    let originator = try #require((conversation["originator"] as? [String: Any])?["port"] as? Int)
    let programs = try report.programs(transport)
    #expect(programs.map(\.clock) == ["same", "same"])
    func frame(_ number: Int) throws -> WiresharkFrame { try #require(frames[number], "frame \(number)") }
    /// Bytes of a stream that a frame carries, as offsets.
    func bytes(_ frame: WiresharkFrame) -> Range<Int> { frame.sequence - 1..<frame.sequence - 1 + frame.length }
    // On a busy machine the kernel may send bytes again.
    var repetitions: Set<Int> = []
    var seen: [Int: IndexSet] = [:]
    for (number, frame) in frames.sorted(by: { $0.key < $1.key }) where frame.length > 0 {
      if seen[frame.sourcePort]?.contains(integersIn: frame.sequence..<frame.sequence + frame.length) == true {
        repetitions.insert(number)
      }
      seen[frame.sourcePort, default: []].insert(integersIn: frame.sequence..<frame.sequence + frame.length)
    }
    var claims: [String: Set<Int>] = [:]
    func claim(_ numbers: [Int], as what: String) {
      for number in numbers { #expect(claims[what, default: []].insert(number).inserted, "\(what) \(number)") }
    }
    for call in calls {
      let isOriginator = programs[call.program].isOriginator
      func isFromProgram(_ frame: WiresharkFrame) -> Bool { (frame.sourcePort == originator) == isOriginator }
      let taken = try call.frames.map(frame)
      let label: Comment = "\(call)"
      switch call.relation {
      case "handshake":
        #expect(taken.map(\.isSYN) == [true, true, false], label)
        #expect(taken.map(\.isACK) == [false, true, true], label)
        #expect(taken.map(isFromProgram) == [true, false, true], label)
        claim(call.frames, as: "handshake")
      case "dequeued":
        #expect(taken.map(\.isACK) == [true], label)
        #expect(taken.map { $0.isSYN || isFromProgram($0) } == [false], label)
      case "sent", "received":
        #expect(!taken.isEmpty, label)
        #expect(taken.allSatisfy { isFromProgram($0) == (call.relation == "sent") && $0.length >= 0 }, label)
        if transport == "udp" {
          #expect(taken.map(\.length) == [call.bytes], label)
          claim(call.frames, as: call.relation + "\(call.program)")
        } else {
          let wanted = call.offset..<call.offset + (call.bytes ?? 0)
          #expect(taken.allSatisfy { bytes($0).overlaps(wanted) }, label)
          #expect(Set(taken.flatMap { Array(bytes($0).clamped(to: wanted)) }).count == wanted.count, label)
          // And no other one does; of those that a call caused, all that came again are told.
          let others = frames.filter { number, frame in
            !call.frames.contains(number)
              && (call.relation == "received" ? !repetitions.contains(number) : !call.again.contains(number))
              && isFromProgram(frame) == (call.relation == "sent") && bytes(frame).overlaps(wanted)
          }
          #expect(others.isEmpty, label)
          if let number = call.acknowledgedBy {
            let acknowledgment = try frame(number)
            #expect(!isFromProgram(acknowledgment) && acknowledgment.isACK, label)
            #expect(acknowledgment.acknowledgment > wanted.upperBound, label)
            let earlier = frames.filter { $0 < number && $1.isACK && !isFromProgram($1) }
            #expect(earlier.allSatisfy { $1.acknowledgment <= wanted.upperBound }, label)
          }
        }
      case "end":
        #expect(taken.map(\.isFIN) == [true], label)
        #expect(taken.map(isFromProgram) == [false], label)
        claim(call.frames, as: "end")
      case "closed":
        #expect(taken.allSatisfy { ($0.isFIN || $0.isRST) && isFromProgram($0) }, label)
        claim(call.frames, as: "closed")
      default: #expect(taken.isEmpty && call.relation == "none", label)
      }
    }
    // What no call had to do with is no more than the kernels' own: acknowledgments.
    let told = Set(calls.flatMap { $0.frames + $0.again })
    for (number, frame) in frames where transport == "tcp" && !told.contains(number) {
      // A FIN that came again is no call's.
      let isAgain = frames.contains { $0 < number && $1.sourcePort == frame.sourcePort && $1.isFIN }
      #expect(frame.length == 0 && !frame.isSYN && (!frame.isFIN || isAgain) && !frame.isRST, "frame \(number)")
    }
  }

  @Test func `a message of any characters`() async throws {
    let outcome = try await BuiltTool.run("lab", "--protocol", "both", "--message", "halo dunia – 世界 🦊")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.ranges(of: "\"halo dunia – 世界 🦊\"").count == 3)
    #expect(outcome.output.contains("send(26)"))
  }

  @Test func `an empty message is a datagram`() async throws {
    let outcome = try await BuiltTool.run("lab", "--protocol", "udp", "--message", "")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("send(0)"))
    #expect(!outcome.output.contains("not found in the capture"))
  }

  @Test func `all interfaces will do`() async throws {
    let outcome = try await BuiltTool.run("lab", "--protocol", "tcp", "--iface", "any")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("Capture any"))
    #expect(outcome.output.contains("frames 1–3: SYN, SYN-ACK, ACK"))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "network namespaces need a privilege"))
  func `what others say on the same port with the other protocol is not the session's`() async throws {
    // All ports that a program may be given here are spoken to while the session goes on.
    let noise = """
      import socket, subprocess, sys, time
      ports = range(40000, 40008)
      with open("/proc/sys/net/ipv4/ip_local_port_range", "w") as file: file.write(f"{ports[0]} {ports[-1]}")
      lab = subprocess.Popen(sys.argv[1:])
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
          while lab.poll() is None:
              for port in ports: other.sendto(b"noise", ("127.0.0.1", port))
              time.sleep(0.002)
      sys.exit(lab.returncode)
      """
    let lab = folder.path("lab")
    let command = ["lab", "--protocol", "tcp", "--server-fault", "delay=200ms", "--write", lab, "--format", "json"]
    let outcome = try await BuiltTool.run(
      NetworkNamespace.command(running: ["python3", "-c", noise, BuiltTool.path] + command))
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    #expect(conversations.map { $0["protocol"] as? String } == ["tcp"])
    let kept = try await BuiltTool.run("packets", "\(lab)/tcp.pcap")
    #expect(!kept.output.contains(" UDP ") && !kept.output.contains(" ICMP "))
  }

  @Test func `an unknown interface leaves what the sockets did`() async throws {
    let outcome = try await BuiltTool.run("lab", "--iface", "nonsense0")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.ranges(of: "there is no interface nonsense0; there are: ").count == 1)
    #expect(outcome.output.contains("TCP session, no packets captured"))
    #expect(outcome.output.contains("UDP session, no packets captured"))
    #expect(outcome.output.contains("send(34)"))
    #expect(outcome.output.contains("sendto(35, 127.0.0.1:"))
    #expect(!outcome.output.contains("frame"))
  }

  @Test func `without the privilege it tells the sockets, and the command that gives it`() async throws {
    let outcome = try await BuiltTool.run(try folder.runAsNobody("lab"))
    #expect(outcome.status == .exited(1))
    #expect(outcome.output.contains("TCP session, no packets captured"))
    #expect(outcome.output.contains("UDP session, no packets captured"))
    #expect(outcome.errors.contains("capturing on lo needs a privilege"))
    #expect(outcome.errors.contains("sudo setcap cap_net_raw,cap_net_admin=eip \(folder.path("echo-analyze"))\n"))
  }

  @Test(arguments: ["tcp.pcap", "tcp-server.jsonl", "tcp-client.jsonl", "udp.pcap", "udp-client.jsonl"])
  func `nothing that is there is overwritten, and nothing put beside it, unless told to`(name: String) async throws {
    let precious = try folder.file(name, Array("precious".utf8))
    let refused = try await BuiltTool.run("lab", "--write", folder.path)
    #expect(refused.status == .exited(1))
    #expect(refused.output == "")
    #expect(refused.remark == "\(precious) cannot be written: it exists already; --force overwrites it")
    #expect(try names(in: folder.path) == [name])
    #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    let forced = try await BuiltTool.run("lab", "--write", folder.path, "--force")
    #expect(forced.status == .exited(0))
    #expect(try names(in: folder.path) == Self.files)
    #expect(try !Data(contentsOf: URL(filePath: precious)).starts(with: Array("precious".utf8)))
  }

  @Test func `files of the other protocol are no obstacle`() async throws {
    _ = try folder.file("udp.pcap", Array("precious".utf8))
    let outcome = try await BuiltTool.run("lab", "--protocol", "tcp", "--write", folder.path)
    #expect(outcome.status == .exited(0))
    #expect(try String(contentsOfFile: folder.path("udp.pcap"), encoding: .utf8) == "precious")
  }

  @Test func `a folder that cannot be made is told at once`() async throws {
    let file = try folder.file("file", [])
    for path in [folder.path("no/such/folder"), "\(file)/lab"] {
      let outcome = try await BuiltTool.run("lab", "--write", path)
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      #expect(outcome.remark?.hasPrefix("the folder \(path) cannot be made: ") == true)
    }
  }

  @Test func `a file in place of the folder costs the files, not the report`() async throws {
    let file = try folder.file("file", Array("precious".utf8))
    let outcome = try await BuiltTool.run("lab", "--protocol", "udp", "--write", file)
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("\(file)/udp.pcap"))
    #expect(outcome.output.contains("UDP stream 0: "))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
  }

  @Test func `a chat file that is not there is told`() async throws {
    let outcome = try await BuiltTool.run("lab", "--chat", folder.path("none.txt"))
    #expect(outcome.status == .exited(1))
    #expect(outcome.remark?.hasPrefix("\(folder.path("none.txt")) cannot be read: ") == true)
  }

  @Test(arguments: [
    ["--chat", "x", "--message", "y"], ["--chat", "x", "--protocol", "udp"], ["--chat", "x", "--protocol", "both"],
    ["--force"], ["--protocol", "sctp"],
  ])
  func `options that do not go together are told`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "lab"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
  }
}

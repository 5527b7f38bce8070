import Foundation
import Subprocess
import Testing

@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
// Each capture is of one protocol: another test may have the same port of the other one.
struct LiveCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The packet lines that come before the report.
  private func packetLines(_ outcome: BuiltTool.Outcome) -> [String] {
    outcome.lines.prefix { !$0.hasPrefix("Capture ") }
  }

  @Test(arguments: [Signal.interrupt, .terminate])
  func `shows packets at once, and tells the story when it is ended`(signal: Signal) async throws {
    let sockets = try EchoSockets(.tcp)
    let file = folder.path("live.pcap")
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "tcp", "--write", file
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try await tool.waitFor("[SYN] Seq=0")
      try sockets.exchange("selamat pagi")
      try await tool.waitFor("→ \(sockets.port) [PSH, ACK] Seq=1 Ack=1")
      sockets.finish()
      try await tool.waitFor("[FIN, ACK] Seq=13 Ack=14")
      try tool.send(signal)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("TCP stream 0: 127.0.0.1:"))
    #expect(outcome.output.contains("  complete: "))
    #expect(outcome.output.contains("\"selamat pagi\""))
    #expect(!outcome.errors.contains("[SYN]"))

    // What was written is what was shown.
    let again = try await BuiltTool.run("packets", file)
    #expect(again.status == .exited(0))
    #expect(again.lines == packetLines(outcome))
    #expect(again.lines.count >= 9)
    guard BuiltTool.isInstalled("tshark") else { return }
    let times = ["-T", "fields", "-e", "frame.time_epoch", "-e", "tcp.seq_raw"]
    let ours = try await BuiltTool.run([BuiltTool.path, "packets", file] + times)
    let theirs = try await BuiltTool.run(["tshark", "-n", "-r", file] + times)
    #expect(ours.output == theirs.output)
    // Digits after the sixth: the clock's own, and not zeros put there.
    #expect(ours.lines.contains { $0.prefix { $0 != "\t" }.suffix(3) != "000" })
  }

  @Test func `ends after so many packets of the selection`() async throws {
    let other = try EchoSockets(.udp)
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--count", "3"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try other.connect()
      try other.exchange("not meant")
      try sockets.connect()
      try sockets.exchange("one")
      try sockets.exchange("two")
    }
    #expect(outcome.status == .exited(0))
    #expect(packetLines(outcome).count == 3)
    #expect(packetLines(outcome).allSatisfy { $0.contains("Len=3") })
    #expect(outcome.output.contains("UDP stream 0"))
    #expect(!outcome.output.contains("UDP stream 1"))
  }

  @Test func `ends after so many seconds`() async throws {
    let outcome = try await BuiltTool.run("live", "--iface", "lo", "--filter", "tcp port 1", "--duration", "0.2")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("0 packets"))
  }

  @Test func `json alone goes to standard output, packet lines beside it`() async throws {
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--format", "json"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange("halo")
      try await tool.waitFor("\(sockets.port) → ", on: .errors)
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    #expect((conversation["echo"] as? [String: Any])?["isEcho"] as? Bool == true)
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    #expect(capture["droppedByKernel"] as? Int == 0)
  }

  @Test func `keeps as much of each frame as asked`() async throws {
    let sockets = try EchoSockets(.udp)
    let file = folder.path("short.pcap")
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--count", "2",
      "--snapshot-length",
      "64", "--quiet", "--write", file
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange([UInt8](repeating: 65, count: 100))
    }
    #expect(outcome.status == .exited(0))
    #expect(packetLines(outcome) == [])
    let lengths = try await BuiltTool.run(
      "packets", file, "-T", "fields", "-e", "frame.cap_len", "-e", "frame.len", "-e", "udp.length")
    #expect(lengths.lines == ["64\t142\t108", "64\t142\t108"])
  }

  @Test func `captures on all interfaces at once`() async throws {
    let sockets = try EchoSockets(.udp)
    let file = folder.path("any.pcap")
    let outcome = try await BuiltTool.start(
      "live", "--iface", "any", "--port", "\(sockets.port)", "--filter", "ip and udp", "--count", "2", "--write", file
    ) { tool in
      try await tool.waitFor("Capturing on any", on: .errors)
      try sockets.connect()
      try sockets.exchange("halo")
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("1 request, 1 reply"))
    // Fragments of others, for which all captures are open, may be there too.
    let read = try await BuiltTool.run("packets", file, "--port", "\(sockets.port)")
    #expect(read.lines == packetLines(outcome))
  }

  @Test func `overwrites a file only when told to`() async throws {
    let file = try folder.file("there.pcap", Array("precious".utf8))
    let refused = try await BuiltTool.run("live", "--iface", "lo", "--duration", "0.1", "--port", "1", "--write", file)
    #expect(refused.status == .exited(1))
    #expect(refused.output == "")
    #expect(refused.errors.contains("\(file) exists already"))
    #expect(refused.errors.contains("--force"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    let forced = try await BuiltTool.run(
      "live", "--iface", "lo", "--duration", "0.1", "--port", "1", "--write", file, "--force")
    #expect(forced.status == .exited(0))
    #expect(try await BuiltTool.run("packets", file).status == .exited(0))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `a full disk ends the capture with 1, its report, and a file that can be read`() async throws {
    let sockets = try EchoSockets(.udp)
    try FileManager.default.createDirectory(atPath: folder.path("disk"), withIntermediateDirectories: false)
    let script = """
      mount -t tmpfs -o size=16k none '\(folder.path("disk"))' && cd '\(folder.path("disk"))' || exit 99
      timeout --signal INT 20 '\(BuiltTool.path)' live --iface lo --port \(sockets.port) --filter 'ip and udp' --quiet \\
        --write full.pcap
      echo "status $?"
      '\(BuiltTool.path)' packets full.pcap -T fields -e udp.length | uniq
      """
    let outcome = try await BuiltTool.start(["unshare", "--mount", "sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      for _ in 0..<20 { try sockets.exchange([UInt8](repeating: 65, count: 1_400)) }
      try await tool.waitFor("status")
    }
    #expect(outcome.errors.contains("full.pcap cannot be written any further: No space left on device"))
    #expect(outcome.output.contains("UDP stream 0"))
    #expect(outcome.output.contains("status 1\n1408\n"))
    #expect(outcome.status == .exited(0))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `an interface that goes away cuts the capture, which is reported with 2`() async throws {
    let script = """
      ip link add cable0 type veth peer name cable1 && ip link set cable0 up && ip link set cable1 up || exit 99
      exec 3<&0
      { read go <&3; ip link del cable0; } &
      exec timeout --signal INT 20 '\(BuiltTool.path)' live --iface cable0 < /dev/null
      """
    let outcome = try await BuiltTool.start(["unshare", "--net", "sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on cable0", on: .errors)
      try await tool.write(Array("go\n".utf8))
      try await tool.waitFor("What came before is reported", on: .errors)
    }
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.contains("Capture cable0"))
  }

  @Test(
    .enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"),
    arguments: [
      ("en", "limited: the interface was down for a time"),
      ("id", "antarmuka mati selama beberapa waktu"),
    ])
  func `an interface that goes down is waited for, and the report tells the gap`(
    language: String, told: String
  ) async throws {
    let script = """
      ip link add cable0 type veth peer name cable1 && ip link set cable0 up && ip link set cable1 up || exit 99
      exec 3<&0
      { read go <&3; ip link set cable0 down; read go <&3; ip link set cable0 up; } &
      exec timeout --signal INT 20 '\(BuiltTool.path)' live --iface cable0 --lang \(language) < /dev/null
      """
    let outcome = try await BuiltTool.start(["unshare", "--net", "sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on cable0", on: .errors)
      try await tool.write(Array("go\n".utf8))
      try await tool.waitFor("The interface cable0 is down; waiting", on: .errors)
      try await tool.write(Array("go\n".utf8))
      try await tool.waitFor("The interface cable0 is up again", on: .errors)
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors.ranges(of: "is down; waiting").count == 1)
    #expect(outcome.output.contains(told))
    #expect(outcome.output.contains(language == "en" ? "the interface was down from 20" : "antarmuka mati sejak 20"))
  }

  /// Who sees what: all on one terminal, lines or remarks elsewhere, lines beside a report for a program.
  @Test(arguments: ["", "> there", "2> there", "--format json > there"])
  func `on a terminal a line below the packets tells how far it is`(redirection: String) async throws {
    let sockets = try EchoSockets(.udp)
    let there = folder.path("there")
    let outcome = try await Terminal.start(
      "\"$tool\" live --user root --iface lo --filter 'udp port \(sockets.port)' --count 4 "
        + redirection.replacing("there", with: there)
    ) { tool in
      let isShown = !redirection.hasPrefix("2>")
      // Without it, nobody is told when the capture has begun.
      try await isShown ? tool.waitFor(" dropped, 0 conversations, ") : Self.waitForFile(there, "Capturing on lo")
      try sockets.connect()
      try sockets.exchange("halo")
      if isShown { try await tool.waitFor(" dropped, 1 conversation, ") }
      try sockets.exchange("apa kabar")
    }
    #expect(outcome.status == .exited(0))
    let screen = Terminal.screen(outcome.output)
    let written = redirection == "" ? "" : try String(contentsOfFile: there, encoding: .utf8)
    #expect(!screen.contains { $0.contains(" dropped, ") })
    #expect(!written.contains("\u{1b}"))
    #expect(!written.contains("\r"))
    let lines = screen.filter { $0.contains(" UDP ") && $0.contains("Len=") }.count
    switch redirection {
    case "":
      #expect(screen[0].hasPrefix("Capturing on lo"))
      #expect(screen[1].hasPrefix("    1 "))
      #expect(lines == 4)
      #expect(screen[5...6] == ["", "Capture lo"])
      #expect(outcome.output.contains("\r\u{1b}[K    1 "))
    case "> there":
      #expect(screen.count == 2)
      #expect(written.hasPrefix("    1 "))
    case "2> there":
      #expect(lines == 4)
      #expect(!outcome.output.contains("\r"))
      #expect(written.hasPrefix("Capturing on lo"))
    default:
      #expect(lines == 4)
      #expect(screen.count == 6)
      #expect(written.hasPrefix("{"))
    }
  }

  private static func waitForFile(_ path: String, _ text: String) async throws {
    while !((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").contains(text) {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func `an unknown interface is answered with those that exist`() async throws {
    let outcome = try await BuiltTool.run("live", "--iface", "nonsense0")
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("there is no interface nonsense0; there are: "))
    #expect(outcome.errors.contains("lo"))
  }

  @Test(arguments: ["lo", "any"])
  func `without the privilege it prints the commands that give it`(interface: String) async throws {
    let outcome = try await BuiltTool.run(try folder.runAsNobody("live", "--iface", interface, "--port", "12345"))
    let copy = folder.path("echo-analyze")
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("capturing on \(interface) needs a privilege"))
    #expect(outcome.errors.contains("  sudo setcap cap_net_raw,cap_net_admin=eip \(copy)\n"))
    #expect(outcome.errors.contains("  sudo \(copy) live --iface \(interface) --port 12345\n"))
  }
}

import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FollowCommandTests {
  private static let chat = "captures/chat.pcap"

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `shows who said what, and what it came to`() async throws {
    let outcome = try await BuiltTool.run("follow", Self.chat, "--stream", "tcp:0")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
        TCP stream 0: 192.168.100.87:59831 → 192.168.100.92:12345
        → halo
        ← halo
        → apa kabar
        ← apa kabar
        → Selamat pagi – ini pesan UTF-8
        ← Selamat pagi – ini pesan UTF-8
        → exit
        ← Koneksi ditutup oleh server.
        totals  →  4 segments with payload, 49 bytes; no gap
                ←  4 segments with payload, 73 bytes; no gap

        """)
  }

  @Test func `what does not tell how long it is cannot be followed, and is not said to be missing`() async throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: BuiltTool.folder + "/" + Self.chat)))
    bytes.removeSubrange((24 + 16 + Int(bytes[32]))...)
    // More fragments follow, says its IP header, and it was cut itself.
    bytes.replaceSubrange(36..<38, with: [14, 1])
    bytes.replaceSubrange(56..<58, with: [1, 0])
    bytes[60] = 0x20
    let file = try folder.file("fragment.pcap", bytes)
    let outcome = try await BuiltTool.run("follow", file, "--stream", "tcp:0")
    #expect(outcome.status == .exited(1) && outcome.output == "")
    #expect(outcome.remark?.hasPrefix("\(file): nothing of stream tcp:0 can be followed: ") == true)
    #expect(outcome.remark?.contains("--frame 1") == true)
  }

  @Test func `shows one side alone`() async throws {
    let raw = try await BuiltTool.run("follow", Self.chat, "--stream", "0", "--format", "raw", "--from", "originator")
    #expect(raw.output == "haloapa kabarSelamat pagi – ini pesan UTF-8exit")
    #expect(raw.errors == "")
    let text = try await BuiltTool.run("follow", Self.chat, "--stream", "0", "--from", "responder")
    // A line ends where the other side went on, shown or not.
    #expect(
      text.lines.dropFirst().prefix(4) == [
        "← halo", "← apa kabar", "← Selamat pagi – ini pesan UTF-8", "← Koneksi ditutup oleh server.",
      ])
  }

  @Test func `says that there is no such stream`() async throws {
    for (file, stream) in [(Self.chat, "tcp:1"), (Self.chat, "udp:0")] {
      let outcome = try await BuiltTool.run("follow", file, "--stream", stream)
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      #expect(
        outcome.remark
          == "\(file): no packet of stream \(stream). 'echo-analyze read' lists the streams that there are.")
    }
    let filtered = try await BuiltTool.run("follow", Self.chat, "--stream", "0", "--filter", "udp")
    #expect(filtered.status == .exited(1))
    let missing = try await BuiltTool.run("follow", folder.path("none.pcap"), "--stream", "0")
    #expect(missing.status == .exited(1))
    #expect(missing.remark?.contains("none.pcap") == true)
  }

  @Test(arguments: [
    [], ["--stream", "tcp:0", "--stream", "udp:0"], ["--stream", "x"], ["--stream", "0", "--from", "me"],
  ])
  func `wants one stream`(options: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "follow", Self.chat] + options)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Usage: echo-analyze follow"))
  }

  @Test(.enabled(if: BuiltTool.isInstalled("script"), "script is not installed"))
  func `keeps raw bytes from a terminal, and colours the sides there`() async throws {
    func onTerminal(_ options: String) async throws -> BuiltTool.Outcome {
      try await BuiltTool.shell(
        "unset NO_COLOR; TERM=xterm script -qec \"'$tool' follow \(Self.chat) --stream 0 \(options)\" /dev/null </dev/null"
      )
    }
    let raw = try await onTerminal("--format raw")
    #expect(raw.status == .exited(64))
    #expect(raw.output.contains("Raw bytes are not for a terminal"))
    #expect(!raw.output.contains("kabar"))
    #expect(try await onTerminal("").output.contains("\u{1b}[36m→ halo\u{1b}[0m"))
    let plain = try await BuiltTool.shell(
      "export NO_COLOR=1; script -qec \"'$tool' follow \(Self.chat) --stream 0\" /dev/null </dev/null")
    #expect(plain.output.contains("→ halo"))
    #expect(!plain.output.contains("\u{1b}"))
  }

  @Test func `shows bytes while another program still writes to the pipe`() async throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: BuiltTool.folder + "/" + Self.chat)))
    let outcome = try await BuiltTool.start("follow", "-", "--stream", "0") { tool in
      try await tool.write(Array(bytes.dropLast()))
      try await tool.waitFor("← Koneksi ditutup oleh server.")
    }
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.hasSuffix("no gap\n"))
    #expect(outcome.errors.hasPrefix("echo-analyze: -: the file ends in the middle of frame 19"))
  }

  @Test func `tells of a gap where the bytes are missing, and of raw bytes beside them`() async throws {
    let file = try folder.file(
      "gap.pcap",
      CaptureBytes([
        Frames.tcp(2, sequence: 1_000, acknowledgment: 0),
        Frames.tcp(0x12, sequence: 9_000, acknowledgment: 1_001, "", .back),
        Frames.tcp(0x18, sequence: 1_001, acknowledgment: 9_001, "one"),
        Frames.tcp(0x18, sequence: 1_104, acknowledgment: 9_001, "two"),
        Frames.tcp(0x18, sequence: 9_001, acknowledgment: 1_107, "hai", .back),
        Frames.tcp(0x18, sequence: 1_004, acknowledgment: 9_001, "late"),
      ]).bytes)
    let text = try await BuiltTool.run("follow", file, "--stream", "0")
    #expect(text.status == .exited(0))
    #expect(text.errors == "")
    #expect(
      text.lines.dropFirst() == [
        "→ one", "[→ 100 bytes missing in the capture, between frames 3 and 4]", "→ two", "← hai",
        "totals  →  3 segments with payload, 6 bytes; 100 bytes missing in 1 gap; 4 bytes of a gap came after what follows it, and are left out (frame 6)",
        "        ←  1 segment with payload, 3 bytes; no gap",
      ])
    let raw = try await BuiltTool.run("follow", file, "--stream", "0", "--format", "raw")
    #expect(raw.status == .exited(0))
    #expect(raw.output == "onetwohai")
    #expect(
      raw.errors == """
        echo-analyze: \(file): from byte 3 of the originator's stream, counted from 0, 100 bytes missing in the capture, between frames 3 and 4
        echo-analyze: \(file): of the originator's stream, 4 bytes of a gap came after what follows it, and are left out (frame 6)

        """)
  }

  @Test func `tells of a capture that is cut`() async throws {
    let outcome = try await BuiltTool.run("follow", "Fixtures/packets/cut-in-a-packet.pcap", "--stream", "udp:0")
    #expect(outcome.status == .exited(2))
    #expect(outcome.remark?.hasSuffix("What could be read is shown.") == true)
    #expect(outcome.output.hasPrefix("UDP stream 0: "))
  }

  @Test func `shows a datagram in fragments as one`() async throws {
    let large = [UInt8](repeating: 0x61, count: 3_000)
    let frames = [Frames.udp("x")] + Frames.fragments(large, identification: 7) + [Frames.unreachable("x")]
    let file = try folder.file("fragments.pcap", CaptureBytes(frames).bytes)
    let outcome = try await BuiltTool.run("follow", file, "--stream", "udp:0")
    #expect(outcome.lines.dropFirst().first == "→ x")
    #expect(outcome.lines.dropFirst(2).first == "→ " + String(repeating: "a", count: 3_000))
    #expect(outcome.lines[3] == "totals  →  2 datagrams, 3001 bytes; no gap")
  }
}

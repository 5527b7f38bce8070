import Foundation
import Subprocess
import Testing

/// What the tool looks like where someone sees it.
@Suite(.timeLimit(.minutes(5)))
struct TerminalTests {
  private static let ethernet = "captures/tcp-ethernet.pcap"
  private static let escape = "\u{1b}["

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("read \(ethernet)", "\u{1b}[1;31mconnection refused:\u{1b}[0m"),
    ("packets \(ethernet)", "\u{1b}[1;31mTCP 54 12345 → 50891 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0\u{1b}[0m"),
    ("conversations \(ethernet)", "\u{1b}[1;31mrefused\u{1b}[0m"),
    ("follow captures/chat.pcap --stream 0", "\u{1b}[36m→ halo\u{1b}[0m"),
  ])
  func `there are colours on a terminal, unless they are not wanted`(command: String, coloured: String) async throws {
    let terminal = try await Terminal.run("\"$tool\" \(command)", columns: 140)
    #expect(terminal.status == .exited(0))
    #expect(terminal.output.contains(coloured))
    for line in [
      "NO_COLOR=1 \"$tool\" \(command)", "TERM=dumb \"$tool\" \(command)", "\"$tool\" \(command) --color never",
      "\"$tool\" \(command) | cat",
    ] {
      let plain = try await Terminal.run(line, columns: 140)
      #expect(!plain.output.contains(Self.escape), "\(line)")
      #expect(plain.status == .exited(0))
      guard !line.contains("cat") else { continue }
      // The colours have no place of their own.
      #expect(Terminal.screen(terminal.output) == Terminal.screen(plain.output), "\(line)")
    }
    #expect(try await Terminal.run("NO_COLOR= \"$tool\" \(command)", columns: 140).output.contains(coloured))
  }

  @Test(arguments: ["read", "packets", "conversations"])
  func `in a pipe there are colours only when they are asked for`(command: String) async throws {
    let plain = try await BuiltTool.run(command, Self.ethernet)
    #expect(!plain.output.contains(Self.escape))
    let coloured = try await BuiltTool.run(command, Self.ethernet, "--color", "always")
    #expect(coloured.output.contains(Self.escape))
    #expect(Terminal.screen(coloured.output) == Terminal.screen(plain.output))
    let told = try await BuiltTool.shell("NO_COLOR=1 $tool \(command) \(Self.ethernet) --color always")
    #expect(told.output == coloured.output)
    let wrong = try await BuiltTool.run(command, Self.ethernet, "--color", "red")
    #expect(wrong.status == .exited(64))
  }

  @Test(arguments: [60, 80, 100])
  func `nothing is wider than the terminal`(columns: Int) async throws {
    let captures = try FileManager.default.contentsOfDirectory(atPath: BuiltTool.folder + "/captures")
      .filter { $0.hasSuffix(".pcap") && !$0.hasSuffix(".server-side.pcap") }.map { "captures/\($0)" }.sorted()
    #expect(!captures.isEmpty)
    for capture in captures {
      let log = capture.replacing(".pcap", with: ".server.jsonl")
      for line in ["read \(capture) --log \(log)", "read \(capture) --details", "conversations \(capture)"] {
        let outcome = try await Terminal.run("\"$tool\" \(line)", columns: columns)
        #expect(outcome.status == .exited(0))
        for shown in Terminal.screen(outcome.output) where shown.unicodeScalars.count > columns {
          Issue.record("\(line): \(shown)")
        }
      }
    }
  }

  /// A capture that arrives slowly takes as long as the terminal needs to show that it does.
  @Test(arguments: ["read", "conversations", "packets"])
  func `what takes long tells how far it is, and nothing of that stays`(command: String) async throws {
    let pipe = folder.path("pipe")
    let result = folder.path("result")
    #expect(mkfifo(pipe, 0o600) == 0)
    let outcome = try await Terminal.run(
      "\"$tool\" \(command) \(pipe) > \(result)", columns: 80, feeding: pipe, from: "captures/chat.pcap",
      until: " packets, ")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains(/\r[0-9.]+ kB, [0-9]+ packets, [0-9.]+ kB\/s/))
    #expect(Terminal.screen(outcome.output) == [""])
    #expect(try String(contentsOfFile: result, encoding: .utf8).contains("192.168.100.87"))
  }

  @Test func `where the packets are seen, or nobody looks, nothing else is shown`() async throws {
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let seen = try await Terminal.run(
      "\"$tool\" packets \(pipe)", columns: 200, feeding: pipe, from: "captures/chat.pcap", until: "Len=")
    #expect(!seen.output.contains("\(Self.escape)K"))
    let many = try file(megabytes: 40)
    for line in ["\"$tool\" read \(many) 2> /dev/null", "\"$tool\" packets \(many) --frames 1-3"] {
      #expect(!(try await Terminal.run(line)).output.contains("\(Self.escape)K"), "\(line)")
    }
  }

  /// However long it takes on this machine.
  @Test func `a large file leaves nothing of its progress`() async throws {
    let many = try file(megabytes: 40)
    let outcome = try await Terminal.run("\"$tool\" read \(many) --color never > \(folder.path("result"))")
    #expect(outcome.status == .exited(0))
    #expect(Terminal.screen(outcome.output) == [""])
  }

  /// A capture of the same packets again and again.
  private func file(megabytes: Int) throws -> String {
    let capture = try Data(contentsOf: URL(filePath: BuiltTool.folder + "/captures/udp-ethernet.pcap"))
    var bytes = [UInt8](capture.prefix(24))
    while bytes.count < megabytes * 1_000_000 { bytes += capture.dropFirst(24) }
    return try folder.file("many.pcap", bytes)
  }
}

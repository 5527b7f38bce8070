import Foundation
import Testing

/// `explain --stream` as a user runs it.
@Suite(.timeLimit(.minutes(5)))
struct ExplainStreamTests {
  @Test func `tells a conversation of a file, with what came before it`() async throws {
    let outcome = try await BuiltTool.run("explain", "captures/tcp-ethernet.pcap", "--stream", "tcp:1")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(outcome.lines.contains("Before the connection"))
    #expect(outcome.lines.contains("Glossary"))
    #expect(outcome.lines.allSatisfy { $0.count <= 100 })
  }

  @Test func `tells a conversation of standard input, which is read once`() async throws {
    let capture = try Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/captures/tcp-ethernet.pcap"))
    let outcome = try await BuiltTool.run("explain", "-", "--stream", "1", "--lang", "id", input: Array(capture))
    #expect(outcome.status == .exited(0))
    #expect(outcome.lines.contains("Pembentukan koneksi"))
    #expect(outcome.lines.contains("Glosarium"))
    #expect(!outcome.lines.contains("Sebelum koneksi"))
  }

  @Test func `a stream that is not there is told`() async throws {
    let outcome = try await BuiltTool.run("explain", "captures/tcp-ethernet.pcap", "--stream", "udp:7")
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(outcome.remark?.hasPrefix("no conversation matches") == true)
    let missing = try await BuiltTool.run("explain", "captures/none.pcap", "--stream", "0")
    #expect(missing.status == .exited(1))
    #expect(missing.remark?.contains("captures/none.pcap") == true)
  }

  @Test(arguments: [
    ["explain", "captures/tcp-ethernet.pcap"], ["explain", "captures/tcp-ethernet.pcap", "--stream", "x"],
    ["explain", "captures/tcp-ethernet.pcap", "--stream", "0", "--stream", "1"],
    ["explain", "captures/tcp-ethernet.pcap", "--stream", "0", "--frame", "1"],
    ["explain", "captures/tcp-ethernet.pcap", "--stream", "0", "--format", "json"],
  ])
  func `a wrong call is a wrong call`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
  }

  @Test func `of a cut capture what could be read is explained`() async throws {
    let outcome = try await BuiltTool.run("explain", "Fixtures/packets/cut-in-a-packet.pcap", "--stream", "udp:0")
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.contains("About the whole capture: the capture breaks off"))
  }

  @Test(arguments: ["en", "id"])
  func `is a page that a browser shows neatly`(language: String) async throws {
    guard Chromium.isInstalled else { return }
    let folder = try TemporaryFolder()
    for (file, stream) in [
      ("captures/tcp-ethernet.pcap", "tcp:1"), ("captures/chat.pcap", "tcp:0"), ("captures/udp-wifi.pcap", "udp:0"),
    ] {
      let outcome = try await BuiltTool.run(
        "explain", file, "--stream", stream, "--lang", language, "--format", "html")
      #expect(outcome.status == .exited(0))
      for wanted in ["http://", "https://", "src=", "url("] { #expect(!outcome.output.contains(wanted)) }
      for look in try await Chromium.look(at: outcome.output, widths: [1_280, 390], in: folder) {
        #expect(look.problems.isEmpty)
        #expect(look.excess <= 0)
        #expect(look.outside.isEmpty)
        #expect(look.headings > 5)
      }
    }
  }
}

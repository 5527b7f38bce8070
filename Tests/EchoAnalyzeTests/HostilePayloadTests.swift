import Foundation
import Subprocess
import Testing

/// What peers send may be made to fool a terminal. It is shown, and never obeyed.
@Suite(.timeLimit(.minutes(5)))
struct HostilePayloadTests {
  static let payloads: [[UInt8]] = [
    Array("\u{1B}[31mred\u{1B}]0;title\u{7}".utf8), Array("safe\u{202E}exe.txt\u{2066}".utf8),
    Array("one\r\ntwo\nFindings\n\t\u{8}\u{7F}".utf8), [0xC3, 0x28, 0xFF, 0xFE, 0x80, 0xED, 0xA0, 0x80],
    Array("\u{9B}31m\u{85}\u{2028}\u{FEFF}\u{E0041}".utf8), Array("\"quoted\" \\ back".utf8),
  ]

  @Test(arguments: [
    "read", "read --details", "read --format json", "packets", "packets -T json", "live", "follow --stream udp:0",
    "follow --stream udp:0 --format hex", "explain --frame 1", "explain --frame 3 --against 5",
  ])
  func `never reaches the screen raw`(command: String) async throws {
    var frames: [[UInt8]] = []
    for payload in Self.payloads { frames += [Frames.udp(payload), Frames.udp(payload, .back)] }
    let file = command == "live" ? "-" : "/dev/stdin"
    let arguments = [BuiltTool.path] + command.split(separator: " ").map(String.init) + [file]
    let outcome = try await BuiltTool.run(arguments, input: CaptureBytes(frames).bytes)
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    for scalar in outcome.output.unicodeScalars where scalar != "\n" {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        Issue.record("U+\(String(scalar.value, radix: 16)) in the output of \(command)")
      default: #expect(scalar != "\u{FFFD}")
      }
    }
    // A payload cannot begin a line of its own.
    #expect(!outcome.lines.contains("two"))
  }

  @Test func `comes back out of JSON as it was escaped in text`() async throws {
    let capture = CaptureBytes([Frames.udp(Self.payloads[0]), Frames.udp(Self.payloads[0], .back)]).bytes
    let text = try await BuiltTool.run("read", "/dev/stdin", input: capture)
    let json = try await BuiltTool.run("read", "/dev/stdin", "--format", "json", input: capture)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let exchange = try #require((conversation["exchanges"] as? [[String: Any]])?.first)
    let shown = try #require(exchange["text"] as? String)
    #expect(shown.contains("[31mred"))
    #expect(text.output.contains(shown))
  }

  @Test func `a file's own name is no way around that`() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("\u{1B}[31m.pcap", CaptureBytes([Frames.udp("halo")]).bytes)
    for command in [["read"], ["read", "--format", "json"], ["packets"]] {
      let outcome = try await BuiltTool.run([BuiltTool.path] + command + [file])
      #expect(outcome.status == .exited(0))
      #expect(!outcome.output.contains("\u{1B}"))
    }
    let missing = try await BuiltTool.run("read", folder.path("\u{1B}[32m.pcap"))
    #expect(!missing.errors.contains("\u{1B}"))
  }
}

import Foundation
import Subprocess
import Testing

/// The recordings in `captures/`, and the script that makes them.
@Suite(.timeLimit(.minutes(5)))
struct RecordedSessionsTests {
  static let names = [
    "tcp-ethernet", "tcp-wifi", "chat", "udp-ethernet", "udp-wifi", "tcp-loopback", "udp-loopback",
    "two-points",
  ]

  /// A conversation as the session of the course has it.
  private struct Story {
    var outcome = "complete"
    let originator: String
    let responder: String
    let packets: Int
    let bytes: Int
    var isEcho = true
    /// One way, milliseconds.
    var delay = 0.0
  }

  private static let refused = Story(
    outcome: "refused", originator: "192.168.10.7:50891", responder: "192.168.10.8:12345", packets: 2, bytes: 120,
    isEcho: false)

  private static let stories: [String: [Story]] = [
    "tcp-ethernet": [
      refused,
      Story(
        originator: "192.168.10.7:50892", responder: "192.168.10.8:12345", packets: 10, bytes: 632, delay: 0.5),
    ],
    "tcp-wifi": [
      Story(originator: "192.168.231.169:61697", responder: "192.168.231.119:12345", packets: 10, bytes: 632, delay: 4)
    ],
    // The goodbye is no echo.
    "chat": [
      Story(
        originator: "192.168.100.87:59831", responder: "192.168.100.92:12345", packets: 19, bytes: 1172, isEcho: false,
        delay: 2)
    ],
    "udp-ethernet": [
      Story(originator: "192.168.10.7:60916", responder: "192.168.10.8:12345", packets: 2, bytes: 154, delay: 0.5)
    ],
    "udp-wifi": [
      Story(originator: "192.168.231.88:55598", responder: "192.168.231.169:12345", packets: 2, bytes: 154, delay: 4)
    ],
    // The request is lost on its way and sent again.
    "two-points": [
      Story(originator: "192.168.20.7:50894", responder: "192.168.20.8:12345", packets: 12, bytes: 786, delay: 2)
    ],
    "tcp-loopback": [Story(originator: "127.0.0.1:48486", responder: "127.0.0.1:3456", packets: 10, bytes: 744)],
    "udp-loopback": [Story(originator: "127.0.0.1:55559", responder: "127.0.0.1:8765", packets: 2, bytes: 154)],
  ]

  private func endpoint(_ value: Any?) -> String {
    let endpoint = value as? [String: Any]
    return "\(endpoint?["address"] ?? "?"):\(endpoint?["port"] ?? "?")"
  }

  /// Checks what the report says of a recording in `folder`, and that the logs beside it belong to it.
  private func check(_ name: String, in folder: String) async throws {
    let file = "\(folder)/\(name).pcap"
    var logs = ["client", "server"].map { "\(folder)/\(name).\($0).jsonl" }
    if name == "tcp-ethernet" { logs.append("\(folder)/\(name).refused.jsonl") }
    let outcome = try await BuiltTool.run([BuiltTool.path, "read", "--format", "json", file])
    #expect(outcome.status == .exited(0))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    let stories = try #require(Self.stories[name])
    #expect(conversations.count == stories.count)
    for (conversation, story) in zip(conversations, stories) {
      #expect(conversation["outcome"] as? String == story.outcome, "\(name)")
      #expect(endpoint(conversation["originator"]) == story.originator)
      #expect(endpoint(conversation["responder"]) == story.responder)
      #expect(conversation["packets"] as? Int == story.packets, "\(name)")
      #expect(conversation["bytes"] as? Int == story.bytes, "\(name)")
      let echo = try #require(conversation["echo"] as? [String: Any])
      // Where nothing came back, there is none to speak of.
      if story.outcome == "complete" {
        #expect(echo["isEcho"] as? Bool == story.isEcho, "\(name)")
        let shortest = try #require((echo["rtt"] as? [String: Any])?["min"] as? Double)
        #expect(shortest * 1_000 >= 2 * story.delay, "\(name)")
      }
      if story.outcome == "complete", !name.hasPrefix("udp") {
        let teardown = try #require(conversation["teardown"] as? [String: Any])
        #expect(teardown["kind"] as? String == "fin", "\(name)")
        #expect(teardown["activeCloser"] as? String == "responder", "\(name)")
      }
    }

    let joined = try await BuiltTool.run([BuiltTool.path, "read", file] + logs.flatMap { ["--log", $0] })
    #expect(joined.status == .exited(0))
    #expect(joined.errors == "")
    #expect(joined.output.components(separatedBy: "\n  sockets ").count == stories.count + 1, "\(name)")
    // Checksums are those of the wire, but where there is none.
    #expect(joined.output.contains("offload") == name.hasSuffix("loopback"), "\(name)")
  }

  @Test(arguments: names)
  func `a recording tells the session of the course`(name: String) async throws {
    try await check(name, in: "captures")
    let packets = try #require(Self.stories[name]).map(\.packets).reduce(0, +)
    let file = "captures/\(name).pcap"
    for reader in [["tshark", "-n", "-r", file], ["tcpdump", "-n", "-r", file]] where BuiltTool.isInstalled(reader[0]) {
      let lines = try await BuiltTool.run(reader)
      #expect(lines.status == .exited(0), "\(lines.errors)")
      #expect(lines.lines.count == packets)
    }
  }

  @Test(arguments: ["tcp-ethernet", "udp-ethernet"])
  func `the README shows what the first command prints`(name: String) async throws {
    let page = try String(contentsOfFile: "\(BuiltTool.folder)/README.md", encoding: .utf8)
    let report = try await BuiltTool.run("read", "captures/\(name).pcap")
    #expect(page.contains("```\n\(report.output)```\n"))
  }

  @Test(
    .enabled(if: BuiltTool.isRoot && BuiltTool.makesNamespaces, "recording needs root and network namespaces"),
    .enabled(
      if: ["ip", "python3", "tshark", "tcpdump"].allSatisfy(BuiltTool.isInstalled),
      "Tests/packages test installs what recording needs"))
  func `the script records them all anew`() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await BuiltTool.run([
      "env", "ECHO_ANALYZE=\(BuiltTool.path)", "\(BuiltTool.folder)/Tests/captures", folder.path,
    ])
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    // A line each, after tshark and tcpdump have read as many frames as there are to be.
    #expect(outcome.lines.count { $0.hasSuffix("read by tshark and tcpdump") } == Self.names.count)
    for name in Self.names { try await check(name, in: folder.path) }
    let ends = ["two-points.pcap", "two-points.server-side.pcap"].map { folder.path($0) }
    let comparison = try await BuiltTool.run([BuiltTool.path, "compare"] + ends)
    #expect(comparison.output.contains("→ 1 packet lost on the way from A to B"))
    #expect(comparison.output.contains("← 1 packet lost on the way from B to A"))
  }
}

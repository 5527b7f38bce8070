import Foundation
import Testing

/// `check` of what a report declares.
@Suite(.timeLimit(.minutes(5)))
struct CheckCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func check(_ declared: String, _ arguments: String...) async throws -> BuiltTool.Outcome {
    let file = try folder.file("endpoints.json", Array(declared.utf8))
    return try await BuiltTool.run([BuiltTool.path, "check"] + arguments + ["--declared", file])
  }

  @Test func `what matches is told with 0, and its frame`() async throws {
    let outcome = try await check(
      #"[{"label":"4.1","protocol":"tcp","server":"192.168.10.8:12345","client":"192.168.10.7:50892"}]"#,
      "captures/tcp-ethernet.pcap")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("The declaration matches the capture."))
    #expect(outcome.output.contains("frame 3"))
  }

  @Test func `the smallest of very many conversations is found`() async throws {
    let others = (0..<1_500).map { Frames.udp(String(repeating: "x", count: 200), port: UInt16(20_000 + $0)) }
    let file = try folder.file("many.pcap", CaptureBytes([Frames.udp("a", port: 7)] + others).bytes)
    let outcome = try await check(#"[{"protocol":"udp","server":":7"}]"#, file)
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("frame 1"))
  }

  @Test func `what differs is told with 3, and what was meant`() async throws {
    let outcome = try await check(
      #"[{"server":"192.168.251.119:12341"},{"server":"1921.68.231.119"},{"server":"8.8.8.8"}]"#,
      "captures/tcp-wifi.pcap",
      "--format", "json")
    #expect(outcome.status == .exited(3))
    let report = try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let declared = try #require(report["declared"] as? [[String: Any]])
    #expect(declared.map { $0["status"] as? String } == ["mismatch", "mismatch", "absent"])
    let server = try #require(declared[0]["server"] as? [String: Any])
    #expect(server["address"] as? String == "192.168.231.119")
    #expect(server["portMatches"] as? Bool == false)
    #expect((declared[1]["server"] as? [String: Any])?["isAddress"] as? Bool == false)
    #expect(
      declared[0]["text"] as? String
        == "did you mean 192.168.231.119: one group of digits differs; port 12341 is declared, the "
        + "capture has 12345 (TCP stream 0, frame 1)")
  }

  @Test func `what is another address, or a name, is told as that`() async throws {
    let outcome = try await check(
      #"[{"server":"192.168.231.119:12345","client":"10.0.0.1"},{"server":"localhost:12345"}]"#,
      "captures/tcp-wifi.pcap", "--format", "json")
    #expect(outcome.status == .exited(3))
    let report = try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let texts = try #require(report["declared"] as? [[String: Any]]).map { $0["text"] as? String }
    #expect(
      texts == [
        "client: 10.0.0.1 is declared, the capture has 192.168.231.169 (TCP stream 0, frame 1)",
        "no conversation in the capture comes near; localhost is a name, and names are not looked up: declare the address",
      ])
    let one = try await check(#"[{"server":"8.8.8.8"}]"#, "captures/tcp-wifi.pcap")
    #expect(one.output.contains("The declaration does not match the capture."))
  }

  @Test(arguments: ["text", "markdown", "html"], ["en", "id"])
  func `every format tells what is wrong, and nothing becomes markup`(format: String, language: String) async throws {
    let outcome = try await check(
      #"[{"label":"<b>\u001b","server":"192.168.281.119<i>"}]"#, "captures/tcp-wifi.pcap", "captures/udp-wifi.pcap",
      "--format", format, "--lang", language)
    #expect(outcome.status == .exited(3))
    #expect(outcome.output.contains("192.168.281.119"))
    #expect(!outcome.output.contains("\u{1b}"))
    if format != "text" { #expect(!outcome.output.contains("<i>") && !outcome.output.contains("<b>")) }
    #expect(outcome.output.contains("udp-wifi.pcap"))
  }

  @Test func `a file that is none, and a capture that is missing, are told with 1`() async throws {
    let wrong = try await check(#"[{"server":5}]"#, "captures/tcp-wifi.pcap")
    #expect(wrong.status == .exited(1))
    #expect(wrong.remark?.contains("[0].server: a text such as") == true)
    let missing = try await check(#"[{"server":"1.2.3.4"}]"#, folder.path("missing.pcap"))
    #expect(missing.status == .exited(1))
    #expect(missing.output == "")
  }
}

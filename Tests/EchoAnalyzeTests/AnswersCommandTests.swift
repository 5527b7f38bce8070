import Foundation
import Testing

/// `answers` as a command.
struct AnswersCommandTests {
  @Test func `answers one set, in the language asked for`() async throws {
    let outcome = try await BuiltTool.run(
      "answers", "captures/udp-ethernet.pcap", "--set", "kurose-udp", "--lang", "id")
    #expect(outcome.status.isSuccess)
    #expect(outcome.output.contains("43 = 8 + 35"))
    #expect(!outcome.output.contains("TCP stream"))
  }

  @Test func `a stream that is picked is answered for`() async throws {
    let outcome = try await BuiltTool.run(
      "answers", "captures/tcp-ethernet.pcap", "--set", "kurose-tcp", "--stream", "tcp:0")
    #expect(outcome.status.isSuccess)
    #expect(outcome.output.contains("Answered for TCP stream 0 of tcp-ethernet.pcap"))
    #expect(outcome.output.contains("because no SYN-ACK was captured"))
  }

  @Test func `a stream that is not there is told once`() async throws {
    let outcome = try await BuiltTool.run("answers", "captures/tcp-ethernet.pcap", "--stream", "tcp:7")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.hasPrefix("echo-analyze: no conversation matches what --stream asks for;"))
    #expect(outcome.errors.count { $0 == "\n" } == 1)
  }

  @Test func `logs tell how often recv was called`() async throws {
    let outcome = try await BuiltTool.run(
      "answers", "captures/tcp-ethernet.pcap", "--set", "praktikum", "--log", "captures/tcp-ethernet.client.jsonl")
    #expect(outcome.status.isSuccess)
    #expect(outcome.output.contains("16, 16, 2."))
  }

  @Test func `says what is wrong with a file or a set`() async throws {
    let missing = try await BuiltTool.run("answers", "captures/none.pcap")
    #expect(missing.status == .exited(1))
    #expect(missing.remark?.contains("captures/none.pcap") == true)
    #expect(missing.output.isEmpty)
    #expect(try await BuiltTool.run("answers", "captures/chat.pcap", "--set", "none").status == .exited(64))
  }

  @Test func `its JSON is for programs`() async throws {
    let outcome = try await BuiltTool.run("answers", "captures/udp-loopback.pcap", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(object?["schema"] as? Int == 1)
    #expect((object?["sets"] as? [[String: Any]])?.compactMap { $0["set"] as? String } == ["kurose-udp", "praktikum"])
  }
}

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

  @Test func `a conversation behind very many others is looked at`() async throws {
    var frames = (UInt16(0)..<1_100).map { Frames.udp("z", port: 20_000 + $0) }
    frames.append(Frames.udp("the longest payload of all", port: 30_000))
    let folder = try TemporaryFolder()
    let capture = try folder.file("many.pcap", CaptureBytes(frames).bytes)
    let outcome = try await BuiltTool.run("answers", capture, "--set", "kurose-udp")
    #expect(outcome.status.isSuccess)
    let answer = "Four: Source Port, Destination Port, Length and Checksum (frame 1101)."
    #expect(outcome.output.contains(answer))
    let report = try await BuiltTool.run("report", capture, "--format", "markdown")
    #expect(report.status.isSuccess && report.output.contains(answer))
  }
}

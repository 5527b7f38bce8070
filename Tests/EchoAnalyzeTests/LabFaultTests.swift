import Foundation
import Testing

/// Each fault asked of a program of the lab, and what the report finds in the packets.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct LabFaultTests {
  /// One wish, and the codes of the findings that show it; those of checksums apart.
  struct Promise: CustomTestStringConvertible, Sendable {
    let transport: String
    let wishes: [String]
    let findings: Set<String>
    /// The call that says so in the timeline, and how it is tied.
    var call: String?
    var relation: String?

    init(_ transport: String, _ wishes: String..., findings: Set<String>, call: String? = nil, relation: String? = nil)
    {
      self.transport = transport
      self.wishes = wishes
      self.findings = findings
      self.call = call
      self.relation = relation
    }

    var testDescription: String { "\(transport) \(wishes.joined(separator: " "))" }
  }

  static let promises = [
    Promise("tcp", "--server-fault", "drop=100%", findings: ["echo.lost"], call: "fault"),
    Promise("tcp", "--server-fault", "delay=60ms", findings: ["echo.slow"], call: "fault"),
    Promise("tcp", "--server-fault", "duplicate=100%", findings: ["echo.mismatch"], call: "fault"),
    Promise("tcp", "--server-fault", "corrupt=100%", "--seed", "3", findings: ["echo.mismatch"], call: "fault"),
    Promise("tcp", "--server-fault", "truncate=16", findings: ["echo.lost"], call: "fault"),
    Promise("tcp", "--server-fault", "reset", findings: ["tcp.reset", "tcp.abort"], call: "close", relation: "closed"),
    Promise("tcp", "--client-fault", "reset", findings: ["tcp.reset", "tcp.abort"], call: "close", relation: "closed"),
    Promise(
      "tcp", "--client-fault", "half-close", "--server-fault", "delay=60ms",
      findings: ["tcp.half-closed", "echo.slow"], call: "shutdown", relation: "closed"),
    Promise(
      "tcp", "--server-fault", "never-read",
      findings: ["tcp.zero-window", "tcp.window-probe", "echo.lost", "tcp.reset", "tcp.abort-unread-data"],
      call: "fault"),
    Promise(
      "tcp", "--server-fault", "no-accept", findings: ["echo.lost", "tcp.reset", "tcp.abort-unread-data"],
      call: "fault"),
    Promise("udp", "--server-fault", "drop=100%", findings: ["udp.unanswered"], call: "fault"),
    Promise("udp", "--server-fault", "duplicate=100%", findings: ["udp.duplicate-reply"], call: "fault"),
    Promise("udp", "--server-fault", "corrupt=100%", "--seed", "3", findings: ["echo.mismatch"], call: "fault"),
    Promise("udp", "--server-fault", "truncate=16", findings: ["echo.mismatch"], call: "fault"),
    Promise("udp", "--server-fault", "never-read", findings: ["udp.unanswered"], call: "fault"),
    Promise("udp", "--client-fault", "duplicate=100%", findings: [], call: "fault"),
  ]

  @Test(arguments: promises)
  func `a fault is found in the packets`(promise: Promise) async throws {
    let outcome = try await BuiltTool.run(
      [BuiltTool.path, "lab", "--protocol", promise.transport, "--format", "json"] + promise.wishes)
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let findings = try #require(report["findings"] as? [[String: Any]]).compactMap { $0["code"] as? String }
    // A busy machine may be slow, or send a segment again; that is not what was asked for.
    var noise: Set = [
      "checksum.partial", "tcp.retransmission", "tcp.retransmission-timeout", "tcp.tail-loss-probe",
      "tcp.spurious-retransmission", "tcp.fin-retried", "tcp.keep-alive", "echo.slow",
    ]
    // A second reply may come when the client has gone.
    if promise.transport == "udp", promise.wishes.contains("duplicate=100%") { noise.insert("icmp.unreachable") }
    #expect(Set(findings).subtracting(noise.subtracting(promise.findings)) == promise.findings)
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let sockets = try #require(conversation["sockets"] as? [String: Any])
    let calls = try #require(sockets["calls"] as? [[String: Any]])
    let told = calls.filter { $0["call"] as? String == promise.call }
    #expect(!told.isEmpty)
    if let relation = promise.relation {
      #expect(told.contains { $0["relation"] as? String == relation && !(($0["frames"] as? [Int]) ?? []).isEmpty })
    }
  }

  @Test func `a delay of UDP is in the latency, and between the server's two calls`() async throws {
    let outcome = try await BuiltTool.run(
      "lab", "--protocol", "udp", "--server-fault", "delay=60ms", "--format", "json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let exchange = try #require((conversation["exchanges"] as? [[String: Any]])?.first)
    #expect(try #require(exchange["seconds"] as? Double) >= 0.06)
    let calls = try #require((conversation["sockets"] as? [String: Any])?["calls"] as? [[String: Any]])
    func called(_ name: String) throws -> Double {
      try #require(calls.first { $0["call"] as? String == name }?["time"] as? Double)
    }
    // The server may have called recvfrom long before.
    #expect(try called("sendto") - called("send") >= 0.06)
  }

  @Test func `where nothing was sent, the calls are told without frames`() async throws {
    let outcome = try await BuiltTool.run("lab", "--protocol", "udp", "--client-fault", "drop=100%")
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    #expect(outcome.output.contains("UDP session, no packets captured"))
    #expect(outcome.output.contains("fault drop (35 bytes)"))
    #expect(!outcome.output.contains("send("))
  }

  @Test(arguments: [
    ["--server-fault", "reset", "--size", "60000"], ["--server-fault", "reset", "--server-fault", "drop=100%"],
    ["--server-fault", "reset", "--client-fault", "truncate=4"],
    ["--server-fault", "reset", "--client-fault", "half-close", "--size", "60000"],
  ])
  func `what a fault brings about is no failure of the lab`(wishes: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "lab", "--protocol", "tcp"] + wishes)
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    #expect(outcome.output.contains("RST"))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "network namespaces need a privilege"))
  func `a fault hides no trouble of another kind`() async throws {
    // A network of its own without its loopback interface up: nothing is to be reached there.
    let outcome = try await BuiltTool.run([
      "unshare", "--net", BuiltTool.path, "lab", "--protocol", "udp", "--server-fault", "delay=1ms",
    ])
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("the UDP session: connect: "), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["--protocol", "udp", "--server-fault", "reset"], "--fault reset is nothing for a UDP server"),
    (["--server-fault", "dorp=1%"], "There is no --fault dorp=1%"),
    (["--seed", "4"], "--seed goes with --server-fault or --client-fault"),
    (["--chat", "x", "--size", "4"], "--size is for the one message"),
    (["--size", "0"], "--size must be between"),
  ])
  func `what cannot be is wrong usage`(arguments: [String], words: String) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "lab"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}

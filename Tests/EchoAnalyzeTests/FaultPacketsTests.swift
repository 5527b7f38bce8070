import Foundation
import Subprocess
import Testing

/// What faults put on the wire, as the report of a capture tells it.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct FaultPacketsTests {
  /// Where nobody but these tests is.
  private static let address = "127.0.0.44"

  /// The first conversation of `live` between a server and a client that are asked for faults.
  private func conversation(
    _ transport: String, server serverOptions: [String] = [], client clientOptions: [String] = []
  ) async throws -> [String: Any] {
    let address = Self.address
    let place = ["--host", address, "--port"]
    var conversation: [String: Any] = [:]
    _ = try await BuiltTool.start(
      [BuiltTool.path, "server", transport, "--host", address, "--port", "0"] + serverOptions
    ) { server in
      let port = try await server.port()
      let outcome = try await BuiltTool.start(
        [BuiltTool.path, "live", "--iface", "lo", "--format", "json"] + place + [port]
      ) { live in
        try await live.waitFor("Capturing on lo", on: .errors)
        _ = try await BuiltTool.run(
          [BuiltTool.path, "client", transport, "--timeout", "1500ms"] + place + [port] + clientOptions)
        try server.send(.interrupt)
        // Packets come in order: after this one, all of the session were seen.
        let marker = String(repeating: "m", count: 1_234)
        _ = try await BuiltTool.run(
          [BuiltTool.path, "client", "udp", "--timeout", "1ms", "--message", marker] + place + [port])
        try await live.waitFor(" Len=1234", on: .errors)
        try live.send(.interrupt)
      }
      let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let all = try #require(report["conversations"] as? [[String: Any]])
      conversation = try #require(all.first { $0["protocol"] as? String == transport })
    }
    return conversation
  }

  private func echo(_ conversation: [String: Any], _ key: String) -> Int? {
    (conversation["echo"] as? [String: Any])?[key] as? Int
  }

  private func shortestTrip(_ conversation: [String: Any]) -> Double? {
    let echo = conversation["echo"] as? [String: Any]
    return (echo?["rtt"] as? [String: Any])?["min"] as? Double
  }

  private func teardown(_ conversation: [String: Any]) -> [String: Any]? {
    conversation["teardown"] as? [String: Any]
  }

  @Test func `drop is a loss`() async throws {
    #expect(echo(try await conversation("udp", server: ["--fault", "drop=100%"]), "lost") == 1)
    #expect(echo(try await conversation("tcp", server: ["--fault", "drop=100%"]), "lost") == 34)
  }

  @Test func `delay is a longer way`() async throws {
    for transport in ["udp", "tcp"] {
      let delayed = try await conversation(transport, server: ["--fault", "delay=50ms"])
      #expect(try #require(shortestTrip(delayed)) >= 0.05)
    }
  }

  @Test func `duplicate is a second datagram`() async throws {
    let server = try await conversation("udp", server: ["--fault", "duplicate=100%"])
    #expect(echo(server, "duplicated") == 1)
    let client = try await conversation("udp", client: ["--fault", "duplicate=100%"])
    #expect(echo(client, "requests") == 2)
  }

  @Test func `corrupt is another answer under a good checksum`() async throws {
    for transport in ["udp", "tcp"] {
      let corrupted = try await conversation(transport, server: ["--fault", "corrupt=100%"])
      #expect((corrupted["echo"] as? [String: Any])?["isEcho"] as? Bool == false)
      if transport == "udp" { #expect(echo(corrupted, "mismatched") == 1) }
    }
  }

  @Test func `truncate is a short answer`() async throws {
    let cut = try await conversation("udp", server: ["--fault", "truncate=16"])
    let exchange = try #require((cut["exchanges"] as? [[String: Any]])?.first)
    #expect(exchange["requestLength"] as? Int == 35)
    #expect(exchange["replyLength"] as? Int == 16)
  }

  @Test func `reset is the outcome, whoever is asked for it`() async throws {
    let server = try await conversation("tcp", server: ["--fault", "reset"])
    #expect(server["outcome"] as? String == "reset")
    let client = try await conversation("tcp", server: ["--keep-open"], client: ["--fault", "reset"])
    #expect(client["outcome"] as? String == "reset")
    #expect(teardown(client)?["activeCloser"] as? String == "originator")
  }

  @Test func `half-close is a FIN before the other side's bytes are all there`() async throws {
    // The delay runs from the message on, and a busy machine may take its time between that and the FIN.
    let client = try await conversation(
      "tcp", server: ["--keep-open", "--fault", "delay=500ms"], client: ["--fault", "half-close"])
    #expect(client["outcome"] as? String == "complete")
    #expect(teardown(client)?["activeCloser"] as? String == "originator")
    #expect(try #require(teardown(client)?["halfClosedSeconds"] as? Double) >= 0.05)
    let fin = try #require((teardown(client)?["fins"] as? [[String: Any]])?.first?["frame"] as? Int)
    let data = try #require(client["data"] as? [[String: Any]])
    let reply = try #require(data.first { $0["from"] as? String == "responder" }?["frame"] as? Int)
    #expect(fin < reply)
    let server = try await conversation("tcp", server: ["--keep-open", "--fault", "half-close"])
    #expect(server["outcome"] as? String == "complete")
    #expect(teardown(server)?["activeCloser"] as? String == "responder")
  }

  @Test func `never-read is a zero window`() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("long", [UInt8](repeating: 65, count: 30_000))
    let server = try await conversation("tcp", server: ["--fault", "never-read"], client: ["--input", file])
    #expect(try #require((server["toOriginator"] as? [String: Any])?["zeroWindows"] as? Int) > 0)
    let client = try await conversation(
      "tcp", server: ["--keep-open"], client: ["--fault", "never-read", "--input", file])
    #expect(try #require((client["toResponder"] as? [String: Any])?["zeroWindows"] as? Int) > 0)
  }

  @Test func `no-accept is a handshake and nothing that comes back`() async throws {
    let conversation = try await conversation("tcp", server: ["--fault", "no-accept"])
    #expect((conversation["handshake"] as? [String: Any])?["ack"] as? [String: Any] != nil)
    #expect(echo(conversation, "lost") == 34)
    #expect((conversation["toOriginator"] as? [String: Any])?["payloadBytes"] as? Int == 0)
  }
}

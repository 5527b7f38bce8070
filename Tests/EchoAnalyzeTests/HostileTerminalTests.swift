import Fixtures
import Foundation
import Subprocess
import Testing

/// What peers and captures hold, on a terminal, which is sent colours and nothing else that it obeys.
@Suite(.timeLimit(.minutes(5)))
struct HostileTerminalTests {
  private func expectHarmless(_ text: String, _ name: String) {
    // Colours, and what takes the line of progress away.
    let plain = text.replacing(/\u{1b}\[[0-9;]*m|\r?\u{1b}\[K/, with: "")
    let found = HostileText.unsafe(in: plain)
    #expect(found.isEmpty, "\(name): \(Set(found.map { "U+" + String($0.value, radix: 16) }))")
  }

  @Test(arguments: ["read", "packets", "follow --stream tcp:0", "follow --stream udp:0", "conversations", "live"])
  func `of a capture`(command: String) async throws {
    let input = try HostileInput()
    let copy = input.folder.path("capture")
    try FileManager.default.copyItem(atPath: input.capture, toPath: copy)
    let line = command == "live" ? "\"$tool\" live - < \(copy)" : "\"$tool\" \(command) \(copy)"
    let outcome = try await Terminal.run(line)
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("10.0.0.1"))
    expectHarmless(outcome.output, command)
  }

  @Test func `raw bytes are for no terminal`() async throws {
    let input = try HostileInput()
    let copy = input.folder.path("capture")
    try FileManager.default.copyItem(atPath: input.capture, toPath: copy)
    let outcome = try await Terminal.run("\"$tool\" follow \(copy) --stream tcp:0 --format raw")
    #expect(outcome.status == .exited(64))
    #expect(outcome.output.contains("not for a terminal") && !outcome.output.contains("\u{1b}"))
  }

  private static let sender = """
    import socket, sys
    kind, port, *payloads = sys.argv[1:]
    if kind == "udp":
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for payload in payloads:
            s.sendto(bytes.fromhex(payload), ("127.0.0.1", int(port)))
            s.recv(65536)
    else:
        for payload in payloads:
            data = bytes.fromhex(payload)
            with socket.create_connection(("127.0.0.1", int(port))) as s:
                s.sendall(data)
                while data: data = data[len(s.recv(len(data))):]
    """

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
  }

  @Test(arguments: ["udp", "tcp --chat", "tcp"])
  func `of a client, at a server`(server: String) async throws {
    let words = server.split(separator: " ").map(String.init)
    let payloads = HostileText.bytes.map(hexadecimal)
    let outcome = try await BuiltTool.start(
      [BuiltTool.path, "server"] + words + ["--port", "0", "--host", "127.0.0.1"]
    ) {
      server in
      let port = try await server.port()
      let sent = try await BuiltTool.run(["python3", "-c", Self.sender, words[0], port] + payloads)
      #expect(sent.status == .exited(0), "\(sent.errors)")
      try server.send(.interrupt)
    }
    #expect(outcome.output.contains("owned"))
    expectHarmless(outcome.output, server)
    expectHarmless(outcome.errors, server)
  }

  @Test func `of a server, at a client`() async throws {
    _ = try await BuiltTool.serve("udp", "--host", "127.0.0.1") { _, port in
      for text in HostileText.all where !text.hasPrefix("-") {
        let outcome = try await BuiltTool.run(
          "client", "udp", "--host", "127.0.0.1", "--port", port, "--message", text)
        #expect(outcome.status == .exited(0))
        expectHarmless(outcome.output + outcome.errors, "client")
      }
    }
  }
}

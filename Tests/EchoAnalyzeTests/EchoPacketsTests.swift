import Foundation
import Subprocess
import Testing

/// What the echo programs put on the wire, seen by `live`.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct EchoPacketsTests {
  /// Where nobody but these tests is: the same port at another address is another test's.
  private static let address = "127.0.0.4"

  /// What passed on the loopback interface of one port while `body` ran.
  private struct Capture {
    /// As Wireshark lists them.
    let packets: [String]
    /// The story of each TCP conversation.
    let conversations: [[String: Any]]

    /// The command that runs another one beside the programs, where they have a network of their own.
    init(
      port: String, at address: String? = EchoPacketsTests.address, beside: ([String]) -> [String] = { $0 },
      body: () async throws -> Void
    ) async throws {
      let host = address.map { ["--host", $0] } ?? []
      let live = [BuiltTool.path, "live", "--iface", "lo", "--port", port, "--format", "json"] + host
      let marker = String(repeating: "m", count: 1_234)
      let client = [BuiltTool.path, "client", "udp", "--port", port, "--message", marker, "--timeout", "1ms"] + host
      let outcome = try await BuiltTool.start(beside(live)) { live in
        try await live.waitFor("Capturing on lo", on: .errors)
        try await body()
        // Packets come in order: after this one, all of the session were seen.
        _ = try await BuiltTool.run(beside(client))
        try await live.waitFor(" Len=1234", on: .errors)
        try live.send(.interrupt)
      }
      packets = outcome.errors.split(separator: "\n").map(String.init).filter { $0.contains("    TCP ") }
      let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let all = try #require(report["conversations"] as? [[String: Any]])
      conversations = all.filter { $0["protocol"] as? String == "tcp" }
    }

    var hasReset: Bool { packets.contains { $0.contains("RST") } }

    /// Whose FIN was the first of the only conversation.
    var activeCloser: String? { (conversations.first?["teardown"] as? [String: Any])?["activeCloser"] as? String }
  }

  @Test func `one echo is a complete story without RST, and the server closes first`() async throws {
    _ = try await BuiltTool.serve("tcp", "--host", Self.address) { _, port in
      let capture = try await Capture(port: port) {
        let client = try await BuiltTool.run("client", "tcp", "--host", Self.address, "--port", port)
        #expect(client.status == .exited(0))
      }
      #expect(capture.conversations.count == 1)
      #expect(capture.conversations.first?["outcome"] as? String == "complete")
      #expect(capture.activeCloser == "responder", "\(capture.packets)")
      #expect(!capture.hasReset)
      // Three to open, two with data, two acknowledged, and three or four to close.
      #expect((10...11).contains(capture.packets.count))
      #expect(capture.packets.count { $0.contains("Len=34") } == 2)
      let echo = try #require(capture.conversations.first?["echo"] as? [String: Any])
      #expect(echo["isEcho"] as? Bool == true)
    }
  }

  @Test(arguments: ["exit\n", ""])
  func `a chat ends without RST, its goodbye read`(ending: String) async throws {
    _ = try await BuiltTool.serve("tcp", "--host", Self.address, "--chat") { _, port in
      let capture = try await Capture(port: port) {
        let client = try await BuiltTool.run(
          "client", "tcp", "--host", Self.address, "--port", port, "--chat",
          input: Array("halo\napa kabar\n\(ending)".utf8))
        #expect(client.status == .exited(0))
      }
      #expect(capture.conversations.first?["outcome"] as? String == "complete")
      #expect(capture.activeCloser == (ending.isEmpty ? "originator" : "responder"))
      #expect(!capture.hasReset)
      // The goodbye, acknowledged like everything else.
      #expect(capture.packets.contains { $0.contains("Len=28") } == !ending.isEmpty)
    }
  }

  @Test func `a chat server that is stopped says goodbye without RST`() async throws {
    let server = try await BuiltTool.start("server", "tcp", "--host", Self.address, "--port", "0", "--chat") { server in
      let port = try await server.port()
      let capture = try await Capture(port: port) {
        let client = try await BuiltTool.start("client", "tcp", "--host", Self.address, "--port", port, "--chat") {
          client in
          try await client.write(Array("halo\n".utf8))
          try await client.waitFor("Server returned: halo\n")
          try server.send(.interrupt)
          try await client.waitFor("Server said: Connection closed by server.\n")
        }
        #expect(client.status == .exited(1))
      }
      #expect(capture.conversations.first?["outcome"] as? String == "complete")
      #expect(capture.activeCloser == "responder", "\(capture.packets)")
      #expect(!capture.hasReset)
    }
    #expect(server.status == .exited(0))
  }

  @Test func `what the default server does not read provokes no RST`() async throws {
    _ = try await BuiltTool.serve("tcp", "--host", Self.address) { _, port in
      let capture = try await Capture(port: port) {
        let client = try await Python.run(
          """
          import socket, sys
          s = socket.create_connection(("127.0.0.4", int(sys.argv[1])), 30)
          s.sendall(bytes(3000))
          echo = b"".join(iter(lambda: s.recv(4096), b""))
          # Says more after the server's FIN.
          s.sendall(bytes(100))
          s.close()
          print(len(echo))
          """, port)
        #expect(client.output == "2048\n")
      }
      #expect(capture.conversations.first?["outcome"] as? String == "complete")
      #expect(capture.activeCloser == "responder", "\(capture.packets)")
      #expect(!capture.hasReset)
    }
  }

  @Test func `our client's short echo ends without RST too`() async throws {
    _ = try await BuiltTool.serve("tcp", "--host", Self.address) { _, port in
      let capture = try await Capture(port: port) {
        let message = String(repeating: "x", count: 3_000)
        let client = try await BuiltTool.run(
          "client", "tcp", "--host", Self.address, "--port", port, "--message", message)
        #expect(client.status == .exited(1))
      }
      #expect(!capture.hasReset)
    }
  }

  @Test func `streams end without RST, and the client closes first`() async throws {
    _ = try await BuiltTool.serve("tcp", "--host", Self.address, "--keep-open") { server, port in
      let capture = try await Capture(port: port) {
        let client = try await BuiltTool.run("client", "tcp", "--host", Self.address, "--port", port)
        #expect(client.status == .exited(0))
        try await server.waitFor("echoed 34 bytes")
      }
      #expect(capture.conversations.first?["outcome"] as? String == "complete")
      #expect(capture.activeCloser == "originator", "\(capture.packets)")
      #expect(!capture.hasReset)
    }
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `localhost is IPv4 first, and IPv6 first on demand`() async throws {
    try InteroperationTests.Loopback.ipv6.require()
    let folder = try TemporaryFolder()
    // The system's own may know only one.
    let hosts = try folder.file("hosts", Array("::1 localhost\n127.0.0.1 localhost\n".utf8))
    let command = ["sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\"", hosts, BuiltTool.path]
    let server = try await NetworkNamespace.serve(
      command + ["server", "tcp", "--port", "3456", "--host", "localhost"], ready: "Waiting"
    ) { network in
      let plain = try await Capture(port: "3456", at: nil, beside: network.command) {
        let client = try await network.run("client", "tcp", "--host", "localhost", "--port", "3456")
        #expect(client.status == .exited(0))
      }
      #expect(plain.packets.allSatisfy { $0.contains(" 127.0.0.1 → 127.0.0.1 ") })
      #expect(!plain.hasReset)

      // The server listens on 127.0.0.1 alone: refused at ::1, the client goes there.
      let preferring = try await Capture(port: "3456", at: nil, beside: network.command) {
        let client = try await network.run("client", "tcp", "--host", "localhost", "--ipv6", "--port", "3456")
        #expect(client.status == .exited(0))
      }
      #expect(try #require(preferring.packets.first).contains(" ::1 → ::1 "))
      #expect(preferring.conversations.count == 2)
    }
    #expect(server.remark == "2 connections: 68 bytes received in 2 pieces, 68 bytes sent")
  }
}

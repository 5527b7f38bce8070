import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UDPClientCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("en", "localhost port PORT is closed for UDP (the answer was ICMP port unreachable): "),
    ("id", "localhost port PORT tertutup untuk UDP "),
  ])
  func `a closed port is told at once, with the command that opens it`(language: String, cause: String) async throws {
    try await Python.serve(Python.closedPort, "udp") { _, port in
      // Much sooner than it would wait for an answer.
      let client = try await BuiltTool.run([
        "timeout", "30", BuiltTool.path, "client", "udp", "--port", port, "--lang", language, "--timeout", "60m",
      ])
      #expect(client.status == .exited(1))
      let remark = try #require(client.remark)
      #expect(remark.hasPrefix(cause.replacing("PORT", with: port)))
      #expect(remark.contains("(echo-analyze server udp --port \(port))"))
      #expect(remark.contains(": Connection refused, "))
    }
  }

  @Test(arguments: [
    ("en", "no datagram came back within 0.3 s: "), ("id", "tidak ada datagram yang kembali dalam 0,3 s: "),
  ])
  func `a server that never answers is waited for as long as asked`(language: String, words: String) async throws {
    let sockets = try EchoSockets(.udp)
    let start = ContinuousClock.now
    let client = try await BuiltTool.run([
      "timeout", "9", BuiltTool.path, "client", "udp", "--port", "\(sockets.port)", "--timeout", "300ms", "--lang",
      language,
    ])
    #expect(ContinuousClock.now - start >= .milliseconds(300))
    #expect(client.status == .exited(1))
    #expect(client.lines.count == 3)
    #expect(try #require(client.remark).hasPrefix(words))
  }

  @Test func `an answer that differs is told with the place`() async throws {
    let other = """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      while True:
          data, address = s.recvfrom(100)
          s.sendto(data[:4], address)
      """
    try await Python.serve(other) { _, port in
      let client = try await BuiltTool.run("client", "udp", "--port", port)
      #expect(client.status == .exited(1))
      #expect(client.lines.contains("received Good"))
      #expect(
        try #require(client.remark).hasPrefix(
          "what came back is not what was sent; the first difference is at byte 4, counted from 0: "))
    }
  }

  @Test(arguments: [("en", "65507 bytes over IPv4"), ("id", "65507 byte ")])
  func `a message longer than a datagram is not sent`(language: String, words: String) async throws {
    let sockets = try EchoSockets(.udp)
    let file = try folder.file("long", [UInt8](repeating: 65, count: 65_508))
    let client = try await BuiltTool.run(
      "client", "udp", "--port", "\(sockets.port)", "--input", file, "--lang", language)
    #expect(client.status == .exited(1))
    let remark = try #require(client.remark)
    #expect(remark.contains(words))
    #expect(remark.contains("(send: Message too long, "))
  }

  @Test func `a long message is shown as far as a console line goes`() async throws {
    let file = try folder.file("long", [UInt8](repeating: 65, count: 65_507))
    let server = try await BuiltTool.serve("udp") { server, port in
      let client = try await BuiltTool.run("client", "udp", "--port", port, "--input", file)
      #expect(client.status == .exited(0))
      let shown = String(repeating: "A", count: 2_048) + "… (63459 more bytes)"
      #expect(
        client.lines.dropFirst() == ["Sending \(shown)", "received \(shown)", "Closing connection to the server"])
      try await server.waitFor("sent 65507 bytes back")
    }
    #expect(server.output.contains("received 65507 bytes from"))
  }

  @Test func `an unknown host is named`() async throws {
    let client = try await BuiltTool.run("client", "udp", "--port", "9", "--host", "nonsense.invalid", "--lang", "id")
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).contains("nama nonsense.invalid"))
    #expect(try #require(client.remark).contains("(getaddrinfo: "))
  }

  @Test func `a local address of another machine cannot be used`() async throws {
    let client = try await BuiltTool.run("client", "udp", "--port", "9", "--local", "192.0.2.1")
    #expect(client.status == .exited(1))
    #expect(
      try #require(client.remark).hasPrefix(
        "cannot use the local address 192.0.2.1 for UDP: it is none of this machine's addresses"))
  }

  @Test func `a local port of another program cannot be used`() async throws {
    let other = try EchoSockets(.udp)
    let client = try await BuiltTool.run(
      "client", "udp", "--port", "9", "--local", "127.0.0.1", "--local-port", "\(other.port)")
    #expect(client.status == .exited(1))
    #expect(
      try #require(client.remark).hasPrefix("cannot use the local address 127.0.0.1 port \(other.port) for UDP: "))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `a network without a route is told`() async throws {
    let client = try await BuiltTool.run(
      NetworkNamespace.command(["client", "udp", "--host", "192.0.2.1", "--port", "9"]))
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).hasPrefix("this machine has no route to 192.0.2.1; "))
  }

  @Test(arguments: [
    [], ["--port", "0"], ["--port", "65536"], ["--port", "1", "--timeout", "0"], ["--port", "1", "--timeout", "soon"],
    ["--port", "1", "--message", "a", "--input", "b"], ["--port", "1", "--chat"], ["--port", "1", "--receive", "16"],
    ["--port", "1", "--local-port", "0"],
  ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "client", "udp"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze client udp"))
  }
}

import Foundation
import Subprocess
import Testing

/// The clients as load generators.
@Suite(.timeLimit(.minutes(5)))
struct LoadCommandTests {
  /// What programs read of a report.
  private struct Figures: Decodable {
    struct Failure: Decodable {
      let reason: String
      let count: Int
    }
    struct Times: Decodable {
      let min: Double
      let p50: Double
      let p90: Double
      let p99: Double
      let max: Double
    }
    let `protocol`: String
    let ending: String
    let connections: Int
    let sent: Int
    let echoed: Int
    let lost: Int
    let mismatched: Int
    let abandoned: Int
    let late: Int?
    let duplicated: Int?
    let reordered: Int?
    let failed: Int
    let failures: [Failure]
    let rtt: Times?
  }

  private func figures(_ outcome: BuiltTool.Outcome) throws -> Figures {
    try JSONDecoder().decode(Figures.self, from: Data(outcome.output.utf8))
  }

  @Test(arguments: ["tcp", "udp"])
  func `a load is reported in lines`(transport: String) async throws {
    let options = transport == "tcp" ? ["--keep-open"] : []
    _ = try await BuiltTool.start([BuiltTool.path, "server", transport, "--port", "0"] + options) { server in
      let port = try await server.port()
      let client = try await BuiltTool.run(
        "client", transport, "--port", port, "--count", "200", "--concurrency", "4", "--size", "20")
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
      let carriers = transport == "tcp" ? "connections?" : "sockets"
      let pattern = try Regex(
        """
        Connecting to localhost port \(port)
        sent        200  4000 bytes over [1-4] \(carriers)
        echoed      200  4000 bytes received in [0-9.]+ (µs|ms|s), [0-9]+\\.[0-9] echoes/s
        lost          0
        mismatched    0
        duplicated    0
        reordered     0
        failed        0
        round trip  min [0-9.]+ (µs|ms|s), p50 .*, p90 .*, p99 .*, max [0-9.]+ (µs|ms|s)

        """)
      let match = try pattern.wholeMatch(in: client.output)
      #expect(match != nil, "\(client.output)")
      try server.send(.interrupt)
    }
  }

  @Test func `each connection of a server with one reply carries one message`() async throws {
    _ = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--count", "30", "--lang", "id")
      #expect(client.status == .exited(0))
      #expect(client.lines.contains("dikirim          30  1020 byte lewat 30 koneksi"))
    }
  }

  @Test(arguments: ["--quiet", "--interval=1ms"])
  func `programs get one JSON object and nothing else`(option: String) async throws {
    _ = try await BuiltTool.serve("udp") { _, port in
      let client = try await BuiltTool.run(
        "client", "udp", "--port", port, "--count", "50", "--concurrency", "5", "--format", "json", option)
      #expect(client.status == .exited(0))
      let figures = try figures(client)
      #expect(figures.protocol == "udp")
      #expect(figures.ending == "complete")
      #expect(figures.sent == 50)
      #expect(figures.echoed == 50)
      #expect(figures.lost == 0)
      #expect(figures.connections == 5)
      let times = try #require(figures.rtt)
      #expect(times.min > 0 && times.min <= times.p50 && times.p99 <= times.max)
    }
  }

  @Test func `a message of the user's is repeated to its size, and one alone is a load as well`() async throws {
    let server = try await BuiltTool.serve("tcp", "--keep-open", "--quiet") { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--message", "halo", "--size", "100000", "--quiet")
      #expect(client.status == .exited(0))
      #expect(client.lines.first == "sent        1  100000 bytes over 1 connection")
    }
    #expect(server.errors.contains("100000 bytes received"))
  }

  @Test func `Ctrl-C ends a load with the report of what was done`() async throws {
    _ = try await BuiltTool.serve("tcp", "--keep-open", "--quiet") { server, port in
      let client = try await BuiltTool.start(
        "client", "tcp", "--port", port, "--count", "1000000000", "--concurrency", "3", "--format", "json"
      ) { client in
        // The connections are there, and so is the handler of the signal: the load goes on.
        try await ProcessFigures(server).waitForDescriptors(atLeast: 8)
        try client.send(.interrupt)
      }
      #expect(client.status == .exited(1))
      #expect(client.errors == "")
      let figures = try figures(client)
      #expect(figures.ending == "stopped")
      #expect(figures.sent > 0)
      #expect(figures.lost == 0)
    }
  }

  @Test func `a server that swallows and alters is told by its counts, and ends with 1`() async throws {
    let other = """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      n = 0
      while True:
          data, address = s.recvfrom(100)
          n += 1
          if n % 5 == 0: continue
          if n % 5 == 1: data = data[:-1] + b"?"
          s.sendto(data, address)
          if n % 5 == 2: s.sendto(data, address)
      """
    try await Python.serve(other) { _, port in
      let client = try await BuiltTool.run(
        "client", "udp", "--port", port, "--count", "20", "--timeout", "300ms", "--format", "json")
      #expect(client.status == .exited(1))
      let figures = try figures(client)
      #expect(figures.sent == 20)
      #expect(figures.echoed == 12)
      #expect(figures.mismatched == 4)
      #expect(figures.lost == 4)
      #expect(figures.duplicated == 4)
      #expect(figures.reordered == 0)
    }
  }

  @Test(arguments: [
    ("tcp", "refused the connection: is the server running"), ("udp", "is closed for UDP (the answer was ICMP"),
  ])
  func `a closed port is told as ever`(transport: String, words: String) async throws {
    try await Python.serve(Python.closedPort, transport) { _, port in
      let client = try await BuiltTool.run("client", transport, "--port", port, "--count", "2", "--timeout", "1s")
      #expect(client.status == .exited(1))
      #expect(try #require(client.remark).contains(words))
      #expect(client.lines.count == (transport == "tcp" ? 1 : 8))
    }
  }

  @Test(arguments: [
    ("en", "no datagram came back within 0.2 s: "), ("id", "tidak ada datagram yang kembali dalam 0,2 s: "),
  ])
  func `a server that never answers is told as ever`(language: String, words: String) async throws {
    let sockets = try EchoSockets(.udp)
    let client = try await BuiltTool.run(
      "client", "udp", "--port", "\(sockets.port)", "--count", "3", "--concurrency", "3", "--timeout", "200ms",
      "--lang", language)
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).hasPrefix(words))
  }

  @Test(arguments: [
    ["--count", "0"], ["--count", "many"], ["--concurrency", "0"], ["--concurrency", "65536"], ["--size", "0"],
    ["--size", "16777217"], ["--interval", "0"], ["--format", "json"], ["--count", "1", "--format", "xml"],
    ["--count", "1", "--chat"], ["--concurrency", "2", "--local-port", "9"], ["--count", "1", "--message", ""],
  ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "client", "tcp", "--port", "9"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze client tcp"))
  }

  @Test(arguments: [[UInt8](), [UInt8](repeating: 65, count: 65_508)])
  func `a load sends no file that is empty or too long for a datagram`(bytes: [UInt8]) async throws {
    let client = try await BuiltTool.run(
      [BuiltTool.path, "client", "udp", "--port", "9", "--input", "-", "--count", "2"], input: bytes)
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).hasPrefix("a load needs a message of 1 to 65507 bytes: "))
  }

  @Test func `a datagram of a load fits into one`() async throws {
    let outcome = try await BuiltTool.run("client", "udp", "--port", "9", "--size", "65508")
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains("--size must be between 1 and 65507 bytes."))
  }
}

import Foundation
import Subprocess
import Testing

/// `server --log`, `client --log` and `read --log`.
@Suite(.timeLimit(.minutes(5)))
struct SessionLogCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The lines of a log, each an object.
  private func objects(_ path: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasSuffix("\n"))
    return try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
  }

  private func names(_ objects: [[String: Any]]) -> [String] { objects.compactMap { $0["event"] as? String } }

  @Test(arguments: ["tcp", "udp"])
  func `both programs write what they did`(transport: String) async throws {
    let (serverLog, clientLog) = (folder.path("server.jsonl"), folder.path("client.jsonl"))
    let server = try await BuiltTool.serve(transport, "--log", serverLog) { _, port in
      let client = try await BuiltTool.run("client", transport, "--port", port, "--log", clientLog)
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
    }
    #expect(server.status == .exited(0))
    let (theirs, ours) = (try objects(serverLog), try objects(clientLog))
    for (log, role) in [(theirs, "server"), (ours, "client")] {
      #expect(log.first?["schema"] as? Int == 1)
      #expect(log.first?["role"] as? String == role)
      #expect(log.first?["protocol"] as? String == transport)
      #expect((log.first?["program"] as? String)?.hasPrefix("echo-analyze ") == true)
      #expect(log.dropFirst().allSatisfy { $0["event"] != nil && $0["socket"] != nil && $0["calledAt"] != nil })
      #expect(names(log).first == "socket")
      #expect(names(log).last == "close")
    }
    #expect(names(ours).prefix(4) == ["socket", "connect.started", "connect.established", "send"])
    #expect(names(theirs).contains(transport == "tcp" ? "accept" : "recvfrom"))
  }

  @Test func `a reader of the log that goes away costs the log, and not the session`() async throws {
    let pipe = folder.path("pipe")
    #expect(try await BuiltTool.shell("mkfifo \(pipe)").status == .exited(0))
    let reader = Task { try await BuiltTool.shell("head -c 100 \(pipe)") }
    let server = try await BuiltTool.serve("udp", "--log", pipe, "--force") { _, port in
      _ = try await reader.value
      for _ in 0..<2 {
        #expect(try await BuiltTool.run("client", "udp", "--port", port, "--quiet").status == .exited(0))
      }
    }
    #expect(server.status == .exited(1))
    #expect(server.errors.contains("\(pipe) cannot be written: Broken pipe"))
    #expect(server.errors.contains("2 datagrams received"))
  }

  @Test func `standard output is no place for a log`() async throws {
    let outcome = try await BuiltTool.run("server", "udp", "--port", "0", "--log", "-")
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains("--log needs a file"))
  }

  @Test(arguments: ["tcp", "udp"])
  func `a file that is there is overwritten only when told to`(transport: String) async throws {
    let file = try folder.file("there.jsonl", Array("precious".utf8))
    for command in [["server", transport, "--port", "0"], ["client", transport, "--port", "9"]] {
      let refused = try await BuiltTool.run([BuiltTool.path] + command + ["--log", file])
      #expect(refused.status == .exited(1))
      #expect(refused.output == "")
      #expect(refused.remark == "\(file) cannot be written: it exists already; --force overwrites it")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }
    _ = try await BuiltTool.serve(transport) { _, port in
      let forced = try await BuiltTool.run("client", transport, "--port", port, "--log", file, "--force")
      #expect(forced.status == .exited(0))
    }
    #expect(try objects(file).first?["role"] as? String == "client")
  }

  @Test func `a folder that cannot be written ends it before any socket`() async throws {
    let path = folder.path("no/such/log.jsonl")
    for command in [["server", "tcp", "--port", "0"], ["client", "udp", "--port", "9"]] {
      let outcome = try await BuiltTool.run([BuiltTool.path] + command + ["--log", path])
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      #expect(outcome.remark?.hasPrefix("\(path) cannot be written: ") == true)
    }
    let alone = try await BuiltTool.run("client", "tcp", "--port", "9", "--force")
    #expect(alone.status == .exited(64))
  }

  @Test func `a full disk ends the log, not the session`() async throws {
    guard FileManager.default.isWritableFile(atPath: "/dev/full") else { return }
    _ = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--log", "/dev/full", "--force")
      #expect(client.status == .exited(1))
      #expect(client.output.contains("Received: "))
      #expect(client.errors.ranges(of: "/dev/full cannot be written: ").count == 1)
    }
  }

  @Test func `a refused connect is in the log`() async throws {
    let log = folder.path("client.jsonl")
    try await Python.serve(Python.closedPort, "tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--log", log)
      #expect(client.status == .exited(1))
    }
    let events = try objects(log).dropFirst()
    #expect(names(Array(events)) == ["socket", "connect.started", "connect.failed", "close"])
    let failed = try #require(events.dropFirst(2).first)
    #expect(failed["errno"] as? Int == 111)
    #expect((failed["error"] as? String)?.isEmpty == false)
  }

  @Test func `a client that is killed leaves whole lines`() async throws {
    let log = folder.path("client.jsonl")
    _ = try await BuiltTool.serve("tcp", "--keep-open") { server, port in
      let client = try await BuiltTool.start("client", "tcp", "--chat", "--port", port, "--log", log) { client in
        for word in ["satu", "dua", "tiga"] {
          try await client.write(Array("\(word)\n".utf8))
          try await client.waitFor(word)
        }
        try client.send(.kill)
      }
      #expect(client.status == .signaled(9))
    }
    let events = Array(try objects(log).dropFirst())
    #expect(names(events).count { $0 == "send" } == 3)
    #expect(events.filter { $0["event"] as? String == "recv" }.compactMap { $0["bytes"] as? Int }.reduce(0, +) == 11)
    #expect(!names(events).contains("close"))
    // And such a log is one.
    let read = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--log", log)
    #expect(read.status == .exited(0))
  }

  @Test(arguments: [
    [UInt8](), Array("not\na log\n".utf8), Array(repeating: 0xff, count: 100_000), Array("{}\n[]".utf8),
  ])
  func `a file that is no log is told, with what makes one`(bytes: [UInt8]) async throws {
    let file = try folder.file("something", bytes)
    let outcome = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--log", file)
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(
      outcome.remark == "\(file) is not a session log: write one with --log of echo-analyze server or client.")
    let missing = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--log", folder.path("none"))
    #expect(missing.status == .exited(1))
    #expect(missing.remark?.hasPrefix("\(folder.path("none")) cannot be read: ") == true)
  }

  @Test func `a log of another session is told to be that`() async throws {
    let log = folder.path("client.jsonl")
    _ = try await BuiltTool.serve("tcp") { _, port in
      _ = try await BuiltTool.run("client", "tcp", "--port", port, "--log", log)
    }
    let plain = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap")
    let outcome = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--log", log)
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.hasPrefix(plain.output))
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("1 socket belongs to no conversation told here: 127.0.0.1:"))
    #expect(!outcome.output.contains("  sockets "))
  }

  @Test func `a damaged log tells where it is damaged, and a long line does no harm`() async throws {
    let log = folder.path("client.jsonl")
    _ = try await BuiltTool.serve("tcp") { _, port in
      _ = try await BuiltTool.run("client", "tcp", "--port", port, "--log", log)
    }
    var bytes = Array(try Data(contentsOf: URL(filePath: log)))
    let lines = bytes.count { $0 == 0x0a }
    bytes += [UInt8](repeating: 0x20, count: 300_000) + Array("\n{\"event\":\"se".utf8)
    let damaged = try folder.file("damaged.jsonl", bytes)
    let outcome = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--log", damaged)
    #expect(outcome.status == .exited(0))
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("2 lines are not of a session log, the first is line \(lines + 1)"))
  }
}

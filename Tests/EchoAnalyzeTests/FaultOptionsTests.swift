import Subprocess
import Testing

/// Bad behaviour on request, as users ask for it and are told of it.
@Suite(.timeLimit(.minutes(5)))
struct FaultOptionsTests {
  @Test(arguments: [
    ("server tcp", "nonsense", "can do drop=10%, delay=50ms"), ("server tcp", "drop=101%", "from 0% to 100%"),
    ("server udp", "drop", "written 10% or 0.5%"), ("server udp", "delay=soon", "500ms"),
    ("client tcp", "truncate=0", "1 or more"), ("client tcp", "reset=1", "nothing stands behind reset"),
    ("client tcp", "no-accept", "a TCP client, which can do"), ("client udp", "never-read", "a UDP client, which can"),
    ("server udp", "half-close", "truncate=10%, never-read."), ("client udp", "reset", "truncate=10%."),
    ("server tcp", "drop=1% --fault drop=2%", "drop is given twice"),
    ("server tcp", "reset --fault half-close", "do not go together"),
    ("server udp", "drop=1% --seed -1", "--seed"),
  ])
  func `what cannot be done is told with what can`(command: String, fault: String, words: String) async throws {
    let arguments = "\(command) --port 9 --fault \(fault)".split(separator: " ").map(String.init)
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("Usage: echo-analyze \(command)"))
  }

  @Test func `a seed without chance is a mistake`() async throws {
    let outcome = try await BuiltTool.run("client", "udp", "--port", "9", "--seed", "1")
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains("--seed goes with --fault"))
  }

  @Test func `an unknown seed is told, and given again it repeats the run`() async throws {
    func run(_ seed: [String]) async throws -> (server: BuiltTool.Outcome, returned: [Bool]) {
      var returned: [Bool] = []
      let server = try await BuiltTool.start(
        [BuiltTool.path, "server", "udp", "--port", "0", "--quiet", "--fault", "corrupt=50%"] + seed
      ) { server in
        let port = try await server.port()
        for _ in 0..<8 {
          let client = try await BuiltTool.run("client", "udp", "--port", port)
          returned.append(client.status == .exited(0))
        }
        try server.send(.interrupt)
      }
      return (server, returned)
    }
    let first = try await run([])
    let seed = try #require(first.server.errors.firstMatch(of: /echo-analyze: faults with seed (\d+)\n/))
    let second = try await run(["--seed", String(seed.1)])
    #expect(second.returned == first.returned)
    let corrupted = first.returned.count { !$0 }
    let remarks = """
      echo-analyze: 8 datagrams received (280 bytes), 8 answered (280 bytes), 0 not answered, 0 failed
      echo-analyze: faults: 0 messages dropped (0 for want of room), 0 delayed, 0 duplicated, \(corrupted) corrupted, \
      0 truncated, 0 connections reset

      """
    // The given one is not told again.
    #expect(second.server.errors == remarks)
    #expect(first.server.errors.hasSuffix(remarks))
  }

  @Test func `a TCP server counts its faults at the end, in either language`() async throws {
    let english = try await BuiltTool.serve("tcp", "--fault", "reset", "--fault", "delay=5ms") { server, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port)
      #expect(client.status == .exited(0))
      try await server.waitFor("sent Hello")
    }
    #expect(
      english.errors == """
        echo-analyze: 1 connection: 34 bytes received in 1 piece, 34 bytes sent
        echo-analyze: faults: 0 messages dropped (0 for want of room), 1 delayed, 0 duplicated, 0 corrupted, \
        0 truncated, 1 connection reset

        """)
    let indonesian = try await BuiltTool.serve(
      "tcp", "--fault", "drop=100%", "--seed", "1", "--lang", "id"
    ) { server, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port)
      #expect(client.status == .exited(1))
      try await server.waitFor("Data: Hello")
    }
    #expect(
      indonesian.errors == """
        echo-analyze: 1 koneksi: 34 byte diterima dalam 1 potongan, 0 byte dikirim
        echo-analyze: gangguan: 1 pesan dibuang (0 karena tidak ada tempat), 0 ditunda, 0 digandakan, 0 diubah, \
        0 dipotong, 0 koneksi diputus dengan RST

        """)
  }

  @Test func `a UDP server's console says what went back, and when it did not`() async throws {
    let server = try await BuiltTool.serve("udp", "--fault", "truncate=4") { server, port in
      let client = try await BuiltTool.run("client", "udp", "--port", port)
      #expect(client.output.contains("received Good\n"))
      #expect(client.status == .exited(1))
      try await server.waitFor("sent 4 bytes back")
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(
      lines.joined(separator: "\n") == """
        Waiting to receive message from client
        received 35 bytes from ('127.0.0.1', PORT)
        Data: Good Morning!!! This will be echoed
        sent 4 bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        """)
  }

  @Test func `clients tell their counts unless they are to be quiet`() async throws {
    _ = try await BuiltTool.serve("tcp", "--keep-open") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--fault", "reset")
      #expect(client.status == .exited(0))
      #expect(client.remark?.hasSuffix("1 connection reset") == true)
      let quiet = try await BuiltTool.run("client", "tcp", "--port", port, "--fault", "reset", "--quiet")
      #expect(quiet.status == .exited(0))
      #expect(quiet.output + quiet.errors == "")
      let chat = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", "--fault", "duplicate=100%", "--seed", "1",
        input: Array("halo\n".utf8))
      #expect(chat.errors.contains("1 duplicated"))
    }
    _ = try await BuiltTool.serve("udp") { _, port in
      let client = try await BuiltTool.run("client", "udp", "--port", port, "--fault", "delay=2ms")
      #expect(client.remark?.contains("1 delayed") == true)
    }
  }

  @Test func `a client that never reads says how far its message went`() async throws {
    _ = try await BuiltTool.serve("tcp", "--keep-open", "--quiet") { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--fault", "never-read", "--timeout", "100ms", "--quiet")
      #expect(client.status == .exited(1))
      #expect(client.remark == "sent 34 of 34 bytes and read nothing, as asked")
    }
  }
}

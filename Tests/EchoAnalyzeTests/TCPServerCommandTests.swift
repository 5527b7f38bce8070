import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TCPServerCommandTests {
  @Test func `tells each line at once, and answers one client after another`() async throws {
    let server = try await BuiltTool.serve("tcp") { server, port in
      try await server.waitFor("Waiting to receive message from client\n")
      for word in ["satu", "dua", "tiga"] {
        let client = try await BuiltTool.run("client", "tcp", "--port", port, "--message", word)
        #expect(client.status == .exited(0))
        #expect(client.output.contains("Received: \(word)\n"))
        try await server.waitFor("Data: \(word)\n")
      }
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(
      lines.joined(separator: "\n") == """
        Waiting to receive message from client
        Data: satu
        sent satu bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        Data: dua
        sent dua bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        Data: tiga
        sent tiga bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        """)
    #expect(server.remark == "3 connections: 11 bytes received in 3 pieces, 11 bytes sent")
  }

  @Test(arguments: [
    (
      "en",
      """
      Waiting to receive message from client
      Data: Hello World!!! This will be echoed
      sent 34 bytes back to ('127.0.0.1', PORT)
      Waiting to receive message from client
      """
    ),
    (
      "id",
      """
      Menunggu pesan dari client
      Data: Hello World!!! This will be echoed
      mengirim 34 byte kembali ke ('127.0.0.1', PORT)
      Menunggu pesan dari client
      """
    ),
  ])
  func `the plain style counts bytes`(language: String, expected: String) async throws {
    let server = try await BuiltTool.serve("tcp", "--style", "plain", "--lang", language) { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port=\(port)")
      #expect(client.status == .exited(0))
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(lines.joined(separator: "\n") == expected)
  }

  @Test(arguments: [Signal.interrupt, .terminate])
  func `ends with its counters when it is told to`(signal: Signal) async throws {
    for mode in [[], ["--keep-open"], ["--chat"]] {
      let server = try await BuiltTool.start([BuiltTool.path, "server", "tcp", "--port=0"] + mode) { server in
        _ = try await server.port()
        try server.send(signal)
      }
      #expect(server.status == .exited(0))
      #expect(server.remark == "0 connections: 0 bytes received in 0 pieces, 0 bytes sent")
    }
  }

  @Test func `in Indonesian the counters too`() async throws {
    let server = try await BuiltTool.serve("tcp", "--lang", "id") { _, port in
      _ = try await BuiltTool.run("client", "tcp", "--port", port)
    }
    #expect(server.remark == "1 koneksi: 34 byte diterima dalam 1 potongan, 34 byte dikirim")
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `quiet leaves only the counters`() async throws {
    let command = NetworkNamespace.command(["server", "tcp", "--port", "3456", "--quiet"])
    let server = try await BuiltTool.start(command) { server in
      // It does not say when it is ready.
      var client: BuiltTool.Outcome
      repeat {
        client = try await NetworkNamespace(server: server).run("client", "tcp", "--port", "3456", "--quiet")
        #expect(client.output == "")
        try Task.checkCancellation()
      } while client.status != .exited(0)
      try server.send(.interrupt)
    }
    #expect(server.output == "")
    #expect(server.remark == "1 connection: 34 bytes received in 1 piece, 34 bytes sent")
  }

  @Test func `a client that leaves without a word is told of`() async throws {
    let server = try await BuiltTool.serve("tcp") { server, port in
      _ = try await Python.run(
        "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))).close()", port)
      try await server.waitFor("closed its connection without having sent anything", on: .errors)
    }
    #expect(server.lines.count == 3)
  }

  @Test func `a client that says nothing keeps the next one waiting`() async throws {
    let server = try await BuiltTool.serve("tcp", "--keep-open") { server, port in
      let both = try await Python.run(
        """
        import socket, sys
        a, b = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) for _ in range(2)]
        for word in b"satu", b"dua", b"tiga":
            for s in b, a:
                s.sendall(word)
                assert s.recv(100) == word
        a.close(); b.close()
        print("same")
        """, port)
      #expect(both.output == "same\n")
      try await server.waitFor("echoed 11 bytes back to", times: 2)
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(
      lines.joined(separator: "\n") == """
        Connection from ('127.0.0.1', PORT)
        Connection from ('127.0.0.1', PORT)
        echoed 11 bytes back to ('127.0.0.1', PORT)
        echoed 11 bytes back to ('127.0.0.1', PORT)
        """)
    #expect(server.remark == "2 connections: 22 bytes received in 6 pieces, 22 bytes sent")
  }

  @Test func `beyond its limit of connections, clients wait`() async throws {
    let server = try await BuiltTool.serve("tcp", "--keep-open", "--max-connections", "1") { server, port in
      let clients = try await Python.run(
        """
        import socket, sys
        a, b = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) for _ in range(2)]
        b.sendall(b"later")
        a.sendall(b"first")
        print(a.recv(100).decode())
        a.close()
        print(b.recv(100).decode())
        """, port)
      #expect(clients.output == "first\nlater\n")
    }
    #expect(server.errors.contains("echo-analyze: the limit of 1 connection is reached: further clients wait"))
    #expect(server.errors.contains("echo-analyze: 2 connections: 10 bytes received in 2 pieces, 10 bytes sent\n"))
  }

  @Test(arguments: [
    ("en", "was closed because nothing came from it for 0.3 s"), ("id", "tidak ada data darinya selama 0,3 s"),
  ])
  func `a silent client is sent away`(language: String, words: String) async throws {
    let server = try await BuiltTool.serve("tcp", "--idle-timeout", "300ms", "--lang", language) { server, port in
      let client = try await Python.run(
        """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        print(s.recv(100))
        """, port)
      #expect(client.output == "b''\n")
      try await server.waitFor(words, on: .errors)
    }
    #expect(server.status == .exited(0))
  }

  @Test func `a client that resets is told about, and the server goes on`() async throws {
    let server = try await BuiltTool.serve("tcp") { server, port in
      let reset = try await Python.run(
        """
        import socket, struct, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()
        """, port)
      #expect(reset.status == .exited(0))
      let client = try await BuiltTool.run("client", "tcp", "--port", port)
      #expect(client.status == .exited(0))
    }
    // The kernel may have dropped the connection from its queue before the server saw it.
    let remarks = server.errors.split(separator: "\n")
    #expect(remarks.count == 1 || remarks.count == 3)
    if remarks.count == 3 {
      #expect(remarks[0].contains("it ended the connection by force; the server goes on"))
      #expect(remarks[2] == "echo-analyze: trouble: 1 connection reset by the client")
    }
  }

  @Test(arguments: [[], ["--keep-open"], ["--chat"]])
  func `a connected client sees an orderly end when the server stops`(mode: [String]) async throws {
    let patient = """
      import socket, sys
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 30)
      s.sendall(b"halo")
      print(s.recv(4), flush=True)
      print(b"".join(iter(lambda: s.recv(100), b"")))
      # Closes only when the server is gone.
      sys.stdin.read(1)
      """
    var client = BuiltTool.Outcome(status: .exited(0), output: "", errors: "")
    let server = try await BuiltTool.start([BuiltTool.path, "server", "tcp", "--port", "0"] + mode) { server in
      let port = try await server.port()
      client = try await BuiltTool.start(["python3", "-c", patient, port]) { client in
        try await client.waitFor("b'halo'")
        try server.send(.interrupt)
        try await server.waitFor("1 connection", on: .errors)
      }
    }
    #expect(server.status == .exited(0))
    #expect(client.status == .exited(0))
    #expect(client.output == "b'halo'\n\(mode == ["--chat"] ? "b'Connection closed by server.'" : "b''")\n")
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `it can be started again at once on the same port, for the same client port`() async throws {
    _ = try await NetworkNamespace.serve(["sh", "-c", "echo ready; read end"]) { network in
      for _ in 0..<2 {
        let server = try await BuiltTool.start(
          network.command([BuiltTool.path, "server", "tcp", "--port", "3456"])
        ) { server in
          try await server.waitFor("Waiting")
          for _ in 0..<2 {
            let client = try await network.run("client", "tcp", "--port", "3456", "--local-port", "48486")
            #expect(client.errors == "")
            #expect(client.status == .exited(0))
          }
          try server.send(.interrupt)
        }
        #expect(server.output.ranges(of: "bytes back to ('127.0.0.1', 48486)").count == 2)
        #expect(server.status == .exited(0))
      }
    }
  }

  @Test func `the port of another program is not taken`() async throws {
    let other = try EchoSockets(.tcp)
    for (language, words) in [("en", "another program has this port"), ("id", "program lain")] {
      let server = try await BuiltTool.run("server", "tcp", "--port", "\(other.port)", "--lang", language)
      #expect(server.status == .exited(1))
      #expect(server.output == "")
      let remark = try #require(server.remark)
      #expect(remark.contains(words))
      #expect(remark.contains("`ss -ltnp`"))
      #expect(remark.contains("(bind: Address already in use, "))
    }
  }

  @Test func `a host of another machine is refused, with what to take instead`() async throws {
    for (language, words) in [("en", "is none of this machine's addresses"), ("id", "bukan alamat milik komputer ini")]
    {
      let server = try await BuiltTool.run("server", "tcp", "--port", "0", "--host", "192.0.2.1", "--lang", language)
      #expect(server.status == .exited(1))
      #expect(server.output == "")
      let remark = try #require(server.remark)
      #expect(remark.contains(words))
      #expect(remark.contains("--host 0.0.0.0"))
    }
  }

  @Test func `an unknown host is named`() async throws {
    let server = try await BuiltTool.run("server", "tcp", "--port", "0", "--host", "nonsense.invalid")
    #expect(server.status == .exited(1))
    #expect(try #require(server.remark).contains("the name nonsense.invalid"))
    #expect(try #require(server.remark).contains("(getaddrinfo: "))
  }

  @Test(
    .enabled(
      if: BuiltTool.isRoot && BuiltTool.makesNamespaces, "only root can become nobody, in a network of the test's own"))
  func `a port below 1024 is the administrator's`() async throws {
    let folder = try TemporaryFolder()
    let server = try await BuiltTool.run(NetworkNamespace.reserved + folder.runAsNobody("server", "tcp", "--port", "7"))
    #expect(server.status == .exited(1))
    #expect(server.output == "")
    let remark = try #require(server.remark)
    #expect(remark.contains("use a port > 1023, or start the server with sudo"))
    #expect(remark.hasSuffix("(bind: Permission denied, 13)"))
  }

  @Test(
    .enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"),
    arguments: [
      ("en", "port 7 is privileged and may belong to a service of the system: use non-privileged ports, port > 1023"),
      (
        "id",
        "port 7 adalah privileged port dan mungkin milik layanan sistem: gunakan non privileged ports yaitu port > 1023"
      ),
    ])
  func `the administrator is warned about such a port`(language: String, warning: String) async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "tcp", "--port", "7", "--lang", language]
    ) { _ in }
    #expect(server.status == .exited(0))
    #expect(server.errors.hasPrefix("echo-analyze: \(warning)\n"))
  }

  @Test(arguments: [
    [], ["--port"], ["--port", "70000"], ["--port", "-1"], ["--port", "x"], ["--port", "0", "--buffer", "0"],
    ["--port", "0", "--chat", "--keep-open"], ["--port", "0", "--backlog", "-1"],
    ["--port", "0", "--max-connections", "0"], ["--port", "0", "--max-connections", "100000"],
    ["--port", "0", "--idle-timeout", "0"], ["--port", "0", "--idle-timeout", "soon"],
    ["--port", "0", "--keep-alive", "0"], ["--port", "0", "--keep-alive", "soon"],
    ["--port", "0", "--idle-timeout", "-1s"], ["--port", "0", "--style", "fancy"], ["--port", "0", "--lang", "fr"],
    ["--port", "0", "nonsense"],
  ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "server", "tcp"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze server tcp"))
  }

  @Test func `a full device ends it`() async throws {
    let outcome = try await BuiltTool.shell("\"$tool\" server tcp --port 0 > /dev/full")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.hasPrefix("echo-analyze: standard output cannot be written: No space left on device\n"))
  }
}

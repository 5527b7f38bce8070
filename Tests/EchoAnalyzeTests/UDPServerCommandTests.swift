import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UDPServerCommandTests {
  @Test func `tells each datagram at once`() async throws {
    let server = try await BuiltTool.serve("udp") { server, port in
      try await server.waitFor("Waiting to receive message from client\n")
      for message in ["satu", ""] {
        let client = try await BuiltTool.run("client", "udp", "--port", port, "--message", message)
        #expect(client.status == .exited(0))
        #expect(client.output.hasSuffix("received \(message)\nClosing connection to the server\n"))
        try await server.waitFor("sent \(message.utf8.count) bytes back to ")
      }
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(
      lines.joined(separator: "\n") == """
        Waiting to receive message from client
        received 4 bytes from ('127.0.0.1', PORT)
        Data: satu
        sent 4 bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        received 0 bytes from ('127.0.0.1', PORT)
        Data: \("")
        sent 0 bytes back to ('127.0.0.1', PORT)
        Waiting to receive message from client
        """)
    #expect(server.remark == "2 datagrams received (4 bytes), 2 answered (4 bytes), 0 not answered, 0 failed")
  }

  @Test func `in Indonesian`() async throws {
    let server = try await BuiltTool.serve("udp", "--lang", "id", "--style", "plain") { server, port in
      let client = try await BuiltTool.run("client", "udp", "--port", port, "--lang", "id")
      #expect(
        client.output == """
          Menghubungkan ke localhost port \(port)
          Mengirim Good Morning!!! This will be echoed
          diterima Good Morning!!! This will be echoed
          Menutup koneksi ke server

          """)
      try await server.waitFor("mengirim 35 byte")
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n").dropFirst()
    #expect(
      lines.joined(separator: "\n") == """
        Menunggu pesan dari client
        menerima 35 byte dari ('127.0.0.1', PORT)
        Data: Good Morning!!! This will be echoed
        mengirim 35 byte kembali ke ('127.0.0.1', PORT)
        Menunggu pesan dari client
        """)
    #expect(server.remark == "1 datagram diterima (35 byte), 1 dijawab (35 byte), 0 tidak dijawab, 0 gagal")
  }

  @Test(arguments: [Signal.interrupt, .terminate])
  func `ends with its counters when it is told to`(signal: Signal) async throws {
    let server = try await BuiltTool.serve("udp", signal: signal) { _, _ in }
    #expect(server.status == .exited(0))
    #expect(server.remark == "0 datagrams received (0 bytes), 0 answered (0 bytes), 0 not answered, 0 failed")
  }

  @Test func `does not answer a server like itself`() async throws {
    let server = try await BuiltTool.serve("udp") { server, port in
      let twin = try await Python.run(
        """
        import socket, sys
        port = int(sys.argv[1])
        twin = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        twin.bind(("127.0.0.2", port))
        for word in b"satu", b"dua": twin.sendto(word, ("127.0.0.1", port))
        other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        other.settimeout(20)
        other.sendto(b"tiga", ("127.0.0.1", port))
        print(other.recv(100).decode())
        twin.setblocking(False)
        try: print(twin.recv(100))
        except BlockingIOError: print("nothing")
        """, port)
      #expect(twin.output == "tiga\nnothing\n")
      try await server.waitFor("sent 4 bytes")
    }
    let remarks = server.errors.split(separator: "\n")
    #expect(remarks.count == 2)
    #expect(try #require(remarks.first).contains("is not answered"))
    #expect(
      remarks.last == "echo-analyze: 3 datagrams received (11 bytes), 1 answered (4 bytes), 2 not answered, 0 failed")
  }

  @Test func `the port of another program is not taken`() async throws {
    let other = try EchoSockets(.udp)
    let server = try await BuiltTool.run("server", "udp", "--port", "\(other.port)")
    #expect(server.status == .exited(1))
    #expect(server.output == "")
    let remark = try #require(server.remark)
    #expect(remark.hasPrefix("cannot serve UDP on localhost port \(other.port): another program has this port"))
    #expect(remark.contains("`ss -lunp`"))
    #expect(remark.contains("(bind: Address already in use, "))
  }

  @Test func `a host of another machine is refused, with what to take instead`() async throws {
    let server = try await BuiltTool.run("server", "udp", "--port", "0", "--host", "192.0.2.1")
    #expect(server.status == .exited(1))
    #expect(server.output == "")
    #expect(try #require(server.remark).contains("192.0.2.1 is none of this machine's addresses"))
  }

  @Test func `an unknown host is named`() async throws {
    let server = try await BuiltTool.run("server", "udp", "--port", "0", "--host", "nonsense.invalid", "--lang", "id")
    #expect(server.status == .exited(1))
    #expect(try #require(server.remark).contains("nama nonsense.invalid"))
  }

  @Test(
    .enabled(
      if: BuiltTool.isRoot && BuiltTool.makesNamespaces, "only root can become nobody, in a network of the test's own"))
  func `a port below 1024 is the administrator's`() async throws {
    let folder = try TemporaryFolder()
    let server = try await BuiltTool.run(NetworkNamespace.reserved + folder.runAsNobody("server", "udp", "--port", "7"))
    #expect(server.status == .exited(1))
    #expect(server.output == "")
    let remark = try #require(server.remark)
    #expect(remark.contains("use a port > 1023, or start the server with sudo"))
    #expect(remark.hasSuffix("(bind: Permission denied, 13)"))
  }

  @Test(arguments: [
    [], ["--port", "65536"], ["--port", "0", "--chat"], ["--port", "0", "--style", "fancy"],
    ["--port", "0", "--lang", "fr"], ["--port", "0", "--host"],
  ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "server", "udp"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze server udp"))
  }

  @Test func `a full device ends it`() async throws {
    let outcome = try await BuiltTool.shell("\"$tool\" server udp --port 0 > /dev/full")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.hasPrefix("echo-analyze: standard output cannot be written: No space left on device\n"))
  }
}

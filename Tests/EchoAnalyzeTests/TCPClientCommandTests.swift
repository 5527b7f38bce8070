import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TCPClientCommandTests {
  @Test func `shows each piece when it comes`() async throws {
    let slow = """
      import socket, sys
      s = socket.create_server(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      connection, _ = s.accept()
      message = connection.recv(100)
      connection.sendall(message[:4])
      sys.stdin.readline()
      connection.sendall(message[4:])
      connection.recv(1)
      """
    try await Python.serve(slow) { server, port in
      let client = try await BuiltTool.start("client", "tcp", "--port", port) { client in
        try await client.waitFor("Received: Hell\n")
        try await server.write(Array("go\n".utf8))
      }
      #expect(
        client.output == """
          Connecting to localhost port \(port)
          Sending Hello World!!! This will be echoed
          Received: Hell
          Received: o World!!! This\(" ")
          Received: will be echoed
          Closing connection to the server

          """)
      #expect(client.status == .exited(0))
    }
  }

  @Test func `more than was sent is no echo, and is read before the end`() async throws {
    let talkative = """
      import socket
      s = socket.create_server(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      connection, _ = s.accept()
      connection.sendall(connection.recv(100) + b" and more")
      print("rest", connection.recv(1), flush=True)
      """
    try await Python.serve(talkative) { server, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--message", "halo")
      #expect(client.status == .exited(1))
      #expect(client.remark?.hasPrefix("the server sent 9 bytes more than it had been sent: ") == true)
      // FIN, where RST would have been an error.
      try await server.waitFor("rest b''")
    }
  }

  @Test func `a client that reaches for its own port finds nobody`() async throws {
    // Where no other test is.
    let end = ["--host", "127.0.0.6", "--port", "21212", "--local", "127.0.0.6", "--local-port", "21212"]
    let client = try await BuiltTool.run([BuiltTool.path, "client", "tcp"] + end)
    #expect(client.status == .exited(1))
    #expect(client.remark?.hasPrefix("127.0.0.6 port 21212 refused the connection") == true)
  }

  @Test func `the one of two names that cannot be looked up is named`() async throws {
    let client = try await BuiltTool.run("client", "tcp", "--port", "9", "--local", "nonsense.invalid")
    #expect(client.status == .exited(1))
    #expect(client.remark?.contains("local address nonsense.invalid") == true)
  }

  @Test func `who takes the server's --host for the client's is told`() async throws {
    try await Python.serve(Python.closedPort, "tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--host", "0.0.0.0")
      #expect(client.remark?.contains("0.0.0.0 is where a server listens, not where a client connects to") == true)
    }
  }

  @Test func `who wants IPv6 and gets IPv4 is told`() async throws {
    _ = try await BuiltTool.serve("tcp", "--host", "127.0.0.1", "--ipv6") { server, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--host", "127.0.0.1", "--ipv6")
      #expect(client.status == .exited(0))
      #expect(client.remark == "--ipv6 found no address of 127.0.0.1 that works; 127.0.0.1 is used")
      try await server.waitFor("--ipv6 found no address of 127.0.0.1 that works", on: .errors)
    }
  }

  @Test(arguments: ["16", "1", "7"])
  func `characters that pieces cut come out whole`(size: String) async throws {
    // Characters of one to four bytes; every way to cut them comes up.
    let message = "Selamat pagi – apa kabar? ¿Qué tal? 日本語のテスト 😀🎉 naïve café"
    let server = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--message", message, "--receive", size)
      #expect(client.status == .exited(0))
      let pieces = client.output.split(separator: "\n").filter { $0.hasPrefix("Received: ") }
      #expect(pieces.map { $0.dropFirst("Received: ".count) }.joined() == message)
      #expect(pieces.count == (message.utf8.count + Int(size)! - 1) / Int(size)!)
    }
    #expect(server.output.contains("Data: \(message)\n"))
  }

  @Test func `bytes that are no text are shown as numbers on both consoles`() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("message", Array("a\nb\u{1B}[0m".utf8) + [0xff, 0xc3] + Array("z\u{202E}".utf8))
    let server = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--input", file)
      #expect(client.status == .exited(0))
      #expect(
        client.output == #"""
          Connecting to localhost port \#(port)
          Sending a\nb\x1b[0m\xff\xc3z\u{202e}
          Received: a\nb\x1b[0m\xff\xc3z\u{202e}
          Closing connection to the server

          """#)
    }
    #expect(server.output.contains(#"Data: a\nb\x1b[0m\xff\xc3z\u{202e}"# + "\n"))
    #expect(!server.output.contains("\u{1B}"))
  }

  @Test func `in Indonesian`() async throws {
    _ = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--lang", "id")
      #expect(
        client.output == """
          Menghubungkan ke localhost port \(port)
          Mengirim Hello World!!! This will be echoed
          Diterima: Hello World!!! T
          Diterima: his will be echo
          Diterima: ed
          Menutup koneksi ke server

          """)
    }
  }

  @Test func `takes its message from a pipe, and an empty one is soon back`() async throws {
    _ = try await BuiltTool.serve("tcp") { _, port in
      let piped = try await BuiltTool.run("client", "tcp", "--port", port, "--input", "-", input: Array("pipa".utf8))
      #expect(piped.status == .exited(0))
      #expect(piped.lines.contains("Received: pipa"))
      let empty = try await BuiltTool.run("client", "tcp", "--port", port, "--message", "")
      #expect(empty.status == .exited(0))
      #expect(empty.remark == "there is nothing to send: TCP carries no empty message; give a --message")
    }
  }

  @Test(arguments: [
    ("en", "localhost port PORT refused the connection: is the server running on that port?"),
    ("id", "localhost port PORT menolak koneksi: "),
  ])
  func `a closed port is told with the command that opens it`(language: String, cause: String) async throws {
    try await Python.serve(Python.closedPort, "tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--lang", language)
      #expect(client.status == .exited(1))
      #expect(client.lines.count == 1)
      let remark = try #require(client.remark)
      #expect(remark.hasPrefix(cause.replacing("PORT", with: port)))
      #expect(remark.contains("(echo-analyze server tcp --port \(port))"))
      #expect(remark.contains("(connect: Connection refused, "))
    }
  }

  @Test(arguments: [("en", "nothing came back within 0.3 s: "), ("id", "tidak ada data yang kembali dalam 0,3 s: ")])
  func `a server that never answers is waited for as long as asked`(language: String, words: String) async throws {
    // Its kernel accepts the connection, and nobody takes it.
    let sockets = try EchoSockets(.tcp)
    let start = ContinuousClock.now
    let client = try await BuiltTool.run([
      "timeout", "9", BuiltTool.path, "client", "tcp", "--port", "\(sockets.port)", "--timeout", "300ms", "--lang",
      language,
    ])
    #expect(ContinuousClock.now - start >= .milliseconds(300))
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).hasPrefix(words))
  }

  @Test func `an unknown host is named`() async throws {
    let client = try await BuiltTool.run("client", "tcp", "--port", "9", "--host", "nonsense.invalid")
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).contains("the name nonsense.invalid"))
    #expect(try #require(client.remark).contains("(getaddrinfo: "))
  }

  @Test func `a local address of another machine cannot be used`() async throws {
    let client = try await BuiltTool.run("client", "tcp", "--port", "9", "--local", "192.0.2.1")
    #expect(client.status == .exited(1))
    let remark = try #require(client.remark)
    #expect(remark.hasPrefix("cannot use the local address 192.0.2.1 for TCP: it is none of this machine's addresses"))
    #expect(remark.contains("(bind: Cannot assign requested address, ") || remark.contains("(bind: Can't assign"))
  }

  @Test func `a local port of another program cannot be used`() async throws {
    let other = try EchoSockets(.tcp)
    let client = try await BuiltTool.run(
      "client", "tcp", "--port", "9", "--local", "127.0.0.1", "--local-port", "\(other.port)")
    #expect(client.status == .exited(1))
    #expect(
      try #require(client.remark).hasPrefix("cannot use the local address 127.0.0.1 port \(other.port) for TCP: "))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `a network without a route is told`() async throws {
    let client = try await BuiltTool.run(
      NetworkNamespace.command(["client", "tcp", "--host", "192.0.2.1", "--port", "9"]))
    #expect(client.status == .exited(1))
    let remark = try #require(client.remark)
    #expect(remark.hasPrefix("this machine has no route to 192.0.2.1; "))
    #expect(remark.hasSuffix("(connect: Network is unreachable, 101)"))
  }

  @Test(arguments: [
    ("en", "the server closed the connection after 2048 of 3000 bytes had come back: "),
    ("id", "server menutup koneksi setelah 2048 dari 3000 byte kembali: "),
  ])
  func `a short echo is told in bytes`(language: String, words: String) async throws {
    let server = try await BuiltTool.serve("tcp") { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--message", String(repeating: "x", count: 3_000), "--receive", "4096",
        "--lang", language)
      #expect(client.status == .exited(1))
      let remark = try #require(client.remark)
      #expect(remark.hasPrefix(words))
      #expect(remark.contains("--keep-open"))
      // The course's client would wait for the rest for ever.
      #expect(client.lines.count == 4)
    }
    #expect(server.remark == "1 connection: 2048 bytes received in 1 piece, 2048 bytes sent")
  }

  @Test(arguments: [
    ("en", "what came back is not what was sent; the first difference is at byte 1, counted from 0: "),
    ("id", "data yang kembali tidak sama dengan yang dikirim; perbedaan pertama pada byte 1, dihitung dari 0: "),
  ])
  func `an echo that differs is told with the place`(language: String, words: String) async throws {
    try await Python.serve(Python.capitals) { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--lang", language)
      #expect(client.status == .exited(1))
      #expect(client.output.contains(": HELLO WORLD!!! T\n"))
      #expect(try #require(client.remark).hasPrefix(words))
    }
  }

  @Test func `a server that resets is told`() async throws {
    let reset = """
      import socket, struct
      s = socket.create_server(("127.0.0.1", 0))
      print("port", s.getsockname()[1], flush=True)
      connection, _ = s.accept()
      connection.recv(100)
      connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
      connection.close()
      s.accept()
      """
    try await Python.serve(reset) { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port)
      #expect(client.status == .exited(1))
      let remark = try #require(client.remark)
      #expect(remark.hasPrefix("localhost port \(port) ended the connection by force: "))
      #expect(remark.contains("(recv: Connection reset by peer, "))
    }
  }

  @Test func `a file that is not there cannot be sent`() async throws {
    let folder = try TemporaryFolder()
    let client = try await BuiltTool.run("client", "tcp", "--port", "9", "--input", folder.path("missing"))
    #expect(client.status == .exited(1))
    #expect(client.output == "")
    #expect(try #require(client.remark).hasSuffix("missing cannot be read: No such file or directory"))
  }

  @Test(arguments: [
    [], ["--port", "0"], ["--port", "70000"], ["--port", "1", "--receive", "0"], ["--port", "1", "--timeout", "0"],
    ["--port", "1", "--timeout", "soon"], ["--port", "1", "--timeout", "-1s"], ["--port", "1", "--timeout", "nan"],
    ["--port", "1", "--timeout", "inf"], ["--port", "1", "--message", "a", "--input", "b"],
    ["--port", "1", "--chat", "--message", "a"], ["--port", "1", "--chat", "--input", "-"],
    ["--port", "1", "--local-port", "0"], ["--port", "1", "--lang", "fr"], ["--port", "1", "nonsense"],
  ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "client", "tcp"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze client tcp"))
  }

  @Test func `a full device is an error`() async throws {
    _ = try await BuiltTool.serve("tcp") { _, port in
      let outcome = try await BuiltTool.shell("\"$tool\" client tcp --port \(port) > /dev/full")
      #expect(outcome.status == .exited(1))
      #expect(outcome.remark == "standard output cannot be written: No space left on device")
    }
  }
}

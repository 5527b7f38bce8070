import Subprocess
import Testing

/// `server tcp --chat` and `client tcp --chat`.
@Suite(.timeLimit(.minutes(5)))
struct ChatTests {
  @Test func `in English`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", input: Array("halo\napa kabar\nexit\n".utf8))
      #expect(
        client.output == """
          Connecting to localhost port \(port)...
          Server returned: halo
          Server returned: apa kabar
          Closing connection to the server.

          """)
      #expect(client.errors == "")
      #expect(client.status == .exited(0))
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n")
    #expect(try #require(lines.first).wholeMatch(of: /Server running on localhost port \d+\.\.\./) != nil)
    #expect(
      lines.dropFirst().joined(separator: "\n") == """
        Connected to ('127.0.0.1', PORT)
        Message from ('127.0.0.1', PORT): halo
        Message from ('127.0.0.1', PORT): apa kabar
        Message from ('127.0.0.1', PORT): exit
        Client ('127.0.0.1', PORT) asked to end the connection.
        Connection with ('127.0.0.1', PORT) closed.
        """)
    #expect(server.remark == "1 connection: 17 bytes received in 3 pieces, 41 bytes sent")
    #expect(server.status == .exited(0))
  }

  @Test(arguments: ["EXIT", "Exit", "eXiT"])
  func `exit ends it in any case`(word: String) async throws {
    let server = try await BuiltTool.serve("tcp", "--chat", "--lang", "id") { _, port in
      let client = try await BuiltTool.start("client", "tcp", "--port", port, "--chat", "--lang", "id") { client in
        // Its input stays open: the word alone ends it.
        try await client.write(Array("\(word)\n".utf8))
        try await client.waitFor("Menutup koneksi ke server.\n")
      }
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
      #expect(!client.output.contains("mengembalikan"))
    }
    #expect(server.output.contains(": \(word)\nClient ('127.0.0.1', "))
  }

  @Test func `a word that only contains exit goes on`() async throws {
    _ = try await BuiltTool.serve("tcp", "--chat") { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", input: Array("exits\nexi\n exit\nlast".utf8))
      #expect(
        client.lines.dropFirst().dropLast() == [
          "Server returned: exits", "Server returned: exi", "Server returned:  exit", "Server returned: last",
        ])
      #expect(client.status == .exited(0))
    }
  }

  @Test func `the end of the input ends it too, and the client is not said to have asked`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { server, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--chat", input: Array("halo\n".utf8))
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
      try await server.waitFor(" closed.\n")
    }
    #expect(!server.output.contains("asked to end"))
    #expect(!server.output.contains("by force"))
  }

  @Test func `many talk at once, and each line appears when it is said`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { server, port in
      _ = try await BuiltTool.start("client", "tcp", "--port", port, "--chat") { first in
        _ = try await BuiltTool.start("client", "tcp", "--port", port, "--chat") { second in
          try await server.waitFor("Connected to", times: 2)
          for (client, word) in [(first, "satu"), (second, "dua"), (first, "tiga"), (second, "empat")] {
            try await client.write(Array("\(word)\n".utf8))
            try await client.waitFor("Server returned: \(word)\n")
            try await server.waitFor("): \(word)\n")
          }
        }
      }
      try await server.waitFor(" closed.\n", times: 2)
    }
    #expect(server.remark == "2 connections: 16 bytes received in 4 pieces, 16 bytes sent")
  }

  @Test func `a client that resets is said to be disconnected by force`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat", "--lang", "id") { server, port in
      let reset = try await Python.run(
        """
        import socket, struct, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        s.sendall(b"halo")
        assert s.recv(100) == b"halo"
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()
        """, port)
      #expect(reset.status == .exited(0))
      try await server.waitFor(" ditutup.\n")
    }
    let lines = server.output.replacing(/', \d+\)/, with: "', PORT)").split(separator: "\n")
    #expect(
      lines.dropFirst(2).joined(separator: "\n") == """
        Pesan dari ('127.0.0.1', PORT): halo
        Client ('127.0.0.1', PORT) terputus secara paksa.
        Koneksi dengan ('127.0.0.1', PORT) ditutup.
        """)
  }

  @Test func `the course's client, which closes before the goodbye comes, gets on with our server`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat", "--lang", "id") { server, port in
      let client = try await Python.run(
        """
        import socket, sys
        s = socket.socket()
        s.connect(("localhost", int(sys.argv[1])))
        for message in "halo", "Selamat pagi – ini pesan UTF-8", "exit":
            s.sendall(message.encode())
            if message.lower() == "exit": break
            print("Server mengembalikan:", s.recv(2048).decode())
        s.close()
        """, port)
      #expect(client.output == "Server mengembalikan: halo\nServer mengembalikan: Selamat pagi – ini pesan UTF-8\n")
      try await server.waitFor(" ditutup.\n")
    }
    #expect(server.output.contains(" meminta untuk mengakhiri koneksi.\n"))
    #expect(server.status == .exited(0))
  }

  @Test func `our client gets on with the course's server`() async throws {
    let course = """
      import socket
      s = socket.create_server(("localhost", 0))
      print("port", s.getsockname()[1], flush=True)
      connection, address = s.accept()
      while data := connection.recv(2048):
          if data.decode().lower() == "exit":
              connection.sendall("Koneksi ditutup oleh server.".encode())
              break
          connection.sendall(data)
      connection.close()
      s.accept()
      """
    try await Python.serve(course) { _, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", "--lang", "id", input: Array("halo\nexit\n".utf8))
      #expect(
        client.output == """
          Menghubungkan ke localhost port \(port)...
          Server mengembalikan: halo
          Menutup koneksi ke server.

          """)
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
    }
  }

  @Test func `what is no text is shown as numbers on both consoles`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { server, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", input: Array("a\u{1B}[2Jb\rc".utf8) + [0xff, 0x0a])
      #expect(client.output.contains(#"Server returned: a\x1b[2Jb\rc\xff"# + "\n"))
      #expect(!client.output.contains("\u{1B}"))
      try await server.waitFor(" closed.\n")
    }
    #expect(server.output.contains(#"): a\x1b[2Jb\rc\xff"# + "\n"))
    #expect(!server.output.contains("\u{1B}"))
  }

  @Test func `a message longer than a receive comes back whole, no character cut`() async throws {
    let message = String(repeating: "ék–😀", count: 500)
    let server = try await BuiltTool.serve("tcp", "--chat", "--buffer", "1000") { server, port in
      let client = try await BuiltTool.run(
        "client", "tcp", "--port", port, "--chat", input: Array("\(message)\nexit\n".utf8))
      #expect(client.status == .exited(0))
      #expect(client.output.contains("Server returned: ék–😀"))
      #expect(!client.output.contains("\\x"))
    }
    #expect(!server.output.contains("\\x"))
    let pieces = server.output.split(separator: "\n").compactMap { $0.firstMatch(of: /Message from \(.*?\): (.*)/)?.1 }
    #expect(pieces.dropLast().joined() == message)
    #expect(pieces.last == "exit")
  }

  @Test(arguments: [
    ("en", "Connection closed by server.", "the server ended the connection: "),
    ("id", "Koneksi ditutup oleh server.", "server mengakhiri koneksi: "),
  ])
  func `a server that stops says goodbye, and the client tells`(
    language: String, goodbye: String, words: String
  ) async throws {
    let server = try await BuiltTool.start("server", "tcp", "--port", "0", "--chat", "--lang", language) { server in
      let port = try await server.port()
      let client = try await BuiltTool.start("client", "tcp", "--port", port, "--chat", "--lang", language) { client in
        try await client.write(Array("halo\n".utf8))
        try await client.waitFor("halo\n")
        try server.send(.interrupt)
        try await client.waitFor(": \(goodbye)\n")
        try await client.waitFor(words, on: .errors)
      }
      #expect(client.status == .exited(1))
      #expect(client.remark != nil)
    }
    #expect(server.status == .exited(0))
    #expect(server.remark != nil)
  }

  @Test(arguments: [
    ("en", "Connecting to localhost port PORT...\nAn error occurred: connect: Connection refused "),
    ("id", "Menghubungkan ke localhost port PORT...\nTerjadi kesalahan: connect: Connection refused "),
  ])
  func `a closed port is told on both streams`(language: String, words: String) async throws {
    try await Python.serve(Python.closedPort, "tcp") { _, port in
      let client = try await BuiltTool.run("client", "tcp", "--port", port, "--chat", "--lang", language)
      #expect(client.status == .exited(1))
      #expect(client.output.hasPrefix(words.replacing("PORT", with: port)))
      #expect(client.lines.count == 3)
      #expect(try #require(client.remark).hasPrefix("localhost port \(port) "))
    }
  }

  @Test func `a server that does not answer is waited for as long as asked`() async throws {
    let sockets = try EchoSockets(.tcp)
    let client = try await BuiltTool.run(
      "client", "tcp", "--port", "\(sockets.port)", "--chat", "--timeout", "300ms", input: Array("halo\n".utf8))
    #expect(client.status == .exited(1))
    #expect(try #require(client.remark).hasPrefix("nothing came back within 0.3 s: "))
  }

  /// Types on a terminal: waits for each prompt, answers, and prints all that the terminal showed.
  private static let typist = #"""
    import os, pty, sys
    prompt, typed, *command = sys.argv[1:]
    answers = typed.encode().split(b"|")
    pid, terminal = pty.fork()
    if pid == 0: os.execv(command[0], command)
    shown = b""
    while True:
        try: piece = os.read(terminal, 4096)
        # How Linux tells the end.
        except OSError: break
        if not piece: break
        shown += piece
        if answers and shown.endswith(prompt.encode()): os.write(terminal, answers.pop(0))
    sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """#

  @Test(arguments: [
    ("id", "halo\n|exit\n", "Masukkan pesan: halo\nServer mengembalikan: halo\nMasukkan pesan: exit\n"),
    ("id", "apa kabar\n|\u{4}", "Masukkan pesan: apa kabar\nServer mengembalikan: apa kabar\nMasukkan pesan: \n"),
    ("en", "halo\n|EXIT\n", "Enter message: halo\nServer returned: halo\nEnter message: EXIT\n"),
    ("en", "\n|\u{4}", "Enter message: \nEnter message: \n"),
  ])
  func `on a terminal it asks for each message, and Ctrl-D ends it`(
    language: String, typed: String, expected: String
  ) async throws {
    _ = try await BuiltTool.serve("tcp", "--chat", "--lang", language) { _, port in
      let client = try await Python.run(
        Self.typist, language == "id" ? "Masukkan pesan: " : "Enter message: ", typed, BuiltTool.path, "client", "tcp",
        "--port", port, "--chat", "--lang", language)
      let (first, last) =
        language == "id"
        ? ("Menghubungkan ke localhost port \(port)...\n", "Menutup koneksi ke server.\n")
        : ("Connecting to localhost port \(port)...\n", "Closing connection to the server.\n")
      #expect(client.output == first + expected + last)
      #expect(client.status == .exited(0))
      #expect(client.errors == "")
    }
  }

  /// A server that leaves while its client is asked for the first message, and what the client's terminal showed.
  private static let leavingServer = #"""
    import os, pty, socket, struct, sys
    leave, *command = sys.argv[1:]
    s = socket.create_server(("127.0.0.1", 0))
    pid, terminal = pty.fork()
    if pid == 0: os.execv(command[0], command + ["--port", str(s.getsockname()[1])])
    connection, _ = s.accept()
    shown = b""
    def show():
        global shown
        try: piece = os.read(terminal, 4096)
        # How Linux tells the end.
        except OSError: return False
        shown += piece
        return bool(piece)
    while not shown.endswith(b"message: "): show()
    if leave == "by force": connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if leave == "with words": connection.sendall(b"one\ntwo")
    connection.close()
    while show(): pass
    sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """#

  @Test(arguments: [
    (
      "orderly",
      "...\nEnter message: \nClosing connection to the server.\necho-analyze: the server ended the connection: "
    ),
    (
      "by force",
      "...\nEnter message: \nAn error occurred: recv: Connection reset by peer (104)\nClosing connection to the server.\n"
        + "echo-analyze: "
    ),
    (
      "with words",
      "...\nEnter message: \nServer said: one\\ntwo\nClosing connection to the server.\n"
        + "echo-analyze: the server ended the connection: "
    ),
  ])
  func `on a terminal, what happens at the prompt stands on lines of its own`(leave: String, words: String) async throws
  {
    let client = try await Python.run(Self.leavingServer, leave, BuiltTool.path, "client", "tcp", "--chat")
    #expect(client.output.contains(words))
    #expect(client.status == .exited(1))
  }

  @Test func `a character that two segments cut comes out whole`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { _, port in
      let client = try await Python.run(
        #"""
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        for piece in b"caf\xc3", b"\xa9 ok", b"line\n", b"\xe2\x82":
            s.sendall(piece)
            assert s.recv(100) == piece
        s.shutdown(socket.SHUT_WR)
        assert s.recv(100) == b""
        """#, port)
      #expect(client.status == .exited(0), "\(client.errors)")
    }
    let messages = server.lines.filter { $0.hasPrefix("Message from ") }.map { $0.drop { $0 != ")" }.dropFirst() }
    #expect(messages == [": caf", ": é ok", ": line", ": ", ": \\xe2\\x82"])
  }

  @Test(arguments: ["client tcp --chat --port 9 --host 127.0.0.1 <&-", "server tcp --port 0 >&-"])
  func `a socket never takes the place of a closed standard input or output`(command: String) async throws {
    let outcome = try await BuiltTool.shell("timeout 10 \"$tool\" \(command); echo status $? >&2")
    #expect(outcome.errors.contains("status 1\n"))
    #expect(outcome.errors.hasPrefix("echo-analyze: "))
  }

  @Test func `quitting is no crash`() async throws {
    let server = try await BuiltTool.start("server", "tcp", "--chat", "--port", "0") { server in
      _ = try await server.port()
      try server.send(.quit)
    }
    #expect(server.status == .signaled(3))
    #expect(server.errors == "")
  }

  @Test func `what the server says unasked is shown`() async throws {
    let talker = """
      import socket
      s = socket.create_server(("localhost", 0))
      print("port", s.getsockname()[1], flush=True)
      connection, address = s.accept()
      connection.sendall(b"welcome")
      connection.recv(100)
      """
    try await Python.serve(talker) { _, port in
      let client = try await BuiltTool.start("client", "tcp", "--port", port, "--chat") { client in
        try await client.waitFor("Server said: welcome\n")
      }
      #expect(client.status == .exited(0))
    }
  }
}

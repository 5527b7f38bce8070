import Subprocess
import Testing

/// What stands on both consoles in the sessions of the course, byte for byte, with their addresses and ports.
@Suite(
  .timeLimit(.minutes(5)),
  .enabled(if: BuiltTool.makesNamespaces, "fixed ports need a network of the test's own, which is not allowed here"))
struct CourseTranscriptTests {
  @Test func `TCP on one machine`() async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "tcp", "--port", "3456"], ready: "Waiting"
    ) { network in
      let client = try await network.run("client", "tcp", "--port", "3456", "--local-port", "48486")
      #expect(
        client.output == """
          Connecting to localhost port 3456
          Sending Hello World!!! This will be echoed
          Received: Hello World!!! T
          Received: his will be echo
          Received: ed
          Closing connection to the server

          """)
      #expect(client.errors == "")
      #expect(client.status == .exited(0))
    }
    #expect(
      server.output == """
        Starting up echo server on localhost port 3456
        Waiting to receive message from client
        Data: Hello World!!! This will be echoed
        sent Hello World!!! This will be echoed bytes back to ('127.0.0.1', 48486)
        Waiting to receive message from client

        """)
    #expect(server.errors == "echo-analyze: 1 connection: 34 bytes received in 1 piece, 34 bytes sent\n")
    #expect(server.status == .exited(0))
  }

  @Test(arguments: [
    ("192.168.10.8", "192.168.10.7", "50892"), ("192.168.231.119", "192.168.231.169", "61697"),
  ])
  func `TCP between two machines`(host: String, peer: String, port: String) async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "tcp", "--host", host, "--port", "12345"], addresses: host, peer, ready: "Waiting"
    ) { network in
      let client = try await network.run(
        "client", "tcp", "--host", host, "--port", "12345", "--local", peer, "--local-port", port)
      #expect(
        client.output == """
          Connecting to \(host) port 12345
          Sending Hello World!!! This will be echoed
          Received: Hello World!!! T
          Received: his will be echo
          Received: ed
          Closing connection to the server

          """)
      #expect(client.status == .exited(0))
    }
    #expect(
      server.output == """
        Starting up echo server on \(host) port 12345
        Waiting to receive message from client
        Data: Hello World!!! This will be echoed
        sent Hello World!!! This will be echoed bytes back to ('\(peer)', \(port))
        Waiting to receive message from client

        """)
  }

  @Test(arguments: [
    ("en", "192.168.10.8 port 12345 refused the connection: is the server running on that port?"),
    ("id", "192.168.10.8 port 12345 menolak koneksi: "),
  ])
  func `TCP to a machine whose server does not run`(language: String, cause: String) async throws {
    let client = try await BuiltTool.run(
      NetworkNamespace.command(
        ["client", "tcp", "--host", "192.168.10.8", "--port", "12345", "--lang", language], addresses: "192.168.10.8"))
    #expect(client.output.hasSuffix(" 192.168.10.8 port 12345\n"))
    #expect(client.lines.count == 1)
    let remark = try #require(client.remark)
    #expect(remark.hasPrefix(cause))
    #expect(remark.contains("--host 0.0.0.0"))
    #expect(remark.hasSuffix("(connect: Connection refused, 111)"))
    #expect(client.status == .exited(1))
  }

  @Test func `UDP on one machine`() async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "udp", "--port", "8765"], ready: "Waiting"
    ) { network in
      let client = try await network.run("client", "udp", "--port", "8765", "--local-port", "55559")
      #expect(
        client.output == """
          Connecting to localhost port 8765
          Sending Good Morning!!! This will be echoed
          received Good Morning!!! This will be echoed
          Closing connection to the server

          """)
      #expect(client.errors == "")
      #expect(client.status == .exited(0))
      try await network.server.waitFor("sent 35 bytes")
    }
    #expect(
      server.output == """
        Starting up echo server on localhost port 8765
        Waiting to receive message from client
        received 35 bytes from ('127.0.0.1', 55559)
        Data: Good Morning!!! This will be echoed
        sent 35 bytes back to ('127.0.0.1', 55559)
        Waiting to receive message from client

        """)
    #expect(
      server.errors
        == "echo-analyze: 1 datagram received (35 bytes), 1 answered (35 bytes), 0 not answered, 0 failed\n")
    #expect(server.status == .exited(0))
  }

  @Test(arguments: [("192.168.10.8", "192.168.10.7", "60916"), ("192.168.231.169", "192.168.231.88", "55598")])
  func `UDP between two machines`(host: String, peer: String, port: String) async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "udp", "--host", host, "--port", "12345"], addresses: host, peer, ready: "Waiting"
    ) { network in
      let client = try await network.run(
        "client", "udp", "--host", host, "--port", "12345", "--local", peer, "--local-port", port)
      #expect(
        client.output == """
          Connecting to \(host) port 12345
          Sending Good Morning!!! This will be echoed
          received Good Morning!!! This will be echoed
          Closing connection to the server

          """)
      #expect(client.status == .exited(0))
      try await network.server.waitFor("sent 35 bytes")
    }
    #expect(
      server.output == """
        Starting up echo server on \(host) port 12345
        Waiting to receive message from client
        received 35 bytes from ('\(peer)', \(port))
        Data: Good Morning!!! This will be echoed
        sent 35 bytes back to ('\(peer)', \(port))
        Waiting to receive message from client

        """)
  }

  @Test func `the chat, in Indonesian`() async throws {
    let server = try await NetworkNamespace.serve(
      [BuiltTool.path, "server", "tcp", "--host", "192.168.100.92", "--port", "12345", "--chat", "--lang", "id"],
      addresses: "192.168.100.92", "192.168.100.87"
    ) { network in
      let client = try await network.run(
        "client", "tcp", "--host", "192.168.100.92", "--port", "12345", "--local", "192.168.100.87", "--local-port",
        "59831", "--chat", "--lang", "id",
        input: Array("halo\napa kabar\nSelamat pagi – ini pesan UTF-8\nexit\n".utf8))
      // Without the prompts: nobody is there to be asked.
      #expect(
        client.output == """
          Menghubungkan ke 192.168.100.92 port 12345...
          Server mengembalikan: halo
          Server mengembalikan: apa kabar
          Server mengembalikan: Selamat pagi – ini pesan UTF-8
          Menutup koneksi ke server.

          """)
      #expect(client.errors == "")
      #expect(client.status == .exited(0))
    }
    #expect(
      server.output == """
        Server berjalan di 192.168.100.92 port 12345...
        Terhubung dengan ('192.168.100.87', 59831)
        Pesan dari ('192.168.100.87', 59831): halo
        Pesan dari ('192.168.100.87', 59831): apa kabar
        Pesan dari ('192.168.100.87', 59831): Selamat pagi – ini pesan UTF-8
        Pesan dari ('192.168.100.87', 59831): exit
        Client ('192.168.100.87', 59831) meminta untuk mengakhiri koneksi.
        Koneksi dengan ('192.168.100.87', 59831) ditutup.

        """)
    #expect(server.status == .exited(0))
  }
}

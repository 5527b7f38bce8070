import Foundation
import Subprocess
import Testing

/// Our programs with others, both ways round.
@Suite(.timeLimit(.minutes(5)))
struct InteroperationTests {
  /// The loopback addresses, and the way to listen on each.
  enum Loopback: String, CaseIterable {
    case ipv4 = "127.0.0.1"
    case ipv6 = "::1"

    func require() throws {
      if self == .ipv6, !BuiltTool.hasIPv6 { try Test.cancel("this machine has no IPv6") }
    }
  }

  private static let megabytes10 = 10_485_760

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file of so many bytes in no order.
  private func file(_ count: Int) throws -> String {
    var generator = SystemRandomNumberGenerator()
    let block = Data((0..<min(count, 65_537)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    var bytes = Data(capacity: count)
    while bytes.count < count { bytes.append(block.prefix(count - bytes.count)) }
    try bytes.write(to: URL(filePath: folder.path("\(count)")))
    return folder.path("\(count)")
  }

  /// Streams of several lengths, each on a connection of its own, which the client closes halfway when all is sent.
  private static let socketClient = """
    import os, socket, sys, threading
    for size in map(int, sys.argv[3:]):
        data = os.urandom(size)
        with socket.create_connection((sys.argv[1], int(sys.argv[2])), 30) as s:
            def send():
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
            sender = threading.Thread(target=send)
            sender.start()
            echo = b"".join(iter(lambda: s.recv(65536), b""))
            sender.join()
            print(size, "same" if echo == data else "other", s.getsockname()[1])
    """

  private static let asyncioClient = """
    import asyncio, os, sys
    async def main():
        for size in map(int, sys.argv[3:]):
            data = os.urandom(size)
            reader, writer = await asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
            async def send():
                writer.write(data)
                await writer.drain()
                writer.write_eof()
            _, echo = await asyncio.gather(send(), reader.read())
            print(size, "same" if echo == data else "other", writer.get_extra_info("sockname")[1])
            writer.close()
            await writer.wait_closed()
    asyncio.run(main())
    """

  @Test(arguments: [socketClient, asyncioClient], Loopback.allCases)
  func `Python's TCP clients get everything back`(script: String, address: Loopback) async throws {
    try address.require()
    let server = try await BuiltTool.serve("tcp", "--keep-open", "--host", address.rawValue) { server, port in
      let client = try await Python.run(script, address.rawValue, port, "0", "1", "34", "2048", "\(Self.megabytes10)")
      #expect(client.errors == "")
      let results = client.lines.map { $0.split(separator: " ") }
      #expect(results.map { $0[0] } == ["0", "1", "34", "2048", "\(Self.megabytes10)"])
      #expect(results.allSatisfy { $0[1] == "same" })
      for result in results {
        let count = result[0] == "1" ? "1 byte" : "\(result[0]) bytes"
        try await server.waitFor("echoed \(count) back to ('\(address.rawValue)', \(result[2]))\n")
      }
    }
    #expect(server.status == .exited(0))
    #expect(try #require(server.remark).hasPrefix("5 connections: \(Self.megabytes10 + 2_083) bytes received in "))
    #expect(try #require(server.remark).hasSuffix(" pieces, \(Self.megabytes10 + 2_083) bytes sent"))
  }

  @Test(arguments: [socketClient, asyncioClient], Loopback.allCases)
  func `Python's TCP clients get the one answer of the default server`(
    script: String, address: Loopback
  ) async throws {
    try address.require()
    let server = try await BuiltTool.serve("tcp", "--host", address.rawValue, "--style", "plain") { _, port in
      let client = try await Python.run(script, address.rawValue, port, "0", "1", "34", "2048")
      #expect(client.errors == "")
      #expect(client.lines.count { $0.contains(" same ") } == 4)
      #expect(client.lines.count == 4)
    }
    #expect(server.output.contains("sent 2048 bytes back to ('\(address.rawValue)', "))
  }

  private static let socketDatagrams = """
    import os, socket, sys
    s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(30)
    for size in map(int, sys.argv[3:]):
        data = os.urandom(size)
        s.sendto(data, (sys.argv[1], int(sys.argv[2])))
        print(size, "same" if s.recv(65536) == data else "other", s.getsockname()[1])
    """

  private static let asyncioDatagrams = """
    import asyncio, os, sys
    class Client(asyncio.DatagramProtocol):
        def __init__(self): self.answers = asyncio.Queue()
        def datagram_received(self, data, address): self.answers.put_nowait(data)
    async def main():
        loop = asyncio.get_running_loop()
        transport, client = await loop.create_datagram_endpoint(
            Client, remote_addr=(sys.argv[1], int(sys.argv[2])))
        for size in map(int, sys.argv[3:]):
            data = os.urandom(size)
            transport.sendto(data)
            answer = await asyncio.wait_for(client.answers.get(), 30)
            print(size, "same" if answer == data else "other", transport.get_extra_info("sockname")[1])
    asyncio.run(main())
    """

  // asyncio does not send datagrams of no bytes.
  @Test(
    arguments: [
      (socketDatagrams, ["0", "1", "34", "2048", "65507"]), (asyncioDatagrams, ["1", "34", "2048", "65507"]),
    ],
    Loopback.allCases)
  func `Python's UDP clients get every datagram back`(
    script: (client: String, sizes: [String]), address: Loopback
  ) async throws {
    try address.require()
    let server = try await BuiltTool.serve("udp", "--host", address.rawValue) { server, port in
      let client = try await BuiltTool.run(["python3", "-c", script.client, address.rawValue, port] + script.sizes)
      #expect(client.errors == "")
      let results = client.lines.map { $0.split(separator: " ") }
      #expect(results.map { String($0[0]) } == script.sizes)
      #expect(results.allSatisfy { $0[1] == "same" })
      for result in results {
        let count = result[0] == "1" ? "1 byte" : "\(result[0]) bytes"
        let peer = "('\(address.rawValue)', \(result[2]))\n"
        try await server.waitFor("sent \(count) back to \(peer)")
        try await server.waitFor("received \(count) from \(peer)")
      }
    }
    let count = script.sizes.count
    let bytes = 1 + 34 + 2_048 + 65_507
    #expect(
      server.remark
        == "\(count) datagrams received (\(bytes) bytes), \(count) answered (\(bytes) bytes), 0 not answered, 0 failed")
  }

  @Test(arguments: ["tcp", "udp"])
  func `a server on all addresses names IPv4 clients by their IPv4 addresses`(transport: String) async throws {
    try Loopback.ipv6.require()
    let server = try await BuiltTool.serve(transport, "--host", "::") { server, port in
      for address in ["127.0.0.1", "::1", "localhost"] {
        let client = try await BuiltTool.run(
          "client", transport, "--host", address, "--port", port, "--message", "to \(address)")
        #expect(client.status == .exited(0))
        try await server.waitFor("Data: to \(address)\n")
      }
      try await server.waitFor("Waiting", times: 4)
    }
    #expect(server.output.hasPrefix("Starting up echo server on :: port "))
    #expect(server.output.ranges(of: " back to ('127.0.0.1', ").count == 2)
    #expect(server.output.ranges(of: " back to ('::1', ").count == 1)
    #expect(!server.output.contains("ffff"))
  }

  @Test(arguments: Loopback.allCases)
  func `ncat as a TCP client`(address: Loopback) async throws {
    try address.require()
    for mode in [[], ["--keep-open"], ["--chat"]] {
      let arguments = ["server", "tcp", "--host", address.rawValue, "--port", "0"] + mode
      let server = try await BuiltTool.start([BuiltTool.path] + arguments) { server in
        let port = try await server.port()
        let ncat = try await BuiltTool.run(["ncat", address.rawValue, port], input: Array("halo ncat\n".utf8))
        #expect(ncat.output == "halo ncat\n")
        #expect(ncat.status == .exited(0))
        try server.send(.interrupt)
      }
      #expect(server.output.contains("('\(address.rawValue)', "))
      #expect(server.status == .exited(0))
    }
  }

  @Test func `ncat in a chat, whose messages end with a newline`() async throws {
    let server = try await BuiltTool.serve("tcp", "--chat") { server, port in
      let ncat = try await BuiltTool.start(["ncat", "127.0.0.1", port]) { ncat in
        try await ncat.write(Array("halo\n".utf8))
        try await ncat.waitFor("halo\n")
        try await ncat.write(Array("Exit\n".utf8))
        try await ncat.waitFor("Connection closed by server.")
      }
      #expect(ncat.output == "halo\nConnection closed by server.")
      #expect(ncat.status == .exited(0))
    }
    #expect(server.output.contains("): halo\nMessage from"))
    #expect(server.output.contains(" asked to end the connection.\n"))
  }

  @Test(arguments: Loopback.allCases)
  func `ncat as a UDP client`(address: Loopback) async throws {
    try address.require()
    let server = try await BuiltTool.serve("udp", "--host", address.rawValue) { server, port in
      let ncat = try await BuiltTool.start(["ncat", "--udp", address.rawValue, port]) { ncat in
        try await ncat.write(Array("halo ncat\n".utf8))
        try await ncat.waitFor("halo ncat\n")
        // Of UDP it cannot know the end.
        try ncat.send(.interrupt)
      }
      #expect(ncat.output == "halo ncat\n")
      try await server.waitFor("sent 10 bytes back to ('\(address.rawValue)', ")
    }
    #expect(server.output.contains("Data: halo ncat\\n\n"))
  }

  /// Tells of each connection whether it brought the bytes of a file.
  private static let socketServer = """
    import socket, sys
    s = socket.create_server((sys.argv[1], 0), family=socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
    print("port", s.getsockname()[1], flush=True)
    while True:
        connection, _ = s.accept()
        received = bytearray()
        while data := connection.recv(65536):
            received += data
            connection.sendall(data)
        connection.close()
        print("same" if received == open(sys.argv[2], "rb").read() else "other", flush=True)
    """

  private static let asyncioServer = """
    import asyncio, socket, sys
    async def echo(reader, writer):
        received = bytearray()
        while data := await reader.read(65536):
            received += data
            writer.write(data)
            await writer.drain()
        writer.close()
        print("same" if received == open(sys.argv[2], "rb").read() else "other", flush=True)
    async def main():
        server = await asyncio.start_server(echo, sys.argv[1], 0)
        print("port", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()
    asyncio.run(main())
    """

  @Test(arguments: [socketServer, asyncioServer], Loopback.allCases)
  func `our TCP client with Python's servers`(script: String, address: Loopback) async throws {
    try address.require()
    for size in [1, 34, 2_048, Self.megabytes10] {
      let file = try file(size)
      try await Python.serve(script, address.rawValue, file) { server, port in
        let client = try await BuiltTool.run(
          "client", "tcp", "--host", address.rawValue, "--port", port, "--input", file, "--receive", "65536", "--quiet")
        #expect(client.status == .exited(0))
        #expect(client.output == "")
        #expect(client.errors == "")
        try await server.waitFor("same\n")
      }
    }
  }

  private static let socketDatagramServer = """
    import socket, sys
    s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((sys.argv[1], 0))
    print("port", s.getsockname()[1], flush=True)
    while True:
        data, address = s.recvfrom(65536)
        s.sendto(data, address)
    """

  private static let asyncioDatagramServer = """
    import asyncio, sys
    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport): self.transport = transport
        def datagram_received(self, data, address): self.transport.sendto(data, address)
    async def main():
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(Server, local_addr=(sys.argv[1], 0))
        print("port", transport.get_extra_info("sockname")[1], flush=True)
        await asyncio.Event().wait()
    asyncio.run(main())
    """

  @Test(
    arguments: [(socketDatagramServer, [0, 1, 34, 2_048, 65_507]), (asyncioDatagramServer, [1, 34, 2_048, 65_507])],
    Loopback.allCases)
  func `our UDP client with Python's servers`(
    script: (server: String, sizes: [Int]), address: Loopback
  ) async throws {
    try address.require()
    try await Python.serve(script.server, address.rawValue) { _, port in
      for size in script.sizes {
        let client = try await BuiltTool.run(
          "client", "udp", "--host", address.rawValue, "--port", port, "--input", try file(size), "--timeout", "30s")
        #expect(client.status == .exited(0))
        #expect(client.errors == "")
        #expect(client.lines.count == 4)
      }
    }
  }

  @Test(
    .enabled(if: BuiltTool.makesNamespaces, "ncat needs a fixed port, and so a network of the test's own"),
    arguments: ["tcp", "udp"], Loopback.allCases)
  func `our clients with ncat`(transport: String, address: Loopback) async throws {
    try address.require()
    // ncat leaves its children behind; in a process namespace they end with the shell, its first process.
    let alone = ["unshare", "--pid", "--fork", "--kill-child", "sh", "-c", "\"$@\"; exit", "sh"]
    let ncat = ["ncat", "--verbose", "--listen", "--keep-open", "--exec", "/bin/cat"]
    _ = try await NetworkNamespace.serve(
      alone + ncat + (transport == "udp" ? ["--udp"] : []) + [address.rawValue, "12345"], ready: "Listening on",
      on: .errors, end: .kill
    ) { network in
      for message in ["halo", String(repeating: "selamat pagi ", count: 100)] {
        let client = try await network.run(
          "client", transport, "--host", address.rawValue, "--port", "12345", "--message", message, "--timeout", "30s")
        #expect(client.status == .exited(0))
        #expect(client.errors == "")
      }
    }
  }
}

#if os(Linux)
  import Subprocess
  import Testing

  /// The servers under more than a course gives them, by clients in another language. What /proc says of the process
  /// shows whether it keeps anything.
  @Suite(
    .serialized, .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isInstalled("python3"), "the clients are in Python"))
  struct EnduranceTests {
    /// Growth that is the allocator's and not a leak: a hundred bytes for each of 10,000 connections would be seen.
    private static let slackKiB = 900
    /// What a server may need while all are there.
    private static let peakKiB = 4_096

    /// Runs a client, which checks what it gets, and says what it did.
    @discardableResult
    private func client(_ script: String, _ arguments: Any..., says expected: String? = nil) async throws -> String {
      let outcome = try await BuiltTool.run(["python3", "-c", script] + arguments.map { "\($0)" })
      #expect(outcome.status == .exited(0), "\(outcome.errors)")
      if let expected { #expect(outcome.output == expected + "\n") }
      return outcome.output
    }

    /// Starts a server, has `visit` come once with little, and then with all; the server must be as it was before.
    private func serve(
      _ arguments: [String], _ kind: EchoSockets.Kind = .tcp, visit: (UInt16, _ isWhole: Bool) async throws -> Void
    ) async throws -> BuiltTool.Outcome {
      try await BuiltTool.start([BuiltTool.path, "server"] + arguments + ["--port", "0"]) { tool in
        let figures = ProcessFigures(tool)
        let port = try await figures.port(kind)
        try await visit(port, false)
        try await figures.waitForNoConnections()
        let descriptors = try figures.descriptors
        let (memory, peak) = (try figures.residentKiB, try figures.peakKiB)
        try await visit(port, true)
        try await figures.waitForDescriptors(descriptors)
        let growth = try figures.residentKiB - memory
        #expect(growth < Self.slackKiB, "\(growth) KiB more than after the first visit")
        let peakGrowth = try figures.peakKiB - peak
        #expect(peakGrowth < Self.peakKiB, "\(peakGrowth) KiB more meanwhile")
        try tool.send(.interrupt)
      }
    }

    @Test func `1000 chat clients at once, each message back to its own, each exit with a goodbye`() async throws {
      let outcome = try await serve(["tcp", "--chat", "--quiet", "--backlog", "1000"]) { port, isWhole in
        let clients = isWhole ? 1_000 : 1
        try await client(Self.chatters, port, clients, 5, says: "\(clients) clients, \(5 * clients) messages")
      }
      #expect(outcome.status == .exited(0))
      #expect(outcome.errors.contains("1001 connections: "))
    }

    private static let chatters = """
      import asyncio, resource, sys
      port, count, rounds = map(int, sys.argv[1:])
      limits = resource.getrlimit(resource.RLIMIT_NOFILE)
      resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
      said = 0

      async def talk(number, reader, writer):
          global said
          # Half of them end what they send as lines.
          end = ['', '', '\\n', '\\r\\n'][number % 4]
          for round in range(rounds):
              message = f'klien {number}, pesan {round} ✓ {"x" * (number % 97)}{end}'.encode()
              writer.write(message)
              echo = await reader.readexactly(len(message))
              assert echo == message, (message, echo)
              said += 1
          writer.write((['exit', 'EXIT', 'Exit'][number % 3] + end).encode())
          goodbye = await reader.read()
          assert goodbye == b'Connection closed by server.', goodbye
          writer.close()
          await writer.wait_closed()

      async def main():
          # All are there before the first one speaks.
          ends = [await asyncio.open_connection('127.0.0.1', port) for _ in range(count)]
          await asyncio.gather(*(talk(number, *end) for number, end in enumerate(ends)))

      asyncio.run(asyncio.wait_for(main(), 60))
      print(f'{count} clients, {said} messages')
      """

    @Test func `10000 connections one after another`() async throws {
      let outcome = try await serve(["tcp", "--quiet"]) { port, isWhole in
        let count = isWhole ? 10_000 : 100
        try await client(Self.visitors, port, count, says: "\(count) echoes")
      }
      #expect(outcome.status == .exited(0))
      #expect(outcome.errors.contains("10100 connections: "))
    }

    private static let visitors = """
      import socket, sys
      port, count = map(int, sys.argv[1:])
      for number in range(count):
          message = b'connection %d' % number
          with socket.socket() as client:
              client.settimeout(20)
              client.connect(('127.0.0.1', port))
              client.sendall(message)
              echo = b''
              while piece := client.recv(100):
                  echo += piece
              assert echo == message, (message, echo)
      print(count, 'echoes')
      """

    @Test func `100000 datagrams, none lost and none changed`() async throws {
      let outcome = try await serve(["udp", "--quiet"], .udp) { port, isWhole in
        let count = isWhole ? 100_000 : 100
        try await client(Self.datagrams, port, count, says: "\(count) echoes")
      }
      #expect(outcome.status == .exited(0))
      #expect(outcome.errors.contains("100100 datagrams received"))
      #expect(outcome.errors.contains("100100 answered"))
      #expect(outcome.errors.contains("0 not answered, 0 failed"))
    }

    private static let datagrams = """
      import socket, sys
      port, count = map(int, sys.argv[1:])
      client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      client.connect(('127.0.0.1', port))
      client.settimeout(20)
      # A few under way; far fewer than the buffers hold.
      sent = 0
      for number in range(count):
          while sent < min(number + 10, count):
              client.send(b'datagram %d ' % sent * (1 + sent % 7))
              sent += 1
          echo = client.recv(65536)
          assert echo == b'datagram %d ' % number * (1 + number % 7), (number, echo)
      print(count, 'echoes')
      """

    @Test func `clients that send as fast as they can and never read do not fill the memory`() async throws {
      let outcome = try await serve(["tcp", "--keep-open", "--quiet"]) { port, isWhole in
        let clients = isWhole ? 20 : 1
        let output = try await client(Self.deaf, port, clients)
        // More went into the kernel's buffers than the server may keep.
        #expect(Int(output.dropLast()) ?? 0 > clients * 200_000)
      }
      #expect(outcome.status == .exited(0))
    }

    private static let deaf = """
      import selectors, socket, sys
      port, count = map(int, sys.argv[1:])
      ready = selectors.DefaultSelector()
      clients = []
      for _ in range(count):
          client = socket.create_connection(('127.0.0.1', port))
          client.setblocking(False)
          ready.register(client, selectors.EVENT_WRITE)
          clients.append(client)
      piece = bytes(65536)
      sent = 0
      while events := ready.select(0.3):
          for key, _ in events:
              sent += key.fileobj.send(piece)
      # Another one is served all the same.
      with socket.create_connection(('127.0.0.1', port), 20) as other:
          other.sendall(b'other')
          assert other.recv(5) == b'other'
      print(sent)
      """

    @Test func `2000 clients and 50 served at once`() async throws {
      let arguments = ["tcp", "--keep-open", "--quiet", "--max-connections", "50", "--backlog", "2000"]
      let outcome = try await BuiltTool.start([BuiltTool.path, "server"] + arguments + ["--port", "0"]) { tool in
        let figures = ProcessFigures(tool)
        let port = try await figures.port(.tcp)
        let process = tool.processIdentifier
        try await client(Self.crowd, port, 1, process, says: "1 clients")
        try await figures.waitForNoConnections()
        let descriptors = try figures.descriptors
        try await client(Self.crowd, port, 2_000, process, says: "2000 clients")
        try await figures.waitForDescriptors(descriptors)
        try tool.send(.interrupt)
      }
      #expect(outcome.status == .exited(0))
      #expect(outcome.errors.contains("2001 connections: "))
      #expect(outcome.errors.contains("the limit of 50 connections is reached"))
      #expect(outcome.errors.contains(/\d+ times? as many connections as may be/))
    }

    private static let crowd = """
      import os, resource, selectors, socket, sys
      port, count, process = map(int, sys.argv[1:])
      limits = resource.getrlimit(resource.RLIMIT_NOFILE)
      resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
      def descriptors(): return len(os.listdir(f'/proc/{process}/fd'))
      before = descriptors()
      ready = selectors.DefaultSelector()
      for number in range(count):
          client = socket.create_connection(('127.0.0.1', port), 20)
          client.sendall(b'client %d' % number)
          ready.register(client, selectors.EVENT_READ, number)
      answered = 0
      while answered < count:
          events = ready.select(20)
          assert events, f'only {answered} were answered'
          assert descriptors() <= before + 50, descriptors()
          for key, _ in events:
              assert key.fileobj.recv(100) == b'client %d' % key.data
              ready.unregister(key.fileobj)
              key.fileobj.close()
              answered += 1
      print(count, 'clients')
      """

    @Test func `without descriptors for all of them, clients wait, and the server does not spin`() async throws {
      let line = "ulimit -n 24; exec '\(BuiltTool.path)' server tcp --keep-open --quiet --backlog 100 --port 0"
      let outcome = try await BuiltTool.start(["sh", "-c", line]) { tool in
        let figures = ProcessFigures(tool)
        let port = try await figures.port(.tcp)
        try await client(Self.beyond, port, 60, tool.processIdentifier, says: "60 clients")
        try tool.send(.interrupt)
      }
      #expect(outcome.status == .exited(0))
      #expect(outcome.errors.contains("too many connections or files are open"))
      #expect(outcome.errors.contains("60 connections: "))
      #expect(outcome.errors.contains(/trouble: \d+ times? without a descriptor for a client/))
    }

    private static let beyond = """
      import os, selectors, socket, sys
      port, count, process = map(int, sys.argv[1:])
      def seconds():
          with open(f'/proc/{process}/stat') as stat:
              fields = stat.read().rsplit(')', 1)[1].split()
          return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
      ready = selectors.DefaultSelector()
      for number in range(count):
          client = socket.create_connection(('127.0.0.1', port), 20)
          client.sendall(b'client %d' % number)
          ready.register(client, selectors.EVENT_READ, number)
      # Those for whom there are descriptors are answered, until nobody is any more.
      served = []
      while events := ready.select(0.5):
          for key, _ in events:
              assert key.fileobj.recv(100) == b'client %d' % key.data
              ready.unregister(key.fileobj)
              served.append(key.fileobj)
      assert 0 < len(served) < 24, len(served)
      # Nothing to do but to wait: a loop that never rests would take all of this time.
      start = seconds()
      assert not ready.select(0.6)
      spent = seconds() - start
      assert spent < 0.3, f'{spent} s of 0.6 s'
      for client in served: client.close()
      answered = len(served)
      while answered < count:
          events = ready.select(20)
          assert events, f'only {answered} were answered'
          for key, _ in events:
              assert key.fileobj.recv(100) == b'client %d' % key.data
              ready.unregister(key.fileobj)
              key.fileobj.close()
              answered += 1
      print(answered, 'clients')
      """
  }
#endif

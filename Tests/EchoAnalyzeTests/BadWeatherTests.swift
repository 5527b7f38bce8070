#if os(Linux)
  import Subprocess
  import Testing

  /// What happens to servers in networks, not in a course: the service goes on, and the last lines tell.
  @Suite(
    .serialized, .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isInstalled("python3"), "the clients are in Python"))
  struct BadWeatherTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A server whose clients are in another network, at the other end of a cable. They connect, get one echo, and then
    /// their end of the cable is taken away: no FIN, no RST, nothing.
    private static let vanishing = """
      import os, signal, subprocess, sys
      def run(line): subprocess.run(line.split(), check=True)
      away = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec sleep 1000"], stdout=subprocess.PIPE)
      away.stdout.readline()
      try:
          run("ip link set lo up")
          run(f"ip link add near type veth peer name far netns {away.pid}")
          run("ip address add 10.9.0.1/24 dev near")
          run("ip link set near up")
          inside = f"nsenter --target {away.pid} --net "
          run(inside + "ip address add 10.9.0.2/24 dev far")
          run(inside + "ip link set far up")
          server = subprocess.Popen(
              [sys.argv[1], "server", "tcp", "--keep-open", "--host", "10.9.0.1", "--port", "3456"] + sys.argv[2:],
              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
          server.stdout.readline()
          client = '''
      import socket, sys, time
      clients = [socket.create_connection(("10.9.0.1", 3456), 20) for _ in range(3)]
      for client in clients:
          client.sendall(b"here")
          assert client.recv(4) == b"here"
      print(flush=True)
      sys.stdin.read()
      '''
          clients = subprocess.Popen(
              inside.split() + ["python3", "-c", client], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
          clients.stdout.readline()
          run(inside + "ip link set far down")
          # Three of them are given up.
          for _ in range(3): print(server.stderr.readline(), end="", flush=True)
          # Others are served all the same.
          import socket
          with socket.create_connection(("10.9.0.1", 3456), 20) as other:
              other.sendall(b"other")
              assert other.recv(5) == b"other"
              other.shutdown(socket.SHUT_WR)
              assert other.recv(5) == b""
          server.send_signal(signal.SIGINT)
          print(server.communicate()[1], end="")
          clients.kill()
          sys.exit(server.returncode)
      finally:
          away.kill()
      """

    @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
    func `clients that vanish are given up by keep-alive probes, long before the idle timeout`() async throws {
      let outcome = try await BuiltTool.run(
        NetworkNamespace.command(
          running: ["python3", "-c", Self.vanishing, BuiltTool.path, "--keep-alive", "1s", "--idle-timeout", "10m"]))
      #expect(outcome.status == .exited(0), "\(outcome.errors)")
      #expect(outcome.output.ranges(of: "trouble with client ('10.9.0.2', ").count == 3)
      #expect(outcome.output.contains("analyze: trouble: 3 connections whose client could not be reached any more\n"))
      #expect(outcome.output.contains("4 connections: 17 bytes received in 4 pieces, 17 bytes sent"))
    }

    @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
    func `clients that vanish are given up by the idle timeout`() async throws {
      let outcome = try await BuiltTool.run(
        NetworkNamespace.command(
          running: ["python3", "-c", Self.vanishing, BuiltTool.path, "--idle-timeout", "1s", "--lang", "id"]))
      #expect(outcome.status == .exited(0), "\(outcome.errors)")
      #expect(outcome.output.ranges(of: "tidak ada data darinya selama 1 s").count == 3)
      #expect(outcome.output.contains("\necho-analyze: masalah: 3 koneksi yang terlalu lama diam\n"))
    }

    @Test func `a flood of resets becomes no flood of lines, and nobody need read them`() async throws {
      let outcome = try await Python.run(
        """
        import re, signal, socket, struct, subprocess, sys
        server = subprocess.Popen(
            [sys.argv[1], "server", "tcp", "--keep-open", "--quiet", "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        port = int(re.search(r"port (\\d+)", server.stdout.readline())[1])
        def client(): return socket.create_connection(("127.0.0.1", port), 20)
        for number in range(1000):
            peer = client()
            peer.sendall(b"x")
            assert peer.recv(1) == b"x"
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.close()
        with client() as peer:
            peer.sendall(b"still there?")
            assert peer.recv(100) == b"still there?"
        server.send_signal(signal.SIGINT)
        lines = server.stderr.read().splitlines()
        print(len(lines))
        for line in lines[-3:]: print(line)
        sys.exit(server.wait())
        """, BuiltTool.path)
      #expect(outcome.status == .exited(0), "\(outcome.errors)")
      #expect(
        outcome.output == """
          23
          echo-analyze: more of this kind is only counted from here on; the number comes at the end
          echo-analyze: 1001 connections: 1012 bytes received in 1001 pieces, 1012 bytes sent
          echo-analyze: trouble: 1000 connections reset by the client

          """)
    }

    @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
    func `a log that fills its disk ends, and the server goes on`() async throws {
      let script = """
        mount -t tmpfs -o size=16k none '\(folder.path)' && cd '\(folder.path)' || exit 99
        exec '\(BuiltTool.path)' server tcp --keep-open --quiet --port 0 --log log.jsonl
        """
      let outcome = try await BuiltTool.start(["unshare", "--mount", "sh", "-c", script]) { server in
        let port = try await server.port()
        let clients = try await Python.run(
          """
          import socket, sys
          for number in range(100):
              with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) as client:
                  client.sendall(b"%d" % number)
                  assert client.recv(100) == b"%d" % number
          print("all")
          """, port)
        #expect(clients.output == "all\n", "\(clients.errors)")
        try server.send(.interrupt)
      }
      #expect(outcome.status == .exited(1))
      let remarks = outcome.errors.split(separator: "\n")
      #expect(remarks.count == 2)
      #expect(remarks.first?.contains("log.jsonl cannot be written: No space left on device") == true)
      #expect(remarks.last?.hasPrefix("echo-analyze: 100 connections: ") == true)
    }

    @Test(.enabled(if: BuiltTool.isRoot && BuiltTool.makesNamespaces, "only root can send what it likes"))
    func `datagrams from nowhere are not answered, and answers that cannot leave end nothing`() async throws {
      let outcome = try await NetworkNamespace.serve(
        [BuiltTool.path, "server", "udp", "--host", "0.0.0.0", "--port", "8765"]
      ) { network in
        let clients = try await BuiltTool.run(network.command(["python3", "-c", Self.forger]))
        #expect(clients.output == "all\n", "\(clients.errors)")
      }
      #expect(outcome.status == .exited(0))
      // From port 0, from the server's own, and from 0.0.0.0.
      #expect(outcome.errors.contains(/, 3 not answered, [1-9]\d* failed\n/))
      #expect(outcome.output.ranges(of: "Data: good").count >= 2)
    }

    private static let forger = """
      import socket, struct, subprocess
      subprocess.run("ip link add near address 02:00:00:00:00:01 type veth peer name far", shell=True, check=True)
      subprocess.run("ip address add 10.9.0.1/16 dev near", shell=True, check=True)
      for end in "near", "far": subprocess.run(["ip", "link", "set", end, "up"], check=True)
      def frame(source, port, destination, payload):
          addresses = socket.inet_aton(source) + socket.inet_aton(destination)
          udp = struct.pack(">HHHH", port, 8765, 8 + len(payload), 0) + payload
          ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + addresses
          total = sum(struct.unpack(">10H", ip))
          total = (total & 0xffff) + (total >> 16)
          total = ~((total & 0xffff) + (total >> 16)) & 0xffff
          return ip[:10] + struct.pack(">H", total) + ip[12:] + udp
      good = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      good.settimeout(1)
      def ask():
          # While the room is taken its answer may be given up as well.
          for _ in range(20):
              good.sendto(b"good", ("127.0.0.1", 8765))
              try:
                  assert good.recv(100) == b"good"
                  return
              except TimeoutError:
                  pass
          assert False, "not served any more"
      # Whoever gets what the server would send to 0.0.0.0.
      victim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      victim.bind(("127.0.0.1", 5353))
      wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
      raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
      raw.sendto(frame("127.0.0.9", 0, "127.0.0.1", b"from no port"), ("127.0.0.1", 0))
      raw.sendto(frame("127.0.0.9", 8765, "127.0.0.1", b"from your own port"), ("127.0.0.1", 0))
      wire.sendto(frame("0.0.0.0", 5353, "255.255.255.255", b"from no address"), ("lo", 0x0800, 0, 0, bytes(6)))
      ask()
      victim.setblocking(False)
      try:
          print(victim.recv(100), "was sent to the victim")
      except BlockingIOError:
          pass
      # From so many machines that nobody knows that their answers, which wait for ARP, fill all the room there is.
      for network in range(1, 4):
          # No more at once than there is room to receive.
          for number in range(60):
              packet = frame(f"10.9.{network}.{number + 1}", 40000, "10.9.0.1", bytes(1400))
              wire.sendto(packet, ("far", 0x0800, 0, 0, bytes([2, 0, 0, 0, 0, 1])))
          ask()
      print("all")
      """
  }
#endif

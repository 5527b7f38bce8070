import Subprocess

/// Programs in Python, the language of the course: the other side of ours.
enum Python {
  /// Runs `script` to its end.
  static func run(_ script: String, _ arguments: String...) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run(["python3", "-c", script] + arguments)
  }

  /// Starts `script`, a server that prints `port` and its port when it is ready, hands both to `body`, and ends it.
  static func serve(
    _ script: String, _ arguments: String..., body: (RunningTool, String) async throws -> Void
  ) async throws {
    _ = try await BuiltTool.start(["python3", "-c", script] + arguments) { server in
      try await body(server, try await server.port())
      try server.send(.kill)
    }
  }

  /// Holds a port at which nobody can be reached, until it is ended. For UDP it is connected elsewhere, which makes the
  /// kernel answer everybody else with ICMP.
  static let closedPort = """
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    if sys.argv[1] == "udp": s.connect(("127.0.0.1", 9))
    print("port", s.getsockname()[1], flush=True)
    sys.stdin.read()
    """

  /// Sends back in capital letters what one client sends.
  static let capitals = """
    import socket
    s = socket.create_server(("127.0.0.1", 0))
    print("port", s.getsockname()[1], flush=True)
    connection, _ = s.accept()
    while data := connection.recv(2048): connection.sendall(data.upper())
    """
}

import Subprocess

/// A network of its own, where every port and address is free. It vanishes with the server in it.
struct NetworkNamespace {
  let server: RunningTool

  private static let setUp = """
    ip link set lo up || exit 99
    for address in $addresses; do ip address add "$address" dev lo || exit 99; done
    exec "$@"
    """

  /// The command that runs `arguments` of the tool in a new network, with those addresses beside 127.0.0.1 and ::1.
  static func command(_ arguments: [String], addresses: String...) -> [String] {
    command([BuiltTool.path] + arguments, addresses)
  }

  /// The command that runs any other one in a new network.
  static func command(running command: [String]) -> [String] { self.command(command, []) }

  private static func command(_ command: [String], _ addresses: [String], before: String = ":") -> [String] {
    let line = "\(before)\naddresses='\(addresses.joined(separator: " "))'\n" + setUp
    return ["unshare", "--net", "--mount", "sh", "-c", line, "sh"] + command
  }

  /// What comes before a command to run it in a network that keeps the ports below 1024 to the administrator; containers
  /// often do not.
  static let reserved = command(["env"], [], before: "echo 1024 > /proc/sys/net/ipv4/ip_unprivileged_port_start")

  /// Starts any command as the server in a new network, hands it to `body` when it has said `ready`, and ends it.
  static func serve(
    _ command: [String], addresses: String..., ready: String = "\n", on stream: Transcript.Stream = .output,
    end: Signal = .interrupt,
    body: (NetworkNamespace) async throws -> Void
  ) async throws -> BuiltTool.Outcome {
    try await BuiltTool.start(self.command(command, addresses)) { server in
      try await server.waitFor(ready, on: stream)
      try await body(NetworkNamespace(server: server))
      try server.send(end)
    }
  }

  /// The command that runs another one in this network.
  func command(_ command: [String]) -> [String] {
    ["nsenter", "--target", "\(server.execution.processIdentifier.value)", "--net", "--mount"] + command
  }

  /// Runs the tool in this network.
  func run(_ arguments: String..., input: [UInt8] = []) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run(command([BuiltTool.path] + arguments), input: input)
  }
}

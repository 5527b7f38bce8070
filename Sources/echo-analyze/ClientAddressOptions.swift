import ArgumentParser
import Conversations
import Echo
import Report
import SessionLog

/// Whom a client talks to, and from where.
struct ClientAddressOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The server's port.", valueName: "number"))
  var port: UInt16

  @Option(help: ArgumentHelp("The server's name or address.", valueName: "host"))
  var host = "localhost"

  @Flag(help: "Try the IPv6 addresses of a name before its IPv4 ones.")
  var ipv6 = false

  @Option(help: ArgumentHelp("This end's address, one of this machine's.", valueName: "address"))
  var local: String?

  @Option(help: ArgumentHelp("This end's port.", valueName: "number"))
  var localPort: UInt16?

  func validate() throws {
    if port == 0 { throw ValidationError("--port must be between 1 and 65535.") }
    if localPort == 0 { throw ValidationError("--local-port must be between 1 and 65535.") }
  }

  func client(timeout: Duration) -> ClientOptions {
    var options = ClientOptions(host: host, port: port)
    options.prefersIPv6 = ipv6
    options.localHost = local
    options.localPort = localPort ?? 0
    options.timeout = timeout
    return options
  }

  /// What the client was about when `error` came.
  func task(_ transport: TransportProtocol, _ error: SocketError) -> ConsoleLines.Task {
    error.call == .bind
      ? .binding(transport, host: local, port: localPort) : .reaching(transport, host: host, port: port)
  }
}

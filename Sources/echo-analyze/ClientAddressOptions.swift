import ArgumentParser
import Conversations
import Echo
import Report
import SessionLog
import Wire

/// Whom a client talks to, and from where.
struct ClientAddressOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The server's port.", valueName: "number"), transform: Port.parse)
  var port: UInt16

  @Option(help: ArgumentHelp("The server's name or address.", valueName: "host"))
  var host = "localhost"

  @Flag(help: "Try the IPv6 addresses of a name before its IPv4 ones.")
  var ipv6 = false

  @Option(help: ArgumentHelp("This end's address, one of this machine's.", valueName: "address"))
  var local: String?

  @Option(help: ArgumentHelp("This end's port.", valueName: "number"), transform: Port.parse)
  var localPort: UInt16?

  func validate() throws {
    if port == 0 { throw ValidationError("--port must be between 1 and 65535.") }
    if localPort == 0 { throw ValidationError("--local-port must be between 1 and 65535.") }
  }

  func client(timeout: Duration, faults: FaultPlan) -> ClientOptions {
    var options = ClientOptions(host: host, port: port)
    options.prefersIPv6 = ipv6
    options.localHost = local
    options.localPort = localPort ?? 0
    options.timeout = timeout
    options.faults = faults
    return options
  }

  /// What the client was about when `error` came.
  func task(_ transport: TransportProtocol, _ error: SocketError) -> ConsoleLines.Task {
    // Which of two names cannot be looked up, the error does not say.
    let isLocal = error.call == .bind || error.call == .getaddrinfo && isLocalUnknown
    return isLocal ? .binding(transport, host: local, port: localPort) : .reaching(transport, host: host, port: port)
  }

  private var isLocalUnknown: Bool { local.map { (try? SocketAddress.resolve($0, port: 0)) == nil } ?? false }

  /// What to tell those who prefer IPv6 and got a connection of the other kind.
  func fallback(_ peer: Endpoint, _ lines: ConsoleLines) -> String? {
    ipv6 && !peer.address.isIPv6 ? lines.noIPv6(host: host, address: peer.address) : nil
  }
}

import ArgumentParser

/// `echo-analyze server`: the echo servers.
struct ServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server", abstract: "Echo servers: what comes goes back.",
    subcommands: [TCPServerCommand.self, UDPServerCommand.self])
}

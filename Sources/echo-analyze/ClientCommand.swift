import ArgumentParser

/// `echo-analyze client`: the echo clients.
struct ClientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client", abstract: "Echo clients: send a message, and see whether it comes back.",
    subcommands: [TCPClientCommand.self, UDPClientCommand.self])
}

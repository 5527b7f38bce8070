import ArgumentParser

/// The command that users type.
@main struct EchoAnalyze: ParsableCommand {
  static func main() {
    occupyStandardDescriptors()
    restoreQuit()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Says what is wrong, or helps, and ends the process, as the parser would; but what was typed may be anything.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    if status == .success {
      print(message)
    } else if !message.isEmpty {
      tell("\(lines: UsageMessage(message, arguments: Array(CommandLine.arguments.dropFirst())).text)")
    }
    exit(withError: status)
  }

  private static let version = "0.1.0"
  /// How the program names itself in what it writes.
  static var program: String { "echo-analyze \(version)" }

  static let configuration = CommandConfiguration(
    commandName: "echo-analyze",
    abstract: "Reads packet captures and tells what happened: handshakes, data and its ACKs, teardown, UDP replies.",
    discussion: """
      A first look, in the folder of this program's sources:
        echo-analyze read captures/tcp-ethernet.pcap
      Your own packets, while your programs talk on port 12345 of this machine:
        echo-analyze live --iface lo --port 12345

      Exit status: 0 done; 1 it could not be done; 2 the capture is cut, and what could be read is reported; \
      3 done, and the answer is no; 64 usage.
      """,
    version: version,
    subcommands: [
      ReadCommand.self, PacketsCommand.self, ConversationsCommand.self, FollowCommand.self, ExplainCommand.self,
      DiagramCommand.self, CompareCommand.self, ReportCommand.self, AnswersCommand.self, GradeCommand.self,
      CheckCommand.self,
      LiveCommand.self, LabCommand.self, ServerCommand.self, ClientCommand.self, InterfacesCommand.self,
    ])
}

import ArgumentParser

@main struct EchoAnalyze: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "echo-analyze")
}

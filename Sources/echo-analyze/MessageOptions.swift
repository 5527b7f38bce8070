import ArgumentParser
import Conversations

/// What a client sends.
struct MessageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The text to send (default: the course's, Hello World!!! or Good Morning!!!).", valueName: "text"))
  var message: String?

  @Option(
    help: ArgumentHelp(
      "Send the bytes of this file instead; - is standard input. With much of it, --quiet spares you lines.",
      valueName: "file"))
  var input: String?

  func validate() throws {
    if message != nil, input != nil { throw ValidationError("Either --message or --input, not both.") }
  }

  /// What the course's clients send.
  static func standard(_ transport: TransportProtocol) -> String {
    transport == .tcp ? "Hello World!!! This will be echoed" : "Good Morning!!! This will be echoed"
  }

  /// The bytes to send; `standard` if nothing was asked for.
  func bytes(standard transport: TransportProtocol) throws -> [UInt8] {
    guard let input else { return Array((message ?? Self.standard(transport)).utf8) }
    do {
      return try contents(of: input)
    } catch {
      tell("echo-analyze: \(input == "-" ? "standard input" : input) cannot be read: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}

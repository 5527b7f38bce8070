import ArgumentParser
import SessionLog

/// The session logs that tie socket calls to the packets of a capture: the same option in every command that tells of them.
struct LogInputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A session log of echo-analyze server or client (--log): ties its socket calls to the frames. May be repeated.",
      valueName: "file"))
  var log: [String] = []

  var isEmpty: Bool { log.isEmpty }

  func sessions() throws -> [RecordedSession] { try log.map { try RecordedSession(file: $0) } }
}

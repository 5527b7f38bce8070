import ArgumentParser
import Echo
import SessionLog

/// Where a program writes down what its sockets do.
struct LogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write each socket call with its times to this file, a JSON object a line; read --log joins it with a capture.",
      valueName: "file"))
  var log: String?

  @Flag(help: "Overwrite the file of --log if it exists.")
  var force = false

  func validate() throws {
    if log == "-" { throw ValidationError("--log needs a file: the console is on standard output.") }
    if force, log == nil { throw ValidationError("--force goes with --log.") }
  }

  /// Opens the file; nil where none is asked for. A file that cannot be made is told, and ends the command.
  func open(_ role: SessionHeader.Role, _ transport: SessionHeader.Transport) throws -> SessionLogFile? {
    guard let log else { return nil }
    return try SessionLogFile(
      log, SessionHeader(program: EchoAnalyze.program, role: role, protocol: transport, process: processNumber()),
      overwrite: force)
  }
}

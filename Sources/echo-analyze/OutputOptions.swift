import ArgumentParser

/// Where a report goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .customLong("output"), help: ArgumentHelp("Write the report to this file.", valueName: "file"))
  var path: String?

  @Flag(help: "Overwrite the file of --output if it exists.")
  var force = false

  func validate() throws {
    if force, path == nil { throw ValidationError("--force goes with --output.") }
  }

  /// Opens the file; without one it is standard output. None of `inputs` is overwritten, whatever was asked for.
  func open(beside inputs: [String]) throws -> Output {
    guard let path, path != "-" else { return .standardOutput }
    if inputs.contains(where: { isSameFile($0, path) }) {
      tell("echo-analyze: \(path) cannot be written: the report is made from it")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    return try Output(file: path, overwrite: force)
  }

  /// Columns that text may take; nil where nobody looks at it in a terminal.
  var width: Int? {
    guard path == nil || path == "-", let width = StandardStream.output.terminalWidth else { return nil }
    // Long lines are as hard to read as broken ones.
    return min(max(width, 40), 120)
  }
}

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

  /// Writes a report in one of its forms; none of `inputs` is overwritten.
  func write(
    _ format: ReportOptions.Format, beside inputs: [String], text: () -> String, markdown: () -> String,
    html: () -> String, json: () -> [UInt8]
  ) throws {
    var output = try open(beside: inputs)
    switch format {
    case .text: try output.add(text().utf8)
    case .markdown: try output.add(markdown().utf8)
    case .html: try output.add(html().utf8)
    case .json: try output.add(json())
    }
    try output.flush()
  }

  /// Columns that text may take; nil where nobody looks at it in a terminal.
  var width: Int? {
    guard path == nil || path == "-", let width = StandardStream.output.terminalWidth else { return nil }
    // Long lines are as hard to read as broken ones.
    return min(max(width, 40), 120)
  }
}

import Analyzer
import ArgumentParser
import Capture
import Report

/// `echo-analyze check`: what a report declares, set against the capture.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compare the addresses and ports that a report declares with those in the capture.",
    discussion: """
      The declared endpoints are a JSON file:
        [ { "label": "4.1 LAN", "protocol": "tcp", "server": "192.168.10.8:12345", "client": "192.168.10.7:50892" } ]
        echo-analyze check lan.pcap --declared endpoints.json

      Exit status: 0 all match; 3 some do not; 1 it could not be done; 2 a capture is cut or damaged.
      """)

  @Argument(help: ArgumentHelp("Capture files.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("What the report declares, as JSON.", valueName: "file"))
  var declared: String

  @Option(help: "The format of the result.")
  var format: ReportOptions.Format = .text

  @OptionGroup var language: LanguageOptions
  @OptionGroup var colour: ColourOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let declarations = try readDeclarations()
    var status = ExitStatus.done
    let summary = readCaptures(&status)
    // What a file that is missing has would be told not to be there.
    guard status != .failed else { return try status.end() }
    let check = DeclarationCheck(declarations, summary.conversations)
    var report = CheckReport(language: language.lang, generator: EchoAnalyze.program)
    if let width = output.width { report.width = width }
    report.isColoured = output.path == nil && colour.isWanted()
    try output.write(
      format, beside: files + [declared], text: { report.text(check, summary) },
      markdown: { report.markdown(check, summary) },
      html: { report.html(check, summary) }, json: { report.json(check, summary) })
    if !check.isMatched { status.merge(.no) }
    try status.end()
  }

  private func readDeclarations() throws -> [Declaration] {
    let bytes = try contents(of: declared, limit: Declaration.sizeLimit, as: "a list of endpoints")
    do throws(SpecificationError) {
      return try Declaration.list(json: bytes)
    } catch {
      tell("echo-analyze: \(declared): \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }

  private func readCaptures(_ status: inout ExitStatus) -> Summary {
    var summary = Summary()
    // Of all conversations: what is declared may be the smallest of them.
    let options = AnalysisOptions()
    for file in files {
      do throws(CaptureError) {
        var analysis = try FileAnalysis(path: file, options: options)
        summary.append(try analysis.run())
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures {
      status.merge(tellGaps(in: capture, "What could be read is compared."))
      guard let leftOut = capture.leftOut else { continue }
      tell(
        """
        echo-analyze: \(capture.path): \(leftOut.conversations) of its conversations, the smallest, were not compared: \
        there are more than there is room for.
        """)
    }
    return summary
  }
}

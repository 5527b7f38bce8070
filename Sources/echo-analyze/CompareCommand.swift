import Analyzer
import ArgumentParser
import Capture
import Report

/// `echo-analyze compare`: conversations set against each other.
struct CompareCommand: ParsableCommand {
  enum Purpose: String, ExpressibleByArgument, CaseIterable {
    case workload
  }

  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare TCP with UDP, or one link with another, aspect by aspect.",
    discussion: """
      Of each capture the conversations that return what they were sent are compared; --stream picks others.
        echo-analyze compare tcp.pcap udp.pcap
        echo-analyze compare lan.pcap wifi.pcap --format html --output comparison.html
      """)

  @Argument(help: ArgumentHelp("Capture files, two or more conversations in them.", valueName: "file"))
  var files: [String]

  @Option(
    name: .customLong("as"), help: "workload: what the same work costs by different protocols, or on different links.")
  var purpose: Purpose = .workload

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var status = ExitStatus.done
    let summary = try CapturesWithPackets(files, selection, &status).summary
    // With a file that is missing it would be another comparison.
    guard status != .failed else { return try status.end() }
    guard ComparisonReport.count(of: summary) > 1 else {
      tell(
        "echo-analyze: a comparison needs two conversations: give a capture of each protocol or link, or pick them by --stream."
      )
      status.merge(.failed)
      return try status.end()
    }
    var comparison = ComparisonReport(language: report.language.lang, generator: EchoAnalyze.program)
    if let width = output.width { comparison.width = width }
    comparison.isColoured = output.path == nil && report.colour.isWanted()
    var output = try output.open(beside: files)
    switch report.format {
    case .text: try output.add(comparison.text(summary).utf8)
    case .markdown: try output.add(comparison.markdown(summary).utf8)
    case .html: try output.add(comparison.html(summary).utf8)
    case .json: try output.add(comparison.json(summary))
    }
    try output.flush()
    try status.end()
  }
}

import Analyzer
import ArgumentParser
import Report

/// How a report is to look: the same options in every command that writes one.
struct ReportOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, html
  }

  @Option(help: "The format of the report.")
  var format: Format = .text

  @OptionGroup var language: LanguageOptions

  @Flag(
    help: """
      Show every segment and exchange, not only the first and last ones; of TCP also what was counted and timed: each \
      round trip with EstimatedRTT and RTO, fleets, windows, throughput.
      """)
  var details = false

  @OptionGroup var colour: ColourOptions

  /// Conversations of one capture that the report needs; nil for all.
  var conversationLimit: Int? { format != .json && !details ? TextReport().overviewLimit : nil }

  /// Prints the report on standard output.
  func write(_ summary: Summary) throws { try write(summary, to: .standardOutput) }

  func write(_ summary: Summary, to output: consuming Output) throws {
    var output = output
    switch format {
    case .text:
      var report = TextReport(language: language.lang)
      report.wantsAllDetails = details
      report.isColoured = !output.isFile && colour.isWanted()
      if !output.isFile, let width = StandardStream.output.terminalWidth {
        // Long lines are as hard to read as broken ones.
        report.width = min(max(width, 40), 120)
        report.terminalWidth = max(width, 40)
      }
      try report.write(summary) { text throws in try output.add(text.utf8) }
    case .markdown:
      var report = MarkdownReport(language: language.lang)
      report.wantsAllDetails = details
      try report.write(summary) { text throws in try output.add(text.utf8) }
    case .html:
      var report = HTMLReport(language: language.lang, generator: EchoAnalyze.program)
      report.wantsAllDetails = details
      try output.add(report.render(summary).utf8)
    case .json:
      try JSONReport(language: language.lang).write(summary) { bytes throws in try output.add(bytes) }
    }
    try output.flush()
  }
}

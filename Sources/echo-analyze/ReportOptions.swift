import Analyzer
import ArgumentParser
import Report

/// How a report is to look: the same options in every command that writes one.
struct ReportOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "The format of the report.")
  var format: Format = .text

  @Option(help: ArgumentHelp("The language of the report: en.", valueName: "language"), transform: Self.language)
  var lang: Language = .english

  @Flag(
    help: """
      Show every segment and exchange, not only the first and last ones; of TCP also what was counted and timed: each \
      round trip with EstimatedRTT and RTO, fleets, windows, throughput.
      """)
  var details = false

  @OptionGroup var colour: ColourOptions

  /// Conversations of one capture that the report needs; nil for all.
  var conversationLimit: Int? { format == .text && !details ? TextReport().overviewLimit : nil }

  /// Prints the report on standard output.
  func write(_ summary: Summary) throws {
    var output = Output.standardOutput
    switch format {
    case .text:
      var report = TextReport(language: lang)
      report.wantsAllDetails = details
      report.isColoured = colour.isWanted()
      if let width = StandardStream.output.terminalWidth {
        // Long lines are as hard to read as broken ones.
        report.width = min(max(width, 40), 120)
        report.terminalWidth = max(width, 40)
      }
      try report.write(summary) { text throws in try output.add(text.utf8) }
    case .json:
      try JSONReport(language: lang).write(summary) { bytes throws in try output.add(bytes) }
    }
    try output.flush()
  }

  private static func language(_ name: String) throws -> Language {
    guard let language = Language(rawValue: name) else {
      throw ValidationError("reports are written in: \(Language.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return language
  }
}

import Analyzer
public import ArgumentParser
import Capture
public import Report

extension AnswerSet: ExpressibleByArgument {}

/// `echo-analyze answers`: the lab's questions, answered from captures.
struct AnswersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers", abstract: "Answer lab questions from a capture: values, formulas, numbers, and the frames.",
    discussion: """
      Without --set all sets that fit: the TCP and UDP labs of Kurose and Ross, and the tasks and statements of the \
      practicum. Of each capture a conversation that returns what it was sent is answered for, or else the one with most \
      payload; --stream picks another.
        echo-analyze answers upload.pcap --set kurose-tcp
        echo-analyze answers tcp.pcap udp.pcap chat.pcap --set praktikum --lang id
        echo-analyze answers upload.pcap --format json --output answers.json
      """)

  @Argument(help: ArgumentHelp("Capture files.", valueName: "file"))
  var files: [String]

  @Option(help: "The questions: those of one set.")
  var set: AnswerSet?

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var logs: LogInputOptions

  @Option(help: "The format of the answers.")
  var format: ReportOptions.Format = .text

  @OptionGroup var language: LanguageOptions
  @OptionGroup var colour: ColourOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var status = ExitStatus.done
    let sessions = try logs.sessions()
    let captures = try CapturesWithPackets(
      files, selection, logs: sessions, &status, told: AnswerReport.selection)
    // With a file that is missing it would be other answers.
    guard status != .failed else { return try status.end() }
    let (summary, listing) = (captures.summary, captures.listing)
    if summary.conversations.isEmpty {
      // That nothing matches has been told.
      if selection.analysis.selection.isEmpty {
        tell("echo-analyze: \(listed(files)): there is no TCP or UDP conversation to answer for.")
      }
      status.merge(.failed)
      return try status.end()
    }
    var report = AnswerReport(language: language.lang, generator: EchoAnalyze.program)
    report.set = set
    if let width = output.width { (report.width, report.terminalWidth) = (width, width) }
    report.isColoured = output.path == nil && colour.isWanted()
    try output.write(
      format, beside: files + logs.log, text: { report.text(summary, listing) },
      markdown: { report.markdown(summary, listing) },
      html: { report.html(summary, listing) }, json: { report.json(summary, listing) })
    try status.end()
  }
}

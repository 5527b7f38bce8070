import Analyzer
import ArgumentParser
import Capture
import Report
import SessionLog

/// `echo-analyze report`: the report to hand in.
struct ReportCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html, markdown
  }

  enum Template: String, ExpressibleByArgument, CaseIterable {
    case praktikum
  }

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the lab report to hand in: measured values with frames, and places for your words.",
    discussion: """
      Everything that packets can tell is filled in; what you have to write is marked.
        echo-analyze report tcp.pcap udp.pcap --name "Sari Dewi" --id 3124600001 --output report.html
        echo-analyze report lan.pcap wifi.pcap --log server.jsonl --log client.jsonl --lang id --format markdown
      """)

  @Argument(help: ArgumentHelp("Capture files, one for each experiment.", valueName: "file"))
  var files: [String]

  @OptionGroup var selection: SelectionOptions

  @Option(help: "The parts of the report: those of a network programming practicum.")
  var template: Template = .praktikum

  @Option(help: "The course; that of the template unless named.") var course: String?
  @Option(help: "Who hands it in.") var name: String?
  @Option(help: "Student number (NRP, NIM).") var id: String?
  @Option(name: .customLong("class"), help: "Class.") var className: String?
  @Option(help: "Group.") var group: String?
  @Option(help: "Lecturer or assistant.") var lecturer: String?
  @Option(help: "Date, such as 2025-02-27: written as the language writes dates.") var date: String?

  @OptionGroup var logs: LogInputOptions

  @Option(help: "The format of the report.")
  var format: Format = .html

  @OptionGroup var language: LanguageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard let date, LabIdentity.isImpossible(date: date) else { return }
    throw ValidationError("--date \(date) is no day of the calendar.")
  }

  func run() throws {
    var status = ExitStatus.done
    let sessions = try logs.sessions()
    let captures = try CapturesWithPackets(files, selection, logs: sessions, &status)
    // With a file that is missing it would be another report.
    guard status != .failed else { return try status.end() }
    if captures.summary.conversations.isEmpty {
      tell("echo-analyze: \(listed(files)): there is no TCP or UDP conversation to report on.")
      status.merge(.failed)
      return try status.end()
    }
    var report = LabReport(language: language.lang, generator: EchoAnalyze.program)
    report.identity.course = course
    report.identity.name = name
    report.identity.id = id
    report.identity.className = className
    report.identity.group = group
    report.identity.lecturer = lecturer
    report.identity.date = date
    let digests = captures.digests
    var output = try output.open(beside: files + logs.log)
    switch format {
    case .html: try output.add(report.html(captures.summary, captures.listing, digests).utf8)
    case .markdown: try output.add(report.markdown(captures.summary, captures.listing, digests).utf8)
    }
    try output.flush()
    try status.end()
  }
}

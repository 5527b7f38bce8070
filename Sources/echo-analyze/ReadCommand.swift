import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report
import SessionLog

/// `echo-analyze read`: the story of each capture.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Tell what happened in capture files.",
    discussion: """
      A file may be - for standard input, also while another program still writes to the pipe.
        echo-analyze read lan.pcap wifi.pcapng --port 12345
        echo-analyze read lan.pcap --stream tcp:0 --details
        echo-analyze read lan.pcap --log server.jsonl --log client.jsonl
        echo-analyze read --join part-1.pcap part-2.pcap part-3.pcap
      """)

  @Argument(
    help: ArgumentHelp("Capture files: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var files: [String]

  @OptionGroup var join: JoinOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var logs: LogInputOptions

  @Flag(help: "With -: no packet lines on standard error while they come through a pipe.")
  var quiet = false

  func validate() throws { _ = try join.sources(files) }

  func run() throws {
    var summary = Summary()
    var status = ExitStatus.done
    let sessions = try logs.sessions()
    for source in try join.sources(files) {
      do throws(CaptureError) {
        summary.append(try analyse(source))
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures { status.merge(tellGaps(in: capture, "What could be read is reported.")) }
    if !summary.captures.isEmpty {
      // A log tells of all connections, and which of them is whose shows only among all.
      summary.join(sessions)
      if !logs.isEmpty { summary.select(selection.analysis.selection) }
      selection.tellIfNothingMatches(summary)
      try report.write(summary, to: output.open(beside: files + logs.log))
    }
    try status.end()
  }

  /// What comes through a pipe may take its time: its packets are shown as they come, beside the report.
  private func analyse(_ source: CaptureSource) throws(CaptureError) -> Summary {
    // Ctrl-C, which ends the program that writes to the pipe, ends the reading and not the report.
    if source.readsStandardInput { StopSignal.install() }
    var options = selection.analysis
    if !logs.isEmpty { options.selection = Selection() }
    // A log tells of any conversation, and JSON of all.
    if logs.isEmpty { options.conversationLimit = report.conversationLimit }
    let showsPackets = source.isPlain && source.readsStandardInput && !quiet && isStandardInputPipe()
    defer { StatusLine.clear() }
    var file = try FileAnalysis(
      source, options: options, progress: showsPackets ? nil : ReadingStatus.progress(of: source))
    guard showsPackets else {
      // What is sorted has been read. Without a pipe, Ctrl-C ends all.
      guard source.readsStandardInput else { return try file.run() }
      return try file.run(until: { StopSignal.isRaised && source.order != .sorted })
    }
    var lines = PacketLines(
      PacketTextWriter(
        timestampDigits: file.record.timestampDigits, isColoured: report.colour.isWanted(on: .errors)),
      to: .standardError)
    return try file.run { packet, frame, transport, observation in
      lines.add(packet, frame, transport, observation)
      lines.flush()
    } until: {
      lines.hasFailed || StopSignal.isRaised
    }
  }
}

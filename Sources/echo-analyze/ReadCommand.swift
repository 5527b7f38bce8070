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
      """)

  @Argument(
    help: ArgumentHelp("Capture files: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var files: [String]

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: ReportOptions

  @Option(
    help: ArgumentHelp(
      "A session log of echo-analyze server or client (--log): ties its socket calls to the frames. May be repeated.",
      valueName: "file"))
  var log: [String] = []

  @Flag(help: "With -: no packet lines on standard error while they come through a pipe.")
  var quiet = false

  func run() throws {
    var summary = Summary()
    var status = ExitStatus.done
    let sessions = try log.map { try RecordedSession(file: $0) }
    for path in files {
      do throws(CaptureError) {
        summary.append(try analyse(path))
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures {
      guard let reason = capture.cut else { continue }
      tell("echo-analyze: \(capture.path): \(reason). What could be read is reported.")
      status.merge(.cut)
    }
    if !summary.captures.isEmpty {
      // A log tells of all connections, and which of them is whose shows only among all.
      summary.join(sessions)
      if !log.isEmpty { summary.select(selection.analysis.selection) }
      selection.tellIfNothingMatches(summary)
      try output.write(summary)
    }
    try status.end()
  }

  /// What comes through a pipe may take its time: its packets are shown as they come, beside the report.
  private func analyse(_ path: String) throws(CaptureError) -> Summary {
    // Ctrl-C, which ends the program that writes to the pipe, ends the reading and not the report.
    if path == "-" { StopSignal.install() }
    var options = selection.analysis
    if !log.isEmpty { options.selection = Selection() }
    var file = try FileAnalysis(path: path, options: options)
    guard path == "-", !quiet, isStandardInputPipe() else { return try file.run(until: { StopSignal.isRaised }) }
    var lines = PacketLines(
      PacketTextWriter(timestampDigits: file.record.timestampDigits), to: .standardError)
    return try file.run { packet, frame, transport, observation in
      lines.add(packet, frame, transport, observation)
      lines.flush()
    } until: {
      lines.hasFailed || StopSignal.isRaised
    }
  }
}

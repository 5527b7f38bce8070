import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report
import Wire

/// `echo-analyze live`: packets as they come, and the report at the end.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Capture on an interface: packet lines as they come, the report at the end.",
    usage: """
      echo-analyze live --iface <name> [<options>]
      echo-analyze live - [<options>]
      """,
    discussion: """
      Ctrl-C ends it with the report.
        echo-analyze live --iface lo --port 12345
        echo-analyze live --iface eth0 --host 192.0.2.7 --write lan.pcap
        echo-analyze live --iface eth0 --quiet --write lan.pcap --ring-size 100M --ring-files 10
      Instead of --iface, - reads a capture that another program is still writing:
        ssh host tcpdump -U -w - | echo-analyze live -
      """)

  @Argument(help: ArgumentHelp("A capture that arrives on standard input, instead of --iface.", valueName: "-"))
  var stream: String?

  @Option(
    help: ArgumentHelp(
      "The network interface; any for all of them. echo-analyze interfaces lists them.", valueName: "name"))
  var iface: String?

  @OptionGroup var selection: SelectionOptions

  @Option(help: ArgumentHelp("Also write what is captured to this pcap file.", valueName: "file"))
  var write: String?

  @Flag(help: "Overwrite the file of --write if it exists.")
  var force = false

  @OptionGroup var ring: RingOptions

  @Option(help: ArgumentHelp("End after this many packets of the selection.", valueName: "packets"))
  var count: Int?

  @Option(help: ArgumentHelp("End after this many seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(help: ArgumentHelp("Keep this many bytes of each frame, not all of it.", valueName: "bytes"))
  var snapshotLength: Int?

  @Flag(help: "Also take frames that are addressed to other machines.")
  var promiscuous = false

  @Flag(help: "No packet lines.")
  var quiet = false

  @OptionGroup var privilege: PrivilegeOptions
  @OptionGroup var output: ReportOptions

  func validate() throws {
    if let stream, stream != "-" {
      throw ValidationError(
        "live needs --iface \(stream) for an interface of that name; for a file: echo-analyze read \(stream)")
    }
    if stream != nil, iface != nil { throw ValidationError("Either --iface or -, not both.") }
    if stream == nil, iface == nil {
      throw ValidationError("Name the interface with --iface (echo-analyze interfaces lists them), or - for a stream.")
    }
    if stream != nil, snapshotLength != nil || promiscuous || force {
      throw ValidationError("--snapshot-length, --promiscuous and --force go with --iface.")
    }
    if stream != nil, write != nil || ring.limits != nil {
      throw ValidationError("--write goes with --iface; what comes through - is a capture already.")
    }
    try ring.validate(write: write, force: force)
    if write == "-" { throw ValidationError("--write needs a file: the report goes to standard output.") }
    if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
    if let duration, !(duration > 0 && duration < 1e9) {
      throw ValidationError("--duration must be more than 0 seconds.")
    }
    if let snapshotLength, !(64...262_144).contains(snapshotLength) {
      throw ValidationError("--snapshot-length must be between 64 and 262144 bytes.")
    }
  }

  func run() throws {
    StopSignal.install()
    let outcome: (summary: Summary, failure: CaptureError?)
    do throws(CaptureError) {
      outcome = if let iface { try capture(on: iface) } else { (try follow(), nil) }
    } catch {
      tell("echo-analyze: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    var status = ExitStatus.done
    if let reason = outcome.summary.captures.first?.cut {
      tell("echo-analyze: \(reason). What came before is reported.")
      status.merge(.cut)
    }
    if let failure = outcome.failure {
      tell("echo-analyze: \(failure)")
      status.merge(.failed)
    }
    selection.tellIfNothingMatches(outcome.summary)
    if !quiet, output.format == .text {
      // Between the lines and the story; also after the ^C that a terminal shows.
      var separator = Output.standardOutput
      try separator.write("\n")
    }
    try output.write(outcome.summary)
    try status.end()
  }

  /// A capture may go on for days: its memory must not.
  private var analysis: AnalysisOptions {
    var options = selection.analysis
    options.boundMemory(conversations: output.conversationLimit ?? Self.conversationLimit)
    return options
  }

  /// Conversations that a report keeps which tells all it can.
  private static let conversationLimit = 5_000

  /// Lines go to standard error where the report is for a program.
  private func lines(digits: Int) -> PacketLines? {
    guard !quiet else { return nil }
    let stream = output.format == .text ? StandardStream.output : .errors
    let writer = PacketTextWriter(timestampDigits: digits, isColoured: output.colour.isWanted(on: stream))
    return PacketLines(writer, to: Output(stream))
  }

  /// Bytes of the kernel's buffer: what comes faster than it is analysed waits there, some 200,000 usual packets.
  private static var bufferSize: Int { 64 * 1_048_576 }

  private func capture(on interface: String) throws(CaptureError) -> (Summary, CaptureError?) {
    var options = LiveCapture.Options()
    if let snapshotLength { options.snapshotLength = snapshotLength }
    options.isPromiscuous = promiscuous
    options.bufferSize = Self.bufferSize
    let privileges = try privilege.privileges
    var live = try LiveAnalysis(interface: interface, options: analysis, live: options)
    var recording = try Recording(write, live, overwrite: force, ring: ring.limits, privileges: privileges)
    try privileges.dropTelling()
    // By the user who the process is now.
    try recording.check()
    // Where nobody reads the lines any more, what was captured is written out all the same.
    if write != nil { ignoreBrokenPipes() }
    var lines = lines(digits: live.record.timestampDigits)
    tell("Capturing on \(interface); Ctrl-C ends it with the report.")
    var limit = StopCondition(count: count, duration: duration)
    let start = ContinuousClock.now
    defer { StatusLine.clear() }
    let summary = try live.run { packet, frame, transport, observation in
      recording.add(packet)
      if observation.isSelected { limit.packets += 1 }
      lines?.add(packet, frame, transport, observation)
    } until: {
      limit.isCountReached || recording.failure != nil
    } onChange: { change in
      lines?.flush()
      tell("\(change.message(of: interface))")
    } while: { figures in
      lines?.flushIfDue()
      recording.flushIfDue()
      StatusLine.show { LiveStatus(figures(), elapsed: .now - start).text }
      return !limit.isReached && recording.failure == nil && lines?.hasFailed != true
    }
    StatusLine.clear()
    lines?.flush()
    recording.close()
    if write != nil { restoreBrokenPipes() }
    for line in recording.account() { tell("\(line)") }
    return (summary, recording.failure)
  }

  private func follow() throws(CaptureError) -> Summary {
    // Nothing here needed a privilege, so nobody has to be told that root has none left.
    try privilege.privileges.drop()
    var file = try FileAnalysis(path: "-", options: analysis)
    var lines = lines(digits: file.record.timestampDigits)
    var limit = StopCondition(count: count, duration: duration)
    return try file.run { packet, frame, transport, observation in
      if observation.isSelected { limit.packets += 1 }
      lines?.add(packet, frame, transport, observation)
      lines?.flush()
    } until: {
      limit.isReached || lines?.hasFailed == true
    }
  }
}

/// When a live capture is to end: a signal, a number of packets, a time.
private struct StopCondition {
  let count: Int?
  let deadline: ContinuousClock.Instant?
  /// Packets of the selection so far.
  var packets = 0

  init(count: Int?, duration: Double?) {
    self.count = count
    deadline = duration.map { .now + .seconds($0) }
  }

  var isCountReached: Bool { count.map { packets >= $0 } ?? false }

  var isReached: Bool {
    StopSignal.isRaised || isCountReached || deadline.map { ContinuousClock.now >= $0 } ?? false
  }
}

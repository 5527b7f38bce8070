import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report
import SessionLog

/// `echo-analyze diagram`: one conversation drawn.
struct DiagramCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case ladder
    case timeSequence = "time-sequence"
    case stevens, rtt
    case rttDistribution = "rtt-distribution"
    case inFlight = "in-flight"
    case throughput, latency
    case all

    /// The plots that are asked for; none where it is the ladder.
    func isWanted(_ plot: Plot) -> Bool {
      switch self {
      case .ladder: false
      case .all: true
      case .timeSequence: plot.kind == .timeSequence && plot.variant != .stevens
      case .stevens: plot.variant == .stevens
      case .rtt: plot.kind == .rtt
      case .rttDistribution: plot.kind == .rttDistribution
      case .inFlight: plot.kind == .inFlight
      case .throughput: plot.kind == .throughput
      case .latency: plot.kind == .latency
      }
    }
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, svg, mermaid, json
  }

  enum Sender: String, ExpressibleByArgument, CaseIterable {
    case originator, responder

    var side: Side { self == .originator ? .originator : .responder }
  }

  static let configuration = CommandConfiguration(
    commandName: "diagram", abstract: "Draw a conversation: packet by packet between its sockets, or as a plot.",
    discussion: """
      Without --stream it is the first conversation that returns what it was sent, or else the largest.
        echo-analyze diagram lan.pcap
        echo-analyze diagram lan.pcap --stream tcp:1 --format svg --output ladder.svg
        echo-analyze diagram bulk.pcap --kind time-sequence --format svg --output time-sequence.svg
        echo-analyze diagram bulk.pcap --kind all --format json
      """)

  @Argument(help: ArgumentHelp("A capture file.", valueName: "file"))
  var file: String

  @OptionGroup var selection: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "What to draw. time-sequence is tcptrace's, stevens has a point a segment; all is every plot there is.",
      valueName: "kind"))
  var kind: Kind = .ladder

  @Option(help: "Whose payload a plot is about.")
  var from: Sender = .originator

  @Option(
    help: ArgumentHelp(
      "Packets of the ladder that are drawn: of more the first, the last, and those that they name.",
      valueName: "number"))
  var rows: Int = Ladder.rowLimit

  @OptionGroup var logs: LogInputOptions

  @Option(help: "mermaid is for the ladder; json has the numbers behind plots.")
  var format: Format = .text

  @OptionGroup var language: LanguageOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    switch (kind, format) {
    case (.ladder, .json): throw ValidationError("--format json has the numbers of plots: give --kind.")
    case (.ladder, _), (_, .text), (_, .json): break
    case (_, .mermaid): throw ValidationError("--format mermaid draws the ladder, not plots.")
    case (.all, .svg): throw ValidationError("--format svg is one drawing: give one --kind.")
    case (_, .svg): break
    }
    if rows < 2 { throw ValidationError("--rows takes 2 or more.") }
  }

  func run() throws {
    var status = ExitStatus.done
    let sessions = try logs.sessions()
    let summary = try CapturesWithPackets([file], selection, logs: sessions, &status, keepsListing: false) { summary in
      var selection = Selection()
      selection.streams = Set(
        [Self.conversation(of: summary)].compactMap { $0.map { Selection.Stream($0.protocol, $0.stream) } })
      return selection
    }.summary
    guard let record = Self.conversation(of: summary) else {
      if !summary.captures.isEmpty, selection.analysis.selection.isEmpty {
        tell("echo-analyze: \(file): there is no TCP or UDP conversation to draw.")
      }
      status.merge(.failed)
      return try status.end()
    }
    let total = summary.conversations.count + (summary.captures.first?.leftOut?.conversations ?? 0)
    if total > 1 {
      let stream = "\(record.protocol.rawValue):\(record.stream)"
      tell(
        "echo-analyze: this is \(stream), one of \(total) conversations; --stream draws another.")
    }
    let text = try draw(record, of: summary)
    var output = try output.open(beside: [file] + logs.log)
    try output.add(text)
    try output.flush()
    try status.end()
  }

  /// The first echo, or else the largest.
  private static func conversation(of summary: Summary) -> ConversationRecord? {
    summary.conversations.first(where: \.isEcho)
      ?? summary.conversations.filter { $0.background == nil }.max { ($0.bytes, $1.index) < ($1.bytes, $0.index) }
      ?? summary.conversations.first
  }

  private func draw(_ record: ConversationRecord, of summary: Summary) throws -> [UInt8] {
    let packets = summary.packets[record.index]
    guard kind != .ladder else {
      let ladder = Ladder(
        record, rows: packets, timeline: summary.socketTimelines.first { $0.conversation == record.index },
        logs: summary.logs, digits: summary.captures[record.capture].timestampDigits, language: language.lang,
        limit: rows)
      if ladder.isEmpty {
        tell("echo-analyze: \(file): the packets of this conversation were not kept; --stream draws it alone.")
        throw ExitCode(ExitStatus.failed.rawValue)
      }
      switch format {
      case .svg: return Array(ladder.svg().utf8)
      case .mermaid: return Array(ladder.mermaid().utf8)
      case .text, .json: return Array(ladder.text(width: output.width ?? 100).utf8)
      }
    }
    let plots = Plot.all(of: record, rows: packets, sides: [from.side], language: language.lang).filter(kind.isWanted)
    guard let first = plots.first else {
      tell(
        "echo-analyze: \(file): this conversation has no numbers for --kind \(kind.rawValue) --from \(from.rawValue).")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    switch format {
    case .svg: return Array(first.svg().utf8)
    case .json: return PlotJSON(record).write(plots)
    case .text, .mermaid:
      return Array(
        plots.map { "\($0.title)\n\($0.sparkline(width: (output.width ?? 100) - 40))" }.joined(separator: "\n").utf8)
    }
  }
}

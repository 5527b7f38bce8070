import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report

/// `echo-analyze conversations`: a line for each conversation.
struct ConversationsCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, zeek
  }

  static let configuration = CommandConfiguration(
    commandName: "conversations", abstract: "List the conversations of capture files, a line each.",
    discussion: """
      A file may be - for standard input, also while another program still writes to the pipe.
        echo-analyze conversations lan.pcap --sort bytes:desc
        echo-analyze conversations lan.pcap --format json | jq -r 'select(.outcome == "reset") | .verdict'
        echo-analyze conversations lan.pcap --format zeek > conn.log

      json, csv and zeek write each conversation as soon as it is over, and forget it: TCP 10 s after the last packet once \
      both sides have closed or one has sent a RST, otherwise an hour after it, UDP 180 s; zeek by Zeek's own timers. A \
      packet that comes later opens a new one. table keeps all to the end.

      Columns of csv, which table can be sorted by: \(ConversationColumn.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(
    help: ArgumentHelp("Capture files: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var files: [String]

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var join: JoinOptions
  @OptionGroup var colour: ColourOptions

  @Option(
    help: """
      table: to read; json: an object a line, with all that is known; csv: a line each; zeek: lines of Zeek's conn.log in \
      JSON.
      """)
  var format: Format = .table

  @Option(
    help: ArgumentHelp(
      "Sort the table by a column, such as bytes, duration or echo.rtt.median; :desc turns the order round.",
      valueName: "column"), transform: { try SortOrder($0) })
  var sort: SortOrder?

  @Flag(
    help:
      "With --format zeek: count packets whose checksum is wrong too, as zeek -C does. All other formats count them.")
  var ignoreChecksums = false

  @OptionGroup var language: LanguageOptions

  func validate() throws {
    _ = try join.sources(files)
    if sort != nil, format != .table {
      throw ValidationError(
        "--sort goes with --format table: the others write each conversation as soon as it is over.")
    }
    if language.lang != .english, format == .csv || format == .zeek {
      throw ValidationError("--lang goes with --format table or json: the others have no words of a language.")
    }
    if ignoreChecksums, format != .zeek { throw ValidationError("--ignore-checksums goes with --format zeek.") }
  }

  func run() throws {
    var status = ExitStatus.done
    let sources = try join.sources(files)
    if sources.contains(where: \.readsStandardInput) { StopSignal.install() }
    switch format {
    case .table: try writeTable(sources, &status)
    case .json, .csv, .zeek: try writeLines(sources, &status)
    }
    try status.end()
  }

  private var options: AnalysisOptions {
    var options = selection.analysis
    options.ignoresChecksums = ignoreChecksums
    switch format {
    case .table: options.lifetime = .capture
    case .json, .csv: options.lifetime = .idle
    case .zeek: options.lifetime = .zeek
    }
    return options
  }

  private func writeTable(_ sources: [CaptureSource], _ status: inout ExitStatus) throws {
    var summary = Summary()
    for source in sources {
      do throws(CaptureError) {
        defer { StatusLine.clear() }
        var file = try FileAnalysis(source, options: options, progress: ReadingStatus.progress(of: source))
        summary.append(try file.run(until: { StopSignal.isRaised && source.order != .sorted }))
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures { status.merge(tellGaps(in: capture, "What could be read is listed.")) }
    guard !summary.captures.isEmpty else { return }
    selection.tellIfNothingMatches(summary)
    if let sort { summary.conversations.sort(by: sort.column, descending: sort.isDescending) }
    var list = ConversationList(language: language.lang)
    list.isColoured = colour.isWanted()
    if let width = StandardStream.output.terminalWidth {
      list.width = max(width, 40)
      list.terminalWidth = max(width, 40)
    }
    var output = Output.standardOutput
    try list.write(summary) { text throws in try output.add(text.utf8) }
    try output.flush()
  }

  private func writeLines(_ sources: [CaptureSource], _ status: inout ExitStatus) throws {
    var lines = ConversationLines(format: format, language: language.lang)
    for source in sources where !lines.hasFailed {
      do throws(CaptureError) {
        defer { StatusLine.clear() }
        var file = try FileAnalysis(
          source, options: options,
          progress: StandardStream.output.isTerminal ? nil : ReadingStatus.progress(of: source))
        lines.begin()
        var letGo = 0
        let capture = try file.stream(until: { StopSignal.isRaised && source.order != .sorted }) {
          record, findings, digits in
          if record.isLetGo { letGo += 1 }
          lines.add(record, findings, digits: digits)
          if source.readsStandardInput { lines.flush() }
          return !lines.hasFailed
        }
        status.merge(tellGaps(in: capture, "What could be read is listed."))
        if letGo > 0 {
          tell(
            """
            echo-analyze: \(capture.path): \(letGo) conversations were written before they were over: more were open at a \
            time than there is room to follow. What came of them later is in lines of its own.
            """)
        }
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    lines.flush()
    if lines.hasFailed { status.merge(.failed) }
    if lines.isEmpty { selection.tellIfNothingMatches(Summary()) }
  }
}

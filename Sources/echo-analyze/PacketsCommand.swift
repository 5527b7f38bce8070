import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report

/// `echo-analyze packets`: a line for each packet.
struct PacketsCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, fields, json
  }

  static let configuration = CommandConfiguration(
    commandName: "packets", abstract: "List the packets of capture files, as tshark does.",
    discussion: """
      A file may be - for standard input, also while another program still writes to the pipe.
        echo-analyze packets lan.pcap --port 12345
        echo-analyze packets lan.pcap -T fields -e frame.number -e ip.src -e tcp.flags
        echo-analyze packets --merge client.pcap server.pcap
        echo-analyze packets lan.pcap --find "Hello World"

      Exit status: 3 where --find finds nothing in any of the files.
      """)

  @Argument(
    help: ArgumentHelp("Capture files: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var files: [String]

  @OptionGroup var join: JoinOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var colour: ColourOptions

  @Option(
    name: .customShort("T"),
    help: ArgumentHelp(
      "text: Wireshark's columns; fields: the fields of -e; json: an object a line.", valueName: "format"))
  var format: Format = .text

  @Option(
    name: .customShort("e"),
    help: ArgumentHelp("A field by Wireshark's name, such as tcp.seq. May be repeated.", valueName: "field"),
    transform: { try PacketField($0) })
  var fields: [PacketField] = []

  @Option(help: ArgumentHelp("Only frames with these numbers: 7 or 1-100.", valueName: "numbers"))
  var frames: FrameRange = FrameRange(1...Int.max)

  @Option(
    help: ArgumentHelp(
      """
      Only the frames that carry the first occurrence of this text: of TCP also across segments. \\r, \\n, \\t, \\\\ and \\xHH \
      stand for bytes.
      """, valueName: "text"))
  var find: SoughtBytes?

  @Option(help: "What the time column shows; relative is to the first packet.")
  var time: PacketTime = .relative

  func validate() throws {
    _ = try join.sources(files)
    if format == .fields, fields.isEmpty {
      throw ValidationError("-T fields needs at least one -e FIELD, for example -e frame.number -e ip.src.")
    }
    if find != nil, files.contains("-") {
      throw ValidationError("--find reads a capture twice: save what comes by standard input to a file first.")
    }
    if format == .text, !fields.isEmpty { throw ValidationError("-e goes with -T fields or -T json.") }
  }

  func run() throws {
    var status = ExitStatus.done
    var hasFound = false
    for source in try join.sources(files) {
      do throws(CaptureError) {
        status.merge(try list(source, &hasFound))
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    // As of grep: one file that has it is enough.
    if find != nil, !hasFound { status.merge(.no) }
    try status.end()
  }

  /// `hasFound` where what --find asks for is in it.
  private func list(_ source: CaptureSource, _ hasFound: inout Bool) throws(CaptureError) -> ExitStatus {
    var wanted: Set<Int>?
    if let find {
      let (found, capture) = try occurrence(of: find, in: source)
      guard let found else {
        tell("echo-analyze: \(source.paths[0]): no payload holds what --find asks for.")
        return tellGaps(in: capture, "The packets before were searched.")
      }
      hasFound = true
      tell("echo-analyze: \(source.paths[0]): \(place(of: found, length: find.bytes.count)).")
      wanted = Set(found.frames)
    }
    return try list(source, only: wanted)
  }

  /// Lists the frames of `wanted`; nil for all.
  private func list(_ source: CaptureSource, only wanted: Set<Int>?) throws(CaptureError) -> ExitStatus {
    var options = selection.analysis
    // Who of a conversation sent a packet, only the colours show.
    options.followsConversations = format == .text && colour.isWanted()
    // Where the packets are seen, they tell it themselves.
    let progress = StandardStream.output.isTerminal ? nil : ReadingStatus.progress(of: source)
    defer { StatusLine.clear() }
    var file = try FileAnalysis(source, options: options, progress: progress)
    var lines = PacketLines(writer(digits: file.record.timestampDigits), to: .standardOutput)
    let isStream = source.readsStandardInput
    var isPast = false
    // An option is looked up each time it is asked for.
    let range = frames.range
    let last = min(range.upperBound, wanted?.max() ?? .max)
    let summary = try file.run { packet, frame, transport, observation in
      lines.add(
        packet, frame, transport, observation,
        isListed: range.contains(observation.frame) && wanted?.contains(observation.frame) ?? true)
      if isStream { lines.flush() } else { lines.flushIfFull() }
      isPast = observation.frame >= last
    } until: {
      isPast || lines.hasFailed
    }
    lines.flush()
    if lines.hasFailed { return .failed }
    if lines.isEmpty, summary.captures[0].packets > 0 {
      tell("echo-analyze: \(summary.captures[0].path): no packet matches what was asked for.")
    }
    return tellGaps(in: summary.captures[0], "The packets before are listed.")
  }
}

extension PacketsCommand {
  private func writer(digits: Int) -> any PacketListWriter {
    switch format {
    case .text: PacketTextWriter(time: time.column, timestampDigits: digits, isColoured: colour.isWanted())
    case .fields: FieldWriter(fields)
    case .json: fields.isEmpty ? PacketJSONWriter() : PacketJSONWriter(fields)
    }
  }
}

/// A range of frame numbers as users write it.
struct FrameRange: ExpressibleByArgument {
  let range: ClosedRange<Int>

  init(_ range: ClosedRange<Int>) { self.range = range }

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = parts.first ?? nil, first >= 1, parts.count <= 2, let last = parts.last ?? nil, last >= first
    else { return nil }
    range = first...last
  }

  var defaultValueDescription: String { "all" }
}

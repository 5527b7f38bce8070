import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report

/// `echo-analyze follow`: the payload bytes of one stream.
struct FollowCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ascii, hex, raw
  }

  enum Origin: String, ExpressibleByArgument, CaseIterable {
    case both, originator, responder
  }

  static let configuration = CommandConfiguration(
    commandName: "follow", abstract: "Show the payload of one stream, both directions, as Wireshark's follow does.",
    discussion: """
      The file may be - for standard input, also while another program still writes to the pipe.
        echo-analyze follow lan.pcap --stream tcp:0
        echo-analyze follow lan.pcap --stream udp:3 --format raw > payload.bin
      """)

  @Argument(
    help: ArgumentHelp("A capture file: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The stream, by Wireshark's number: tcp:0, udp:0; a plain 0 is tcp.", valueName: "number"),
    transform: SelectionOptions.stream)
  var stream: [Selection.Stream]

  @Option(help: "ascii: text, with escapes for what is none; hex: a hex dump; raw: the bytes themselves.")
  var format: Format = .ascii

  @Option(help: "Whose bytes are shown.")
  var from: Origin = .both

  @Option(
    help: ArgumentHelp(
      "A capture filter, such as \"tcp or icmp\" (man pcap-filter): packets that it drops are not followed.",
      valueName: "expression"))
  var filter: String?

  @OptionGroup var language: LanguageOptions
  @OptionGroup var colour: ColourOptions

  func validate() throws {
    guard stream.count == 1 else { throw ValidationError("follow shows one --stream at a time.") }
    if format == .raw, StandardStream.output.isTerminal {
      throw ValidationError(
        "Raw bytes are not for a terminal, which may obey them. Send them to a file or a program, or take --format hex."
      )
    }
  }

  func run() throws {
    let status: ExitStatus
    do throws(CaptureError) {
      status = try follow(stream[0])
    } catch {
      tell("echo-analyze: \(error)")
      status = .failed
    }
    try status.end()
  }

  private func follow(_ stream: Selection.Stream) throws(CaptureError) -> ExitStatus {
    // Ctrl-C, which ends the program that writes to the pipe, ends the reading and not what is told at the end.
    let isStream = file == "-"
    if isStream { StopSignal.install() }
    var options = AnalysisOptions()
    options.selection.streams = [stream]
    options.filter = filter
    var analysis = try FileAnalysis(path: file, options: options)
    var followed = FollowedStream(stream, writer(stream.protocol), of: sides, to: .standardOutput)
    let summary = try analysis.run { _, frame, transport, observation in
      guard observation.isSelected else { return }
      followed.add(frame, transport, observation)
      if isStream { followed.flush() } else { followed.flushIfFull() }
    } until: {
      followed.hasFailed || StopSignal.isRaised
    }
    followed.finish()
    if followed.hasFailed { return .failed }
    var status = ExitStatus.done
    if let reason = summary.captures.first?.cut {
      tell("echo-analyze: \(file): \(reason). What could be read is shown.")
      status = .cut
    }
    for remark in followed.remarks { tell("echo-analyze: \(file): \(remark)") }
    if !followed.hasBegun {
      let name = "\(stream.protocol.rawValue):\(stream.number)"
      tell(
        followed.unmeasured.map { frame in
          "echo-analyze: \(file): nothing of stream \(name) can be followed: no packet of it tells how long its payload is, "
            + "as fragments do not of which some are missing. 'echo-analyze explain FILE --frame \(frame)' shows the first."
        }
          ?? "echo-analyze: \(file): no packet of stream \(name). 'echo-analyze read' lists the streams that there are."
      )
      status.merge(.failed)
    }
    return status
  }

  private var sides: Set<Side> {
    switch from {
    case .both: [.originator, .responder]
    case .originator: [.originator]
    case .responder: [.responder]
    }
  }

  private func writer(_ transport: TransportProtocol) -> any FollowWriter {
    switch format {
    case .ascii: FollowTextWriter(transport, language: language.lang, isColoured: colour.isWanted())
    case .hex: FollowHexWriter(language: language.lang, isColoured: colour.isWanted())
    case .raw: FollowRawWriter(language: language.lang)
    }
  }
}

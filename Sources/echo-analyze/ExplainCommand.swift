import Analyzer
import ArgumentParser
import Report

/// `echo-analyze explain`: one packet taken apart, or one conversation told in sentences.
struct ExplainCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, html
  }

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain one packet, bit by bit and in its conversation, or one conversation in sentences.",
    discussion: """
      A packet: its headers as the standards draw them, its bytes, its checksums, and why it has its label.
        echo-analyze explain lan.pcap --frame 7
        echo-analyze explain lan.pcap --frame 7 --against 9
      A conversation, phase by phase, with a glossary:
        echo-analyze explain lan.pcap --stream tcp:0 --lang id
      """)

  @Argument(
    help: ArgumentHelp("A capture file: pcap, pcapng or snoop, also packed with gzip or zstd.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The packet, by its number in the file, counted from 1.", valueName: "number"))
  var frame: Int?

  @Option(help: ArgumentHelp("With --frame: the packet to set it against, field by field.", valueName: "number"))
  var against: Int?

  @Option(
    help: ArgumentHelp(
      "The conversation, by Wireshark's number: tcp:0, udp:0; a plain 0 is tcp.", valueName: "number"),
    transform: SelectionOptions.stream)
  var stream: [Selection.Stream] = []

  @Option(help: "The format of the explanation.")
  var format: Format = .text

  @OptionGroup var language: LanguageOptions
  @OptionGroup var colour: ColourOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (frame == nil) != stream.isEmpty else {
      throw ValidationError("explain takes one of --frame NUMBER and --stream NUMBER.")
    }
    guard stream.count <= 1 else { throw ValidationError("explain tells one --stream at a time.") }
    for number in [frame, against] {
      if let number, number < 1 { throw ValidationError("frames are counted from 1.") }
    }
    if against != nil, frame == nil { throw ValidationError("--against goes with --frame.") }
  }

  func run() throws {
    if let stream = stream.first { return try explain(stream) }
    if let frame { return try explain(frame: frame) }
  }
}

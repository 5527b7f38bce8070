import Analyzer
import ArgumentParser
import Conversations
import Wire

/// Which conversations to look at: the same options in every command that reads packets.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only conversations with this TCP or UDP port. May be repeated: any of them.", valueName: "number"))
  var port: [UInt16] = []

  @Option(
    help: ArgumentHelp(
      "Only conversations of this IPv4 or IPv6 address. May be repeated: any of them.", valueName: "address"),
    transform: Self.address)
  var host: [IPAddress] = []

  @Option(
    help: ArgumentHelp(
      "Only this stream, by Wireshark's number: tcp:0, udp:0; a plain 0 is tcp. May be repeated.",
      valueName: "number"),
    transform: Self.stream)
  var stream: [Selection.Stream] = []

  @Option(
    help: ArgumentHelp(
      "A capture filter, such as \"tcp or icmp\" (man pcap-filter): packets that it drops are not analysed.",
      valueName: "expression"))
  var filter: String?

  /// The options as the engine takes them.
  var analysis: AnalysisOptions {
    var options = AnalysisOptions()
    options.selection.ports = Set(port)
    options.selection.hosts = Set(host)
    options.selection.streams = Set(stream)
    options.filter = filter
    return options
  }

  /// Tells that it was the selection that left nothing over, and not the capture.
  func tellIfNothingMatches(_ summary: Summary) {
    guard !analysis.selection.isEmpty, summary.conversations.isEmpty else { return }
    let options = [("--port", port.isEmpty), ("--host", host.isEmpty), ("--stream", stream.isEmpty)]
    let asked = options.filter { !$0.1 }.map(\.0).joined(separator: " and ")
    tell(
      "echo-analyze: no conversation matches what \(asked) asks for; 'echo-analyze conversations FILE' lists those that there are."
    )
  }

  private static func address(_ text: String) throws -> IPAddress {
    guard let address = IPAddress(text) else {
      throw ValidationError("it is not an IPv4 or IPv6 address (names are never looked up)")
    }
    return address
  }

  static func stream(_ text: String) throws -> Selection.Stream {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if let last = parts.last, let number = Int(last), number >= 0, parts.count <= 2 {
      switch parts.count == 2 ? parts[0] : "tcp" {
      case "tcp": return Selection.Stream(.tcp, number)
      case "udp": return Selection.Stream(.udp, number)
      default: break
      }
    }
    throw ValidationError("write tcp:0, udp:0 or 0")
  }
}

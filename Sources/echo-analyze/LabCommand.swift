import Analyzer
import ArgumentParser
import Capture
import Conversations
import Echo
import Report
import SessionLog

/// `echo-analyze lab`: capture, server and client in one go.
struct LabCommand: ParsableCommand {
  enum Transports: String, ExpressibleByArgument, CaseIterable {
    case tcp, udp, both
  }

  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Run an echo server and client on this machine, capture them, and tell what each call did to the wire.",
    discussion: """
      Everything stays on this machine: free ports on the loopback interface. Each protocol has a capture of its own.
        echo-analyze lab
        echo-analyze lab --protocol tcp --message halo --write my-lab
        echo-analyze lab --chat messages.txt
        echo-analyze lab --protocol tcp --server-fault reset
      """)

  @Option(help: "What to run (default: both; tcp with --chat).")
  var `protocol`: Transports?

  @Option(help: ArgumentHelp("The text to send (default: the course's).", valueName: "text"))
  var message: String?

  @Option(
    help: ArgumentHelp("A TCP chat in place of the one message: each line of this file is sent.", valueName: "file"))
  var chat: String?

  @Option(
    help: ArgumentHelp("Bytes of the message, which is repeated or cut (default: its length).", valueName: "bytes"))
  var size: Int?

  @OptionGroup var faults: LabFaultOptions

  @Option(help: ArgumentHelp("The interface to capture on (default: the loopback one).", valueName: "name"))
  var iface: String?

  @Option(
    help: ArgumentHelp(
      "Keep captures and session logs in this folder: tcp.pcap, tcp-server.jsonl, tcp-client.jsonl, and for UDP alike.",
      valueName: "folder"))
  var write: String?

  @Flag(help: "Overwrite files in the folder of --write.")
  var force = false

  @OptionGroup var privilege: PrivilegeOptions
  @OptionGroup var output: ReportOptions

  func validate() throws {
    if chat != nil, message != nil { throw ValidationError("Either --message or --chat, not both.") }
    if chat != nil, `protocol` == .udp || `protocol` == .both {
      throw ValidationError("--chat is a TCP session: it goes with --protocol tcp.")
    }
    if chat != nil, size != nil { throw ValidationError("--size is for the one message: it goes without --chat.") }
    if let size, !(1...65_507).contains(size) { throw ValidationError("--size must be between 1 and 65507 bytes.") }
    try faults.validate(for: transports)
    if force, write == nil { throw ValidationError("--force goes with --write.") }
  }

  func run() throws {
    StopSignal.install()
    let (folder, captures) = try prepare()
    var result = LabResult()
    for capture in captures where !StopSignal.isRaised {
      let outcome = capture.run(isCapturing: result.canCapture)
      for trouble in outcome.troubles { tell("echo-analyze: \(trouble)") }
      result.add(outcome)
    }
    // The report does not need the files.
    let isKept = captures.allSatisfy { $0.keepLogs() }
    if !isKept { result.noteFilesAreMissing() }
    let summary = result.summary()
    try output.write(summary)
    if let failure = result.failure { tell("echo-analyze: \(failure)") }
    if result.failure != nil, !result.hasCapture {
      tell("echo-analyze: without a capture, this is only what the sockets did.")
    }
    if isKept { folder?.tellHowToRead(summary) }
    try result.status.end()
  }

  /// Opens what takes a privilege, and gives privileges up before a session begins.
  private func prepare() throws -> (LabFolder?, [LabCapture]) {
    do {
      let privileges = try privilege.privileges
      let folder = try write.map { try LabFolder($0, transports, overwrite: force, privileges: privileges) }
      let captures = try transports.map { LabCapture(try plan($0), interface: iface ?? Self.loopback, folder: folder) }
      // What cannot be captured for one protocol cannot for the other.
      var canCapture = true
      for capture in captures { canCapture = capture.open(privileges, isCapturing: canCapture) }
      try privileges.dropTelling()
      return (folder, captures)
    } catch let error as CaptureError {
      tell("echo-analyze: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }

  private func plan(_ transport: TransportProtocol) throws -> LabSession.Plan {
    let (server, client) = (try faults.server(transport), try faults.client(transport))
    let text = Array((message ?? MessageOptions.standard(transport)).utf8)
    // A window of a few kilobytes is to be filled.
    let isWindowToFill = server.neverReads || client.neverReads
    let count = size ?? (message == nil && isWindowToFill ? 16_384 : text.count)
    guard !text.isEmpty || count == 0 else { throw ValidationError("--size needs a message to repeat.") }
    return LabSession.Plan(
      transport: transport, message: (0..<count).map { text[$0 % text.count] },
      chatInput: try chat.map(openForReading), serverFaults: server, clientFaults: client)
  }

  private var transports: [TransportProtocol] {
    switch `protocol` ?? (chat == nil ? .both : .tcp) {
    case .tcp: [.tcp]
    case .udp: [.udp]
    case .both: [.tcp, .udp]
    }
  }

  private static var loopback: String {
    #if os(Linux)
      "lo"
    #else
      "lo0"
    #endif
  }
}

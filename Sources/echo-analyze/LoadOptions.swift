import ArgumentParser
import Capture
import Conversations
import Echo
import Report
import SessionLog

/// Makes a client a load generator, and says how.
struct LoadOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(
    help: ArgumentHelp(
      "Send so many messages in all, numbered in their first 8 bytes, and report what came back (default: 1 for each "
        + "connection).", valueName: "number"))
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "Over so many connections or sockets at once, with one message on its way on each (default: 1).",
      valueName: "number"))
  var concurrency: Int?

  @Option(
    help: ArgumentHelp("Bytes of each message, which is repeated or cut (default: its length).", valueName: "bytes"))
  var size: Int?

  @Option(
    help: ArgumentHelp(
      "Begin a message on each connection every so often at most, such as 10ms (default: at once when the one before "
        + "is back).", valueName: "time"), transform: Patience.parse)
  var interval: Patience?

  @Option(help: "The format of a load's report (default: text).")
  var format: Format?

  /// Whether a load is asked for.
  var isWanted: Bool { count != nil || concurrency != nil || size != nil || interval != nil }

  func validate() throws {
    if let count, !(1...1_000_000_000_000).contains(count) {
      throw ValidationError("--count must be between 1 and 1000000000000.")
    }
    if let concurrency, !(1...65_535).contains(concurrency) {
      throw ValidationError("--concurrency must be between 1 and 65535.")
    }
    if format != nil, !isWanted {
      throw ValidationError("--format is for a load: it goes with --count, --concurrency, --size or --interval.")
    }
  }

  /// What every client that makes a load asks of its other options.
  func validate(
    with address: ClientAddressOptions, _ message: MessageOptions, _ faults: FaultOptions, sizeLimit: Int
  ) throws {
    if isWanted, message.message == "" { throw ValidationError("A load needs a --message of one byte at least.") }
    if let size, !(1...sizeLimit).contains(size) {
      throw ValidationError("--size must be between 1 and \(sizeLimit) bytes.")
    }
    if isWanted, !faults.fault.isEmpty {
      throw ValidationError("--fault of a client is for one message: let the server misbehave under a load.")
    }
    if concurrency ?? 1 > 1, address.localPort != nil {
      throw ValidationError("--local-port is for one connection: it goes without --concurrency.")
    }
  }

  /// Sends the load, and prints its report.
  func run(
    _ transport: TransportProtocol, _ address: ClientAddressOptions, _ message: [UInt8], timeout: Duration,
    sizeLimit: Int, _ consoleOptions: ConsoleOptions, _ log: SessionLogFile?
  ) throws {
    let lines = consoleOptions.lines()
    var console = Console(isQuiet: consoleOptions.quiet || format == .json)
    let length = size ?? message.count
    guard !message.isEmpty, length <= sizeLimit else {
      console.remark(lines.loadMessageLength(atMost: sizeLimit))
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    var options = LoadClient.Options(message: (0..<length).map { message[$0 % message.count] })
    options.concurrency = concurrency ?? 1
    options.count = count ?? options.concurrency
    options.interval = interval?.duration
    console.print(lines.connecting(host: address.host, port: address.port))
    let isWhole: Bool
    do throws(SocketError) {
      var client = try LoadClient(
        transport == .tcp ? .tcp : .udp, address.client(timeout: timeout, faults: FaultPlan()), options,
        recorder: log?.recorder)
      if let remark = address.fallback(client.peer, lines) { console.remark(remark) }
      StopSignal.install()
      let report = try client.run { !StopSignal.isRaised }
      if report.ending == .stopped { console.breakAfterInterrupt() }
      switch format ?? .text {
      case .text: console.announce(lines.load(report, transport).joined(separator: "\n"))
      case .json:
        let bytes = LoadJSONReport().bytes(report, transport, server: client.peer)
        console.announce(String(decoding: bytes.dropLast(), as: UTF8.self))
      }
      if let remark = remark(report, transport, address, lines) { console.remark(remark) }
      isWhole = report.isWhole
    } catch {
      console.remark(lines.trouble(error, while: address.task(transport, error)))
      isWhole = false
    }
    if !isWhole || console.hasFailed || log?.hasFailed == true { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// The probable cause where much is missing.
  private func remark(
    _ report: LoadReport, _ transport: TransportProtocol, _ address: ClientAddressOptions, _ lines: ConsoleLines
  ) -> String? {
    let isOneReply = report.connections > report.concurrency && report.connections >= report.echoed
    if transport == .tcp, isOneReply, report.echoed > 0 {
      return lines.loadOneReply()
    }
    if report.isWhole || report.ending == .stopped { return nil }
    let hasNothing = report.echoed + report.mismatched == 0
    if let error = report.lastError, hasNothing || report.ending == .gaveUp {
      return lines.trouble(error, while: address.task(transport, error))
    }
    if report.failures[.closed] ?? 0 > 0 { return lines.loadClosedEarly() }
    return hasNothing ? lines.noEcho(transport, after: report.timeout) : nil
  }
}

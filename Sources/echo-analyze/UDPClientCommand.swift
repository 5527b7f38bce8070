import ArgumentParser
import Conversations
import Echo
import Report
import SessionLog
import Wire

/// `echo-analyze client udp`.
struct UDPClientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "udp", abstract: "A UDP echo client.",
    usage: "echo-analyze client udp --port <number> [--host <host>] [<options>]",
    discussion: """
      Sends a message as one datagram, waits for one to come back, and compares. Exit status 1 if none comes.
        echo-analyze client udp --port 8765
        echo-analyze client udp --host 192.168.10.8 --port 12345 --timeout 500ms
      With --count, --concurrency, --size or --interval it makes a load, and reports what came back and how fast:
        echo-analyze client udp --port 12345 --count 100000 --concurrency 100
      """)

  @OptionGroup var address: ClientAddressOptions
  @OptionGroup var message: MessageOptions

  @Option(
    help: ArgumentHelp("Wait at most so long for the answer, such as 500ms or 5s (default: 2s).", valueName: "time"),
    transform: Patience.parse)
  var timeout = Patience(.seconds(2))

  @OptionGroup var load: LoadOptions
  @OptionGroup var faults: FaultOptions
  @OptionGroup var options: ConsoleOptions
  @OptionGroup var logging: LogOptions

  /// What a datagram carries over IPv4.
  private static let sizeLimit = 65_507

  func validate() throws {
    _ = try faults.plan(on: .udpClient)
    try load.validate(with: address, message, faults, sizeLimit: Self.sizeLimit)
  }

  func run() throws {
    let log = try logging.open(.client, .udp)
    if load.isWanted {
      return try load.run(
        .udp, address, try message.bytes(standard: .udp), timeout: timeout.duration, sizeLimit: Self.sizeLimit,
        options, log)
    }
    let lines = options.lines()
    var console = Console(isQuiet: options.quiet)
    let message = try message.bytes(standard: .udp)
    var trouble: String?
    let plan = try faults.plan(on: .udpClient)
    if let remark = faults.newSeed(of: plan, lines) { console.remark(remark) }
    console.print(lines.connecting(host: address.host, port: address.port))
    do throws(SocketError) {
      var client = try UDPClient(
        address.client(timeout: timeout.duration, faults: plan), recorder: log?.recorder)
      if let remark = address.fallback(client.peer, lines) { console.remark(remark) }
      console.print(lines.sending(message))
      if let answer = try client.echo(message) {
        console.print(lines.received(datagram: answer))
        if answer != message { trouble = lines.differs(at: commonPrefixCount(message, answer)) }
      } else {
        trouble = lines.noEcho(.udp, after: timeout.duration)
      }
      console.print(lines.closing())
      if !plan.isEmpty, !options.quiet { console.remark(lines.faultCounters(client.faultCounters)) }
      client.close()
    } catch {
      trouble = lines.trouble(error, while: address.task(.udp, error))
    }
    if let trouble { console.remark(trouble) }
    if trouble != nil || console.hasFailed || log?.hasFailed == true { throw ExitCode(ExitStatus.failed.rawValue) }
  }
}

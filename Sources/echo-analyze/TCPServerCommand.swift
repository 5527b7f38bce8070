import ArgumentParser
import Capture
import Conversations
import Echo
import Report
import SessionLog
import Wire

/// `echo-analyze server tcp`.
struct TCPServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tcp", abstract: "A TCP echo server.",
    discussion: """
      As it is, it accepts one connection after another, receives once, sends the same bytes back, and closes.
        echo-analyze server tcp --port 3456
        echo-analyze server tcp --port 12345 --host 0.0.0.0 --chat --lang id
      Ctrl-C ends it.
      """)

  @OptionGroup var address: ServerAddressOptions

  @Flag(help: "Serve many connections at once, and echo each until its client closes it (RFC 862).")
  var keepOpen = false

  @Flag(help: "Serve many clients at once, message by message; exit ends a client's session.")
  var chat = false

  @Option(
    help: ArgumentHelp(
      "How many connections may wait to be accepted, their handshake done; those served do not count.",
      valueName: "number"))
  var backlog = 5

  @Option(help: ArgumentHelp("Receive at most this many bytes at a time.", valueName: "bytes"))
  var buffer = 2_048

  @Option(help: ArgumentHelp("Serve at most this many connections at once; others wait.", valueName: "number"))
  var maxConnections = 1_024

  @Option(
    help: ArgumentHelp(
      "Hold at most this many bytes for clients that do not read: --max-connections times --buffer must fit. "
        + "The kernel's buffers come on top: about twice as much to send, at least 128 KiB each, and what came.",
      valueName: "bytes"))
  var maxBuffered = 67_108_864

  @Option(
    help: ArgumentHelp(
      "End a connection on which nothing moves for so long, such as 30s or 5m (default: 60s; 10m with --chat).",
      valueName: "time"), transform: Patience.parse)
  var idleTimeout: Patience?

  @Option(
    help: ArgumentHelp(
      "Ask whether a client is still there after so long a silence, and give it up when three probes are not answered "
        + "(TCP keep-alive; default: never, for --idle-timeout ends such connections).",
      valueName: "time"), transform: Patience.parse)
  var keepAlive: Patience?

  @Option(
    help: ArgumentHelp(
      "praktikum: print the text where a byte count is meant, as the course's program does; plain: print the count.",
      valueName: "style"))
  var style: ConsoleLines.Style = .praktikum

  @OptionGroup var faults: FaultOptions
  @OptionGroup var console: ConsoleOptions
  @OptionGroup var logging: LogOptions

  func validate() throws {
    if keepOpen, chat { throw ValidationError("Either --keep-open or --chat, not both.") }
    if backlog < 0 { throw ValidationError("--backlog cannot be negative.") }
    if !(1...16_777_216).contains(buffer) { throw ValidationError("--buffer must be between 1 and 16777216 bytes.") }
    if !(1...1_000_000).contains(maxConnections) {
      throw ValidationError("--max-connections must be between 1 and 1000000.")
    }
    _ = try faults.plan(on: .tcpServer)
    if buffer * maxConnections > maxBuffered {
      throw ValidationError(
        "--buffer \(buffer) for each of --max-connections \(maxConnections) is more than --max-buffered \(maxBuffered) bytes: "
          + "lower one of the first two, or raise the third.")
    }
  }

  private var idleLimit: Duration { idleTimeout?.duration ?? .seconds(chat ? 600 : 60) }

  func run() throws {
    let lines = console.lines(style)
    var options = TCPServer.Options()
    options.mode = chat ? .chat(goodbye: lines.goodbye()) : keepOpen ? .stream : .oneReply
    options.backlog = backlog
    options.receiveLimit = buffer
    options.connectionLimit = maxConnections
    options.idleLimit = idleLimit
    options.keepAlive = keepAlive?.duration
    options.faults = try faults.plan(on: .tcpServer)
    let log = try logging.open(.server, .tcp)
    StopSignal.install()
    let task = ConsoleLines.Task.serving(.tcp, host: address.host, port: address.port)
    var transcript = TCPServerTranscript(lines, task, options, Console(isQuiet: console.quiet))
    do throws(SocketError) {
      var server = try TCPServer(
        host: address.host, port: address.port, prefersIPv6: address.ipv6, options: options,
        recorder: log?.recorder)
      transcript.start(address, server.endpoint, seed: faults.newSeed(of: options.faults, lines))
      try server.run { event, bytes in
        transcript.tell(event, bytes)
      } while: {
        !StopSignal.isRaised && !transcript.console.hasFailed
      }
      transcript.end(server.counters)
    } catch {
      transcript.console.remark(lines.trouble(error, while: task))
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    if transcript.console.hasFailed || log?.hasFailed == true { throw ExitCode(ExitStatus.failed.rawValue) }
  }
}

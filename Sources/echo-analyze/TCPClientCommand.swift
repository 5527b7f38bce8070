import ArgumentParser
import Conversations
import Echo
import Report
import SessionLog
import Wire

/// `echo-analyze client tcp`.
struct TCPClientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tcp", abstract: "A TCP echo client.",
    usage: "echo-analyze client tcp --port <number> [--host <host>] [<options>]",
    discussion: """
      Sends a message, receives it back in pieces, compares, and closes. Exit status 1 if it does not come back.
        echo-analyze client tcp --port 3456
        echo-analyze client tcp --host 192.168.10.8 --port 12345 --message halo
        echo-analyze client tcp --port 12345 --chat --lang id
      With --count, --concurrency, --size or --interval it makes a load, and reports what came back and how fast:
        echo-analyze client tcp --port 12345 --count 100000 --concurrency 100
      """)

  @OptionGroup var address: ClientAddressOptions
  @OptionGroup var message: MessageOptions

  @Option(
    help: ArgumentHelp(
      "Receive at most this many bytes at a time; a line is printed for each, with whole characters only.",
      valueName: "bytes"))
  var receive = 16

  @Flag(
    help:
      "Send each line that is typed, or comes through a pipe, as one message without its line end, until exit or the end."
  )
  var chat = false

  @Option(
    help: ArgumentHelp(
      "Wait at most so long for the handshake with each address of the host, and for each answer, such as 500ms or 5s "
        + "(default: 10s).", valueName: "time"), transform: Patience.parse)
  var timeout = Patience(.seconds(10))

  @OptionGroup var load: LoadOptions
  @OptionGroup var faults: FaultOptions
  @OptionGroup var options: ConsoleOptions
  @OptionGroup var logging: LogOptions

  /// Bytes of a message of a load.
  private static let sizeLimit = 16_777_216

  func validate() throws {
    _ = try faults.plan(on: .tcpClient)
    if !(1...16_777_216).contains(receive) {
      throw ValidationError("--receive must be between 1 and 16777216 bytes.")
    }
    if chat, message.message != nil || message.input != nil {
      throw ValidationError("--chat sends what is typed: it goes without --message and --input.")
    }
    if chat, load.isWanted { throw ValidationError("--chat sends what is typed: it makes no load.") }
    try load.validate(with: address, faults, sizeLimit: Self.sizeLimit)
  }

  func run() throws {
    let plan = try faults.plan(on: .tcpClient)
    let log = try logging.open(.client, .tcp)
    if load.isWanted {
      return try load.run(
        .tcp, address, try message.bytes(standard: .tcp), timeout: timeout.duration, sizeLimit: Self.sizeLimit,
        options, log)
    }
    let isDone = chat ? talk(plan, log?.recorder) : try echo(plan, log?.recorder)
    if !isDone || log?.hasFailed == true { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// Whether the message came back.
  private func echo(_ plan: FaultPlan, _ recorder: SocketRecorder?) throws -> Bool {
    let lines = options.lines()
    var console = Console(isQuiet: options.quiet)
    let message = try message.bytes(standard: .tcp)
    if let remark = faults.newSeed(of: plan, lines) { console.remark(remark) }
    console.print(lines.connecting(host: address.host, port: address.port))
    do throws(SocketError) {
      var client = try TCPClient(address.client(timeout: timeout.duration, faults: plan), recorder: recorder)
      if let remark = address.fallback(client.peer, lines) { console.remark(remark) }
      console.print(lines.sending(message))
      if message.isEmpty { console.remark(lines.nothingToSend()) }
      var text = ConsoleText()
      var left = message.count
      let outcome = client.echo(message, receiveLimit: receive) { piece in
        left -= piece.count
        if !options.quiet { console.print(lines.received(piece: text.piece(piece, isLast: left == 0))) }
      }
      // The server closed in the middle of a character.
      if text.isHolding { console.print(lines.received(piece: text.piece([], isLast: true))) }
      console.print(lines.closing())
      // What the server's end comes to is its own affair: the echo is there.
      let surplus = outcome.ending == .complete ? (try? client.finish()) ?? 0 : 0
      let counters = client.faultCounters
      client.close()
      let isWell = report(outcome, surplus: surplus, of: message.count, plan, lines, console)
      if !plan.isEmpty, !options.quiet { console.remark(lines.faultCounters(counters)) }
      return isWell
    } catch {
      console.remark(lines.trouble(error, while: address.task(.tcp, error)))
      return false
    }
  }

  private func report(
    _ outcome: TCPClient.Outcome, surplus: Int, of count: Int, _ plan: FaultPlan, _ lines: ConsoleLines,
    _ console: Console
  ) -> Bool {
    switch outcome.ending {
    case .complete: break
    case .closedByServer: console.remark(lines.shortEcho(received: outcome.received, of: count))
    case .silent where plan.neverReads: console.remark(lines.leftUnread(sent: outcome.sent, of: count))
    case .silent: console.remark(lines.noEcho(.tcp, after: timeout.duration))
    case .failed(let error): console.remark(lines.trouble(error, while: address.task(.tcp, error)))
    }
    if let offset = outcome.firstDifference { console.remark(lines.differs(at: offset)) }
    if surplus > 0 { console.remark(lines.surplus(surplus)) }
    return outcome.ending == .complete && outcome.firstDifference == nil && surplus == 0 && !console.hasFailed
  }

  /// Whether the conversation ended as the user wanted.
  private func talk(_ plan: FaultPlan, _ recorder: SocketRecorder?) -> Bool {
    let lines = options.lines()
    var console = Console(isQuiet: options.quiet)
    if let remark = faults.newSeed(of: plan, lines) { console.remark(remark) }
    console.print(lines.chatConnecting(host: address.host, port: address.port))
    let isTyping = isStandardInputTerminal()
    var text = ConsoleText()
    var hasDiffered = false
    // The cursor stands behind the prompt, perhaps with what the user typed.
    var isAsking = false
    var ending: ChatClient.Ending
    var counters: FaultCounters?
    do throws(SocketError) {
      var client = try ChatClient(address.client(timeout: timeout.duration, faults: plan), recorder: recorder)
      if let remark = address.fallback(client.peer, lines) { console.remark(remark) }
      ending = client.run(input: 0) { event, bytes in
        switch event {
        case .ready:
          if isTyping { console.prompt(lines.prompt()) }
          isAsking = isTyping
        case .returned:
          console.print(lines.returned(Array(bytes)))
          isAsking = false
        case .differs(let offset):
          hasDiffered = true
          console.remark(lines.differs(at: offset))
        case .said:
          console.print((isAsking ? "\n" : "") + lines.said(piece: text.piece(bytes)))
          isAsking = false
        }
      }
      counters = client.faultCounters
    } catch {
      ending = .failed(error)
    }
    if text.isHolding { console.print(lines.said(piece: text.piece([], isLast: true))) }
    if isAsking, ending != .exit, ending != .silent { console.print("") }
    if isTyping, ending != .exit, ending != .endOfInput { forgetTypedInput() }
    if case .failed(let error) = ending { console.print(lines.chatError(error)) }
    console.print(lines.chatClosing())
    switch ending {
    case .exit, .endOfInput: break
    case .closedByServer: console.remark(lines.serverClosed())
    case .silent where plan.neverReads: break
    case .silent: console.remark(lines.noEcho(.tcp, after: timeout.duration))
    case .failed(let error): console.remark(lines.trouble(error, while: address.task(.tcp, error)))
    }
    if let counters, !plan.isEmpty, !options.quiet { console.remark(lines.faultCounters(counters)) }
    return (ending == .exit || ending == .endOfInput) && !hasDiffered && !console.hasFailed
  }
}

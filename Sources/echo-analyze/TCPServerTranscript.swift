import Conversations
import Echo
import Report
import SessionLog
import Wire

/// What a TCP server's console says of what happens.
struct TCPServerTranscript {
  private let lines: ConsoleLines
  private let options: TCPServer.Options
  private var task: ConsoleLines.Task
  private(set) var console: Console
  /// Of chat clients: a character whose rest has not come.
  private var texts: [Endpoint: ConsoleText] = [:]
  private var remarks = ServerRemarks()

  init(_ lines: ConsoleLines, _ task: ConsoleLines.Task, _ options: TCPServer.Options, _ console: Console) {
    self.lines = lines
    self.task = task
    self.options = options
    self.console = console
  }

  private var isChat: Bool {
    if case .chat = options.mode { true } else { false }
  }

  mutating func start(_ address: ServerAddressOptions, _ endpoint: Endpoint, seed: String?) {
    let (host, port) = (address.host, endpoint.port)
    if let remark = address.fallback(endpoint, lines) { console.remark(remark) }
    task = .serving(.tcp, host: host, port: port)
    if let warning = lines.lowPort(port) { console.remark(warning) }
    let start = isChat ? lines.serverRunning(host: host, port: port) : lines.startingUp(host: host, port: port)
    if address.needsPortTold || !console.isQuiet { console.announce(start) }
    if let seed { console.remark(seed) }
    if options.mode == .oneReply { console.print(lines.waiting()) }
  }

  mutating func tell(_ event: TCPServer.Event, _ bytes: ArraySlice<UInt8>) {
    switch event {
    case .full: console.remark(lines.connectionLimit(options.connectionLimit))
    case .acceptFailed(let error): console.remark(lines.trouble(error, while: task))
    case .ended(let peer, let ending, _, let sent):
      if options.mode == .oneReply, ending == .closedByClient { remark(.saidNothing, lines.saidNothing(peer)) }
      tellEnd(of: peer, ending, sent: sent)
    case .accepted(let peer):
      switch options.mode {
      case .oneReply: break
      case .stream: console.print(lines.connected(peer))
      case .chat: console.print(lines.chatConnected(peer))
      }
    case .received:
      if options.mode == .oneReply, !console.isQuiet { console.print(lines.data(Array(bytes))) }
    case .echoed(let peer):
      if options.mode == .oneReply, !console.isQuiet { console.print(lines.sentBack(Array(bytes), to: peer)) }
    case .message(let peer, let hasEnded):
      if !console.isQuiet { console.print(message(bytes, hasEnded: hasEnded, from: peer)) }
    case .exitAsked(let peer): console.print(lines.exitAsked(by: peer))
    }
  }

  /// The rest of a character that is cut comes with the next message; one too long for a line is cut anyway.
  private mutating func message(_ bytes: ArraySlice<UInt8>, hasEnded: Bool, from peer: Endpoint) -> String {
    var text = texts.removeValue(forKey: peer) ?? ConsoleText()
    if bytes.count > ConsoleText.messageLimit {
      let before = text.isHolding ? lines.message(piece: text.piece([], isLast: true), from: peer) + "\n" : ""
      return before + lines.message(Array(bytes), from: peer)
    }
    let piece = text.piece(bytes, isLast: hasEnded)
    if text.isHolding { texts[peer] = text }
    return lines.message(piece: piece, from: peer)
  }

  private mutating func tellEnd(of peer: Endpoint, _ ending: TCPServer.Ending, sent: Int) {
    if var text = texts.removeValue(forKey: peer) {
      console.print(lines.message(piece: text.piece([], isLast: true), from: peer))
    }
    if ending == .stopped { console.breakAfterInterrupt() }
    switch ending {
    case .silent where options.faults.neverReads: break
    case .silent: remark(.silent, lines.silentConnection(peer, after: options.idleLimit))
    case .notReading: remark(.notReading, lines.clientDoesNotRead(peer, after: options.idleLimit))
    case .failed(let error):
      if isChat, error.reason == .reset {
        console.print(lines.disconnected(peer))
      } else {
        remark(.failed(error.reason), lines.failed(error, with: peer))
      }
    case .answered, .closedByClient, .exit, .stopped: break
    }
    switch options.mode {
    case .oneReply: if ending != .stopped { console.print(lines.waiting()) }
    case .stream: console.print(lines.echoed(bytes: sent, to: peer))
    case .chat: console.print(lines.connectionClosed(peer))
    }
  }

  private mutating func remark(_ kind: ServerRemarks.Kind, _ text: String) {
    if let text = remarks.remark(kind, text, lines) { console.remark(text) }
  }

  mutating func end(_ counters: TCPServer.Counters) {
    console.breakAfterInterrupt()
    console.remark(
      lines.tcpCounters(
        connections: counters.connections, pieces: counters.receives, bytesReceived: counters.bytesReceived,
        bytesSent: counters.bytesSent))
    if let trouble = lines.trouble(counters.trouble) { console.remark(trouble) }
    if !options.faults.isEmpty { console.remark(lines.faultCounters(counters.faults)) }
  }
}

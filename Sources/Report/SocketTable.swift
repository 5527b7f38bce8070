import Analyzer
import Conversations
import SessionLog
import Wire

/// What the programs' sockets did, call by call, beside the frames that have to do with it.
struct SocketTable {
  let phrases: any Phrases
  let wantsAllDetails: Bool
  /// Times count from here; nil where the first call is the beginning.
  let start: Timestamp?
  let logs: [LogRecord]
  /// There is a capture to find frames in.
  var isCaptured = true

  /// Of long lists these many rows are shown.
  private static let shownFirst = 40
  private static let shownLast = 10
  private static let shownCounts = 6

  func write(_ timeline: SocketTimeline, on page: inout Document) {
    page.section(phrases.label(.sockets), programs(of: timeline))
    for program in timeline.programs where isCaptured {
      if let remark = phrases.clock(program.clock, of: name(of: program)) { page.remark(remark) }
    }
    var columns: [(String, TextTable.Alignment)] = [
      (phrases.label(.time), .right), (phrases.label(.program), .left), (phrases.label(.call), .left),
    ]
    if isCaptured { columns.append((phrases.label(.frames), .left)) }
    var table = TextTable(columns)
    let steps = timeline.steps
    let start = start ?? steps.first?.moment
    let isShortened = !wantsAllDetails && steps.count > Self.shownFirst + Self.shownLast
    let notKept = timeline.stepsTotal - steps.count
    for (place, step) in steps.enumerated() {
      if isShortened, place >= Self.shownFirst, place < steps.count - Self.shownLast {
        if place == Self.shownFirst {
          let hidden = steps.count - Self.shownFirst - Self.shownLast
          table.add(note: phrases.callsLeftOut(hidden + notKept, shown: hidden))
        }
        continue
      }
      if !isShortened, notKept > 0, place == steps.count / 2 {
        table.add(note: phrases.callsLeftOut(notKept, shown: 0))
      }
      let time = start.map { phrases.numbers.seconds(step.moment.nanoseconds(since: $0), digits: 6) } ?? ""
      let cells = [time, name(of: timeline.programs[step.program]), call(step) + waiting(of: step.call)]
      let frames = isCaptured ? phrases.frames(of: step) : ""
      table.add(
        cells, last: frames.isEmpty ? nil : { _ in frames }, Meaning(timeline.programs[step.program].side))
    }
    page.table(table, indent: 4)
    for (place, program) in timeline.programs.enumerated() {
      writeKernel(steps.filter { $0.program == place }, name(of: program), on: &page)
    }
  }

  private func programs(of timeline: SocketTimeline) -> String {
    timeline.programs.map { program in
      name(of: program) + (logs[program.log].path.map { " (\(EscapedText($0).text))" } ?? "")
    }.joined(separator: ", ")
  }

  /// `client` and `server`, as the logs say; else by what they are in the conversation.
  private func name(of program: SocketTimeline.Program) -> String {
    phrases.program(logs[program.log].header?.role, program.side)
  }

  /// How long the call waited, where it did.
  private func waiting(of call: SessionEvent) -> String {
    guard let returnedAt = call.returnedAt, returnedAt - call.calledAt >= Self.shortestWait else { return "" }
    switch call.event {
    case .connectEstablished, .connectFailed, .accept, .recv, .recvfrom, .send, .sendto:
      return " " + phrases.took(returnedAt - call.calledAt)
    default: return ""
    }
  }

  /// What is shorter, the call itself may take on a busy machine.
  private static let shortestWait: Int64 = 1_000_000

  /// The call as a program writes it, and what it returned.
  private func call(_ step: SocketTimeline.Step) -> String {
    let event = step.call
    let failure = event.errno.map { " = " + (event.error.map { EscapedText($0).text } ?? "\($0)") } ?? ""
    let bytes = event.bytes.map { "\($0)" } ?? ""
    let peer = event.remote.map { "\($0)" } ?? ""
    switch event.event {
    case .socket: return "socket()" + failure
    case .bind: return "bind(\(event.local.map { "\($0)" } ?? ""))" + failure
    case .listen: return "listen(\(event.backlog.map { "\($0)" } ?? ""))" + failure
    case .accept: return "accept()" + (failure.isEmpty ? " = " + peer : failure)
    case .connectStarted, .connectEstablished, .connectFailed: return "connect(\(peer))" + failure
    case .send: return "send(\(bytes))" + failure
    case .sendto: return "sendto(\(bytes), \(peer))" + failure
    case .recv, .recvfrom:
      let counts = self.counts(event.bytes, step.further)
      return event.event.rawValue + "()" + (failure.isEmpty ? " = " + counts : failure)
    case .shutdown: return "shutdown(SHUT_WR)" + failure
    case .close where event.remote == nil: return phrases.closeUnconnected() + failure
    case .close: return (event.isReset == true ? "close(), SO_LINGER 0" : "close()") + failure
    case .fault: return phrases.fault(event.fault.map { EscapedText($0).text } ?? "", bytes: event.bytes)
    }
  }

  /// What several calls returned; of many the first, the last and the sum.
  private func counts(_ first: Int?, _ further: [Int]) -> String {
    let all = [first ?? 0] + further
    if all.count > 3, all.dropLast().allSatisfy({ $0 == all[0] }) {
      let last = all[all.count - 1]
      return last == all[0] ? "\(all.count) × \(last)" : "\(all.count - 1) × \(all[0]) + \(last)"
    }
    guard all.count > Self.shownCounts else { return all.map { "\($0)" }.joined(separator: " + ") }
    return all.prefix(3).map { "\($0) + " }.joined() + "… + \(all[all.count - 1]) = \(all.reduce(0, &+))"
  }

  /// What the kernel knew of the connection at its beginning and before its end.
  private func writeKernel(_ steps: [SocketTimeline.Step], _ program: String, on page: inout Document) {
    let samples = steps.filter { $0.call.tcpInfo != nil }
    for step in [samples.first, samples.count > 1 ? samples.last : nil].compactMap(\.self) {
      guard let info = step.call.tcpInfo else { continue }
      page.remark(phrases.kernel(info, at: step.call.event, of: program))
    }
  }
}

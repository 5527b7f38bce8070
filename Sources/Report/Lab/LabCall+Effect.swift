import Analyzer
import Conversations
import SessionLog

extension LabCall {
  /// A row of the table of calls: the call, or two that packets do not tell apart, what it does, and its frames.
  typealias Row = (name: String, effect: String, frames: String?)

  /// The rows of one protocol, with the frames of `trace` where there is one. Only a program's log tells close() from
  /// shutdown(): both send a FIN.
  static func rows(
    of transport: TransportProtocol, _ trace: EchoTrace?, _ summary: Summary, _ words: any LabPhrases
  ) -> [Row] {
    let calls = transport == .tcp ? tcp : udp
    let isLogged = trace.map { trace in
      summary.socketTimelines.contains { $0.conversation == trace.record.index }
    }
    return calls.compactMap { call -> Row? in
      if transport == .tcp, isLogged == false {
        if call == .shutdown { return nil }
        if call == .close {
          return (words.closeOrShutdown, words.effectOfEither, trace.map { call.effect(in: $0, summary, words) })
        }
      }
      return (
        call.rawValue + "()", words.effect(of: call, transport), trace.map { call.effect(in: $0, summary, words) }
      )
    }
  }

  /// The frames of a call: what the programs' logs tell of them, or else what the packets themselves do.
  func effect(in trace: EchoTrace, _ summary: Summary, _ words: any LabPhrases) -> String {
    let record = trace.record
    if let timeline = summary.socketTimelines.first(where: { $0.conversation == record.index }) {
      let frames = Set(timeline.steps.filter { $0.call.event.call == self }.flatMap(\.effect.sentFrames)).sorted()
      return frames.isEmpty ? words.noFrame : words.effect(frames, of: frames.count)
    }
    switch self {
    case .socket, .bind, .listen, .accept, .recv, .recvfrom, .shutdown: return words.noFrame
    case .connect: return words.effect(trace.control.opening, of: trace.control.opening.count)
    case .send: return words.effect(record.data.map(\.frame), of: record.dataTotal)
    case .sendto:
      let sent = record.exchanges.flatMap { [$0.request?.frame, $0.reply?.frame].compactMap(\.self) }
      return words.effect(
        sent, of: max(sent.count, record.exchanges.count < record.exchangesTotal ? record.packets : 0))
    case .close: return record.protocol == .tcp ? words.effect(trace.closes, of: trace.closes.count) : words.noFrame
    }
  }
}

extension SessionEvent.Kind {
  /// The row of the table of calls that it belongs to; nil of what is no call.
  fileprivate var call: LabCall? {
    switch self {
    case .connectStarted, .connectEstablished, .connectFailed: .connect
    case .fault: nil
    default: LabCall(rawValue: rawValue)
    }
  }
}

extension SocketTimeline.Effect {
  /// Frames that it put on the wire.
  fileprivate var sentFrames: [Int] {
    switch self {
    case .handshake(let syns, let synAcks, let ack): syns + synAcks + (ack.map { [$0] } ?? [])
    case .refused(let frames, let answer): frames + (answer.map { [$0] } ?? [])
    case .sent(let frames, let again, _, _): frames + again
    case .closed(let fin, let resets): (fin.map { [$0] } ?? []) + resets
    case .none, .dequeued, .received, .end, .failed, .notSeen, .notPlaced, .notKept: []
    }
  }
}

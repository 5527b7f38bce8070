import Analyzer
import Conversations
import SessionLog
import Wire

// Session logs, and what their calls have to do with frames.
extension JSONReport {
  func write(_ log: LogRecord, to json: inout JSONWriter) {
    json.object { json in
      json.field("path", chosen: log.path)
      json.field("program", chosen: log.header?.program)
      json.field("role", log.header?.role.rawValue)
      json.field("protocol", log.header?.protocol.rawValue)
      json.field("process", log.header.map { Int($0.process) })
      json.field("calls", log.events)
      json.field("callsLeftOut", log.eventsLeftOut)
      json.field("unreadableLines", log.unreadableLines)
      json.field("firstUnreadableLine", log.firstUnreadableLine)
      json.field("socketsWithoutConversation", log.unmatchedTotal)
    }
  }

  func write(_ timeline: SocketTimeline, to json: inout JSONWriter) {
    json.array("programs", timeline.programs) { json, program in
      json.object(.inline) { json in
        json.field("log", program.log)
        json.field("side", program.side.rawValue)
        json.field("clock", program.clock.kind.rawValue)
        let isKnown = program.clock.kind != .unknown
        json.field(
          "clockOffsetSeconds",
          number: isKnown ? NumberText.plain.seconds(program.clock.offsetNanoseconds, digits: 9) : nil)
        json.field(
          "clockUncertaintySeconds",
          number: program.clock.uncertaintyNanoseconds.map { NumberText.plain.seconds($0, digits: 9) })
      }
    }
    json.array("calls", timeline.steps) { json, step in
      json.object(.inline) { json in write(step, to: &json) }
    }
    json.field("callsTotal", timeline.stepsTotal)
  }

  private func write(_ step: SocketTimeline.Step, to json: inout JSONWriter) {
    let call = step.call
    json.field("program", step.program)
    json.field("socket", call.socket)
    json.field("call", call.event.rawValue)
    json.field("time", number: NumberText.plain.seconds(step.time.nanoseconds, digits: 9))
    json.field(
      "tookSeconds",
      number: call.returnedAt.flatMap {
        $0 < call.calledAt ? nil : NumberText.plain.seconds($0 - call.calledAt, digits: 9)
      })
    json.field("offset", call.offset)
    if let bytes = call.bytes {
      json.field("bytes", [bytes] + step.further)
    } else {
      json.null("bytes")
    }
    write("local", call.local, to: &json)
    write("remote", call.remote, to: &json)
    if call.isReset == true { json.field("reset", true) }
    json.field("errno", call.errno.map { Int($0) })
    json.field("error", chosen: call.error)
    json.field("fault", chosen: call.fault)
    if let info = call.tcpInfo {
      json.object("tcpInfo", .inline) { json in
        json.field("rttMicroseconds", info.rttMicroseconds)
        json.field("rttVariationMicroseconds", info.rttVariationMicroseconds)
        json.field("retransmissions", info.retransmissions)
        json.field("congestionWindow", info.congestionWindow)
        json.field("sendMSS", info.sendMSS)
      }
    }
    let links = step.effect.links
    json.field("relation", links.relation)
    json.field("frames", links.frames)
    json.field("again", links.again)
    json.field("acknowledgedBy", links.acknowledgedBy)
    json.field(
      "acknowledgedAfterSeconds", number: links.afterNanoseconds.map { NumberText.plain.seconds($0, digits: 9) })
  }
}

extension SocketTimeline.Effect {
  /// The same in one shape, for programs.
  fileprivate struct Links {
    let relation: String
    var frames: [Int] = []
    var again: [Int] = []
    var acknowledgedBy: Int?
    var afterNanoseconds: Int64?
  }

  fileprivate var links: Links {
    switch self {
    case .none: Links(relation: "none")
    case .handshake(let syns, let synAcks, let ack):
      Links(relation: "handshake", frames: (syns + synAcks + [ack].compactMap(\.self)).sorted())
    case .refused(let frames, let answer): Links(relation: "refused", frames: frames + [answer].compactMap(\.self))
    case .dequeued(let frame): Links(relation: "dequeued", frames: [frame].compactMap(\.self))
    case .sent(let frames, let again, let acknowledgment, let elapsed):
      Links(
        relation: "sent", frames: frames, again: again, acknowledgedBy: acknowledgment, afterNanoseconds: elapsed)
    case .received(let frames): Links(relation: "received", frames: frames)
    case .end(let frame): Links(relation: "end", frames: [frame])
    case .closed(let fin, let resets): Links(relation: "closed", frames: [fin].compactMap(\.self) + resets)
    case .failed(let frames): Links(relation: "failed", frames: frames)
    case .notSeen: Links(relation: "notSeen")
    case .notPlaced: Links(relation: "notPlaced")
    case .notKept: Links(relation: "notKept")
    }
  }
}

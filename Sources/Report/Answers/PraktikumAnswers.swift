import Analyzer
import Conversations
import Wire

/// The tasks of the practicum, and its statements checked: each with the conversation that fits.
struct PraktikumAnswers {
  let summary: Summary
  let sessions: PraktikumSessions
  let tcp: AnswerSource?
  let udp: AnswerSource?
  let chat: AnswerSource?

  init(_ summary: Summary, _ listing: PacketListing, _ sessions: PraktikumSessions) {
    self.summary = summary
    self.sessions = sessions
    tcp = sessions.tcp.map { AnswerSource(summary, listing, $0.trace.record) }
    udp = sessions.udp.map { AnswerSource(summary, listing, $0.trace.record) }
    chat = sessions.chat.map { AnswerSource(summary, listing, $0.trace.record) }
  }

  var answers: [Answer] { tasks + claims }

  var tasks: [Answer] { [taskA, taskB, taskC, taskD, taskE, taskF] }

  var claims: [Answer] {
    [
      layer, backlog, readLimit, serverCloses, sendall, threePackets, handshake, push, closingOrder, chatIsSame,
      noAccept, noReceipt, twoPackets, numbers, noErrorDetection,
    ]
  }

  func about(_ source: AnswerSource, _ question: AnswerQuestion) -> Answer {
    var answer = Answer(question)
    answer.say(.about(source.record, capture: source.captureName))
    return answer
  }

  private func task(
    _ question: AnswerQuestion, _ trace: Comparison.Trace?, _ obstacle: AnswerObstacle, _ evidence: [EchoEvidence]
  ) -> Answer {
    guard let trace else { return Answer(question, cannot: obstacle) }
    var answer = Answer(question)
    answer.say(.about(trace.trace.record, capture: trace.capture))
    for each in evidence { answer.say(.evidence(each, trace)) }
    return answer
  }

  private var taskA: Answer {
    var answer = task(.taskA, sessions.tcp, .noTCP, [.order, .acknowledgments, .reliability, .windows])
    guard let trace = sessions.tcp?.trace else { return answer }
    answer.add(.retransmissions, .integer(trace.retransmissions.total), frames: trace.retransmissions.frames)
    answer.add(.outOfOrder, .integer(trace.outOfOrder))
    return answer
  }

  private var taskB: Answer {
    guard sessions.tcp != nil || sessions.udp != nil else { return Answer(.taskB, cannot: .noEcho) }
    var answer = Answer(.taskB)
    answer.say(.calls([sessions.tcp, sessions.udp].compactMap(\.self)))
    return answer
  }

  private var taskC: Answer {
    guard let tcp else { return Answer(.taskC, cannot: .noTCP) }
    var answer = about(tcp, .taskC)
    guard let (syn, synAck, ack) = Self.opening(of: tcp.record) else { return Answer(.taskC, cannot: .noHandshake) }
    addOpening(tcp.record, syn, synAck, ack, to: &answer)
    answer.say(.numbers(syn: syn, synAck: synAck))
    return answer
  }

  private var taskD: Answer {
    var answer = task(.taskD, sessions.udp, .noUDP, [.opening, .overhead, .firstEcho])
    guard let trace = sessions.udp?.trace else { return answer }
    answer.add(.controlFrames, .integer(0))
    answer.add(.bytesPerHundred, trace.bytesPerHundred.map { .integer($0) } ?? .unknown)
    answer.add(
      .firstEcho, trace.timeToFirstEcho.map { .nanoseconds($0) } ?? .unknown,
      frames: trace.firstEcho.map { [$0.request, $0.reply] } ?? [])
    return answer
  }

  private var taskE: Answer { task(.taskE, sessions.udp, .noUDP, [.use]) }

  private var taskF: Answer {
    guard let tcp = sessions.tcp, let udp = sessions.udp else {
      return Answer(.taskF, cannot: sessions.tcp == nil ? .noTCP : .noUDP)
    }
    var answer = Answer(.taskF)
    for aspect in ComparedAspect.allCases {
      answer.say(.aspect(aspect, tcp))
      answer.say(.aspect(aspect, udp))
    }
    return answer
  }

  static func opening(
    of record: ConversationRecord
  ) -> (syn: Handshake.SYN, synAck: Handshake.SYN, ack: FrameMoment)? {
    guard let handshake = record.handshake, let syn = handshake.syn, let synAck = handshake.synAck,
      let ack = handshake.ack
    else { return nil }
    return (syn, synAck, ack)
  }

  func addOpening(
    _ record: ConversationRecord, _ syn: Handshake.SYN, _ synAck: Handshake.SYN, _ ack: FrameMoment,
    to answer: inout Answer
  ) {
    answer.say(
      .handshake(syn: syn.frame, synAck: synAck.frame, ack: ack.frame, nanoseconds: record.handshake?.nanoseconds))
    answer.add(
      .handshakeTime, record.handshake?.nanoseconds.map { .nanoseconds($0) } ?? .unknown,
      frames: [syn.frame, synAck.frame, ack.frame])
  }

  /// The capture has conversations, or may have, of which the summary holds no record.
  func hasOthers(in capture: Int) -> Bool { summary.isSelected || summary.captures[capture].leftOut != nil }

  /// Connections to one server that were open at once at most, by the frames of their SYNs.
  func mostConcurrent(with record: ConversationRecord) -> (Int, [Int]) {
    let open = summary.conversations.filter {
      $0.capture == record.capture && $0.protocol == .tcp && $0.responder == record.responder
        && $0.handshake?.ack != nil
    }
    var changes: [(time: Timestamp, isEnd: Bool, frame: Int)] = []
    for each in open {
      let start = each.handshake?.ack?.time ?? each.first.time
      changes.append((start, false, each.first.frame))
      // One that says nothing more stays open.
      if each.last.time > start { changes.append((each.last.time, true, each.first.frame)) }
    }
    // One that ends as another begins is not open with it.
    changes.sort { ($0.time, $0.isEnd ? 0 : 1, $0.frame) < ($1.time, $1.isEnd ? 0 : 1, $1.frame) }
    var now = 0, most = 0, end = 0
    for (place, change) in changes.enumerated() {
      now += change.isEnd ? -1 : 1
      if now > most { (most, end) = (now, place + 1) }
    }
    var frames: Set<Int> = []
    for change in changes[..<end] {
      if change.isEnd { frames.remove(change.frame) } else { frames.insert(change.frame) }
    }
    return (most, frames.sorted())
  }
}

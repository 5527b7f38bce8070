import Analyzer
import Conversations
import SessionLog
import Wire

// Statements about TCP.
extension PraktikumAnswers {
  /// A1: transport is the fourth layer.
  var layer: Answer {
    let source = tcp ?? udp
    guard let source, let anatomy = source.anatomy, let frame = source.sample?.frame,
      anatomy.headers.contains(where: { $0.kind == .tcp || $0.kind == .udp })
    else { return Answer(.claimA1, cannot: source?.noSample ?? .noSample) }
    var answer = about(source, .claimA1)
    answer.verdict = .right
    answer.say(.layers(anatomy.headers.map { (name: $0.kind.name, start: $0.start, length: $0.length) }, frame: frame))
    return answer
  }

  /// A2: `listen(5)` lets five clients connect.
  var backlog: Answer {
    guard let tcp else { return Answer(.claimA2, cannot: .noTCP) }
    let (most, frames) = mostConcurrent(with: tcp.record)
    var answer = about(tcp, .claimA2)
    answer.say(.backlog)
    answer.say(.concurrent(most, frames: frames, isLeast: hasOthers(in: tcp.record.capture)))
    answer.add(.concurrent, .integer(most), frames: Array(frames.prefix(16)))
    if most > 5 {
      answer.verdict = .wrong
    } else {
      answer.verdict = .undecided
      // Those that are not known might be more.
      answer.obstacle = hasOthers(in: tcp.record.capture) ? .someConversations : .rulesProgram
    }
    return answer
  }

  /// Bytes that each `recv` of one side's program returned.
  private func received(by side: Side, in record: ConversationRecord) -> [Int] {
    guard let timeline = summary.socketTimelines.first(where: { $0.conversation == record.index }) else { return [] }
    return timeline.steps.filter { $0.call.event == .recv && timeline.programs[$0.program].side == side }
      .flatMap { [$0.call.bytes ?? 0] + $0.further }.filter { $0 > 0 }
  }

  /// A3: 2048 bytes are all that a server can read.
  var readLimit: Answer {
    guard let tcp else { return Answer(.claimA3, cannot: .noTCP) }
    var answer = about(tcp, .claimA3)
    answer.verdict = .undecided
    answer.say(.readLimit)
    let sent = tcp.record.toResponder.uniquePayloadBytes, back = tcp.record.toOriginator.uniquePayloadBytes
    let frames = [tcp.data(of: .originator).last?.frame, tcp.data(of: .responder).last?.frame].compactMap(\.self)
    answer.add(.totalPayload, .bytes(sent), of: .originator, frames: Array(frames.prefix(1)))
    answer.add(.totalPayload, .bytes(back), of: .responder, frames: Array(frames.suffix(1)))
    let calls = received(by: .responder, in: tcp.record)
    if !calls.isEmpty {
      answer.say(.received(calls, .responder))
      answer.add(.receiveCalls, .integer(calls.count))
    }
    if sent > 2_048, back < sent, tcp.record.activeCloser == .responder {
      answer.verdict = .partly
      answer.say(.shortEcho(returned: back, of: sent, frames: frames))
    } else if sent > 2_048, back >= sent, let last = tcp.data(of: .responder).last {
      answer.verdict = .partly
      answer.say(.longMessage(sent, frame: last.frame))
    } else if !calls.isEmpty {
      answer.verdict = .partly
    } else {
      answer.obstacle = .rulesProgram
    }
    return answer
  }

  /// A4: the server closes.
  var serverCloses: Answer {
    guard let tcp else { return Answer(.claimA4, cannot: .noTCP) }
    guard let closer = tcp.record.activeCloser, let teardown = tcp.record.teardown,
      let frame = teardown.fins.first?.frame ?? teardown.resets.first?.frame
    else { return Answer(.claimA4, cannot: .noTeardown) }
    var answer = about(tcp, .claimA4)
    answer.verdict = closer == .responder ? .right : .wrong
    answer.say(.closer(closer, frame: frame, isReset: teardown.fins.isEmpty))
    answer.add(.activeCloser, .text(closer == .responder ? "server" : "client"), frames: [frame])
    return answer
  }

  /// A5: `sendall` makes sure that all is sent.
  var sendall: Answer {
    guard let tcp else { return Answer(.claimA5, cannot: .noTCP) }
    let data = tcp.data(of: .originator).filter { $0.newBytes > 0 }
    guard !data.isEmpty else { return Answer(.claimA5, cannot: tcp.noData(of: .originator)) }
    guard tcp.trace.hasBothSides else { return Answer(.claimA5, cannot: .oneDirection) }
    var answer = about(tcp, .claimA5)
    let open = data.filter { $0.acknowledgedBy == nil }
    let total = tcp.record.toResponder.uniquePayloadBytes
    let missing = open.reduce(0) { $0 + $1.newBytes }
    let kept = tcp.data(of: .originator).count, all = tcp.dataTotal(of: .originator)
    let isWhole = tcp.hasAllData || kept >= all, end = tcp.acknowledgmentOfEnd(of: .originator)
    if !open.isEmpty {
      answer.verdict = .partly
      answer.say(.undelivered(bytes: missing, of: total, frames: open.map(\.frame), isLeast: !isWhole))
    } else if isWhole || end != nil {
      answer.verdict = .right
      let last = isWhole ? data.last?.acknowledgedBy : end
      answer.say(.delivered(bytes: total, frames: [last?.frame].compactMap(\.self)))
    } else {
      answer.verdict = .undecided
      answer.say(
        .deliveredOfFirst(
          segments: kept, of: all, bytes: data.reduce(0) { $0 + $1.newBytes },
          frames: data.suffix(1).compactMap(\.acknowledgedBy?.frame)))
    }
    let isKnown = isWhole || (open.isEmpty && end != nil)
    if !isKnown { answer.obstacle = .firstKept(kept, of: all) }
    answer.say(.toTheKernel)
    answer.add(.totalPayload, .bytes(total), frames: Array(data.map(\.frame).prefix(8)))
    answer.add(.undelivered, isKnown ? .bytes(missing) : .unknown, frames: Array(open.map(\.frame).prefix(8)))
    return answer
  }

  /// A6: the message is cut into three packets, and the server confirms three times.
  var threePackets: Answer {
    guard let tcp else { return Answer(.claimA6, cannot: .noTCP) }
    let requests = tcp.data(of: .originator).filter { $0.newBytes > 0 }
    let replies = tcp.data(of: .responder).filter { $0.newBytes > 0 }
    guard !requests.isEmpty, !replies.isEmpty else {
      return Answer(.claimA6, cannot: tcp.hasAllData ? .noData : tcp.firstKept)
    }
    var answer = about(tcp, .claimA6)
    answer.verdict = requests.count == 3 && replies.count == 3 ? .right : .wrong
    if !tcp.hasAllData {
      answer.obstacle = tcp.firstKept
      // Of three the rest might bring a fourth.
      if requests.count <= 3, replies.count <= 3 { answer.verdict = .undecided }
    }
    answer.say(
      .segments(
        requests: requests.map(\.frame), replies: replies.map(\.frame),
        requestBytes: requests.reduce(0) { $0 + $1.newBytes }, replyBytes: replies.reduce(0) { $0 + $1.newBytes },
        isWhole: tcp.hasAllData))
    for (name, segments) in [(AnswerValueName.requestSegments, requests), (.replySegments, replies)] {
      answer.add(
        name, tcp.hasAllData ? .integer(segments.count) : .unknown, frames: Array(segments.map(\.frame).prefix(16)))
    }
    let calls = received(by: .originator, in: tcp.record)
    if calls.isEmpty {
      answer.say(.callsAreNoPackets)
    } else {
      answer.say(.received(calls, .originator))
      answer.add(.receiveCalls, .integer(calls.count), frames: Array(replies.map(\.frame).prefix(16)))
    }
    return answer
  }

  /// A7: SYN, SYN-ACK, ACK.
  var handshake: Answer {
    guard let tcp else { return Answer(.claimA7, cannot: .noTCP) }
    guard let (syn, synAck, ack) = Self.opening(of: tcp.record) else { return Answer(.claimA7, cannot: .noHandshake) }
    var answer = about(tcp, .claimA7)
    answer.verdict = .right
    addOpening(tcp.record, syn, synAck, ack, to: &answer)
    return answer
  }

  /// A8: PSH has the data passed on, and the ACK confirms it.
  var push: Answer {
    guard let tcp else { return Answer(.claimA8, cannot: .noTCP) }
    let data = tcp.record.data.filter { $0.newBytes > 0 }
    guard let first = data.first else {
      return Answer(.claimA8, cannot: tcp.record.dataTotal > 0 ? .notLookedAt : .noData)
    }
    var answer = about(tcp, .claimA8)
    let pushed = data.filter { $0.flags.contains(.psh) }
    var count = (pushed: pushed.count, all: data.count)
    if !tcp.hasAllData {
      // Counted of all, those that were sent again with them.
      let segments = [tcp.record.toResponder.segments, tcp.record.toOriginator.segments].compactMap(\.self)
      count = (segments.reduce(0) { $0 + $1.pushedDataPackets }, segments.reduce(0) { $0 + $1.dataPackets })
    }
    answer.say(.pushed(count.pushed, of: count.all, frames: pushed.map(\.frame)))
    answer.add(.pushed, .integer(count.pushed), frames: Array(pushed.map(\.frame).prefix(16)))
    guard let acknowledgment = first.acknowledgedBy, let number = tcp.row(acknowledgment.frame)?.segment?.acknowledgment
    else {
      answer.verdict = .undecided
      answer.obstacle = .noAcknowledgment
      return answer
    }
    answer.verdict = count.pushed == 0 ? .partly : .right
    answer.say(
      .arithmetic(
        frame: first.frame, sequence: first.sequence, length: first.length, acknowledgment: number,
        by: acknowledgment.frame))
    answer.say(.passedOnIsARule)
    let next = first.sequence &+ UInt32(truncatingIfNeeded: first.length)
    answer.add(
      .relativeAcknowledgment, .integer(Int(number)), next == number ? .acknowledgmentOfData : nil,
      next == number ? "\(first.sequence) + \(first.length)" : nil, frames: [first.frame, acknowledgment.frame])
    return answer
  }

  /// A9: the client sends FIN first, and the server answers with FIN.
  var closingOrder: Answer {
    guard let tcp else { return Answer(.claimA9, cannot: .noTCP) }
    guard let closer = tcp.record.activeCloser, let teardown = tcp.record.teardown,
      let frame = teardown.fins.first?.frame ?? teardown.resets.first?.frame
    else { return Answer(.claimA9, cannot: .noTeardown) }
    var answer = about(tcp, .claimA9)
    // The order may be right: that a last ACK follows is left out of it.
    answer.verdict =
      teardown.fins.isEmpty || closer == .responder || teardown.areFINsCrossed ? .wrong : .partly
    answer.say(.closer(closer, frame: frame, isReset: teardown.fins.isEmpty))
    if teardown.areFINsCrossed { answer.say(.closedTogether) }
    let frames = tcp.trace.control.closing
    answer.say(.closing(segments: frames.count, frames: frames, halfClosed: teardown.halfClosedNanoseconds))
    if let last = teardown.fins.last?.acknowledgedBy, teardown.fins.count == 2 {
      answer.say(.lastACK(last.frame))
    } else {
      answer.say(.noLastACK)
    }
    answer.add(.activeCloser, .text(closer == .responder ? "server" : "client"), frames: [frame])
    answer.add(.closingSegments, .integer(frames.count), frames: Array(frames.prefix(16)))
    answer.add(
      .halfClosed, teardown.halfClosedNanoseconds.map { .nanoseconds($0) } ?? .unknown,
      frames: teardown.fins.map(\.frame)
    )
    return answer
  }

  /// A10: a chat looks the same.
  var chatIsSame: Answer {
    guard let chat else { return Answer(.claimA10, cannot: .noChat) }
    var answer = about(chat, .claimA10)
    answer.verdict = .wrong
    let record = chat.record
    answer.say(
      .chat(
        messages: record.echo.requests, idle: record.toResponder.segments?.longestIdle,
        frame: record.toResponder.segments?.longestIdleFrame))
    let resets = record.teardown?.resets.map(\.frame) ?? []
    let lost = record.data.filter { $0.from == .responder && $0.newBytes > 0 && $0.acknowledgedBy == nil }
    let bytes = lost.reduce(0) { $0 + $1.newBytes }
    let isKnown =
      chat.hasAllData || chat.data(of: .responder).count >= chat.dataTotal(of: .responder)
      || (bytes == 0 && chat.acknowledgmentOfEnd(of: .responder) != nil)
    if !resets.isEmpty || bytes > 0 {
      answer.say(.chatEnds(resets: resets, undelivered: bytes, frames: lost.map(\.frame), isLeast: !isKnown))
    }
    if !isKnown { answer.obstacle = chat.firstKept }
    if let tcp, tcp.record.index != record.index { answer.say(.simpleSession(messages: tcp.record.echo.requests)) }
    answer.add(
      .messages, .integer(record.echo.requests),
      frames: Array(chat.data(of: .originator).filter { $0.newBytes > 0 }.map(\.frame).prefix(16)))
    answer.add(.resets, .integer(record.teardown?.resetTotal ?? 0), frames: resets)
    answer.add(.undelivered, isKnown ? .bytes(bytes) : .unknown, frames: Array(lost.map(\.frame).prefix(16)))
    return answer
  }

  /// Task c: SYN and SYN-ACK tell the initial sequence numbers.
  var numbers: Answer {
    guard let tcp else { return Answer(.claim6c, cannot: .noTCP) }
    guard let (syn, synAck, ack) = Self.opening(of: tcp.record) else { return Answer(.claim6c, cannot: .noHandshake) }
    var answer = about(tcp, .claim6c)
    answer.verdict = .right
    answer.say(.numbers(syn: syn, synAck: synAck))
    answer.add(
      .rawSequence, .integer(Int(syn.initialSequenceNumber.rawValue)), of: .originator, frames: [syn.frame])
    answer.add(
      .rawSequence, .integer(Int(synAck.initialSequenceNumber.rawValue)), of: .responder, frames: [synAck.frame])
    if let raw = tcp.row(ack.frame)?.segment?.rawAcknowledgment.rawValue {
      answer.add(.rawAcknowledgment, .integer(Int(raw)), frames: [ack.frame])
    }
    return answer
  }
}

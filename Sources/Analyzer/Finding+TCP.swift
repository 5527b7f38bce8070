import Conversations
import Wire

// What the evidence of a TCP connection amounts to, from its opening to its end.
extension Finding {
  static func aboutOpening(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    guard let handshake = record.handshake else { return [] }
    let syns = [handshake.syn, handshake.synAck].compactMap(\.self)
    if handshake.isSimultaneous {
      findings.add(.tcpSimultaneousOpen, .note, (syns.map(\.frame) + handshake.crossing.map(\.frame)).sorted())
    }
    let cut = syns.filter(\.areOptionsCut)
    if !cut.isEmpty { findings.add(.tcpOptionsCut, .note, cut.map(\.frame)) }
    if let syn = handshake.syn, syn.payloadLength > 0 || syn.fastOpenCookieLength != nil {
      let answer = handshake.synAck.flatMap { $0.fastOpenCookieLength == nil ? nil : $0.frame }
      findings.add(.tcpFastOpen, .info, [syn.frame] + [answer].compactMap(\.self), count: 1)
    }
    if record.outcome == .midstream { findings.add(.tcpMidstream, .info, [record.first.frame]) }
    // Taken out of the record, all of them would be copied.
    let refusals = record.events?.refusals ?? Evidence(), olderConnection = record.events?.olderConnection ?? Evidence()
    let otherAnswers = record.events?.otherAnswers ?? Evidence()
    let accepted = handshake.synAck.map { [$0.frame] } ?? []
    if !refusals.isEmpty {
      findings.add(.tcpRefusedAtFirst, .note, refusals.frames + accepted, count: refusals.total)
    }
    findings.add(.tcpOlderConnection, .note, olderConnection)
    if !otherAnswers.isEmpty {
      findings.add(
        .tcpOtherAnswer, .warning, otherAnswers.frames.sorted(), count: otherAnswers.total)
    }
    let isExplained = !refusals.isEmpty || !olderConnection.isEmpty
    if isOneSided(record) { findings.add(.tcpOneDirection, .warning, [record.first.frame]) }
    if let syn = handshake.syn, let synAck = handshake.synAck, !handshake.synRetries.isEmpty, !handshake.isSimultaneous,
      !isExplained
    {
      let frames = [syn.frame] + handshake.synRetries.map(\.frame)
      if handshake.synAckRetries.isEmpty {
        findings.add(.tcpSYNRetried, .note, frames + [synAck.frame], count: handshake.synRetries.count)
      } else {
        findings.add(
          .tcpSYNACKLost, .note, frames + [synAck.frame] + handshake.synAckRetries.map(\.frame),
          count: handshake.synRetries.count)
      }
    } else if let synAck = handshake.synAck, !handshake.synAckRetries.isEmpty, !handshake.isSimultaneous {
      // The answer came, and the third segment of the handshake did not come back.
      findings.add(
        .tcpSYNRetried, .note, [synAck.frame] + handshake.synAckRetries.map(\.frame),
        count: handshake.synAckRetries.count)
    }
    return findings.all
  }

  /// The packets of one side alone are there, and they tell that the other's were sent.
  static func isOneSided(_ record: ConversationRecord) -> Bool {
    guard record.toResponder.packets == 0 || record.toOriginator.packets == 0 else { return false }
    guard record.outcome != .refused, let completeness = record.completeness else { return false }
    // A SYN may carry data before anything is heard.
    let hasEarlyData = (record.handshake?.syn?.payloadLength ?? 0) > 0
    return !completeness.isDisjoint(with: hasEarlyData ? [.ack, .fin] : [.ack, .data, .fin])
      || record.data.contains { !$0.flags.contains(.syn) }
  }

  static func aboutRepetition(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    guard let events = record.events else { return [] }
    let total = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
    let all = events.retransmissions
    if total > 0 { findings.add(.tcpRetransmission, .note, all.map(\.frame), count: total) }
    let codes: [(Retransmission.Cause, Code, Severity)] = [
      (.timeout, .tcpTimeout, .warning), (.fast, .tcpFastRetransmission, .note),
      (.tailLossProbe, .tcpTailLossProbe, .info), (.afterError, .tcpRetransmissionAfterError, .note),
    ]
    for (cause, code, severity) in codes { findings.add(code, severity, events.evidence(of: cause)) }
    let needless = all.filter { $0.needlessBy != nil }
    if !needless.isEmpty {
      let frames = needless.flatMap { [$0.frame, $0.needlessBy].compactMap(\.self) }
      findings.add(.tcpSpuriousRetransmission, .note, frames, count: needless.count)
    }
    findings.add(.tcpLateSegment, .note, events.lateSegments)
    findings.add(.tcpLostBeforeCapture, .note, events.lostBeforeCapture)
    if record.toResponder.packets > 0, record.toOriginator.packets > 0 {
      findings.add(.tcpUnseen, .warning, events.unseenAcknowledged)
    }
    return findings.all
  }

  static func aboutFlow(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    guard let events = record.events else { return [] }
    let zeroWindows = (record.toResponder.zeroWindows ?? 0) + (record.toOriginator.zeroWindows ?? 0)
    if zeroWindows > 0 {
      let frames = record.toResponder.zeroWindowFrames + record.toOriginator.zeroWindowFrames
      findings.add(.tcpZeroWindow, .warning, frames.sorted(), count: zeroWindows)
    }
    findings.add(.tcpWindowProbe, .note, events.windowProbes)
    if events.keepAliveTotal > 0 {
      findings.add(.tcpKeepAlive, .info, events.keepAlives.map(\.sent.frame), count: events.keepAliveTotal)
    }
    findings.add(.tcpCongestion, .note, events.congestionMarks)
    findings.add(.tcpLargeSegment, .info, events.largeSegments)
    findings.add(.tcpUrgent, .info, events.urgent)
    return findings.all
  }

  static func aboutClosing(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    if let ignored = record.events?.ignoredResets { findings.add(.tcpResetIgnored, .note, ignored) }
    guard let teardown = record.teardown else { return findings.all }
    if teardown.areFINsCrossed { findings.add(.tcpSimultaneousClose, .info, teardown.fins.map(\.frame)) }
    for fin in teardown.fins where !fin.retries.isEmpty {
      findings.add(.tcpFINRetried, .note, [fin.frame] + fin.retries.map(\.frame), count: fin.retries.count)
    }
    if let reset = teardown.resets.first, record.outcome == .reset,
      !teardown.fins.contains(where: { $0.from == reset.from && $0.frame < reset.frame })
    {
      addAbort(reset, record, to: &findings)
    }
    if let teardown = record.teardown, let fin = teardown.fins.first, !teardown.areFINsCrossed {
      let late = record.events?.dataAfterFIN ?? Evidence()
      if let first = late.frames.first,
        let refusal = teardown.resets.first(where: { $0.from == fin.from && $0.frame > first })
      {
        findings.add(
          .tcpDataAfterClose, .warning, [fin.frame] + late.frames + [refusal.frame], count: late.total)
      } else if !late.isEmpty {
        findings.add(.tcpHalfClosed, .note, [fin.frame] + late.frames, count: late.total)
      } else if let nanoseconds = teardown.halfClosedNanoseconds, nanoseconds >= 1_000_000_000 {
        findings.add(.tcpHalfClosed, .note, teardown.fins.map(\.frame), count: 0)
      }
    }
    return findings.all
  }

  /// A RST by a side that had not said FIN.
  private static func addAbort(_ reset: Teardown.RST, _ record: ConversationRecord, to findings: inout Gathering) {
    // What never opened was not aborted.
    guard record.handshake?.synAck == nil || record.handshake?.ack != nil || record.dataTotal > 0 else { return }
    guard !reset.hasACK else {
      return findings.add(reset.unansweredBytes > 0 ? .tcpAbortUnread : .tcpAbort, .note, [reset.frame])
    }
    // The segment that it answers: what nobody acknowledged.
    let answered = record.data.last { $0.from != reset.from && $0.frame < reset.frame && $0.acknowledgedBy == nil }
    if let answered { findings.add(.tcpHalfOpen, .warning, [answered.frame, reset.frame]) }
  }
}

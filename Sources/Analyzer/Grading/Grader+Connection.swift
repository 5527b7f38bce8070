import Conversations
import Wire

// What is asked of how a TCP connection opened, closed and went.
extension Grader {
  static func handshake(_ record: ConversationRecord) -> Finding {
    let handshake = record.handshake
    let frames = [handshake?.syn?.frame, handshake?.synAck?.frame, handshake?.ack?.frame].compactMap(\.self)
    if record.outcome == .refused {
      return Finding(.refused, isMet: false, record, frames + (record.teardown?.resets.map(\.frame) ?? []))
    }
    var missing: [GradeReason.HandshakePart] = []
    if handshake?.syn == nil { missing.append(.syn) }
    // Where both sides open at once a SYN answers the SYN.
    if handshake?.synAck == nil, handshake?.crossingSYN == nil { missing.append(.synAck) }
    // Without a SYN-ACK nothing tells which segment would be its ACK.
    if !missing.contains(.synAck), handshake?.ack == nil, handshake?.crossingSYNACK == nil { missing.append(.ack) }
    return missing.isEmpty
      ? Finding(.handshake, isMet: true, record, frames + (handshake?.crossing.map(\.frame) ?? []))
      : Finding(.handshakeIncomplete(missing: missing), isMet: false, record, frames)
  }

  static func close(_ record: ConversationRecord, by demanded: Side?) -> Finding {
    let teardown = record.teardown ?? Teardown()
    func finding(_ reason: GradeReason, isMet: Bool = false) -> Finding {
      Finding(reason, isMet: isMet, record, teardown.frames)
    }
    if record.outcome == .refused { return Finding(.refused, isMet: false, record, teardown.frames) }
    if let reset = teardown.resets.first {
      let hadClosed = teardown.fins.contains { $0.from == reset.from && $0.frame < reset.frame }
      return finding(.reset(by: reset.from, frame: reset.frame, afterFIN: hadClosed))
    }
    guard let first = teardown.fins.first else { return finding(.notClosed) }
    let missing = [Side.originator, .responder].first { side in !teardown.fins.contains { $0.from == side } }
    if let missing { return finding(.halfClosed(by: missing.other)) }
    if let open = teardown.fins.first(where: { $0.acknowledgedBy == nil }) {
      return finding(.unacknowledgedFIN(frame: open.frame))
    }
    if let demanded, demanded != first.from { return finding(.closedByOther(first.from)) }
    return finding(.closed(by: first.from), isMet: true)
  }

  func noRetransmissions(_ requirement: Requirement, _ submission: Submission) -> Finding {
    let records = Self.echoes(of: candidates(.tcp, requirement.port, submission))
    guard let first = records.first else {
      return Finding(.noConversation(.tcp, port: requirement.port), isMet: false)
    }
    guard let record = records.first(where: \.hasRepeats) else {
      return Finding(.noRetransmissions, isMet: true, first, [first.first.frame, first.last.frame])
    }
    let control = EchoTrace(record, []).controlRepeats
    let data = record.data.filter(\.isRetransmission).map(\.frame)
    let count = [record.toResponder, record.toOriginator].reduce(control.count) { $0 + ($1.retransmissions ?? 0) }
    return Finding(.retransmissions(count), isMet: false, record, control + data, of: count)
  }

  func bothProtocols(_ submission: Submission) -> Finding {
    let found = TransportProtocol.allCases.map { transport -> (TransportProtocol, ConversationRecord?) in
      (transport, candidates(transport, nil, submission).first { $0.payloadBytes > 0 })
    }
    var finding = Finding(.bothProtocols, isMet: true)
    if let absent = found.first(where: { $0.1 == nil }) {
      finding = Finding(.protocolAbsent(absent.0), isMet: false)
    }
    for case let (_, record?) in found {
      let frames = [record.first.frame, record.last.frame]
      if let place = finding.evidence.firstIndex(where: { $0.capture == record.capture }) {
        finding.evidence[place] = Finding.evidence(record.capture, finding.evidence[place].frames + frames)[0]
      } else {
        finding.evidence += Finding.evidence(record.capture, frames)
      }
    }
    return finding
  }
}

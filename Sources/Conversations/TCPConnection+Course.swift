import Wire

// How a connection opens and ends.
extension TCPConnection {
  mutating func observeSYN(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    if let size = segment.options.maximumSegmentSize { withFlow(of: side.other) { $0.largestAllowed = Int(size) } }
    let syn = Handshake.SYN(frame: moment.frame, time: moment.time, segment: segment)
    if segment.flags.contains(.ack) {
      if side == .originator {
        // Only a simultaneous open makes the originator answer a SYN.
        handshake.isSimultaneous = true
        if handshake.crossingSYNACK == nil { handshake.crossingSYNACK = moment }
      } else if handshake.synAck == nil {
        handshake.synAck = syn
        // A SYN that was refused may be sent again, and accepted.
        if let refusal = teardown.resets.last, let retry = handshake.synRetries.last, retry.frame > refusal.frame {
          events.refusals = teardown.evidence
          teardown = Teardown()
          isRefused = false
        }
      } else if handshake.synAckRetries.count < 16 {
        handshake.synAckRetries.append(moment)
      }
    } else if side == .responder, handshake.syn != nil {
      handshake.isSimultaneous = true
      if handshake.crossingSYN == nil { handshake.crossingSYN = moment }
    } else if handshake.syn == nil {
      handshake.syn = syn
    } else if handshake.synRetries.count < 16 {
      handshake.synRetries.append(moment)
    }
  }

  /// Notes a SYN-ACK with another ISN than the one before: of a second host that answers, or of one that forgot its
  /// first. False when it is none.
  mutating func noteOtherAnswer(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) -> Bool {
    guard side == .responder, segment.flags.isSuperset(of: [.syn, .ack]), segment.flags.isDisjoint(with: [.rst, .fin]),
      let synAck = handshake.synAck, synAck.initialSequenceNumber != segment.sequenceNumber, !handshake.isSimultaneous
    else { return false }
    events.otherAnswers.add(moment.frame)
    if handshake.ack == nil, otherAnswers?.count ?? 0 < 4 {
      otherAnswers = (otherAnswers ?? []) + [Handshake.SYN(frame: moment.frame, time: moment.time, segment: segment)]
    }
    return true
  }

  /// The originator acknowledges one of several answers: that is the connection.
  mutating func settle(_ answers: [Handshake.SYN], _ segment: TCPSegment) {
    guard segment.flags.contains(.ack), segment.flags.isDisjoint(with: [.syn, .rst]) else { return }
    otherAnswers = nil
    let acknowledged = segment.acknowledgmentNumber
    guard let taken = answers.first(where: { acknowledged.distance(from: $0.initialSequenceNumber) == 1 }),
      let first = handshake.synAck, acknowledged.distance(from: first.initialSequenceNumber) != 1
    else { return }
    handshake.synAck = taken
    handshake.synAckRetries = []
    events.otherAnswers.remove(taken.frame)
    events.otherAnswers.add(first.frame)
    responder.restart(from: taken.initialSequenceNumber, answering: &originator)
  }

  mutating func observeFIN(from side: Side, end: Int, hasPayload: Bool, _ moment: FrameMoment) {
    if let index = teardown.fins.firstIndex(where: { $0.from == side }) {
      // One with another number is no copy of it.
      guard end == flow(of: side, { $0.finEnd }) else { return }
      // Some stacks repeat their FIN where they acknowledge the other side's.
      if teardown.fins.contains(where: {
        $0.from != side && $0.acknowledgedBy?.frame == moment.frame
          && moment.time.nanoseconds(since: $0.time) < Self.shortestTimeout
      }) {
        return
      }
      if teardown.fins[index].retries.count < 16 { teardown.fins[index].retries.append(moment) }
      withFlow(of: side) { $0.statistics.finRetries += 1 }
      if !hasPayload { noteSentAgain(end - 1..<end, from: side, moment) }
    } else {
      // With payload it is the end of that segment.
      if !hasPayload { noteSent(.fin, end - 1..<end, from: side, moment) }
      teardown.fins.append(Teardown.FIN(from: side, frame: moment.frame, time: moment.time))
      withFlow(of: side) { $0.finEnd = end }
    }
  }

  /// After a RST that ended the connection, others may answer what was under way.
  mutating func noteIgnoredReset(_ frame: Int) {
    guard teardown.resetTotal == 0 else { return }
    events.ignoredResets.add(frame)
    latestError = frame
  }

  mutating func observeRST(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    if teardown.resetTotal == 0 {
      // Several RSTs answer what was under way: those that missed the window ended it no less.
      if !events.wentOnAfterReset { events.ignoredResets = Evidence() }
      teardown.isClosedBeforeReset = teardown.isComplete
      isRefused = side == .responder && handshake.syn != nil && !isAnswered
    }
    teardown.resetTotal += 1
    if teardown.resets.count < 8 {
      teardown.resets.append(
        Teardown.RST(
          from: side, frame: moment.frame, time: moment.time, hasACK: segment.flags.contains(.ack),
          unansweredBytes: unansweredBytes(of: side), isAfterSilence: flow(of: side) { $0.awaitsAnswer }))
    }
  }

  /// What a responder that answers nothing, or returns what it gets, took without returning it: bytes that its program
  /// may not have read.
  private func unansweredBytes(of side: Side) -> Int {
    let returned = head.toOriginator.uniquePayloadBytes
    guard side == .responder, returned == 0 || isEcho else { return 0 }
    let isFINTaken = teardown.fins.contains { $0.from == .originator && $0.acknowledgedBy != nil }
    return max((responder.lastAcknowledgment ?? 1) - 1 - (isFINTaken ? 1 : 0) - returned, 0)
  }

  /// Notes what is of an older connection on the same ports: an ACK before the SYN is answered, which does not
  /// acknowledge it, and the RST that answers this (RFC 9293, section 3.5.1). False when it is neither.
  mutating func noteOlderConnection(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) -> Bool {
    guard handshake.syn != nil, handshake.synAck == nil, !isAnswered, let base = originator.base else { return false }
    let flags = segment.flags
    if side == .originator {
      guard flags.contains(.rst), segment.sequenceNumber == olderNumber else { return false }
      events.olderConnection.add(moment.frame)
      return true
    }
    guard flags.contains(.ack), flags.isDisjoint(with: [.syn, .fin, .rst]), segment.payloadLength == 0 else {
      return false
    }
    // Near the SYN it may acknowledge what the capture does not have.
    guard !(1...65_535).contains(segment.acknowledgmentNumber.distance(from: base)) else { return false }
    olderNumber = segment.acknowledgmentNumber
    events.olderConnection.add(moment.frame)
    return true
  }

  /// A receiver follows a RST only inside its window; one that waits for the answer to its SYN, only a RST that
  /// acknowledges the SYN (RFC 9293, sections 3.5.3 and 3.10.7.3).
  func isAcceptable(_ segment: TCPSegment, at start: Int, from side: Side) -> Bool {
    if side == .responder, handshake.syn != nil, handshake.synAck == nil, !isAnswered {
      guard segment.flags.contains(.ack) else { return true }
      let acknowledged = originator.offset(of: segment.acknowledgmentNumber)
      return (1...(originator.reached ?? 1)).contains(acknowledged)
    }
    let (expected, window, reached) = (
      flow(of: side.other) { $0.lastAcknowledgment }, flow(of: side.other) { $0.offeredWindow },
      flow(of: side) { $0.reached }
    )
    guard let expected else { return true }
    // What the sender has been seen to send may have arrived and not be acknowledged yet.
    guard start >= expected else { return false }
    return window.map { start <= max(expected + $0, reached ?? expected) } ?? true
  }
}

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

  mutating func observeFIN(from side: Side, end: Int, _ moment: FrameMoment) {
    if let index = teardown.fins.firstIndex(where: { $0.from == side }) {
      if teardown.fins[index].retries.count < 16 { teardown.fins[index].retries.append(moment) }
    } else {
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
      teardown.isClosedBeforeReset = teardown.isComplete
      isRefused = side == .responder && handshake.syn != nil && !isAnswered
    }
    teardown.resetTotal += 1
    if teardown.resets.count < 8 {
      teardown.resets.append(
        Teardown.RST(
          from: side, frame: moment.frame, time: moment.time, hasACK: segment.flags.contains(.ack),
          unansweredBytes: unansweredBytes(of: side)))
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

  /// Before a SYN is answered: an ACK that does not acknowledge it comes from a host that still knows an older connection
  /// on the same ports, and the RST that answers this ends that one (RFC 9293, section 3.5.1).
  mutating func isOfOlderConnection(_ segment: TCPSegment, from side: Side) -> Bool {
    guard handshake.syn != nil, handshake.synAck == nil, !isAnswered, let base = originator.base else { return false }
    let flags = segment.flags
    if side == .originator {
      return flags.contains(.rst) && olderNumber != nil && segment.sequenceNumber == olderNumber
    }
    guard flags.contains(.ack), flags.isDisjoint(with: [.syn, .fin, .rst]), segment.payloadLength == 0 else {
      return false
    }
    // Near the SYN it may acknowledge what the capture does not have.
    guard !(1...65_535).contains(segment.acknowledgmentNumber.distance(from: base)) else { return false }
    olderNumber = segment.acknowledgmentNumber
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

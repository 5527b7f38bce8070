import Wire

// Why bytes came again, and what a segment without news is for.
extension TCPConnection {
  /// No timeout is shorter: RFC 6298 asks for a second, Linux waits 200 ms and more, and timers tick.
  static var shortestTimeout: Int64 { 190_000_000 }

  /// What fits into an Ethernet frame, where no MSS was seen.
  private static var usualSegment: Int { 1_460 }

  /// A segment of at most one byte, that repeats the number before the next one or goes into a closed window: it asks
  /// whether the other side still answers (RFC 9293, section 3.8.4), or still has no room (section 3.8.6.1).
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  mutating func isProbe(_ sent: SentSegment, _ segment: TCPSegment, from side: Side) -> Bool {
    guard segment.payloadLength <= 1, segment.flags.isDisjoint(with: [.syn, .fin, .rst]) else { return false }
    let (reached, finEnd) = (flow(of: side) { $0.coverage?.end }, flow(of: side) { $0.finEnd })
    guard let reached, finEnd == nil else { return false }
    if sent.start == reached { return segment.payloadLength == 1 && isWindowClosed(of: side.other) }
    // An ACK that a later byte has overtaken is no probe.
    guard sent.start == reached - 1, flow(of: side, { $0.sent.isLaterThanLatest(sent) }) != .some(false) else {
      return false
    }
    return flow(of: side.other) { $0.lastAcknowledgment ?? .min } >= reached || isWindowClosed(of: side.other)
  }

  @inline(__always)
  private func isWindowClosed(of side: Side) -> Bool { flow(of: side) { $0.lastWindow == 0 } }

  mutating func noteProbe(_ moment: FrameMoment, length: Int = 0, from side: Side) {
    guard !isWindowClosed(of: side.other) else {
      withFlow(of: side) { flow in
        flow.statistics.windowProbes += 1
        flow.statistics.windowProbeBytes += length
      }
      return events.windowProbes.add(moment.frame)
    }
    events.keepAliveTotal += 1
    withFlow(of: side) { $0.awaitsAnswer = true }
    guard events.keepAlives.count < Evidence.limit else { return }
    events.keepAlives.append(TCPEvents.KeepAlive(from: side, sent: moment))
  }

  /// Any ACK of `side` answers a keep-alive of the other.
  mutating func noteAnswer(from side: Side) {
    guard flow(of: side.other, { $0.awaitsAnswer }) else { return }
    withFlow(of: side.other) { $0.awaitsAnswer = false }
    events.keepAliveAnsweredTotal += 1
  }

  /// Notes that `range`, which `sent` carries, was sent again, and why.
  mutating func noteRetransmission(
    _ sent: SentSegment, _ range: Range<Int>, original: SentSegment?, from side: Side
  ) {
    var (cause, number, waited) = cause(of: sent, range, original: original, from: side)
    if cause == .timeout {
      if number == 2, isNoLonger(waited, from: side) {
        // A timeout doubles the next wait. So what seemed one was a probe, which waits almost as long when one segment
        // alone is in flight (RFC 8985, section 7.2).
        number = 1
        if let probe = events.retransmissions.lastIndex(where: {
          $0.from == side && $0.cause == .timeout && $0.start == range.lowerBound
        }), events.retransmissions[probe].end >= flow(of: side, { $0.timeout?.reached ?? .max }) {
          events.change(causeOf: probe, to: .tailLossProbe)
        }
      }
      withFlow(of: side) { flow in
        flow.timeout = (range.lowerBound, number, waited ?? 0, flow.coverage?.end ?? range.upperBound)
      }
    }
    events.add(
      Retransmission(
        frame: sent.moment.frame, time: sent.moment.time, from: side, start: range.lowerBound, end: range.upperBound,
        original: original?.moment, cause: cause, timeoutNumber: number, waited: waited,
        wasAcknowledged: wasAcknowledged(range, from: side)))
  }

  /// The wait has not grown since the last timeout of `side`.
  private func isNoLonger(_ waited: Int64?, from side: Side) -> Bool {
    guard let waited, let before = flow(of: side, { $0.timeout?.waited }) else { return false }
    return waited / 3 < before / 2
  }

  private func cause(
    of sent: SentSegment, _ range: Range<Int>, original: SentSegment?, from side: Side
  ) -> (Retransmission.Cause, timeoutNumber: Int, waited: Int64?) {
    let waited = wait(of: sent, range, original: original, from: side)
    guard sent.hasTime else { return (.unknown, 0, nil) }
    let hasWaited = (waited ?? 0) >= Self.shortestTimeout
    if let original, latestError > original.moment.frame { return (.afterError, 0, waited) }
    if isAskedFor(range, at: sent.moment, from: side) { return (.fast, 0, waited) }
    let timeout = flow(of: side) { $0.timeout }
    let reached = flow(of: side) { $0.coverage?.end ?? .max }
    let isAcknowledged = wasAcknowledged(range, from: side)
    let isAnythingHeard = head.toResponder.packets > 0 && head.toOriginator.packets > 0
    if hasWaited, isAnythingHeard, let expected = flow(of: side.other, { $0.lastAcknowledgment }),
      range.lowerBound > expected
    {
      if let timeout, (timeout.start..<timeout.reached).contains(range.lowerBound) { return (.afterTimeout, 0, waited) }
      // A timeout sends what the other side waits for first (RFC 6298, section 5.4); a probe, the end.
      return (range.upperBound >= reached ? .tailLossProbe : .unknown, 0, waited)
    }
    // Where the other side is not heard, a sender that went on did not wait for it.
    if hasWaited, isAnythingHeard || flow(of: side, { $0.sent.latest?.start == range.lowerBound }) {
      let isNext = timeout.map { $0.start == range.lowerBound } ?? false
      return (.timeout, isNext ? (timeout?.count ?? 0) + 1 : 1, waited)
    }
    if let timeout, range.lowerBound >= timeout.start, range.lowerBound < timeout.reached {
      return (.afterTimeout, 0, waited)
    }
    // A probe waits for longer than a round trip, and is one alone (RFC 8985, sections 7.2 and 7.3).
    if isAnythingHeard, !isAcknowledged, let original, range.upperBound >= reached,
      original.moment.frame != latestProbe,
      waited ?? 0 >= max(handshake.nanoseconds ?? 0, 2_000_000)
    {
      return (.tailLossProbe, 0, waited)
    }
    return (.unknown, 0, waited)
  }

  private func wasAcknowledged(_ range: Range<Int>, from side: Side) -> Bool {
    flow(of: side.other) { $0.lastAcknowledgment ?? .min } >= range.upperBound
  }

  private var latestProbe: Int? { events.retransmissions.last { $0.cause == .tailLossProbe }?.frame }

  /// Whether the receiver has just asked for these bytes of `side`, by duplicate ACKs or SACK blocks. A sender answers at
  /// once; a capture at the receiver sees the answer a round trip later.
  // Inlined: a call would copy the whole connection.
  @inline(__always)
  func isAskedFor(_ range: Range<Int>, at moment: FrameMoment, from side: Side) -> Bool {
    guard let request = flow(of: side.other, { $0.request }), range.lowerBound >= request.number else { return false }
    // A handshake that took longer was no round trip.
    let patience = min(handshake.nanoseconds ?? 100_000_000, 1_000_000_000) / 2 * 3 + 20_000_000
    return moment.time.nanoseconds(since: request.moment.time) <= patience
  }

  /// Since the latest copy, or since an ACK that let the timer start anew (RFC 6298, section 5.3). Where the capture has
  /// no other copy, since its sender's packet before, if that is long ago.
  private func wait(
    of sent: SentSegment, _ range: Range<Int>, original: SentSegment?, from side: Side
  ) -> Int64? {
    guard let original else {
      guard let latest = flow(of: side, { $0.sent.latest }) else { return nil }
      let pause = sent.moment.time.nanoseconds(since: latest.moment.time)
      return pause >= Self.shortestTimeout ? pause : nil
    }
    var start = original.moment
    if let acknowledgment = flow(of: side.other, { $0.acknowledgmentMoment }), acknowledgment.frame > start.frame,
      flow(of: side.other, { $0.lastAcknowledgment ?? .max }) <= range.lowerBound
    {
      start = acknowledgment
    }
    return sent.moment.time.elapsed(since: start.time)
  }

  /// Notes what is unusual about a packet in itself.
  mutating func noteSpecialities(_ sent: SentSegment, _ segment: TCPSegment, _ packet: Arrival, from side: Side) {
    let flags = segment.flags
    let frame = packet.moment.frame
    if flags.contains(.urg) {
      events.urgent.add(frame)
      events.urgentPointer = events.urgentPointer ?? segment.urgentPointer
    }
    if packet.isCongestionExperienced { events.congestionMarks.add(frame) }
    if !flags.contains(.syn) {
      if flags.contains(.ece) { events.congestionEchoes.add(frame) }
      if flags.contains(.cwr) { events.congestionAnswers.add(frame) }
    }
    if let largest = flow(of: side, { $0.largestAllowed }), segment.payloadLength > largest {
      events.largeSegments.add(frame)
      events.largestPayload = max(events.largestPayload, segment.payloadLength)
    }
    notePacketCount(sent, segment, from: side)
    if events.clockSteps.count < Evidence.limit, let step = flow(of: side, { $0.sent.clockStep(before: sent) }) {
      events.clockSteps.append(step)
    }
  }

  /// A packet with a number that this connection lacks was lost, unless the host sent it elsewhere.
  mutating func settleMissing(isElsewhere: Bool) {
    guard let missing else { return }
    self.missing = nil
    guard !isElsewhere else { return }
    events.lostBeforeCapture.add(missing.frame)
    events.pauseBeforeLoss = events.pauseBeforeLoss ?? missing.pause
  }

  /// A sender that numbers the packets of a connection one by one shows where the capture lacks one.
  private mutating func notePacketCount(_ sent: SentSegment, _ segment: TCPSegment, from side: Side) {
    guard let latest = flow(of: side, { $0.sent.latest }), latest.identification != 0, sent.identification != 0,
      sent.identification &- latest.identification == 2,
      // What the card cuts into several takes as many numbers, and how many those are is not known.
      latest.end - latest.start <= flow(of: side, { $0.largestAllowed ?? Self.usualSegment })
    else { return }
    let pause = sent.moment.time.nanoseconds(since: latest.moment.time)
    let isNew = segment.payloadLength > 0 && sent.start >= flow(of: side) { $0.coverage?.end ?? .max }
    guard isNew, pause >= Self.shortestTimeout else { return }
    missing = (sent.identification &- 1, sent.moment.frame, pause)
  }
}

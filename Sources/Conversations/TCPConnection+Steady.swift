import Wire

// The usual course of a connection: the next segment in order, or the ACK of the next bytes, while nothing is missing,
// repeated, closed or closing. What `observe` concludes of any segment comes down to this there.
extension TCPConnection {
  /// What the next segment is to its stream.
  private struct Next {
    /// Where its payload begins and ends in its own stream.
    let start: Int
    let end: Int
    /// Up to where it acknowledges the other.
    let acknowledged: Int
    let window: Int
    let hasNews: Bool
  }

  /// Whether nothing is unusual, so that the next segment may be taken by `takeNext`.
  mutating func settle() -> Bool {
    guard handshake.ack != nil, handshake.synAck != nil, isAnswered, otherAnswers == nil, missing == nil,
      teardown.fins.isEmpty, teardown.resetTotal == 0, events.ignoredResets.isEmpty,
      originator.isSteady, responder.isSteady
    else { return false }
    guard let first = handshake.syn, let second = handshake.synAck else { return false }
    let isScaled = first.windowScale != nil && second.windowScale != nil
    // Where the options of a SYN are cut, scales are not known.
    guard isScaled || (!first.areOptionsCut && !second.areOptionsCut) else { return false }
    originator.windowShift = isScaled ? min(first.windowScale ?? 0, 14) : 0
    responder.windowShift = isScaled ? min(second.windowScale ?? 0, 14) : 0
    return true
  }

  /// Takes in a segment that goes on where its stream has got to. False, and nothing is changed, when it is another.
  @inline(__always)
  mutating func takeNext(
    _ segment: TCPSegment, from side: Side, _ packet: Arrival, _ budget: inout DetailBudget
  ) -> Bool {
    let moment = packet.moment
    guard packet.isTimed, !packet.isPiece, !packet.isCongestionExperienced, let last = head.last,
      moment.time >= last.time
    else { return false }
    let next =
      side == .originator
      ? Self.next(segment, packet, &originator, &responder) : Self.next(segment, packet, &responder, &originator)
    guard let next else { return false }
    let length = next.end - next.start
    head.count(packet, payloadLength: length, from: side)
    events.acknowledgments += 1
    let answer = TCPFlow.Answer(
      number: next.acknowledged, moment: moment, isTimed: true, isReset: false, isPure: length == 0)
    if side == .originator {
      originator.count(segment, next.acknowledged, hasNews: next.hasNews, window: next.window, moment)
      responder.noteAcknowledged(next.acknowledged, at: moment.time)
      responder.take(answer, details: &data)
    } else {
      responder.count(segment, next.acknowledged, hasNews: next.hasNews, window: next.window, moment)
      originator.noteAcknowledged(next.acknowledged, at: moment.time)
      originator.take(answer, details: &data)
    }
    if length > 0 { takePayload(segment, next.start..<next.end, from: side, moment, &budget) }
    let sent = SentSegment(segment, start: next.start, timestamp: segment.timestamps?.value, packet)
    if side == .originator {
      originator.sent.append(sent, acknowledged: responder.lastAcknowledgment)
    } else {
      responder.sent.append(sent, acknowledged: originator.lastAcknowledgment)
    }
    return true
  }

  /// What the segment is to the stream of `sender`, if it is the next.
  // It changes neither: lent, both would be copied.
  @inline(__always)
  private static func next(
    _ segment: TCPSegment, _ packet: Arrival, _ sender: inout TCPFlow, _ receiver: inout TCPFlow
  ) -> Next? {
    let flags = segment.flags
    let length = segment.payloadLength
    guard flags == .ack || flags == [.ack, .psh], length != 1, segment.isLengthKnown,
      segment.headerLength == TCPSegment.minimumHeaderLength || segment.areOptionsOnlyTimestamps,
      let base = sender.base, let start = sender.coverage?.end, let otherBase = receiver.base,
      let otherEnd = receiver.coverage?.end, let before = sender.lastAcknowledgment,
      segment.sequenceNumber == base.advanced(by: start)
    else { return nil }
    let window = segment.window
    let acknowledged = before + segment.acknowledgmentNumber.distance(from: otherBase.advanced(by: before))
    // An ACK without payload that tells nothing new may be a duplicate, a probe, or an answer to one.
    guard window != 0, acknowledged >= before, acknowledged <= otherEnd, length > 0 || acknowledged > before,
      length <= sender.largestAllowed ?? .max
    else { return nil }
    // Neither is its number one too many, nor has the clock jumped.
    guard let latest = sender.sent.latest, packet.moment.time.nanoseconds(since: latest.moment.time) < 3_000_000_000,
      packet.identification == nil || (packet.identification ?? 0) &- latest.identification != 2
    else { return nil }
    return Next(
      start: start, end: start + length, acknowledged: acknowledged, window: Int(window) << Int(sender.windowShift),
      hasNews: acknowledged > before)
  }

  /// Takes in the payload of the next segment.
  @inline(__always)
  private mutating func takePayload(
    _ segment: TCPSegment, _ range: Range<Int>, from side: Side, _ moment: FrameMoment, _ budget: inout DetailBudget
  ) {
    let length = range.count
    withFlow(of: side) { $0.coverage?.extend(by: length) }
    noteTurn(from: side, moment, isNext: true)
    head.withCounts(of: side) { $0.uniquePayloadBytes += length }
    let detail = takeDetail(&budget)
    withFlow(of: side) {
      $0.outstanding.append(
        OutstandingSegments.Segment(range, .payload, at: moment.time, isTimed: true, detail: detail ?? -1))
    }
    let bytesInFlight = noteInFlight(
      length, of: length, isProbe: false, isLate: false, isSentAgain: false, from: side, moment)
    if detail != nil {
      data.append(
        DataSegment(
          frame: moment.frame, time: moment.time, from: side, flags: segment.flags,
          sequence: UInt32(truncatingIfNeeded: range.lowerBound), rawSequence: segment.sequenceNumber, length: length,
          newBytes: length, isRetransmission: false, isOutOfOrder: false, bytesInFlight: bytesInFlight,
          window: flow(of: side.other) { $0.offeredWindow },
          preview: [UInt8](segment.payload, limit: DataSegment.previewLength)))
    }
    guard head.keepsDetail else { return }
    observeEcho(segment, from: side, start: range.lowerBound, end: range.upperBound, isNew: true, moment, &budget)
  }
}

extension TCPFlow {
  /// Nothing of what this side has sent is missing, sent again, probed or closed.
  var isSteady: Bool {
    guard isBaseCertain, let coverage, coverage.holes.isEmpty, finEnd == nil, unseenFrame == nil, unseenEnd == .min,
      !hasUnknownLength, repeated.isEmpty, probedByte == nil, !awaitsAnswer, closedWindow == nil,
      !statistics.windows.isClosed, lastAcknowledgment != nil, offeredWindow != nil, duplicateACKs == 0,
      strictDuplicateACKs == 0
    else { return false }
    return lastWindow ?? 0 != 0
  }

  /// Counts a segment of this side that is the next, and what it tells of the other.
  @inline(__always)
  mutating func count(
    _ segment: TCPSegment, _ acknowledged: Int, hasNews: Bool, window: Int, _ moment: FrameMoment
  ) {
    statistics.count(segment, segment.flags, moment, isTimed: true)
    if hasNews { acknowledgmentMoment = moment }
    lastAcknowledgment = acknowledged
    lastWindow = segment.window
    statistics.windows.add(window, frame: moment.frame)
    offeredWindow = window
  }
}

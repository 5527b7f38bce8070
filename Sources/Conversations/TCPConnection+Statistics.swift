import Wire

// What is measured of segments: how long they are on their way, and how many of them are.
extension TCPConnection {
  /// Notes a SYN or a FIN without payload. Sent with the same number before, it is sent again.
  mutating func noteSent(
    _ kind: OutstandingSegments.Segment.Kind, _ range: Range<Int>, from side: Side, _ moment: FrameMoment
  ) {
    if kind == .syn, flow(of: side, { $0.statistics.synPackets }) > 1 {
      // In a simultaneous open the second answers the other side's: nobody sent anything again, but which of the two an ACK
      // answers is not known.
      let isSimultaneous = handshake.isSimultaneous
      if !isSimultaneous { withFlow(of: side) { $0.statistics.synRetries += 1 } }
      return noteSentAgain(range, from: side, moment, isCounted: !isSimultaneous)
    }
    let segment = OutstandingSegments.Segment(range, kind, at: moment.time, isTimed: head.isClockSound)
    withFlow(of: side) { $0.outstanding.append(segment) }
  }

  /// Notes that numbers were sent again.
  mutating func noteSentAgain(
    _ range: Range<Int>, from side: Side, _ moment: FrameMoment, isCounted: Bool = true
  ) {
    let isTimed = head.isClockSound
    withFlow(of: side) { flow in
      var copy = flow.outstanding.resend(range, at: moment.time, isTimed: isTimed)
      if copy == nil {
        // It had been acknowledged. The latest such segment alone is kept.
        let isSame = flow.repeatedAgain?.start == range.lowerBound
        let original = isSame ? flow.repeatedAgain?.time : flow.sent.latest(carrying: range)?.moment.time
        let waited = isTimed ? original.flatMap { moment.time.elapsed(since: $0) } : nil
        copy = (waited, (isSame ? flow.repeatedAgain?.copies ?? 1 : 1) + 1)
        flow.repeatedAgain = (range.lowerBound, copy?.copies ?? 2, moment.time)
      }
      guard isCounted, let copy else { return }
      flow.statistics.mostRetransmissions = max(flow.statistics.mostRetransmissions, copy.copies - 1)
      if let waited = copy.waited { flow.statistics.retransmissionTimes.add(waited) }
    }
  }

  /// Notes new payload: the first after the other side's ends a turn.
  mutating func noteTurn(from side: Side, _ moment: FrameMoment, isNext: Bool) {
    guard isNext, head.isClockSound else { return }
    if let latestData, latestData.side != side, let elapsed = moment.time.elapsed(since: latestData.time) {
      if side == .responder { turnaround.add(elapsed) } else { thinkTime.add(elapsed) }
    }
    latestData = (side, moment.time)
  }

  /// Counts what a segment with payload adds to what is on its way, and gives how much that is now.
  mutating func noteInFlight(
    _ newBytes: Int, of length: Int, isProbe: Bool, isLate: Bool, isSentAgain: Bool, from side: Side,
    _ moment: FrameMoment
  ) -> Int? {
    let acknowledged = flow(of: side.other) { $0.lastAcknowledgment.map { max($0, 1) } }
    let window = flow(of: side.other) { $0.offeredWindow }
    return withFlow(of: side) { flow in
      if !isProbe { flow.statistics.retransmittedBytes += max(length - newBytes, 0) }
      // Without an ACK nobody knows where it stood.
      guard let acknowledged else { return nil }
      let bytes = max((flow.coverage?.end ?? acknowledged) - acknowledged, 0)
      guard newBytes > 0, !isSentAgain else { return bytes }
      // Another segment of the largest size would not fit any more.
      if !isProbe, let window, window > 0, bytes + (flow.statistics.largestSegment ?? length) > window {
        flow.statistics.windowFilled.add(moment.frame)
      }
      if !isLate { flow.statistics.inFlight.add(bytes, moment) }
      if acknowledged <= 1 {
        flow.statistics.initialWindowBytes = (flow.statistics.initialWindowBytes ?? 0) + newBytes
        flow.statistics.initialWindowPackets = (flow.statistics.initialWindowPackets ?? 0) + 1
      }
      return bytes
    }
  }

  /// What is known of a side's segments in the end.
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  mutating func statistics(of side: Side) -> SegmentStatistics {
    let syn = side == .originator ? handshake.syn : handshake.synAck
    var statistics = flow(of: side) { $0.statistics }
    let (isBaseCertain, finEnd) = flow(of: side) { ($0.isBaseCertain, $0.finEnd) }
    if let syn, let first = handshake.syn, let second = handshake.synAck,
      first.windowScale == nil || second.windowScale == nil, !first.areOptionsCut, !second.areOptionsCut
    {
      statistics.windows.add(syn: Int(syn.window), times: statistics.synPackets, frame: syn.frame)
    }
    // Before the SYN, and without the other side, nobody knows what had been acknowledged.
    if !isBaseCertain || head.toResponder.packets == 0 || head.toOriginator.packets == 0 {
      (statistics.initialWindowBytes, statistics.initialWindowPackets) = (nil, nil)
    }
    // The SYN has number 0, and the FIN one too.
    let unique = side == .originator ? head.toResponder.uniquePayloadBytes : head.toOriginator.uniquePayloadBytes
    // A FIN in front of payload that was seen contradicts it.
    if isBaseCertain, let end = finEnd, end - 2 >= unique { statistics.streamLength = end - 2 }
    if let last = head.last { statistics.windows.finish(at: last.time) }
    return statistics
  }
}

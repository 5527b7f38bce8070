import Wire

// What a segment acknowledges, asks for again, and how much room it offers.
extension TCPConnection {
  mutating func observeACK(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    let acknowledgmentNumber = segment.acknowledgmentNumber
    let acknowledged = flow(of: side.other) { $0.offset(of: acknowledgmentNumber) }
    // What a RST acknowledges, nobody vouches for.
    if segment.flags.contains(.rst), acknowledged > flow(of: side.other, { $0.reached ?? .max }) { return }
    if handshake.ack == nil, side == .originator, segment.flags.isDisjoint(with: [.syn, .rst]),
      let synAck = handshake.synAck,
      segment.acknowledgmentNumber.distance(from: synAck.initialSequenceNumber) >= 1
    {
      handshake.ack = moment
    }
    observeRepeatedACK(segment, acknowledged, from: side, moment)
    if !segment.flags.contains(.rst) {
      events.acknowledgments += 1
      for index in teardown.fins.indices
      where teardown.fins[index].from != side && teardown.fins[index].acknowledgedBy == nil {
        if let end = flow(of: side.other, { $0.finEnd }), acknowledged >= end {
          teardown.fins[index].acknowledgedBy = moment
        }
      }
    }
    noteEarlyKeepAlive(acknowledged, from: side)
    let (reached, unseenEnd) = flow(of: side.other) { ($0.reached, $0.unseenEnd) }
    if let reached, acknowledged > max(reached, unseenEnd), !flow(of: side.other, { $0.hasUnknownLength }) {
      if let earlier = flow(of: side.other, { $0.unseenFrame }) { events.unseenAcknowledged.add(earlier) }
      withFlow(of: side.other) { flow in
        flow.unseenEnd = acknowledged
        flow.unseenFrame = moment.frame
      }
    }
    let settled = flow(of: side) { $0.lastAcknowledgment } ?? acknowledged
    withFlow(of: side.other) { $0.noteAcknowledged(settled, at: moment.time) }
    let answer = TCPFlow.Answer(
      number: acknowledged, moment: moment, isTimed: head.isClockSound, isReset: segment.flags.contains(.rst),
      isPure: segment.payloadLength == 0 && segment.flags.isDisjoint(with: [.syn, .fin]))
    if side == .originator {
      responder.take(answer, details: &data)
    } else {
      originator.take(answer, details: &data)
    }
  }

  /// Where the capture begins in the middle, a keep-alive that comes first shows only by its answer: that acknowledges
  /// one number more.
  private mutating func noteEarlyKeepAlive(_ acknowledged: Int, from side: Side) {
    guard !flow(of: side.other, { $0.isBaseCertain }) else { return }
    let (latest, reached) = flow(of: side.other) { ($0.sent.latest, $0.reached) }
    let sent = side == .originator ? head.toOriginator.uniquePayloadBytes : head.toResponder.uniquePayloadBytes
    guard sent == 0, let latest, let reached, latest.start == reached, latest.end == reached,
      acknowledged == reached + 1
    else { return }
    noteProbe(latest.moment, from: side.other)
    noteAnswer(from: side)
    withFlow(of: side.other) { $0.coverage = StreamCoverage(start: acknowledged, startsHere: false) }
  }

  /// Five conditions make an ACK a duplicate (RFC 5681, section 2).
  private mutating func observeRepeatedACK(
    _ segment: TCPSegment, _ acknowledged: Int, from side: Side, _ moment: FrameMoment
  ) {
    let window = segment.window
    let isPure = segment.payloadLength == 0 && segment.flags.isDisjoint(with: [.syn, .fin, .rst])
    let isDuplicate =
      isPure && flow(of: side) { $0.lastAcknowledgment == acknowledged && $0.lastWindow == window }
      && acknowledged < flow(of: side.other) { $0.coverage?.end ?? .min }
    if isDuplicate { head.withCounts(of: side) { $0.duplicateAcks = ($0.duplicateAcks ?? 0) + 1 } }
    let reportsGap = observeSACK(segment, acknowledged, from: side, moment)
    withFlow(of: side) { flow in
      if acknowledged > flow.lastAcknowledgment ?? .min {
        flow.duplicateACKs = 0
        flow.strictDuplicateACKs = 0
        flow.acknowledgmentMoment = moment
      } else if isDuplicate || (reportsGap && isPure && acknowledged == flow.lastAcknowledgment) {
        flow.duplicateACKs += 1
        if isDuplicate {
          flow.strictDuplicateACKs += 1
          if flow.strictDuplicateACKs == 3 { flow.statistics.tripleDuplicateACKs += 1 }
        }
      }
      // Three duplicates, or a SACK block beyond what is missing (RFC 5681, section 3.2; RFC 6675, section 5).
      if flow.duplicateACKs >= 3 || reportsGap {
        flow.request = TCPFlow.Request(number: acknowledged, moment: moment)
      }
      flow.lastAcknowledgment = max(flow.lastAcknowledgment ?? acknowledged, acknowledged)
      flow.lastWindow = window
    }
  }

  /// The one byte that a probe of `side` repeats.
  private mutating func isProbed(_ block: Range<Int>, of side: Side) -> Bool {
    guard block.count == 1, events.keepAliveTotal > 0 || !events.windowProbes.isEmpty else { return false }
    return flow(of: side) { $0.coverage?.end == block.upperBound }
  }

  /// Reads the SACK blocks. True when one lies beyond the acknowledgment number, so that something is missing there.
  private mutating func observeSACK(
    _ segment: TCPSegment, _ acknowledged: Int, from side: Side, _ moment: FrameMoment
  ) -> Bool {
    guard segment.headerLength > TCPSegment.minimumHeaderLength, !segment.areOptionsOnlyTimestamps else { return false }
    var told: [TCPOption.SACKBlock] = []
    segment.forEachOption { option in if case .sack(let all) = option { told += all } }
    let blocks: [Range<Int>] = told.compactMap { block in
      let length = block.right.distance(from: block.left)
      guard length > 0 else { return nil }
      let left = flow(of: side.other) { $0.offset(of: block.left) }
      return left..<left + length
    }
    guard let first = blocks.first else { return false }
    withFlow(of: side) { flow in
      flow.statistics.sackPackets += 1
      flow.statistics.largestSACKCount = max(flow.statistics.largestSACKCount, told.count)
    }
    // A first block below the acknowledgment, or inside the second, tells of bytes that came twice (RFC 2883,
    // section 4).
    let isInSecond =
      blocks.count > 1 && blocks[1].lowerBound <= first.lowerBound && first.upperBound <= blocks[1].upperBound
    if first.upperBound <= acknowledged || isInSecond, !isProbed(first, of: side.other) {
      events.duplicateSACKs.add(moment.frame)
      withFlow(of: side) { $0.statistics.duplicateSACKPackets += 1 }
      if let place = teardown.fins.firstIndex(where: { $0.from != side }), !teardown.fins[place].retries.isEmpty,
        flow(of: side.other, { $0.finEnd }) == first.upperBound
      {
        teardown.fins[place].duplicatedBy = teardown.fins[place].duplicatedBy ?? moment.frame
      }
      if let place = events.retransmissions.lastIndex(where: {
        $0.from != side && $0.start < first.upperBound && $0.end > first.lowerBound
      }) {
        events.noteNeedless(place, by: moment.frame)
      }
    }
    return blocks.contains { $0.lowerBound > acknowledged }
  }

  /// The window of a segment in bytes; nil where its scale is not known. Windows are scaled if both SYNs offer a scale (RFC
  /// 7323, section 2.2), and never in a SYN.
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  private mutating func window(of segment: TCPSegment, from side: Side) -> Int? {
    let raw = Int(segment.window)
    if segment.flags.contains(.syn) { return raw }
    let (own, other) = side == .originator ? (handshake.syn, handshake.synAck) : (handshake.synAck, handshake.syn)
    func refuses(_ syn: Handshake.SYN?) -> Bool { syn.map { $0.windowScale == nil && !$0.areOptionsCut } ?? false }
    if refuses(own) || refuses(other) { return raw }
    guard let scale = own?.windowScale, other?.windowScale != nil else { return nil }
    return raw << Int(min(scale, 14))
  }

  mutating func observeWindow(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    let window = window(of: segment, from: side)
    if segment.flags.contains(.ack), segment.flags.isDisjoint(with: [.syn, .rst]), let window {
      withFlow(of: side) { $0.statistics.windows.add(window, frame: moment.frame) }
    }
    guard segment.flags.isDisjoint(with: [.fin, .rst]) else { return }
    // Who has had the other side's FIN needs no room any more.
    if let finEnd = flow(of: side.other, { $0.finEnd }), flow(of: side, { $0.lastAcknowledgment ?? .min }) >= finEnd {
      return
    }
    withFlow(of: side) { $0.offeredWindow = window }
    guard !segment.flags.contains(.syn) else { return }
    withFlow(of: side) { $0.statistics.windows.note(isZero: segment.window == 0, at: moment.time) }
    let closed = flow(of: side) { $0.closedWindow }
    guard segment.window == 0 else {
      guard let closed else { return }
      events.closedWindows[closed].opened = moment
      return withFlow(of: side) { $0.closedWindow = nil }
    }
    head.withCounts(of: side) { counts in
      counts.zeroWindows = (counts.zeroWindows ?? 0) + 1
      if counts.zeroWindowFrames.count < 8 { counts.zeroWindowFrames.append(moment.frame) }
    }
    guard closed == nil, events.closedWindows.count < Evidence.limit else { return }
    let place = events.closedWindows.count
    events.closedWindows.append(TCPEvents.ClosedWindow(from: side, closed: moment))
    withFlow(of: side) { $0.closedWindow = place }
  }
}

import Wire

/// A TCP connection as the capture shows it: how it opened, what it carried, how it ended.
struct TCPConnection {
  var head: ConversationHead
  var originator = TCPFlow()
  var responder = TCPFlow()
  var handshake = Handshake()
  private var teardown = Teardown()
  private var data: [DataSegment] = []
  private var dataTotal = 0
  private var echo: EchoMatcher?
  /// The SYN was answered: the capture shows a SYN-ACK, or an ACK of the originator, which follows only from one.
  private var isAnswered = false
  /// The first RST came from the responder instead of an answer.
  private var isRefused = false
  var events = TCPEvents()
  /// The latest ICMP error or ignored RST: what is sent again afterwards may answer it.
  var latestError = 0

  init(head: ConversationHead) { self.head = head }

  /// Reads one thing of a side's flow: the whole of it, arrays included, would be a copy for every packet.
  func flow<Value>(of side: Side, _ value: (borrowing TCPFlow) -> Value) -> Value {
    side == .originator ? value(originator) : value(responder)
  }

  mutating func withFlow<Result>(of side: Side, _ body: (inout TCPFlow) -> Result) -> Result {
    side == .originator ? body(&originator) : body(&responder)
  }

  mutating func observe(_ error: ICMPError) {
    head.note(error)
    latestError = error.frame
  }

  /// Takes in a segment; `place` is where its stream has it.
  mutating func observe(
    _ segment: TCPSegment, _ place: Observation.Segment, from side: Side, _ packet: Arrival, budget: inout DetailBudget
  ) {
    let flags = segment.flags
    let moment = packet.moment
    if side == .originator {
      originator.count(from: segment, answering: &responder)
    } else {
      responder.count(from: segment, answering: &originator)
    }
    head.count(packet, payloadLength: segment.payloadLength, from: side)
    let sequenceNumber = segment.sequenceNumber
    let first = flow(of: side) { $0.offset(of: sequenceNumber) }
    let sent = SentSegment(segment, start: first, timestamp: segment.timestamps?.value, packet)
    // The course of the connection is that of its packets, each taken once.
    if isCopy(sent, segment, from: side) {
      return head.noteCopy(moment.frame, from: side)
    }
    if flags.contains(.syn) { observeSYN(segment, from: side, moment) }
    if flags.contains(.ack), !flags.contains(.rst), side == .originator || flags.contains(.syn) { isAnswered = true }

    // Payload begins after the SYN, which takes a sequence number of its own.
    let start = first + (flags.contains(.syn) ? 1 : 0)
    let end = start + segment.payloadLength
    withFlow(of: side) { flow in
      if flow.coverage == nil { flow.coverage = StreamCoverage(start: start, startsHere: flow.isBaseCertain) }
    }
    noteSpecialities(sent, segment, packet, from: side)
    if flags.contains(.ack) {
      if !flags.contains(.rst) { noteAnswer(from: side) }
      observeACK(segment, from: side, moment)
    }
    if segment.payloadLength > 0 {
      observePayload(segment, sent, place, from: side, start: start, end: end, packet, &budget)
    } else if isProbe(sent, segment, from: side) {
      noteProbe(moment, from: side)
    }
    if flags.contains(.fin) { observeFIN(from: side, end: end + 1, moment) }
    if flags.contains(.rst) { observeRST(segment, at: first, from: side, moment) }
    observeWindow(segment, place, from: side, moment)
    let acknowledged = flow(of: side.other) { $0.lastAcknowledgment }
    withFlow(of: side) { $0.sent.append(sent, acknowledged: acknowledged) }
  }

  /// Only a packet that brings nothing new can be one that was seen before.
  private func isCopy(_ sent: SentSegment, _ segment: TCPSegment, from side: Side) -> Bool {
    guard let reached = flow(of: side, { $0.reached }), sent.end <= reached else { return false }
    if segment.flags.contains(.ack) {
      let acknowledgmentNumber = segment.acknowledgmentNumber
      let acknowledged = flow(of: side.other) { $0.offset(of: acknowledgmentNumber) }
      guard acknowledged <= flow(of: side, { $0.lastAcknowledgment ?? .min }) else { return false }
    }
    let isAskedFor = isAskedFor(sent.start..<sent.end, at: sent.moment, from: side)
    return flow(of: side) { $0.sent.original(ofCopy: sent, isAskedFor: isAskedFor) } != nil
  }

  private mutating func observeSYN(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    if let size = segment.options.maximumSegmentSize { withFlow(of: side.other) { $0.largestAllowed = Int(size) } }
    let syn = Handshake.SYN(frame: moment.frame, time: moment.time, segment: segment)
    if segment.flags.contains(.ack) {
      if side == .originator {
        // Only a simultaneous open makes the originator answer a SYN.
        handshake.isSimultaneous = true
      } else if handshake.synAck == nil {
        handshake.synAck = syn
      } else if handshake.synAckRetries.count < 16 {
        handshake.synAckRetries.append(moment)
      }
    } else if side == .responder, handshake.syn != nil {
      handshake.isSimultaneous = true
    } else if handshake.syn == nil {
      handshake.syn = syn
    } else if handshake.synRetries.count < 16 {
      handshake.synRetries.append(moment)
    }
  }

  private mutating func observeACK(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
    let acknowledgmentNumber = segment.acknowledgmentNumber
    let acknowledged = flow(of: side.other) { $0.offset(of: acknowledgmentNumber) }
    if handshake.ack == nil, side == .originator, segment.flags.isDisjoint(with: [.syn, .rst]),
      let synAck = handshake.synAck,
      segment.acknowledgmentNumber.distance(from: synAck.initialSequenceNumber) >= 1
    {
      handshake.ack = moment
    }
    observeRepeatedACK(segment, acknowledged, from: side, moment)
    if !segment.flags.contains(.rst) {
      for index in teardown.fins.indices
      where teardown.fins[index].from != side && teardown.fins[index].acknowledgedBy == nil {
        if let end = flow(of: side.other, { $0.finEnd }), acknowledged >= end {
          teardown.fins[index].acknowledgedBy = moment
        }
      }
    }
    let (reached, unseenEnd) = flow(of: side.other) { ($0.reached, $0.unseenEnd) }
    if let reached, acknowledged > max(reached, unseenEnd) {
      withFlow(of: side.other) { $0.unseenEnd = acknowledged }
      events.unseenAcknowledged.add(moment.frame)
    }
    guard acknowledged >= flow(of: side.other, { $0.lowestUnacknowledgedEnd }) else { return }
    var covered: [Int] = []
    withFlow(of: side.other) { flow in
      var left: [TCPFlow.Unacknowledged] = []
      for segment in flow.unacknowledged {
        if segment.end <= acknowledged { covered.append(segment.detail) } else { left.append(segment) }
      }
      flow.unacknowledged = left
      flow.lowestUnacknowledgedEnd = left.map(\.end).min() ?? .max
    }
    for detail in covered { data[detail].acknowledgedBy = moment }
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
        flow.acknowledgmentMoment = moment
      } else if isDuplicate || (reportsGap && isPure && acknowledged == flow.lastAcknowledgment) {
        flow.duplicateACKs += 1
      }
      // Three duplicates, or a SACK block beyond what is missing (RFC 5681, section 3.2; RFC 6675, section 5).
      if flow.duplicateACKs >= 3 || reportsGap {
        flow.request = TCPFlow.Request(number: acknowledged, moment: moment)
      }
      flow.lastAcknowledgment = max(flow.lastAcknowledgment ?? acknowledged, acknowledged)
      flow.lastWindow = window
    }
  }

  /// Reads the SACK blocks. True when one lies beyond the acknowledgment number, so that something is missing there.
  private mutating func observeSACK(
    _ segment: TCPSegment, _ acknowledged: Int, from side: Side, _ moment: FrameMoment
  ) -> Bool {
    guard segment.headerLength > TCPSegment.minimumHeaderLength, !segment.areOptionsOnlyTimestamps else { return false }
    var blocks: [Range<Int>] = []
    segment.forEachOption { option in
      guard case .sack(let all) = option else { return }
      for block in all {
        let left = flow(of: side.other) { $0.offset(of: block.left) }
        let length = block.right.distance(from: block.left)
        if length > 0 { blocks.append(left..<left + length) }
      }
    }
    guard let first = blocks.first else { return false }
    // A first block below the acknowledgment, or inside the second, tells of bytes that came twice (RFC 2883,
    // section 4).
    let isInSecond =
      blocks.count > 1 && blocks[1].lowerBound <= first.lowerBound && first.upperBound <= blocks[1].upperBound
    if first.upperBound <= acknowledged || isInSecond {
      events.duplicateSACKs.add(moment.frame)
      if let index = events.retransmissions.lastIndex(where: {
        $0.from != side && $0.start < first.upperBound && $0.end > first.lowerBound
      }), events.retransmissions[index].needlessBy == nil {
        events.retransmissions[index].needlessBy = moment.frame
      }
    }
    return blocks.contains { $0.lowerBound > acknowledged }
  }

  private mutating func observePayload(
    _ segment: TCPSegment, _ sent: SentSegment, _ place: Observation.Segment, from side: Side, start: Int, end: Int,
    _ packet: Arrival, _ budget: inout DetailBudget
  ) {
    let isProbe = isProbe(sent, segment, from: side)
    if isProbe { noteProbe(packet.moment, from: side) }
    let (newBytes, novelty) = withFlow(of: side) { $0.coverage?.add(start..<end) ?? (0, .repeats) }
    var isRetransmission = false, isOutOfOrder = false
    switch novelty {
    case .advances: break
    case .repeats where isProbe: break
    case .repeats:
      let original = flow(of: side) { $0.sent.latest(carrying: start..<end) }
      // The copy that was sent later may have come first.
      if let original, sent.isLater(than: original) == false {
        isOutOfOrder = true
      } else {
        isRetransmission = true
        noteRetransmission(sent, start..<end, original: original, from: side)
      }
    case .fillsHole:
      let wait = flow(of: side) { $0.sent.latest }.map { packet.moment.time.nanoseconds(since: $0.moment.time) } ?? 0
      // Where nothing tells, what was asked for, or comes after the shortest timeout, is not late.
      isOutOfOrder =
        flow(of: side) { $0.sent.wasOvertaken(sent) }
        ?? (wait < Self.shortestTimeout && !isAskedFor(start..<end, at: sent.moment, from: side))
      isRetransmission = !isOutOfOrder
      if isRetransmission { noteRetransmission(sent, start..<end, original: nil, from: side) }
    }
    if isOutOfOrder { events.lateSegments.add(packet.moment.frame) }
    head.withCounts(of: side) { counts in
      counts.uniquePayloadBytes += newBytes
      if isRetransmission { counts.retransmissions = (counts.retransmissions ?? 0) + 1 }
      if isOutOfOrder { counts.outOfOrder = (counts.outOfOrder ?? 0) + 1 }
    }
    dataTotal += 1
    let moment = packet.moment
    if head.keepsDetail, budget.takeDetail(having: data.count) {
      let acknowledgment = TCPFlow.Unacknowledged(detail: data.count, end: end)
      data.append(
        DataSegment(
          frame: moment.frame, time: moment.time, from: side, flags: segment.flags,
          sequence: place.sequence &+ (segment.flags.contains(.syn) ? 1 : 0),
          rawSequence: segment.sequenceNumber, length: segment.payloadLength, isRetransmission: isRetransmission,
          isOutOfOrder: isOutOfOrder,
          preview: [UInt8](segment.payload, limit: DataSegment.previewLength)))
      withFlow(of: side) { flow in
        flow.unacknowledged.append(acknowledgment)
        flow.lowestUnacknowledgedEnd = min(flow.lowestUnacknowledgedEnd, end)
      }
    }
    guard head.keepsDetail else { return }
    observeEcho(segment, from: side, start: start, end: end, isNew: newBytes > 0, moment, &budget)
  }

  private mutating func observeEcho(
    _ segment: TCPSegment, from side: Side, start: Int, end: Int, isNew: Bool, _ moment: FrameMoment,
    _ budget: inout DetailBudget
  ) {
    if echo == nil {
      echo = EchoMatcher(
        sentStart: firstByte(of: originator, side == .originator ? start : nil),
        returnedStart: firstByte(of: responder, side == .responder ? start : nil),
        isAligned: originator.isBaseCertain && responder.isBaseCertain)
    }
    echo?.observe(
      segment.payload, isCut: segment.isPayloadCut, at: start, end: end, from: side, isNew: isNew, moment: moment,
      isClockSound: head.isClockSound, acknowledged: responder.lastAcknowledgment, budget: &budget)
  }

  /// The first byte of a stream is number 1 after a SYN, else the first one seen.
  private func firstByte(of flow: TCPFlow, _ start: Int?) -> Int { flow.isBaseCertain ? 1 : start ?? 1 }

  private mutating func observeFIN(from side: Side, end: Int, _ moment: FrameMoment) {
    if let index = teardown.fins.firstIndex(where: { $0.from == side }) {
      if teardown.fins[index].retries.count < 16 { teardown.fins[index].retries.append(moment.frame) }
    } else {
      teardown.fins.append(Teardown.FIN(from: side, frame: moment.frame, time: moment.time))
      withFlow(of: side) { $0.finEnd = end }
    }
  }

  private mutating func observeRST(
    _ segment: TCPSegment, at start: Int, from side: Side, _ moment: FrameMoment
  ) {
    guard isAcceptable(segment, at: start, from: side) else {
      events.ignoredResets.add(moment.frame)
      latestError = moment.frame
      return
    }
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

  /// What the responder took without returning as much: bytes that its program may not have read.
  private func unansweredBytes(of side: Side) -> Int {
    guard side == .responder else { return 0 }
    return max((responder.lastAcknowledgment ?? 1) - 1 - head.toOriginator.uniquePayloadBytes, 0)
  }

  /// A receiver follows a RST only inside its window; one that waits for the answer to its SYN, only a RST that
  /// acknowledges the SYN (RFC 9293, sections 3.5.3 and 3.10.7.3).
  private func isAcceptable(_ segment: TCPSegment, at start: Int, from side: Side) -> Bool {
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

  private mutating func observeWindow(
    _ segment: TCPSegment, _ place: Observation.Segment, from side: Side, _ moment: FrameMoment
  ) {
    guard segment.flags.isDisjoint(with: [.fin, .rst]) else { return }
    let window = place.isWindowScaleUnknown ? nil : place.window
    withFlow(of: side) { $0.offeredWindow = window }
    guard !segment.flags.contains(.syn) else { return }
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

  private var outcome: Outcome {
    if handshake.syn == nil, handshake.synAck == nil { return .midstream }
    if isRefused { return .refused }
    if !isAnswered {
      if head.icmpErrors.contains(where: \.isPortUnreachable) { return .refused }
      if head.toOriginator.packets == 0 { return .unanswered }
    }
    switch teardown.kind {
    case .reset: return .reset
    case .fin: return teardown.fins.count == 2 ? .complete : .open
    case .none: return .open
    }
  }

  /// The values to report; nil when no packet of its own was analysed.
  func record(completeness: TCPCompleteness, isCapturedTwice: Bool) -> ConversationRecord? {
    guard let index = head.index, let first = head.first, let last = head.last else { return nil }
    func completed(_ counts: DirectionCounts) -> DirectionCounts {
      var counts = counts
      counts.retransmissions = counts.retransmissions ?? 0
      counts.outOfOrder = counts.outOfOrder ?? 0
      counts.duplicateAcks = counts.duplicateAcks ?? 0
      counts.zeroWindows = counts.zeroWindows ?? 0
      return counts
    }
    return ConversationRecord(
      index: index, protocol: .tcp, stream: head.stream, originator: head.originator, responder: head.responder,
      rolesInferred: head.rolesInferred, encapsulation: head.encapsulation?.description, first: first, last: last,
      packets: head.toResponder.packets + head.toOriginator.packets,
      bytes: head.toResponder.bytes + head.toOriginator.bytes, outcome: outcome, background: nil,
      toResponder: completed(head.toResponder), toOriginator: completed(head.toOriginator), handshake: handshake,
      events: finishedEvents, completeness: completeness, data: data, dataTotal: dataTotal, teardown: teardown,
      exchanges: [], exchangesTotal: 0,
      copies: head.copies, isCapturedTwice: isCapturedTwice,
      icmpErrors: head.icmpErrors, icmpErrorTotal: head.icmpErrorTotal,
      echo: echo?.finish(
        sentBytes: head.toResponder.uniquePayloadBytes, hasBothDirections: head.toOriginator.packets > 0)
        ?? EchoResult())
  }

  /// A gap in the packets' numbers tells of a lost packet only where the sender is seen to count without gaps.
  private var finishedEvents: TCPEvents {
    var events = events
    let flows = (originator, responder)
    let steps = flows.0.identificationSteps + flows.1.identificationSteps
    let skips = flows.0.identificationSkips + flows.1.identificationSkips
    if skips > max(steps / 4, 1) { events.lostBeforeCapture = Evidence() }
    return events
  }
}

import Wire

/// A TCP connection as the capture shows it: how it opened, what it carried, how it ended.
struct TCPConnection {
  var head: ConversationHead
  var originator = TCPFlow()
  var responder = TCPFlow()
  var handshake = Handshake()
  var teardown = Teardown()
  var data: [DataSegment] = []
  private var dataTotal = 0
  private var echo: EchoMatcher?
  /// What the responder has returned so far is what it was sent.
  var isEcho: Bool { echo?.isSame == true }
  /// SYN-ACKs with another ISN than the first, until it shows which of them the originator takes.
  var otherAnswers: [Handshake.SYN]?
  /// What the answer of an older connection acknowledged.
  var olderNumber: SequenceNumber?
  /// The SYN was answered: the capture shows a SYN-ACK, or an ACK of the originator, which follows only from one.
  var isAnswered = false
  /// Nothing but RSTs has been seen.
  private var hasOnlyResets = true
  /// The first RST came from the responder instead of an answer.
  var isRefused = false
  var events = TCPEvents()
  /// A number that the packet just seen leaves out, after a pause.
  var missing: (identification: UInt16, frame: Int, pause: Int64)?
  /// The latest segment with new payload.
  var latestData: (side: Side, time: Timestamp)?
  /// From the last payload of the originator to the first payload of the responder after it, and the other way round.
  var turnaround = DurationStatistics()
  var thinkTime = DurationStatistics()
  /// The latest ICMP error or ignored RST: what is sent again afterwards may answer it.
  var latestError = 0
  private(set) var zeek: ZeekTCPConnection
  /// Nothing about it is unusual (`settle`).
  private(set) var isSteady = false
  /// It is among those that may be let go.
  var isNotedClosing = false

  init(head: ConversationHead, zeek: ZeekTCPConnection = ZeekTCPConnection(ignoresChecksums: false)) {
    self.head = head
    self.zeek = zeek
  }

  /// Reads one thing of a side's flow: the whole of it, arrays included, would be a copy for every packet.
  func flow<Value>(of side: Side, _ value: (borrowing TCPFlow) -> Value) -> Value {
    side == .originator ? value(originator) : value(responder)
  }

  mutating func withFlow<Result>(of side: Side, _ body: (inout TCPFlow) -> Result) -> Result {
    side == .originator ? body(&originator) : body(&responder)
  }

  mutating func observe(_ error: ICMPError) {
    head.note(error)
    if error.isUndelivered { latestError = error.frame }
  }

  /// Takes in a segment between its ends, and writes down which side sent it.
  mutating func observe(
    _ segment: TCPSegment, from sender: Endpoint, to receiver: Endpoint,
    _ packet: Arrival, budget: inout DetailBudget, into observation: inout Observation
  ) {
    if hasOnlyResets { begin(with: segment.flags, from: sender, to: receiver) }
    let side = head.side(of: sender)
    observation.sender = side
    observation.conversation = head.index
    observe(segment, from: side, packet, budget: &budget)
  }

  /// A SYN begins the connection: RSTs before it, and nothing else, were of an older one.
  private mutating func begin(with flags: TCPFlags, from sender: Endpoint, to receiver: Endpoint) {
    guard head.first != nil, flags.contains(.syn), !flags.contains(.ack) else { return }
    var begun = TCPConnection(head: head, zeek: zeek.renewed)
    begun.events.olderConnection = teardown.evidence
    begun.head.begin(from: sender, to: receiver)
    self = begun
  }

  /// Takes in a segment.
  mutating func observe(
    _ segment: TCPSegment, from side: Side, _ packet: Arrival, budget: inout DetailBudget
  ) {
    zeek.observe(segment, from: side, packet)
    if isSteady, takeNext(segment, from: side, packet, &budget) { return }
    observeAny(segment, from: side, packet, &budget)
    isSteady = settle()
  }

  /// Takes in a segment, whatever it is.
  mutating func observeAny(
    _ segment: TCPSegment, from side: Side, _ packet: Arrival, _ budget: inout DetailBudget
  ) {
    let flags = segment.flags
    let moment = packet.moment
    if noteOlderConnection(segment, from: side, moment) || noteOtherAnswer(segment, from: side, moment) {
      withFlow(of: side) { $0.statistics.count(segment, flags, moment, isTimed: packet.isTimed) }
      return head.count(packet, payloadLength: segment.payloadLength, from: side)
    }
    if let otherAnswers, side == .originator { settle(otherAnswers, segment) }
    if !flags.contains(.rst) {
      hasOnlyResets = false
      if !events.ignoredResets.isEmpty { events.wentOnAfterReset = true }
    }
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
    if let original = original(ofCopy: sent, segment, from: side) {
      return head.noteCopy(
        moment.frame, payloadLength: segment.payloadLength, isElsewhere: original.hopLimit != sent.hopLimit, from: side)
    }
    withFlow(of: side) { $0.statistics.count(segment, flags, moment, isTimed: packet.isTimed) }
    if flags.contains(.syn), !flags.contains(.rst) {
      observeSYN(segment, from: side, moment)
      // With payload it is the beginning of that segment.
      if segment.payloadLength == 0 || flow(of: side, { $0.statistics.synPackets }) > 1 {
        noteSent(.syn, first..<first + 1, from: side, moment)
      }
    }
    if flags.contains(.ack), !flags.contains(.rst), side == .originator || flags.contains(.syn) { isAnswered = true }

    // Payload begins after the SYN, which takes a sequence number of its own.
    let start = first + (flags.contains(.syn) ? 1 : 0)
    let end = start + segment.payloadLength
    withFlow(of: side) { flow in
      if flow.coverage == nil { flow.coverage = StreamCoverage(start: start, startsHere: flow.isBaseCertain) }
    }
    if packet.isPiece || !segment.isLengthKnown { withFlow(of: side) { $0.hasUnknownLength = true } }
    noteSpecialities(sent, segment, packet, from: side)
    if flags.contains(.rst), !isAcceptable(segment, at: first, from: side) {
      noteIgnoredReset(moment.frame)
      return withFlow(of: side) { $0.sent.append(sent, acknowledged: nil) }
    }
    if flags.contains(.ack) {
      if !flags.contains(.rst) { noteAnswer(from: side) }
      observeACK(segment, from: side, moment)
    }
    if segment.payloadLength > 0 {
      observePayload(segment, sent, from: side, start: start, end: end, packet, &budget)
    } else if isProbe(sent, segment, from: side) {
      noteProbe(moment, from: side)
    }
    if flags.contains(.fin) { observeFIN(from: side, end: end + 1, hasPayload: segment.payloadLength > 0, moment) }
    if flags.contains(.rst) { observeRST(segment, from: side, moment) }
    observeWindow(segment, from: side, moment)
    let acknowledged = flow(of: side.other) { $0.lastAcknowledgment }
    withFlow(of: side) { $0.sent.append(sent, acknowledged: acknowledged) }
  }

  /// Only a packet that brings nothing new can be one that was seen before.
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  private mutating func original(ofCopy sent: SentSegment, _ segment: TCPSegment, from side: Side) -> SentSegment? {
    guard let reached = flow(of: side, { $0.reached }), sent.end <= reached else { return nil }
    if segment.flags.contains(.ack) {
      let acknowledgmentNumber = segment.acknowledgmentNumber
      let acknowledged = flow(of: side.other) { $0.offset(of: acknowledgmentNumber) }
      guard acknowledged <= flow(of: side, { $0.lastAcknowledgment ?? .min }) else { return nil }
    }
    let isAskedFor = isAskedFor(sent.start..<sent.end, at: sent.moment, from: side)
    return flow(of: side) { $0.sent.original(ofCopy: sent, isAskedFor: isAskedFor) }
  }

  private mutating func observePayload(
    _ segment: TCPSegment, _ sent: SentSegment, from side: Side, start: Int, end: Int,
    _ packet: Arrival, _ budget: inout DetailBudget
  ) {
    let isProbe = isProbe(sent, segment, from: side)
    if isProbe { noteProbe(packet.moment, length: segment.payloadLength, from: side) }
    let reached = flow(of: side) { $0.coverage?.end ?? start }
    let (newBytes, novelty) = withFlow(of: side) { flow in
      defer { flow.settleUnseen() }
      let (newBytes, novelty) = flow.coverage?.add(start..<end) ?? (0, .repeats)
      if flow.coverage?.isDoubtful == true { flow.outgrown.add(packet.moment.frame) }
      // Nothing is sent after a FIN but what was lost before it, or is late.
      let isBehindFIN = novelty == .advances && flow.finEnd.map { end < $0 } ?? false
      return (newBytes, isBehindFIN ? .fillsHole : novelty)
    }
    if newBytes > 0 { noteTurn(from: side, packet.moment, isNext: novelty == .advances) }
    if newBytes > 0, let finEnd = flow(of: side.other, { $0.finEnd }),
      flow(of: side, { $0.lastAcknowledgment ?? .min }) >= finEnd
    {
      events.dataAfterFIN.add(packet.moment.frame)
    }
    var isRetransmission = false, isOutOfOrder = false
    switch novelty {
    case .advances: break
    case .repeats where isProbe: break
    case .repeats:
      let original = flow(of: side) { $0.sent.latest(carrying: start..<end) }
      // The copy that was sent later may have come first.
      if let original, flow(of: side, { $0.sent.isLater(sent, than: original) }) == false {
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
        ?? (flow(of: side) { $0.sent.isNumberedBeforeLatest(sent) }
          || (wait < Self.shortestTimeout && !isAskedFor(start..<end, at: sent.moment, from: side)))
      isRetransmission = !isOutOfOrder
      if isRetransmission { noteRetransmission(sent, start..<end, original: nil, from: side) }
    }
    if isOutOfOrder { events.lateSegments.add(packet.moment.frame) }
    head.withCounts(of: side) { counts in
      counts.uniquePayloadBytes += newBytes
      if isRetransmission { counts.retransmissions = (counts.retransmissions ?? 0) + 1 }
      if isOutOfOrder { counts.outOfOrder = (counts.outOfOrder ?? 0) + 1 }
    }
    let moment = packet.moment
    let taken = takeDetail(&budget)
    let (hasDetail, detail) = (taken != nil, taken ?? -1)
    if isProbe { withFlow(of: side) { $0.probedByte = start } }
    if novelty == .repeats || isProbe {
      if isRetransmission { noteSentAgain(start..<end, from: side, moment) }
      if hasDetail { withFlow(of: side) { $0.repeated.append(TCPFlow.Unacknowledged(detail: detail, end: end)) } }
    } else {
      // A byte that asked whether the window had opened goes out once more with the rest.
      let isProbed = reached - start == 1 && flow(of: side) { $0.probedByte == start }
      if start < reached, novelty == .advances, !isProbed {
        // As a whole it is no retransmission.
        noteSentAgain(start..<reached, from: side, moment, isCounted: false)
      }
      let isOpening = segment.flags.contains(.syn)
      let outstanding = OutstandingSegments.Segment(
        (isOpening ? start - 1 : novelty == .advances ? max(start, reached) : start)..<end,
        isOpening ? .syn : .payload, hasFIN: segment.flags.contains(.fin),
        at: moment.time, isTimed: head.isClockSound, copies: isRetransmission ? 2 : 1, detail: detail)
      withFlow(of: side) { $0.outstanding.append(outstanding) }
    }
    let bytesInFlight = noteInFlight(
      newBytes, of: segment.payloadLength, isProbe: isProbe, isLate: isOutOfOrder, isSentAgain: isRetransmission,
      from: side, moment)
    if hasDetail {
      data.append(
        DataSegment(
          frame: moment.frame, time: moment.time, from: side, flags: segment.flags,
          sequence: UInt32(truncatingIfNeeded: start),
          rawSequence: segment.sequenceNumber, length: segment.payloadLength, newBytes: newBytes,
          isRetransmission: isRetransmission,
          isOutOfOrder: isOutOfOrder, bytesInFlight: newBytes > 0 ? bytesInFlight : nil,
          window: flow(of: side.other) { $0.offeredWindow },
          preview: [UInt8](segment.payload, limit: DataSegment.previewLength)))
    }
    guard head.keepsDetail else { return }
    observeEcho(segment, from: side, start: start, end: end, isNew: newBytes > 0, moment, &budget)
  }

  /// Counts a segment with payload, and gives its place among those that are kept; nil when there is no room for it.
  mutating func takeDetail(_ budget: inout DetailBudget) -> Int? {
    dataTotal += 1
    return head.keepsDetail && budget.takeDetail(having: data.count) ? data.count : nil
  }

  mutating func observeEcho(
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

  /// Nanoseconds after its latest packet when it is over, if nothing more comes (`ConversationLifetime.idle`).
  var rest: Int64 { isClosed ? ConversationLifetime.afterClose : ConversationLifetime.afterTCP }

  /// Both sides have sent a FIN, or one a RST.
  var isClosed: Bool { teardown.fins.count == 2 || teardown.resetTotal > 0 }

  /// Gives back the room for bytes. That for detail is not given back: what is kept of the first conversations is told, and
  /// keeping and dropping that of all would take time.
  mutating func releaseBytes(_ budget: inout DetailBudget) { echo?.releaseBytes(&budget) }

  /// What every connection takes: itself, and the lists that the first packets fill.
  static var leastBytes: Int { MemoryLayout<TCPConnection>.stride + 2_048 }

  /// What it takes of memory, as estimated. Detail and the bytes of an echo have budgets of their own.
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  var heldBytes: Int {
    mutating get {
      Self.leastBytes + head.heldBytes + originator.heldBytes + responder.heldBytes + turnaround.heldBytes
        + thinkTime.heldBytes
        + (echo?.listBytes ?? 0) + zeek.heldBytes
    }
  }

  /// Whether it may be let go: both sides have closed, and know it, or one has reset it, and no packet has come since `frame`.
  /// Those with packets that are there twice are kept: what that means shows in the end.
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  mutating func isOver(since frame: Int) -> Bool {
    (teardown.resetTotal > 0 || teardown.isComplete) && head.last?.frame ?? .max < frame && head.copies.isEmpty
  }

  /// Gives back what it took of the budget.
  mutating func release(_ budget: inout DetailBudget) {
    budget.details += data.count
    echo?.release(&budget)
  }

  /// The first byte of a stream is number 1 after a SYN, else the first one seen.
  private func firstByte(of flow: TCPFlow, _ start: Int?) -> Int { flow.isBaseCertain ? 1 : start ?? 1 }

  private mutating func outcome() -> Outcome {
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
  // It changes nothing, but a call of what is not `mutating` would copy the whole connection.
  mutating func record(completeness: TCPCompleteness, isCapturedTwice: Bool) -> ConversationRecord? {
    guard let index = head.index, let first = head.first, let last = head.last else { return nil }
    let (toResponder, toOriginator) = (statistics(of: .originator), statistics(of: .responder))
    func completed(_ counts: DirectionCounts, _ segments: SegmentStatistics) -> DirectionCounts {
      var counts = counts
      counts.segments = segments
      counts.retransmissions = counts.retransmissions ?? 0
      counts.outOfOrder = counts.outOfOrder ?? 0
      counts.duplicateAcks = counts.duplicateAcks ?? 0
      counts.zeroWindows = counts.zeroWindows ?? 0
      return counts
    }
    return ConversationRecord(
      index: index, protocol: .tcp, stream: head.stream, originator: head.originator, responder: head.responder,
      rolesInferred: head.rolesInferred, encapsulation: head.encapsulation?.description, isResumed: head.isResumed,
      outgrown: originator.outgrown + responder.outgrown, first: first, last: last,
      packets: head.toResponder.packets + head.toOriginator.packets,
      bytes: head.toResponder.bytes + head.toOriginator.bytes, outcome: outcome(), background: nil,
      toResponder: completed(head.toResponder, toResponder),
      toOriginator: completed(head.toOriginator, toOriginator), handshake: handshake,
      turnaround: turnaround, thinkTime: thinkTime, events: finishedEvents(), completeness: completeness, data: data,
      dataTotal: dataTotal, teardown: teardown,
      exchanges: [], exchangesTotal: 0,
      copies: head.copies, isCapturedTwice: isCapturedTwice || head.isCapturedTwice,
      icmpErrors: head.icmpErrors, icmpErrorTotal: head.icmpErrorTotal,
      icmpUndeliveredTotal: head.icmpUndeliveredTotal,
      echo: echo?.finish(
        sentBytes: head.toResponder.uniquePayloadBytes, hasBothDirections: head.toOriginator.packets > 0)
        ?? EchoResult(), zeek: zeek.summary)
  }

  /// A gap in the packets' numbers tells of a lost packet only where the sender is seen to count without gaps.
  private mutating func finishedEvents() -> TCPEvents {
    // Moved, and not copied: the connection is over.
    var events = TCPEvents()
    swap(&events, &self.events)
    defer { self.events = events }
    if originator.unseenFrame != nil || responder.unseenFrame != nil {
      for frame in [originator.unseenFrame, responder.unseenFrame].compactMap(\.self).sorted() {
        events.unseenAcknowledged.add(frame)
      }
    }
    let numberings = (originator.sent.numbering, responder.sent.numbering)
    if numberings.0.isGapless { events.gaplessSides.append(.originator) }
    if numberings.1.isGapless { events.gaplessSides.append(.responder) }
    if !PacketNumbering.areGapsRare(numberings.0, numberings.1) { events.lostBeforeCapture = Evidence() }
    return events
  }
}

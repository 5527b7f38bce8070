import Wire

/// A TCP connection as the capture shows it: how it opened, what it carried, how it ended.
struct TCPConnection {
  var head: ConversationHead
  private var originator = TCPFlow()
  private var responder = TCPFlow()
  private var handshake = Handshake()
  private var teardown = Teardown()
  private var data: [DataSegment] = []
  private var dataTotal = 0
  private var echo: EchoMatcher?
  /// The SYN was answered: the capture shows a SYN-ACK, or an ACK of the originator, which follows only from one.
  private var isAnswered = false
  /// The first RST came from the responder instead of an answer.
  private var isRefused = false
  /// The first and the previous packet of the stream, those that were filtered out included.
  private let streamStart: Timestamp
  private var streamPrevious: Timestamp

  init(head: ConversationHead, time: Timestamp) {
    self.head = head
    streamStart = time
    streamPrevious = time
  }

  /// Reads one thing of a side's flow: the whole of it, arrays included, would be a copy for every packet.
  private func flow<Value>(of side: Side, _ value: (borrowing TCPFlow) -> Value) -> Value {
    side == .originator ? value(originator) : value(responder)
  }

  private mutating func withFlow<Result>(of side: Side, _ body: (inout TCPFlow) -> Result) -> Result {
    side == .originator ? body(&originator) : body(&responder)
  }

  /// No segment of its own has come yet, not even one that a filter dropped.
  @inline(__always)
  var isUnseen: Bool { originator.base == nil && responder.base == nil }

  /// A SYN with another sequence number than the one that opened this connection opens a new one on the same ports.
  // Inlined, like the other questions asked of an array's element for every packet: a call would copy the connection.
  @inline(__always)
  func isReopened(by segment: TCPSegment, from side: Side) -> Bool {
    let flags = segment.flags
    guard flags.contains(.syn), !flags.contains(.ack), let base = flow(of: side, { $0.base }) else { return false }
    return base != segment.sequenceNumber
  }

  /// Numbers a segment as Wireshark does, and keeps what later numbers rest on. Also for packets that are not analysed.
  mutating func number(_ segment: TCPSegment, from side: Side, time: Timestamp) -> Observation.Segment {
    let flags = segment.flags
    let options = flags.contains(.syn) ? segment.options : TCPOptions()
    withFlow(of: side) { flow in
      if flow.base == nil {
        flow.base = flags.contains(.syn) ? segment.sequenceNumber : segment.sequenceNumber.advanced(by: -1)
        flow.isBaseCertain = flags.contains(.syn)
      } else if flags.isSuperset(of: [.syn, .ack]), flow.base != segment.sequenceNumber {
        // A new answer to an old SYN: the numbers start again (reused ports).
        flow.base = segment.sequenceNumber
        flow.coverage = nil
        flow.isBaseCertain = true
      } else if flags.contains(.syn), flow.base == segment.sequenceNumber {
        flow.isBaseCertain = true
      }
      if let shift = options.windowScale { flow.windowScale = .shift(min(shift, 14)) }
    }
    if flags.contains(.ack) {
      withFlow(of: side.other) { flow in
        // The other side's ISN is one before what it acknowledges first.
        if flow.base == nil { flow.base = segment.acknowledgmentNumber.advanced(by: -1) }
      }
    }
    // Where the options are cut, the scale may have been offered: it stays unknown.
    if flags.contains(.syn), options.windowScale != nil || !segment.areOptionsCut {
      settleWindowScale(offered: options.windowScale != nil, isAnswer: flags.contains(.ack), side)
    }
    let windowScale = flow(of: side) { $0.windowScale }
    let shift: UInt8
    if case .shift(let scale) = windowScale, !flags.contains(.syn) { shift = scale } else { shift = 0 }
    defer { streamPrevious = time }
    let sequenceNumber = segment.sequenceNumber, acknowledgmentNumber = segment.acknowledgmentNumber
    return Observation.Segment(
      sequence: flow(of: side) { $0.relative(sequenceNumber) },
      acknowledgment: flags.contains(.ack)
        ? flow(of: side.other) { $0.relative(acknowledgmentNumber) } : acknowledgmentNumber.rawValue,
      window: Int(segment.window) << Int(shift), isWindowScaleUnknown: windowScale == .unknown,
      sinceFirst: time.nanoseconds(since: streamStart), sincePrevious: time.nanoseconds(since: streamPrevious))
  }

  /// Scaling is in use only when both SYNs offer it (RFC 7323, section 2.2).
  private mutating func settleWindowScale(offered: Bool, isAnswer: Bool, _ side: Side) {
    if !offered {
      originator.windowScale = .unused
      responder.windowScale = .unused
    } else if isAnswer, flow(of: side.other, { $0.windowScale }) == .unused {
      withFlow(of: side) { $0.windowScale = .unused }
    }
  }

  /// Takes in a segment that `number` has seen.
  mutating func observe(_ segment: TCPSegment, from side: Side, _ packet: Arrival, budget: inout DetailBudget) {
    let flags = segment.flags
    let moment = packet.moment
    head.count(packet, payloadLength: segment.payloadLength, from: side)
    if flags.contains(.syn) { observeSYN(segment, from: side, moment) }
    if flags.contains(.ack), !flags.contains(.rst), side == .originator || flags.contains(.syn) { isAnswered = true }

    // Payload begins after the SYN, which takes a sequence number of its own.
    let sequenceNumber = segment.sequenceNumber
    let start = flow(of: side) { $0.offset(of: sequenceNumber) } + (flags.contains(.syn) ? 1 : 0)
    let end = start + segment.payloadLength
    withFlow(of: side) { flow in
      if flow.coverage == nil { flow.coverage = StreamCoverage(start: start, startsHere: flow.isBaseCertain) }
    }
    if flags.contains(.ack) { observeACK(segment, from: side, moment) }
    if segment.payloadLength > 0 {
      observePayload(segment, from: side, start: start, end: end, packet, &budget)
    }
    if flags.contains(.fin) { observeFIN(from: side, end: end + 1, moment) }
    if flags.contains(.rst) { observeRST(from: side, moment) }
    countWindow(segment, from: side, packet.moment.frame)
  }

  private mutating func observeSYN(_ segment: TCPSegment, from side: Side, _ moment: FrameMoment) {
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
    countDuplicate(segment, acknowledged, from: side)
    if !segment.flags.contains(.rst) {
      for index in teardown.fins.indices
      where teardown.fins[index].from != side && teardown.fins[index].acknowledgedBy == nil {
        if let end = flow(of: side.other, { $0.finEnd }), acknowledged >= end {
          teardown.fins[index].acknowledgedBy = moment
        }
      }
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
  private mutating func countDuplicate(_ segment: TCPSegment, _ acknowledged: Int, from side: Side) {
    let window = segment.window
    let isDuplicate =
      segment.payloadLength == 0 && segment.flags.isDisjoint(with: [.syn, .fin, .rst])
      && flow(of: side) { $0.lastAcknowledgment == acknowledged && $0.lastWindow == window }
      && acknowledged < flow(of: side.other) { $0.coverage?.end ?? .min }
    if isDuplicate { head.withCounts(of: side) { $0.duplicateAcks = ($0.duplicateAcks ?? 0) + 1 } }
    withFlow(of: side) { flow in
      flow.lastAcknowledgment = max(flow.lastAcknowledgment ?? acknowledged, acknowledged)
      flow.lastWindow = window
    }
  }

  private mutating func observePayload(
    _ segment: TCPSegment, from side: Side, start: Int, end: Int, _ packet: Arrival, _ budget: inout DetailBudget
  ) {
    // A keep-alive repeats a byte that was acknowledged, to see whether the peer still answers (RFC 9293, section 3.8.4).
    let isKeepAlive =
      segment.payloadLength == 1 && end == flow(of: side) { $0.coverage?.end }
      && flow(of: side.other) { $0.lastAcknowledgment ?? .min } >= end
    let (newBytes, novelty) = withFlow(of: side) { $0.coverage?.add(start..<end) ?? (0, .repeats) }
    let isRetransmission = novelty == .repeats && !isKeepAlive
    head.withCounts(of: side) { counts in
      counts.uniquePayloadBytes += newBytes
      if isRetransmission { counts.retransmissions = (counts.retransmissions ?? 0) + 1 }
      if novelty == .fillsHole { counts.outOfOrder = (counts.outOfOrder ?? 0) + 1 }
    }
    dataTotal += 1
    let moment = packet.moment
    if head.keepsDetail, budget.takeDetail(having: data.count) {
      let first = segment.sequenceNumber.advanced(by: segment.flags.contains(.syn) ? 1 : 0)
      let acknowledgment = TCPFlow.Unacknowledged(detail: data.count, end: end)
      data.append(
        DataSegment(
          frame: moment.frame, time: moment.time, from: side, flags: segment.flags,
          sequence: flow(of: side) { $0.relative(first) },
          rawSequence: segment.sequenceNumber, length: segment.payloadLength, isRetransmission: isRetransmission,
          isOutOfOrder: novelty == .fillsHole,
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

  private mutating func observeRST(from side: Side, _ moment: FrameMoment) {
    if teardown.resetTotal == 0 {
      teardown.isClosedBeforeReset = teardown.isComplete
      isRefused = side == .responder && handshake.syn != nil && !isAnswered
    }
    teardown.resetTotal += 1
    if teardown.resets.count < 8 {
      teardown.resets.append(Teardown.RST(from: side, frame: moment.frame, time: moment.time))
    }
  }

  private mutating func countWindow(_ segment: TCPSegment, from side: Side, _ frame: Int) {
    guard segment.window == 0, segment.flags.isDisjoint(with: [.syn, .fin, .rst]) else { return }
    head.withCounts(of: side) { counts in
      counts.zeroWindows = (counts.zeroWindows ?? 0) + 1
      if counts.zeroWindowFrames.count < 8 { counts.zeroWindowFrames.append(frame) }
    }
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
  func record() -> ConversationRecord? {
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
      data: data, dataTotal: dataTotal, teardown: teardown, exchanges: [], exchangesTotal: 0,
      icmpErrors: head.icmpErrors, icmpErrorTotal: head.icmpErrorTotal,
      echo: echo?.finish(
        sentBytes: head.toResponder.uniquePayloadBytes, hasBothDirections: head.toOriginator.packets > 0)
        ?? EchoResult())
  }
}

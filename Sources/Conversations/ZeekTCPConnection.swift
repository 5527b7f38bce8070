import Wire

/// What Zeek's conn.log says of a TCP connection, from one pass over its packets (its packet_analysis/protocol/tcp and
/// analyzer/protocol/tcp).
struct ZeekTCPConnection {
  /// What is of neither side.
  private struct Course {
    var history = ZeekHistory()
    var start = Timestamp(nanoseconds: 0)
    /// Of the last packet before both sides had closed.
    var last = Timestamp(nanoseconds: 0)
    /// When it was closed for good.
    var closed: Timestamp?
    /// The side that is Zeek's originator.
    var originator = Side.originator
    var hasBegun = false
    /// A side has closed while something was missing or not acknowledged.
    var isCloseDeferred = false
    var isPortQuiet = false
    let ignoresChecksums: Bool

    init(ignoresChecksums: Bool) { self.ignoresChecksums = ignoresChecksums }
  }

  // By the sides of the conversation, which need not be Zeek's roles.
  private var first = ZeekTCPEndpoint()
  private var second = ZeekTCPEndpoint()
  private var course: Course

  init(ignoresChecksums: Bool) { course = Course(ignoresChecksums: ignoresChecksums) }

  /// What its lists take.
  var heldBytes: Int { first.heldBytes + second.heldBytes + course.history.letters.capacity }

  /// As it was before its first packet.
  var renewed: ZeekTCPConnection { ZeekTCPConnection(ignoresChecksums: course.ignoresChecksums) }

  mutating func observe(_ segment: TCPSegment, from side: Side, _ packet: Arrival) {
    if !course.hasBegun { Self.begin(segment, from: side, packet, &course) }
    // Zeek takes no header that is cut.
    guard !segment.areOptionsCut else { return }
    if side == .originator {
      Self.take(segment, from: side, packet, &first, &second, &course)
    } else {
      Self.take(segment, from: side, packet, &second, &first, &course)
    }
  }

  /// The sender of the first packet is the originator, unless it joined midway and sends from a server's port.
  private static func begin(_ segment: TCPSegment, from side: Side, _ packet: Arrival, _ course: inout Course) {
    course.hasBegun = true
    course.start = packet.moment.time
    course.last = course.start
    course.originator = side
    course.isPortQuiet = ZeekPorts.isQuiet(segment.destinationPort)
    let isSYN = segment.flags.contains(.syn)
    guard !isSYN || segment.flags.contains(.ack), ZeekPorts.isLikelyServer(segment.sourcePort, .tcp) else { return }
    if ZeekPorts.isLikelyServer(segment.destinationPort, .tcp), isSYN || segment.sourcePort >= segment.destinationPort {
      return
    }
    guard !packet.destination.isLimitedBroadcast else { return }
    course.originator = side.other
    course.isPortQuiet = ZeekPorts.isQuiet(segment.sourcePort)
    course.history.addFlip()
  }

  private static func take(
    _ segment: TCPSegment, from side: Side, _ packet: Arrival, _ sender: inout ZeekTCPEndpoint,
    _ receiver: inout ZeekTCPEndpoint, _ course: inout Course
  ) {
    if packet.hasWrongChecksum, !course.ignoresChecksums {
      let isOriginator = side == course.originator
      return sender.withTrouble { course.history.count("C", &$0.wrongChecksums, isOriginator: isOriginator) }
    }
    let payloadLength = segment.payloadLength
    sender.count(ipBytes: packet.ipBytes)
    // Nearly every segment: the next of a stream in order, acknowledging what was delivered.
    if segment.flags.intersection([.syn, .fin, .rst, .ack]) == .ack, segment.window != 0,
      sender.isNext(segment.sequenceNumber, payloadLength: payloadLength),
      receiver.isDelivered(segment.acknowledgmentNumber), !segment.isPayloadCut
    {
      course.last = packet.moment.time
      receiver.takeAcknowledgment(segment.acknowledgmentNumber)
      sender.takeNext(payloadLength: payloadLength)
      return
    }
    follow(segment, from: side, at: packet.moment.time, &sender, &receiver, &course)
  }

  private static func follow(
    _ segment: TCPSegment, from side: Side, at time: Timestamp, _ sender: inout ZeekTCPEndpoint,
    _ receiver: inout ZeekTCPEndpoint, _ course: inout Course
  ) {
    let flags = segment.flags
    let payloadLength = segment.payloadLength
    // The payload of a RST is no part of the stream.
    let sequenceLength = flags.contains(.rst) ? segment.sequenceLength - payloadLength : segment.sequenceLength
    sender.settleStart(segment.sequenceNumber, sequenceLength: sequenceLength, isSYN: flags.contains(.syn))
    let position = sender.position(of: segment.sequenceNumber)
    noteFlags(segment, at: position, from: side, &sender, &receiver, &course)
    let isOriginator = side == course.originator
    if segment.window == 0, !flags.contains(.rst), receiver.state != .closed, sender.state != .reset {
      sender.withTrouble { course.history.count("W", &$0.zeroWindows, isOriginator: isOriginator) }
    }
    if !sender.marks.contains(.hasClosed) || !receiver.marks.contains(.hasClosed) { course.last = time }

    let acknowledgedBefore = receiver.acknowledged
    var acknowledged = 0
    if flags.contains(.ack) {
      if receiver.state == .inactive {
        acknowledged = 1
        receiver.settleStart(acknowledgedBy: segment.acknowledgmentNumber)
      } else {
        acknowledged = max(receiver.acknowledgedPosition(of: segment.acknowledgmentNumber), 0)
        // The number in a RST is not to be trusted.
        if !flags.contains(.rst) {
          receiver.acknowledge(acknowledged, isZero: segment.acknowledgmentNumber.rawValue == 0)
        }
      }
    }
    let last = segment.sequenceNumber.advanced(by: sequenceLength)
    if sender.extend(to: last, flags, hasPayload: payloadLength > 0) {
      sender.withTrouble { course.history.count("T", &$0.retransmissions, isOriginator: isOriginator) }
    }
    let closes = move(segment, from: side, &sender, &receiver, &course)
    if flags.contains(.ack) {
      let countsGaps = sender.isClean && receiver.isClean
      let isNew = receiver.trim(to: acknowledged, acknowledgedBefore: acknowledgedBefore, countsGaps: countsGaps) {
        course.history.count("G", &$0.gaps, isOriginator: !isOriginator)
      }
      if isNew { checkEnd(of: &receiver, against: &sender, &course) }
    }
    if payloadLength > 0, !flags.contains(.rst), position >= 0, !segment.isPayloadCut {
      let start = flags.contains(.syn) ? position + 1 : position
      sender.deliver(start..<start + payloadLength)
    }
    checkEnd(of: &sender, against: &receiver, &course)
    if closes { close(&sender, against: receiver, &course) }
  }

  /// Writes down what the flags are, and exchanges the roles of a connection that began with a SYN-ACK once an ACK or data
  /// follows: a scan with SYN-ACKs gets RSTs at most.
  private static func noteFlags(
    _ segment: TCPSegment, at position: Int, from side: Side, _ sender: inout ZeekTCPEndpoint,
    _ receiver: inout ZeekTCPEndpoint, _ course: inout Course
  ) {
    func note(_ event: ZeekHistory.Events, _ letter: Unicode.Scalar) -> Bool {
      guard sender.seen.insert(event).inserted else { return false }
      course.history.add(letter, isOriginator: side == course.originator)
      return true
    }
    func add(_ letter: Unicode.Scalar) { course.history.add(letter, isOriginator: side == course.originator) }

    let flags = segment.flags
    if flags.contains(.fin) {
      let end = position + segment.sequenceLength - (flags.contains(.rst) ? segment.payloadLength : 0)
      let isNew = sender.noteFIN(end: end)
      if flags.contains(.rst) {
        _ = note(.finRST, "I")
      } else if flags.contains(.syn) {
        _ = note(.manyFlags, "Q")
      } else if !note(.fin, "F"), isNew {
        add("F")
      }
    } else if flags.isSuperset(of: [.syn, .rst]) {
      _ = note(.manyFlags, "Q")
    } else if flags.contains(.syn) {
      let letter: Unicode.Scalar = flags.contains(.ack) ? "H" : "S"
      let isNew = sender.isNewSYN(at: position)
      if !note(.syn, letter), isNew { add(letter) }
    } else if flags.contains(.rst) {
      let isNew = sender.isNewRST(at: position)
      if !note(.rst, "R"), isNew { add("R") }
    } else if segment.payloadLength > 0 || flags.contains(.ack) {
      if course.history.isSYNACKAlone {
        course.originator = course.originator.other
        course.isPortQuiet = ZeekPorts.isQuiet(
          side == course.originator ? segment.destinationPort : segment.sourcePort)
        course.history.restartFlipped()
        if side == course.originator { receiver.enter(.established) } else { sender.enter(.established) }
      }
      if segment.payloadLength > 0 { _ = note(.data, "D") } else { _ = note(.ack, "A") }
    }
  }

  /// Moves the sender to its next state; true when it closes.
  private static func move(
    _ segment: TCPSegment, from side: Side, _ sender: inout ZeekTCPEndpoint, _ receiver: inout ZeekTCPEndpoint,
    _ course: inout Course
  ) -> Bool {
    let flags = segment.flags
    switch sender.state {
    case .inactive: return moveFirst(segment, from: side, &sender, &receiver, &course)
    case .synSent, .synAckSent:
      if flags.contains(.fin) { sender.enter(.closed) }
      if flags.contains(.rst) { sender.enter(.reset) }
      return !flags.isDisjoint(with: [.fin, .rst])
    case .established, .partial:
      if flags.contains(.syn), !flags.contains(.ack), sender.state == .partial, receiver.state == .inactive {
        sender.enter(.synSent)
      }
      if flags.contains(.rst) {
        sender.enter(.reset)
      } else if flags.contains(.fin) {
        sender.enter(.closed)
        // The other side sent a RST after its FIN: with this FIN it was no abort.
        if receiver.state == .reset, receiver.previous == .closed { receiver.enter(.closed) }
      }
      return !flags.isDisjoint(with: [.fin, .rst])
    case .closed:
      guard flags.contains(.rst), receiver.state != .closed else { return false }
      sender.enter(.reset)
      return !sender.marks.contains(.hasClosed)
    case .reset: return false
    }
  }

  /// The first segment of a side.
  private static func moveFirst(
    _ segment: TCPSegment, from side: Side, _ sender: inout ZeekTCPEndpoint, _ receiver: inout ZeekTCPEndpoint,
    _ course: inout Course
  ) -> Bool {
    let flags = segment.flags
    let isOriginator = side == course.originator
    if flags.contains(.syn) {
      if isOriginator {
        sender.enter(flags.contains(.ack) ? .synAckSent : .synSent)
      } else {
        if !flags.contains(.ack), receiver.state == .synAckSent {
          // The SYN was captured after its SYN-ACK.
          course.originator = side
          course.isPortQuiet = ZeekPorts.isQuiet(segment.destinationPort)
          course.history.addFlip()
          receiver.enter(.established)
        }
        if receiver.state == .synSent { receiver.enter(.established) }
        sender.enter(.established)
      }
    }
    if flags.contains(.fin) { sender.enter(.closed) }
    if flags.contains(.rst) { sender.enter(.reset) }
    if sender.state == .inactive {
      if !isOriginator, segment.payloadLength == 0, receiver.state == .synSent {
        // Some acknowledge a SYN before they answer it.
      } else if flags.contains(.ack), receiver.state == .established {
        // Only its SYN was missed.
        sender.enter(.established)
      } else {
        sender.enter(.partial)
      }
    }
    return !flags.isDisjoint(with: [.fin, .rst])
  }

  /// A side whose stream has come to its end closes now, if it could not before.
  private static func checkEnd(
    of sender: inout ZeekTCPEndpoint, against receiver: inout ZeekTCPEndpoint, _ course: inout Course
  ) {
    guard !sender.marks.contains(.reachedEnd),
      sender.marks.contains(.hasFIN) || sender.state == .closed || sender.state == .reset,
      !sender.isPending(against: receiver)
    else { return }
    sender.marks.insert(.reachedEnd)
    if course.isCloseDeferred {
      close(&sender, against: receiver, &course)
      course.isCloseDeferred = false
    }
  }

  private static func close(
    _ sender: inout ZeekTCPEndpoint, against receiver: ZeekTCPEndpoint, _ course: inout Course
  ) {
    if sender.isPending(against: receiver) {
      course.isCloseDeferred = true
      return
    }
    course.isCloseDeferred = false
    guard sender.marks.insert(.hasClosed).inserted else { return }
    let isComplete =
      sender.state == .reset || receiver.marks.contains(.hasClosed) || receiver.state == .inactive
    if isComplete, course.closed == nil { course.closed = course.last }
  }
}

extension ZeekTCPConnection {
  /// Nanoseconds from its latest packet to its end; nil before its first.
  var rest: Int64? { end.map { max($0.nanoseconds(since: course.last), 0) } }

  /// When Zeek would take it for over, if nothing more came; nil before its first packet.
  var end: Timestamp? {
    guard course.hasBegun else { return nil }
    if let closed = course.closed { return closed.advanced(by: ZeekTimers.close) }
    if first.hasBegun || second.hasBegun {
      let wasEstablished = course.originator == .originator ? first.wasEstablished : second.wasEstablished
      return course.last.advanced(
        by: wasEstablished && course.isPortQuiet ? ZeekTimers.quietInactivity : ZeekTimers.tcpInactivity)
    }
    // It lingers for longer than that.
    if first.state == .inactive, second.state == .inactive { return course.last.advanced(by: ZeekTimers.linger + 1) }
    return course.start.advanced(by: ZeekTimers.attempt)
  }

  /// In Zeek's roles.
  private var ends: (originator: ZeekTCPEndpoint, responder: ZeekTCPEndpoint) {
    course.originator == .originator ? (first, second) : (second, first)
  }

  /// Nil before the first packet.
  var summary: ZeekSummary? {
    guard course.hasBegun else { return nil }
    let (originator, responder) = ends
    let sizes = (originator.size(against: responder.state), responder.size(against: originator.state))
    let duration = course.last.nanoseconds(since: course.start)
    return ZeekSummary(
      state: state(originator.state, responder.state, hasPayload: sizes != (0, 0)), history: course.history.text,
      originator: course.originator, start: course.start, durationNanoseconds: duration > 0 ? duration : nil,
      originatorBytes: duration > 0 ? sizes.0 : nil, responderBytes: duration > 0 ? sizes.1 : nil,
      missedBytes: originator.missedBytes + responder.missedBytes, originatorPackets: Int(originator.packets),
      responderPackets: Int(responder.packets), originatorIPBytes: originator.ipBytes,
      responderIPBytes: responder.ipBytes)
  }

  /// `conn_state`, by the rules of base/protocols/conn/main.zeek in their order.
  private func state(
    _ originator: ZeekTCPEndpoint.State, _ responder: ZeekTCPEndpoint.State, hasPayload: Bool
  ) -> ZeekSummary.State {
    let isOriginatorInactive = originator == .inactive || originator == .partial
    let isResponderInactive = responder == .inactive || responder == .partial
    switch (originator, responder) {
    case (.synSent, .reset), (.synAckSent, .reset): return .rej
    case (.reset, .reset) where !hasPayload: return .rej
    case (_, .reset): return isOriginatorInactive ? .rstrh : .rstr
    case (.reset, _) where isResponderInactive: return course.history.isAbandonedAttempt ? .rstos0 : .oth
    case (.reset, _): return .rsto
    case (.closed, .closed): return .sf
    case (.closed, _): return isResponderInactive ? .sh : .s2
    case (_, .closed): return isOriginatorInactive ? .shr : .s3
    case (.synSent, .inactive): return .s0
    case (.established, .established): return .s1
    default: return .oth
    }
  }
}

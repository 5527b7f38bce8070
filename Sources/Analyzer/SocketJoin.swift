import Conversations
import SessionLog
import Wire

/// One session of a log laid beside the frames of its conversation.
struct SocketJoin {
  private let frames: ConversationFrames
  private let side: Side
  private(set) var bounds = ClockAlignment.Bounds()
  /// Times are the program's own.
  private(set) var steps: [SocketTimeline.Step] = []
  private var hasShutDown = false
  private var hasFailedToConnect = false
  /// How far the stream of each direction is told.
  private var reached: [Side: Int] = [:]

  init(_ session: SocketSession, in frames: ConversationFrames, as side: Side) {
    self.frames = frames
    self.side = side
    var datagrams = Self.datagrams(session, frames, side)
    let hadPeer = session.events.contains { $0.remote != nil }
    let lastOutcome = session.events.lastIndex { $0.event.isConnectOutcome } ?? -1
    for (index, event) in session.events.enumerated() {
      // What came of it tells the same, and more.
      if event.event == .connectStarted, index < lastOutcome { continue }
      let effect: SocketTimeline.Effect
      switch event.event {
      case .socket, .bind, .listen, .fault: effect = .none
      case .connectStarted, .connectEstablished: effect = session.protocol == .tcp ? connected(event) : .none
      case .connectFailed: effect = refused(event)
      case .accept: effect = accepted(event)
      case .send, .recv, .sendto, .recvfrom:
        if event.hasFailed {
          effect = failed(event)
        } else if session.protocol == .tcp {
          effect = event.event == .send ? sent(event) : received(event)
        } else {
          effect = datagrams.removeFirst().map { datagram($0, event) } ?? (frames.isCut ? .notKept : .notSeen)
        }
      case .shutdown: effect = event.hasFailed ? .none : shutDown(event)
      case .close where session.protocol == .udp: effect = .none
      case .close: effect = event.remote == nil ? closedListener(event, hadPeer) : closed(event)
      }
      add(event, effect)
    }
  }

  /// Adds a step; a `recv` that took more of the frames of the one before it joins that.
  private mutating func add(_ event: SessionEvent, _ effect: SocketTimeline.Effect) {
    if case .received(let frames) = effect, frames.count == 1, let last = steps.last, last.effect == effect {
      steps[steps.count - 1].further.append(event.bytes ?? 0)
      return
    }
    steps.append(
      SocketTimeline.Step(
        program: 0, call: event, time: Timestamp(nanoseconds: event.calledAt), effect: effect))
  }

  private mutating func connected(_ event: SessionEvent) -> SocketTimeline.Effect {
    guard side == .originator, let handshake = frames.record.handshake, let syn = handshake.syn else {
      return frames.record.outcome == .midstream ? .notPlaced : .notSeen
    }
    bounds.caused(syn.time.nanoseconds, calledAt: event.calledAt)
    if let synAck = handshake.synAck { bounds.took(synAck.time.nanoseconds, returnedAt: event.returnedAt) }
    return .handshake(
      syns: [syn.frame] + handshake.synRetries.map(\.frame),
      synAcks: [handshake.synAck?.frame].compactMap(\.self) + handshake.synAckRetries.map(\.frame),
      ack: handshake.ack?.frame)
  }

  private mutating func refused(_ event: SessionEvent) -> SocketTimeline.Effect {
    hasFailedToConnect = true
    guard let handshake = frames.record.handshake, let syn = handshake.syn else { return .notSeen }
    bounds.caused(syn.time.nanoseconds, calledAt: event.calledAt)
    let answer =
      frames.resets(of: side.other).first.map { FrameMoment(frame: $0.frame, time: $0.time) }
      ?? frames.record.icmpErrors.first.map { FrameMoment(frame: $0.frame, time: $0.time) }
    if let answer { bounds.took(answer.time.nanoseconds, returnedAt: event.returnedAt) }
    return .refused([syn.frame] + handshake.synRetries.map(\.frame), answer: answer?.frame)
  }

  private mutating func accepted(_ event: SessionEvent) -> SocketTimeline.Effect {
    guard !event.hasFailed else { return .none }
    guard let ack = frames.record.handshake?.ack else { return .dequeued(nil) }
    bounds.took(ack.time.nanoseconds, returnedAt: event.returnedAt)
    return .dequeued(ack.frame)
  }

  private mutating func sent(_ event: SessionEvent) -> SocketTimeline.Effect {
    guard event.bytes ?? 0 > 0 else { return .none }
    guard let range = range(of: event, from: side) else { return .notSeen }
    guard frames.isAnchored(side) else { return .notPlaced }
    let (pieces, again) = frames.segments(range, of: side)
    guard let first = pieces.first else { return missing }
    bounds.caused(first.moment.time.nanoseconds, calledAt: event.calledAt)
    let last = pieces.filter { $0.range.contains(range.upperBound - 1) }.min { $0.moment.frame < $1.moment.frame }
    guard last != nil || !frames.isCut else { return .notKept }
    let ack = last?.acknowledgedBy
    return .sent(
      pieces.map(\.moment.frame), again: again, acknowledgedBy: ack?.frame,
      afterNanoseconds: ack.flatMap { ack in
        last.flatMap { ack.time < $0.moment.time ? nil : ack.time.nanoseconds(since: $0.moment.time) }
      })
  }

  private mutating func received(_ event: SessionEvent) -> SocketTimeline.Effect {
    guard event.bytes ?? 0 > 0 else {
      guard let fin = frames.fin(of: side.other) else {
        // Once a connection is reset, there is nothing more to come.
        return frames.resets(of: side.other).isEmpty ? .notSeen : failed(event)
      }
      bounds.took(fin.time.nanoseconds, returnedAt: event.returnedAt)
      return .end(fin.frame)
    }
    guard let range = range(of: event, from: side.other) else { return .notSeen }
    guard frames.isAnchored(side.other) else { return .notPlaced }
    let pieces = frames.segments(range, of: side.other).pieces
    guard let last = pieces.last else { return missing }
    bounds.took(last.moment.time.nanoseconds, returnedAt: event.returnedAt)
    return .received(pieces.map(\.moment.frame))
  }

  /// The bytes of the stream from `sender` that a call moved; nil where the calls before it have moved some of them, which
  /// no stream allows.
  private mutating func range(of event: SessionEvent, from sender: Side) -> Range<Int>? {
    let before = reached[sender] ?? 0
    let (begin, bytes) = (event.offset ?? before, event.bytes ?? 0)
    let (end, overflow) = begin.addingReportingOverflow(bytes)
    guard begin >= before, bytes >= 0, !overflow else { return nil }
    reached[sender] = end
    return begin..<end
  }

  private var missing: SocketTimeline.Effect { frames.isCut ? .notKept : .notSeen }

  private mutating func shutDown(_ event: SessionEvent) -> SocketTimeline.Effect {
    hasShutDown = true
    guard let fin = frames.fin(of: side) else { return frames.resets(of: side.other).isEmpty ? .notSeen : .none }
    bounds.caused(fin.time.nanoseconds, calledAt: event.calledAt)
    return .closed(fin: fin.frame, resets: [])
  }

  private mutating func closed(_ event: SessionEvent) -> SocketTimeline.Effect {
    // A connection that was refused has nothing to end.
    if frames.record.outcome == .refused || frames.isUnanswered
      || (hasFailedToConnect && frames.resets(of: side).isEmpty)
    {
      return .none
    }
    let fin = hasShutDown ? nil : frames.fin(of: side)
    let resets = frames.resets(of: side)
    if let fin { bounds.caused(fin.time.nanoseconds, calledAt: event.calledAt) }
    if fin != nil || !resets.isEmpty { return .closed(fin: fin?.frame, resets: resets.map(\.frame)) }
    if hasShutDown { return .closed(fin: nil, resets: []) }
    return frames.resets(of: side.other).isEmpty ? .notSeen : .none
  }

  /// A socket without a peer has nothing to end, but the kernel resets the connections that waited to be accepted.
  private mutating func closedListener(_ event: SessionEvent, _ hadPeer: Bool) -> SocketTimeline.Effect {
    let resets = frames.resets(of: side)
    guard let first = resets.first, !hadPeer else { return .none }
    bounds.caused(first.time.nanoseconds, calledAt: event.calledAt)
    return .closed(fin: nil, resets: resets.map(\.frame))
  }

  private mutating func failed(_ event: SessionEvent) -> SocketTimeline.Effect {
    if let reset = frames.resets(of: side.other).first {
      bounds.took(reset.time.nanoseconds, returnedAt: event.returnedAt)
      return .failed([reset.frame])
    }
    let errors = frames.record.icmpErrors.map(\.frame)
    return errors.isEmpty ? .none : .failed(errors)
  }

  private mutating func datagram(
    _ piece: ConversationFrames.Piece, _ event: SessionEvent
  ) -> SocketTimeline.Effect {
    let time = piece.moment.time.nanoseconds
    if event.event == .send || event.event == .sendto {
      if piece.isTimeKnown { bounds.caused(time, calledAt: event.calledAt) }
      return .sent([piece.moment.frame], again: [], acknowledgedBy: nil, afterNanoseconds: nil)
    }
    if piece.isTimeKnown { bounds.took(time, returnedAt: event.returnedAt) }
    return .received([piece.moment.frame])
  }

  /// For each call of a UDP session that moved a datagram, in order: which one it was.
  private static func datagrams(
    _ session: SocketSession, _ frames: ConversationFrames, _ side: Side
  ) -> ArraySlice<ConversationFrames.Piece?> {
    guard session.protocol == .udp else { return [] }
    let calls = session.events.compactMap(DatagramCall.init)
    var sent = frames.datagrams(calls.filter(\.isSent), of: side)[...]
    var taken = frames.datagrams(calls.filter { !$0.isSent }, of: side.other)[...]
    return calls.map { $0.isSent ? sent.removeFirst() : taken.removeFirst() }[...]
  }
}

extension DatagramCall {
  /// Nil for a call that moved none.
  fileprivate init?(_ event: SessionEvent) {
    switch event.event {
    case .send, .sendto, .recv, .recvfrom: break
    default: return nil
    }
    guard !event.hasFailed else { return nil }
    self.init(
      isSent: event.event == .send || event.event == .sendto, bytes: event.bytes ?? 0, calledAt: event.calledAt,
      returnedAt: event.returnedAt ?? event.calledAt)
  }
}

extension SessionEvent.Kind {
  fileprivate var isConnectOutcome: Bool { self == .connectEstablished || self == .connectFailed }
}

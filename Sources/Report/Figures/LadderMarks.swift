import Analyzer
import Conversations
import Wire

/// What a conversation tells of its packets, by frame.
struct LadderMarks {
  private(set) var byFrame: [Int: [LadderMark]] = [:]
  /// Frames that repeat what the capture does not have.
  private(set) var repeatsOfUnseen: Set<Int> = []
  /// Frames that change nothing at their receiver.
  private(set) var ignored: Set<Int> = []
  /// RSTs that had not arrived, or never did: their receiver goes on as before.
  private(set) var unheardResets: Set<Int> = []
  /// RSTs in the name of a side that goes on sending: somebody else's.
  private(set) var foreignResets: Set<Int> = []

  init(_ record: ConversationRecord, _ rows: [PacketRow]) {
    for frame in record.copies.frames { add(.copy, to: frame) }
    switch record.protocol {
    case .tcp: addSegments(record, rows)
    case .udp: addDatagrams(record, rows)
    }
  }

  subscript(frame: Int) -> [LadderMark] { byFrame[frame] ?? [] }

  private mutating func add(_ mark: LadderMark, to frame: Int) {
    guard byFrame[frame]?.contains(mark) != true else { return }
    byFrame[frame, default: []].append(mark)
  }

  private func isRepeat(_ frame: Int) -> Bool { self[frame].contains { $0.course == .again } }

  private mutating func addSegments(_ record: ConversationRecord, _ rows: [PacketRow]) {
    if let events = record.events { add(events, of: record) }
    for segment in record.data {
      if segment.isRetransmission, !isRepeat(segment.frame) { add(.sentAgain, to: segment.frame) }
      if segment.isOutOfOrder { add(.late, to: segment.frame) }
    }
    if let handshake = record.handshake {
      let synAck = handshake.synAck.map { FrameMoment(frame: $0.frame, time: $0.time) }
      let answers = (synAck.map { [$0] } ?? []) + handshake.synAckRetries
      addRetries(Repeated(handshake.syn?.frame, handshake.synRetries, rows, answers: answers, ignoring: ignored))
      addRetries(Repeated(synAck?.frame, handshake.synAckRetries, rows, ignoring: ignored))
    }
    for fin in record.teardown?.fins ?? [] {
      let isLost = fin.duplicatedBy == nil && record.events?.gaplessSides.contains(fin.from.other) == true
      addRetries(
        Repeated(fin.frame, fin.retries, rows, isDuplicated: fin.duplicatedBy != nil, ignoring: ignored), isLost: isLost
      )
    }
    addResets(rows)
  }

  /// Finds the RSTs after which one of the two sends on without a new SYN, from the last row to the first.
  private mutating func addResets(_ rows: [PacketRow]) {
    // Whoever gets a RST says nothing more. An ACK alone may have been captured after the RST that it went before.
    var hears: Set<Side> = [.originator, .responder], isSilent = hears
    for row in rows.reversed() where !ignored.contains(row.frame) {
      guard let segment = row.segment, let side = row.from else { continue }
      if segment.flags.contains(.rst) {
        if !hears.contains(side.other) { unheardResets.insert(row.frame) }
        if !isSilent.contains(side) { foreignResets.insert(row.frame) }
      } else if segment.flags.contains(.syn), !segment.flags.contains(.ack) {
        hears = [.originator, .responder]
        isSilent = hears
      } else if !self[row.frame].contains(where: { $0 == .copy || $0 == .late }) {
        hears.remove(side)
        if segment.sequence != segment.nextSequence { isSilent.remove(side) }
      }
    }
  }

  private mutating func add(_ events: TCPEvents, of record: ConversationRecord) {
    for retransmission in events.retransmissions {
      add(.repeats(retransmission.original?.frame, retransmission.cause), to: retransmission.frame)
      guard let original = retransmission.original else {
        repeatsOfUnseen.insert(retransmission.frame)
        continue
      }
      add(Self.fate(of: retransmission, in: record, events), to: original.frame)
    }
    for frame in events.lateSegments.frames { add(.late, to: frame) }
    for frame in events.windowProbes.frames { add(.windowProbe, to: frame) }
    for keepAlive in events.keepAlives { add(.keepAlive, to: keepAlive.sent.frame) }
    for frame in events.dataAfterFIN.frames { add(.dataAfterFIN, to: frame) }
    for frame in events.unseenAcknowledged.frames { add(.acknowledgesUnseen, to: frame) }
    for (evidence, mark) in [
      (events.ignoredResets, LadderMark.ignoredReset), (events.olderConnection, .olderConnection),
      (events.otherAnswers, .otherAnswer),
    ] {
      for frame in evidence.frames {
        add(mark, to: frame)
        ignored.insert(frame)
      }
    }
  }

  /// What became of the copy before. It is lost, and not only its ACK, where the receiver says so, or would have told
  /// that it has both (RFC 2883), or where none of the receiver's packets is missing and none acknowledged it.
  private static func fate(
    of retransmission: Retransmission, in record: ConversationRecord, _ events: TCPEvents
  ) -> LadderMark {
    let again = retransmission.frame, receiver = retransmission.from.other
    let copies = events.retransmissions.filter {
      $0.from == retransmission.from && $0.start < retransmission.end && retransmission.start < $0.end
    }
    if retransmission.wasAcknowledged { return .needless(again: again) }
    // That one arrived twice tells which where there are two.
    if copies.contains(where: { $0.needlessBy != nil }) {
      return copies.count == 1 ? .needless(again: again) : .unanswered(again: again)
    }
    if retransmission.cause == .fast || events.gaplessSides.contains(receiver) { return .lost(again: again) }
    let saysBoth = record.handshake?.syn?.isSACKPermitted == true && record.handshake?.synAck?.isSACKPermitted == true
    let isAnswered = record.data.contains { $0.frame == again && $0.acknowledgedBy != nil }
    return saysBoth && isAnswered ? .lost(again: again) : .unanswered(again: again)
  }

  private mutating func addRetries(_ repeated: Repeated?, isLost: Bool = false) {
    guard let repeated, var previous = repeated.copies.first else { return }
    for retry in repeated.copies.dropFirst() where !isRepeat(retry) {
      add(.repeats(previous, nil), to: retry)
      let arrived = repeated.hasArrived(previous, before: retry)
      add(arrived ? .needless(again: retry) : isLost ? .lost(again: retry) : .unanswered(again: retry), to: previous)
      previous = retry
    }
  }

  private mutating func addDatagrams(_ record: ConversationRecord, _ rows: [PacketRow]) {
    var before: [Int: Int] = [:]
    for (row, next) in zip(rows, rows.dropFirst()) { before[next.frame] = row.frame }
    // What is no echo is different by its nature.
    let isEcho = record.exchanges.contains { $0.isIdentical == true }
    for exchange in record.exchanges {
      if let request = exchange.request {
        if exchange.requestFragments.count > 1 { add(.reassembled(exchange.requestFragments), to: request.frame) }
        if let error = exchange.icmpError {
          add(.icmpError(error.frame), to: request.frame)
          add(.about(request.frame), to: error.frame)
        } else if exchange.reply == nil {
          add(.noReply, to: request.frame)
        }
      }
      guard let reply = exchange.reply else { continue }
      if let request = exchange.request {
        if before[reply.frame] != request.frame { add(.reply(to: request.frame), to: reply.frame) }
      } else {
        add(.unasked, to: reply.frame)
      }
      if exchange.replyFragments.count > 1 { add(.reassembled(exchange.replyFragments), to: reply.frame) }
      if exchange.isReordered { add(.overtakenReply, to: reply.frame) }
      if exchange.isShortened {
        add(.shortened, to: reply.frame)
      } else if isEcho, exchange.request != nil, exchange.isIdentical == false {
        add(.different, to: reply.frame)
      }
      for frame in exchange.duplicates { add(.furtherReply(to: exchange.request?.frame ?? reply.frame), to: frame) }
    }
  }
}

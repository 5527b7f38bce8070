import Conversations
import Wire

// What a TCP segment means.
extension PacketFact {
  static func about(
    _ segment: PacketRow.Segment, _ witness: PacketWitness, _ evidence: LabelEvidence?, _ record: ConversationRecord
  ) -> [PacketFact] {
    guard let side = witness.side else { return [] }
    let flags = segment.flags
    var facts: [PacketFact] = []
    if flags.contains(.syn) {
      facts.append(opening(segment, side, witness.frame, record))
    } else if record.handshake?.ack?.frame == witness.frame, record.handshake?.isSimultaneous == false {
      facts.append(
        .completesHandshake(number: segment.rawAcknowledgment.rawValue, synACK: record.handshake?.synAck?.frame))
    }
    if segment.payloadLength > 0 { facts.append(payload(of: segment, witness)) }
    if let evidence, LabelReasoning(evidence).given.contains(.lostSegment) {
      facts.append(.leavesGap(evidence.own.relative(evidence.own.next), segment.sequence))
    }
    if flags.contains(.fin) { facts.append(closing(segment, side, witness.frame, record)) }
    if flags.contains(.rst) { facts.append(reset(flags, side, record)) }
    if segment.takesNumbers { facts.append(acknowledgment(of: segment, side, witness)) }
    if let number = segment.acknowledgment, !flags.contains(.syn) {
      facts.append(acknowledging(number, side, witness))
      if let count = witness.place?.analysis.duplicateACKNumber, let first = witness.place?.analysis.duplicateACKFrame,
        record.handshake?.isSimultaneous == false, !record.copies.frames.contains(witness.frame)
      {
        facts.append(.duplicates(count, of: first, missing: number))
      }
      if let evidence, evidence.other.contiguousEnd.rawValue != 0 {
        let seen = evidence.other.relative(evidence.other.contiguousEnd)
        if Int32(bitPattern: number &- seen) > 0 { facts.append(.acknowledgesUnseen(seen, number)) }
      }
      facts += selections(segment.sackBlocks, number)
    }
    if !flags.contains(.rst) {
      let raw = Int(segment.rawWindow)
      facts.append(
        .window(raw: raw, shift: segment.window.map { shift(raw, $0) }, isSYN: flags.contains(.syn)))
    }
    facts += states(flags, side, witness, record)
    if let again = record.events?.retransmissions.first(where: { $0.frame == witness.frame }) {
      facts.append(.sentAgain(again))
    }
    if record.events?.lateSegments.frames.contains(witness.frame) == true { facts.append(.overtaken) }
    return facts
  }

  private static func payload(of segment: PacketRow.Segment, _ witness: PacketWitness) -> PacketFact {
    let preview = witness.row?.preview ?? []
    return .carries(
      first: segment.sequence &+ (segment.flags.contains(.syn) ? 1 : 0), length: segment.payloadLength,
      isPushed: segment.flags.contains(.psh),
      text: EscapedText(preview, isWhole: preview.count == segment.payloadLength, limit: 64).quoted)
  }

  private static func shift(_ raw: Int, _ scaled: Int) -> Int {
    raw > 0 ? max(scaled / raw, 1).trailingZeroBitCount : 0
  }

  private static func opening(
    _ segment: PacketRow.Segment, _ side: Side, _ frame: Int, _ record: ConversationRecord
  ) -> PacketFact {
    let handshake = record.handshake
    let isn = segment.rawSequence.rawValue, number = segment.rawAcknowledgment.rawValue
    guard segment.flags.contains(.ack) else {
      let isRetry = handshake?.synRetries.contains { $0.frame == frame } ?? false
      return .opens(isn: isn, again: isRetry ? handshake?.syn?.frame : nil)
    }
    if let handshake, handshake.isSimultaneous {
      return .crossesSYN(
        number: number, syn: side == .originator ? handshake.crossingSYN?.frame : handshake.syn?.frame)
    }
    let isRetry = handshake?.synAckRetries.contains { $0.frame == frame } ?? false
    let start = handshake?.syn?.initialSequenceNumber.rawValue ?? number &- 1
    let payload = handshake?.syn?.payloadLength ?? 0
    return .answersSYN(
      isn: isn, number: number,
      sum: AcknowledgmentSum(start, bytes: payload, controls: 1, is: number)
        ?? AcknowledgmentSum(start, controls: 1, is: number),
      syn: handshake?.answeredSYN?.frame, again: isRetry ? handshake?.synAck?.frame : nil)
  }

  private static func closing(
    _ segment: PacketRow.Segment, _ side: Side, _ frame: Int, _ record: ConversationRecord
  ) -> PacketFact {
    let fins = record.teardown?.fins ?? []
    let fin = fins.first { $0.frame == frame || $0.retries.contains { $0.frame == frame } }
    return .finishes(
      isFirst: fins.first?.from == side && record.teardown?.areFINsCrossed == false, next: segment.nextSequence,
      again: fin.flatMap { $0.frame == frame ? nil : $0.frame })
  }

  private static func reset(_ flags: TCPFlags, _ side: Side, _ record: ConversationRecord) -> PacketFact {
    if side == .responder, let handshake = record.handshake, handshake.synAck == nil, let syn = handshake.answeredSYN {
      return .refuses(syn: syn.frame)
    }
    return .resets(hasACK: flags.contains(.ack))
  }

  private static func acknowledgment(
    of segment: PacketRow.Segment, _ side: Side, _ witness: PacketWitness
  ) -> PacketFact {
    if let before = witness.before[side.other].acknowledgment,
      Int32(bitPattern: before.number &- segment.nextSequence) >= 0
    {
      return .alreadyAcknowledged(before.frame)
    }
    guard let moment = witness.acknowledgedBy else { return .notAcknowledged }
    return .acknowledged(
      by: moment.frame, after: witness.row.flatMap { moment.time.elapsed(since: $0.time) }, copy: witness.copiedBy)
  }

  private static func acknowledging(_ number: UInt32, _ side: Side, _ witness: PacketWitness) -> PacketFact {
    let before = witness.before[side].acknowledgment
    if let before, before.number == number { return .acknowledgesNothingNew(number, since: before.frame) }
    if let before, Int32(bitPattern: number &- before.number) < 0 {
      return .acknowledgesLess(number, than: before.number, frame: before.frame)
    }
    return .acknowledges(
      number, new: number &- (before?.number ?? 0), before: before?.frame,
      segment: witness.place?.analysis.acknowledgedFrame)
  }

  /// The first block reports what came twice where it lies below the acknowledgment, or in the second (RFC 2883, section 4).
  private static func selections(_ blocks: [PacketRow.Segment.Block], _ number: UInt32) -> [PacketFact] {
    guard let first = blocks.first else { return [] }
    func isWithin(_ block: PacketRow.Segment.Block) -> Bool {
      Int32(bitPattern: first.left &- block.left) >= 0 && Int32(bitPattern: block.right &- first.right) >= 0
    }
    let isTwice =
      Int32(bitPattern: number &- first.right) >= 0 || blocks.count > 1 && isWithin(blocks[1])
    let rest = isTwice ? Array(blocks.dropFirst()) : blocks
    return (isTwice ? [.selectsTwice(first)] : []) + (rest.isEmpty ? [] : [.selects(rest)])
  }

  /// What changes with it, where one segment after the other tells it: not where two cross on their way.
  private static func states(
    _ flags: TCPFlags, _ side: Side, _ witness: PacketWitness, _ record: ConversationRecord
  ) -> [PacketFact] {
    if record.handshake?.isSimultaneous == true || record.teardown?.areFINsCrossed == true { return [] }
    func change(_ end: Side) -> PacketFact? {
      guard let after = witness.after.states[end] else { return nil }
      let before = witness.before.states[end]
      if flags.contains(.syn), !flags.contains(.ack) {
        // Whether anybody listens, the answer tells.
        return end == side && before == nil
          ? .states(end, before: .closed, after: after, isSender: true) : nil
      }
      // Who refuses, or does not know the connection, was in no state of it.
      if flags.contains(.rst), end == side, before == .listen || !flags.contains(.ack) { return nil }
      guard let before, before != after else { return nil }
      return .states(end, before: before, after: after, isSender: end == side)
    }
    return [change(side), change(side.other)].compactMap(\.self)
  }
}

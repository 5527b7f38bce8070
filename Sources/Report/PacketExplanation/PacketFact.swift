import Analyzer
import Conversations
import Wire

/// One thing that a packet means in its conversation: decided here, worded by each language.
enum PacketFact {
  /// It belongs to no TCP or UDP conversation.
  case stranger
  /// Which packet of its conversation it is; `place` counts from 1.
  case belongs(ConversationRecord, place: Int, Side?)
  /// Nanoseconds since the packet before it in the conversation.
  case pause(Int64, since: Int)
  /// A piece of a datagram; nil where the capture lacks others.
  case fragment(completedBy: Int?)
  case completes([Int])
  // TCP.
  case opens(isn: UInt32, again: Int?)
  /// `number` is what it acknowledges, as it stands in the header.
  case answersSYN(isn: UInt32, number: UInt32, syn: Int?, again: Int?)
  case completesHandshake(number: UInt32, synACK: Int?)
  /// Bytes of its sender's stream, counted from 1 behind the SYN.
  case carries(first: UInt32, length: Int, isPushed: Bool, text: String)
  case acknowledged(by: Int, after: Int64?)
  case notAcknowledged
  /// `new` bytes more than its sender's ACK in `before`; `segment` is the one that ends there.
  case acknowledges(UInt32, new: UInt32, before: Int?, segment: Int?)
  case acknowledgesNothingNew(UInt32, since: Int)
  case finishes(isFirst: Bool, next: UInt32, again: Int?)
  case resets(hasACK: Bool)
  /// `raw` times two to the `shift`; nil where no SYN tells how windows are counted.
  case window(raw: Int, shift: Int?, isSYN: Bool)
  case states(Side, before: TCPState?, after: TCPState?)
  case sentAgain(Retransmission)
  case overtaken
  // UDP.
  case asks(Exchange)
  case replies(Exchange)
  case repliesAgain(Exchange)
  case datagram(length: Int?)
  // ICMP.
  case reports(ICMPError)
  case found(Finding, ConversationRecord?)
}

extension PacketFact {
  /// What is known of the packet that `witness` saw in the capture of `summary`.
  static func all(_ witness: PacketWitness, _ summary: Summary) -> [PacketFact] {
    let record = witness.conversation.flatMap { index in summary.conversations.first { $0.index == index } }
    var facts: [PacketFact] = []
    if let record {
      facts.append(.belongs(record, place: witness.before.packets + 1, witness.side))
      if let latest = witness.before.latest, let time = witness.sample?.time {
        facts.append(.pause(time.nanoseconds(since: latest.time), since: latest.frame))
      }
    } else {
      facts.append(.stranger)
    }
    if witness.isPiece { facts.append(.fragment(completedBy: witness.completedBy)) }
    if !witness.pieces.isEmpty { facts.append(.completes(witness.pieces)) }
    if let record, let row = witness.row {
      switch row.content {
      case .segment(let segment): facts += about(segment, witness, record)
      case .datagram(let length): facts += about(length, witness.frame, record)
      case .fragment: break
      case .icmp: facts += record.icmpErrors.filter { $0.frame == witness.frame }.map { .reports($0) }
      }
    }
    facts += summary.findings.filter { $0.frames.contains(witness.frame) }.map { finding in
      .found(finding, finding.conversation.flatMap { index in summary.conversations.first { $0.index == index } })
    }
    return facts
  }

  private static func about(
    _ segment: PacketRow.Segment, _ witness: PacketWitness, _ record: ConversationRecord
  ) -> [PacketFact] {
    guard let side = witness.side else { return [] }
    let flags = segment.flags, frame = witness.frame
    var facts: [PacketFact] = []
    if flags.contains(.syn) {
      facts.append(opening(segment, frame, record))
    } else if record.handshake?.ack?.frame == frame {
      facts.append(
        .completesHandshake(number: segment.rawAcknowledgment.rawValue, synACK: record.handshake?.synAck?.frame))
    }
    if segment.payloadLength > 0 {
      let isWhole = witness.row?.preview.count == segment.payloadLength
      facts.append(
        .carries(
          first: segment.sequence &+ (flags.contains(.syn) ? 1 : 0), length: segment.payloadLength,
          isPushed: flags.contains(.psh),
          text: EscapedText(witness.row?.preview ?? [], isWhole: isWhole, limit: 64).quoted))
    }
    if flags.contains(.fin) {
      let fin = record.teardown?.fins.first { $0.frame == frame || $0.retries.contains { $0.frame == frame } }
      facts.append(
        .finishes(
          isFirst: record.teardown?.fins.first?.from == side, next: segment.nextSequence,
          again: fin.flatMap { $0.frame == frame ? nil : $0.frame }))
    }
    if flags.contains(.rst) { facts.append(.resets(hasACK: flags.contains(.ack))) }
    if segment.payloadLength > 0 || !flags.isDisjoint(with: [.syn, .fin]) {
      facts.append(
        witness.acknowledgedBy.map { moment in
          .acknowledged(
            by: moment.frame, after: witness.row.flatMap { moment.time.elapsed(since: $0.time) })
        } ?? .notAcknowledged)
    }
    if let number = segment.acknowledgment, !flags.contains(.syn) { facts.append(acknowledging(number, side, witness)) }
    if !flags.contains(.rst) {
      let isSYN = flags.contains(.syn), raw = Int(segment.rawWindow)
      facts.append(.window(raw: raw, shift: segment.window.map { shift(raw, $0) }, isSYN: isSYN))
    }
    for end in [side, side.other] where witness.before.states[end] != witness.after.states[end] {
      facts.append(.states(end, before: witness.before.states[end], after: witness.after.states[end]))
    }
    if let again = record.events?.retransmissions.first(where: { $0.frame == frame }) {
      facts.append(.sentAgain(again))
    }
    if record.events?.lateSegments.frames.contains(frame) == true { facts.append(.overtaken) }
    return facts
  }

  private static func shift(_ raw: Int, _ scaled: Int) -> Int {
    raw > 0 ? max(scaled / raw, 1).trailingZeroBitCount : 0
  }

  private static func opening(
    _ segment: PacketRow.Segment, _ frame: Int, _ record: ConversationRecord
  ) -> PacketFact {
    let handshake = record.handshake
    let isn = segment.rawSequence.rawValue
    guard segment.flags.contains(.ack) else {
      let isRetry = handshake?.synRetries.contains { $0.frame == frame } ?? false
      return .opens(isn: isn, again: isRetry ? handshake?.syn?.frame : nil)
    }
    let isRetry = handshake?.synAckRetries.contains { $0.frame == frame } ?? false
    return .answersSYN(
      isn: isn, number: segment.rawAcknowledgment.rawValue, syn: handshake?.answeredSYN?.frame,
      again: isRetry ? handshake?.synAck?.frame : nil)
  }

  private static func acknowledging(_ number: UInt32, _ side: Side, _ witness: PacketWitness) -> PacketFact {
    let before = witness.before[side].acknowledgment
    if let before, before.number == number { return .acknowledgesNothingNew(number, since: before.frame) }
    return .acknowledges(
      number, new: number &- (before?.number ?? 0), before: before?.frame,
      segment: witness.place?.analysis.acknowledgedFrame)
  }

  private static func about(_ length: Int?, _ frame: Int, _ record: ConversationRecord) -> [PacketFact] {
    for exchange in record.exchanges {
      if exchange.request?.frame == frame || exchange.requestFragments.contains(frame) { return [.asks(exchange)] }
      if exchange.reply?.frame == frame || exchange.replyFragments.contains(frame) { return [.replies(exchange)] }
      if exchange.duplicates.contains(frame) { return [.repliesAgain(exchange)] }
    }
    return [.datagram(length: length)]
  }
}

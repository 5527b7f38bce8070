import Analyzer
import Conversations
import Wire

/// One thing that a packet means in its conversation: decided here, worded by each language.
enum PacketFact {
  /// It belongs to no TCP or UDP conversation.
  case stranger
  /// Which packet of its conversation it is, counted from 1; nil of a piece, and of an ICMP error.
  case belongs(ConversationRecord, place: Int?, Side?)
  /// Nanoseconds since the packet before it in the conversation.
  case pause(Int64, since: Int)
  /// A piece of a datagram; nil where the capture lacks others.
  case fragment(completedBy: Int?)
  case completes([Int])
  // TCP.
  case opens(isn: UInt32, again: Int?)
  /// `number` is what it acknowledges, as it stands in the header; `sum` how that comes about, nil where it does not add up
  /// with the SYN.
  case answersSYN(isn: UInt32, number: UInt32, sum: AcknowledgmentSum?, syn: Int?, again: Int?)
  /// Both sides had asked at the same time.
  case crossesSYN(number: UInt32, syn: Int?)
  case completesHandshake(number: UInt32, synACK: Int?)
  /// Bytes of its sender's stream, counted from 1 behind the SYN.
  case carries(first: UInt32, length: Int, isPushed: Bool, text: String)
  /// Numbers from the first to before the second that the capture has not shown before it.
  case leavesGap(UInt32, UInt32)
  /// `copy` carried its bytes again before.
  case acknowledged(by: Int, after: Int64?, copy: Int?)
  case alreadyAcknowledged(Int)
  case notAcknowledged
  /// `new` bytes more than its sender's ACK in `before`; `segment` is the one that ends there.
  case acknowledges(UInt32, new: UInt32, before: Int?, segment: Int?)
  case acknowledgesNothingNew(UInt32, since: Int)
  /// Less than its sender had acknowledged in a frame before.
  case acknowledgesLess(UInt32, than: UInt32, frame: Int)
  /// The so-manieth duplicate of the ACK in a frame: this number is still missing.
  case duplicates(Int, of: Int, missing: UInt32)
  /// Of these numbers the capture has not shown those from the first to before the second.
  case acknowledgesUnseen(UInt32, UInt32)
  /// Bytes that arrived beyond a gap.
  case selects([PacketRow.Segment.Block])
  /// Bytes that arrived twice (RFC 2883).
  case selectsTwice(PacketRow.Segment.Block)
  case finishes(isFirst: Bool, next: UInt32, again: Int?)
  case refuses(syn: Int)
  case resets(hasACK: Bool)
  /// `raw` times two to the `shift`; nil where no SYN tells how windows are counted.
  case window(raw: Int, shift: Int?, isSYN: Bool)
  /// Of its sender when it was sent, or of the other side when it arrives.
  case states(Side, before: TCPState, after: TCPState, isSender: Bool)
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
  static func all(_ witness: PacketWitness, _ evidence: LabelEvidence?, _ summary: Summary) -> [PacketFact] {
    let record = witness.conversation.flatMap { index in summary.conversations.first { $0.index == index } }
    var facts: [PacketFact] = []
    if let record {
      let isWhole = !witness.isPiece && witness.pieces.isEmpty && witness.side != nil
      facts.append(.belongs(record, place: isWhole ? witness.before.packets + 1 : nil, witness.side))
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
      case .segment(let segment): facts += about(segment, witness, evidence, record)
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

  private static func about(_ length: Int?, _ frame: Int, _ record: ConversationRecord) -> [PacketFact] {
    for exchange in record.exchanges {
      if exchange.request?.frame == frame || exchange.requestFragments.contains(frame) { return [.asks(exchange)] }
      if exchange.reply?.frame == frame || exchange.replyFragments.contains(frame) { return [.replies(exchange)] }
      if exchange.duplicates.contains(frame) { return [.repliesAgain(exchange)] }
    }
    return [.datagram(length: length)]
  }
}

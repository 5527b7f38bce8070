// What follows from several of its values.
extension ConversationRecord {
  /// Who closed first. Nil where nothing was open, or where the other side's packets are missing and may have been earlier.
  /// TCP only.
  public var activeCloser: Side? {
    guard outcome != .refused, toResponder.packets > 0, toOriginator.packets > 0 else { return nil }
    return teardown?.activeCloser
  }

  /// Where the capture was made; nil where the handshake does not tell. TCP only.
  public var vantagePoint: VantagePoint? { handshake.flatMap { VantagePoint($0) } }

  /// Something was sent again: data, a SYN, a SYN-ACK or a FIN. TCP only.
  public var hasRepeats: Bool {
    let sides = [toResponder, toOriginator]
    return sides.contains { $0.retransmissions ?? 0 > 0 }
      || handshake.map { !$0.synRetries.isEmpty || !$0.synAckRetries.isEmpty } == true
      || teardown?.fins.contains { !$0.retries.isEmpty } == true
  }

  /// Packets with a wrong checksum arrived all the same, and not because they were sent again: a receiver drops what was
  /// damaged on its way (RFC 9293, section 3.1), so that the damage was done on the way to the capture, or in it.
  public var hasTakenWrongChecksums: Bool {
    let sides = [toResponder, toOriginator].filter { $0.wrongChecksums > 0 }
    // So many cannot have been dropped.
    if outcome == .complete,
      sides.allSatisfy({ $0.retransmissions ?? 0 == 0 && $0.wrongChecksums > 1 && $0.wrongChecksums * 2 >= $0.packets })
    {
      return true
    }
    if `protocol` == .udp {
      let answered = Set(exchanges.filter { $0.reply != nil }.compactMap(\.request?.frame))
      return toOriginator.wrongChecksums == 0 && toResponder.wrongChecksumFrames.allSatisfy(answered.contains)
    }
    if outcome == .complete, teardown?.isComplete == true, !hasRepeats { return true }
    return sides.flatMap(\.wrongChecksumFrames).allSatisfy { frame in
      guard let damaged = data.first(where: { $0.frame == frame }), let answer = damaged.acknowledgedBy else {
        return false
      }
      return !data.contains {
        $0.from == damaged.from && $0.sequence == damaged.sequence && $0.frame != frame && $0.frame < answer.frame
      }
    }
  }
}

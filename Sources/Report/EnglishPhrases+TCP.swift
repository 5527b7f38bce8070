import Analyzer
import Conversations
import Wire

// How a connection opened, what it carried, how it closed.
extension EnglishPhrases {
  func handshake(_ handshake: Handshake) -> String {
    guard let total = handshake.nanoseconds else { return "not complete in this capture" }
    var text = duration(total)
    if let first = handshake.synToSynAckNanoseconds, let second = handshake.synAckToAckNanoseconds {
      text += " = SYN to SYN-ACK \(duration(first)) + SYN-ACK to ACK \(duration(second))"
    }
    return text
  }

  func synNotSeen() -> String { "not in this capture" }

  func handshakeRemarks(_ handshake: Handshake) -> [String] {
    var remarks: [String] = []
    if handshake.isSimultaneous {
      remarks.append("simultaneous open: both sides sent a SYN before they saw the other's")
    }
    if let syn = handshake.syn, let answered = handshake.answeredSYN, answered.frame != syn.frame,
      let ack = handshake.ack
    {
      remarks.append(
        "the time counts from the last SYN before the answer (frame \(answered.frame)), which may answer an earlier "
          + "one; from the first SYN it was " + duration(ack.time.nanoseconds(since: syn.time)))
    }
    if handshake.isECNNegotiated { remarks.append("both sides take explicit congestion notification (ECN)") }
    if let syn = handshake.syn, syn.payloadLength > 0 {
      remarks.append("the SYN carries \(count(syn.payloadLength, "byte")) of payload (TCP Fast Open)")
    }
    return remarks
  }

  func data(_ conversation: ConversationRecord) -> String {
    count(conversation.dataTotal, "segment") + " with payload, " + count(conversation.payloadBytes, "byte")
  }

  func dataRemarks(_ segment: DataSegment, _ retransmission: Retransmission?) -> [String] {
    var remarks: [String] = []
    if segment.isRetransmission { remarks.append("sent again" + cause(of: retransmission)) }
    if segment.isOutOfOrder { remarks.append("out of order") }
    return remarks
  }

  private func cause(of retransmission: Retransmission?) -> String {
    guard let retransmission else { return "" }
    let needless = retransmission.needlessBy == nil ? "" : ", needlessly"
    return switch retransmission.cause {
    case .timeout: ": timeout" + needless
    case .fast: ": fast" + needless
    case .tailLossProbe: ": tail loss probe" + needless
    case .afterTimeout: ": after the timeout" + needless
    case .afterError: ": after an error" + needless
    case .unknown: needless
    }
  }

  func acknowledged(by frame: Int, after duration: String) -> String { "\(frame) (\(duration))" }

  func teardown(_ teardown: Teardown, of conversation: ConversationRecord) -> String {
    guard let first = teardown.activeCloser else { return "none in this capture" }
    guard let closer = conversation.activeCloser else {
      return "the \(side(first)) closed; who closed first is not known, for the other side's packets are missing"
    }
    guard !teardown.fins.isEmpty else { return "RST by the \(side(closer)), no FIN" }
    if teardown.areFINsCrossed { return "both sides are active closers: each sent its FIN before it had the other's" }
    var text = "the \(side(closer)) is the active closer"
    let isRefused = teardown.resets.contains { $0.from == closer }
    if let halfClosed = teardown.halfClosedNanoseconds, !isRefused {
      text += "; half-closed for \(duration(halfClosed))"
    }
    if teardown.kind == .fin, teardown.isComplete {
      text += "; \(teardown.frames.count) segments"
      if teardown.fins[0].acknowledgedBy?.frame == teardown.fins[1].frame {
        text += " (the second FIN acknowledges the first)"
      }
    }
    if teardown.resetTotal > 0 {
      text += "; " + count(teardown.resetTotal, "RST") + (teardown.isClosedBeforeReset ? " after both had closed" : "")
    }
    return text
  }

  func teardownRemarks(_ teardown: Teardown) -> [String] {
    var remarks = teardown.fins.filter { !$0.retries.isEmpty }.map {
      "the FIN of the \(side($0.from)) was sent again: \(frames($0.retries.map(\.frame), of: $0.retries.count))"
    }
    if teardown.resetTotal > teardown.resets.count {
      remarks.append("\(count(teardown.resetTotal - teardown.resets.count, "more RST"))")
    }
    return remarks
  }

  func noTrouble(uncheckedChecksums unchecked: Int, of packets: Int) -> String {
    let checksums =
      unchecked == 0
      ? "no wrong checksum"
      : unchecked >= packets
        ? "no checksum can be checked" : "no wrong checksum among the \(packets - unchecked) that can be checked"
    return "no retransmission seen, nothing out of order, " + checksums
  }
}

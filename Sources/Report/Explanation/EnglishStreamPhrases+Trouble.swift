import Analyzer
import Conversations
import Wire

extension EnglishStreamPhrases {
  func sentences(_ statement: TroubleStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .resent(let retransmission, let asked, let selective, let blocks):
      return resent(retransmission, asked, selective, blocks, of: record)
    case .resentLeftOut(let number, let total):
      return """
        \(count(number, "segment was", "segments were")) sent again besides, \(total) in all, from \
        \(frame(record.first.frame)) to \(frame(record.last.frame)).
        """
    case .closedWindow(let closed, let probes):
      let sender = closed.from.other
      let start: Prose = """
        In \(frame(closed.closed.frame)) \(the(closed.from)) tells a \(.zeroWindow): its \(.receiveBuffer) is full, \
        and \(the(sender)) has to wait.
        """
      let asking: Prose =
        probes.isEmpty
        ? ""
        : """
         \(probes.count == 1 ? "A" : "\(probes.count)") \
        \(.windowProbe, probes.count == 1 ? "window probe" : "window probes") of \(the(sender)) \
        \(probes.count == 1 ? "asks" : "ask") whether it has opened (\(frames(probes))).
        """
      let end: Prose =
        closed.opened.map {
          " In \(frame($0.frame)), \(duration($0.time.nanoseconds(since: closed.closed.time))) later, the window is open again."
        } ?? " The capture does not see it open again, up to \(frame(record.last.frame))."
      return "\(start)\(asking)\(end)"
    }
  }

  private func resent(
    _ retransmission: Retransmission, _ asked: [Int], _ selective: [Int], _ blocks: [PacketRow.Segment.Block],
    of record: ConversationRecord
  ) -> Prose {
    let length = retransmission.end - retransmission.start
    let range =
      length == 1 ? "byte \(retransmission.start)" : "bytes \(retransmission.start) to \(retransmission.end - 1)"
    var sentences: [Prose] = [
      "In \(frame(retransmission.frame)) \(the(retransmission.from)) sends \(range) again: a \(.retransmission)."
    ]
    if let original = retransmission.original {
      sentences.append(
        """
        The copy before it is in \(frame(original.frame)), \
        \(duration(retransmission.time.nanoseconds(since: original.time))) earlier.
        """)
    } else {
      sentences.append(
        "No earlier copy is in the capture, so that it was lost before the \(.capturePoint), or by the capture.")
    }
    sentences.append(cause(retransmission, asked, selective, blocks))
    if let proof = retransmission.needlessBy {
      sentences.append(
        "It was not needed: \(frame(proof)) reports by \(.duplicateSACK) that both copies arrived.")
    }
    return Prose(sentences: sentences)
  }

  private func cause(
    _ retransmission: Retransmission, _ asked: [Int], _ selective: [Int], _ blocks: [PacketRow.Segment.Block]
  ) -> Prose {
    switch retransmission.cause {
    case .timeout:
      let waited = retransmission.waited.map { " of \(duration($0))" } ?? ""
      let number: Prose =
        retransmission.timeoutNumber > 1
        ? " It is number \(retransmission.timeoutNumber) in a row, and the wait grows each time (\(.backOff))." : ""
      guard !retransmission.wasAcknowledged else {
        return """
          An \(.ack) of all of it had passed the \(.capturePoint) before; that the sender sent again after a \
          wait\(waited) shows that the ACK was lost or late on the rest of its way (\(.timeout)).\(number)
          """
      }
      return "No ACK of it had come in a wait\(waited): the \(.timeout) had run out.\(number)"
    case .fast:
      guard !asked.isEmpty else {
        return
          "The other side's ACKs told that it was missing, and no timeout was waited for: a \(.fastRetransmission)."
      }
      let ranges = blocks.prefix(3).map { "\($0.left) to \($0.right &- 1)" }.joined(separator: ", ")
      let told: Prose =
        selective.last.map { ", and the \(.sack) blocks of \(frame($0)) tell that bytes \(ranges) had arrived" } ?? ""
      return """
        Before that \(the(retransmission.from.other)) had asked for byte \(retransmission.start) in \
        \(count(asked.count, "ACK")) that \(asked.count == 1 ? "repeats" : "repeat") the number of an earlier one \
        (\(.duplicateACK), \(frames(asked)))\(told): no timeout was waited for, it is a \(.fastRetransmission).
        """
    case .tailLossProbe:
      let waited = retransmission.waited.map { "after a wait of \(duration($0)), " } ?? ""
      return "It was sent \(waited)before any timeout, to call forth an ACK: a \(.tailLossProbe)."
    case .afterTimeout: return "It follows a \(.timeout): what was on its way then is sent again."
    case .afterError: return "It follows an ICMP error, or a \(.rst) that changed nothing."
    case .unknown: return "The capture does not show why."
    }
  }
}

import Analyzer
import Conversations
import Wire

// What became of a conversation, and why, in a sentence.
extension EnglishPhrases {
  func verdict(_ verdict: Verdict, of conversation: ConversationRecord) -> String {
    func who(_ side: Side) -> String {
      let endpoint = side == .originator ? conversation.originator : conversation.responder
      return "\(self.side(side)) \(endpoint)"
    }
    let service = "\(conversation.protocol.name) port \(conversation.responder.port)"
    switch verdict {
    case .closed(let closer, let fin):
      let opened = "opened" + opening(conversation)
      let closed = "closed first (FIN, frame \(fin))"
      let unseen = conversation.teardown?.fins.last.flatMap { $0.acknowledgedBy == nil ? $0.frame : nil }
      let end = unseen.map { "; the ACK of the last FIN (frame \($0)) is not in the capture" } ?? ""
      return closer == .originator
        ? "complete: \(opened) and \(closed) by the \(who(.originator))\(end)"
        : "complete: \(opened) by the \(who(.originator)), \(closed) by the \(who(closer))\(end)"
    case .closedAtOnce(let fins):
      return
        "complete: opened\(opening(conversation)) by the \(who(.originator)); both sides closed at once, their FINs "
        + "crossed (\(frames(fins, of: fins.count)))"
    case .refusedByReset(let syn, let retries, let reset, let nanoseconds):
      return "connection refused: the SYN (frame \(syn)\(again(retries))) was answered by RST (frame \(reset))"
        + after(nanoseconds) + ": no server listens on port \(conversation.responder.port) at that address, or it is "
        + "bound to another address"
    case .unansweredSYN(let syn, let retries, let nanoseconds):
      guard !retries.isEmpty else {
        return "no answer to the SYN (frame \(syn)): filtered, host down, or the capture ended too soon"
      }
      return "no answer to the SYN (frame \(syn)) and its \(count(retries.count, "retry", "retries")) "
        + "(\(frames(retries.map(\.frame), of: retries.count))) in \(nanoseconds.map(duration) ?? "unknown time"): filtered or host down"
    case .reset(let sender, let resets, let total, let cause):
      let evidence = "RST (\(frames(resets, of: resets.count)))"
      let more = total > resets.count ? "; \(total) RSTs in all" : ""
      return "reset: " + reset(by: sender, evidence, cause, who, conversation) + more
    case .handshakeUnfinished:
      return "open: the handshake was not finished: the ACK of the SYN-ACK is not in the capture"
    case .established(let silent):
      return "open: neither side had closed \(end(of: conversation)) (frame \(conversation.last.frame) is its last)"
        + silence(silent)
    case .halfClosed(let closer, let fin, let silent):
      return "open: the \(who(closer)) had closed its direction (FIN, frame \(fin)); the \(side(closer.other)) had not "
        + end(of: conversation) + silence(silent)
    case .midstream(let fins, let silent):
      let start =
        "midstream: the capture begins after the connection did, its SYN was not seen; relative sequence "
        + "numbers count from the first one seen"
      guard let first = fins.first else {
        guard let reset = conversation.teardown?.resets.first else {
          return start + silence(silent)
        }
        return start + "; ended by RST of the \(who(reset.from)) (frame \(reset.frame))"
      }
      return start + "; closed first by the \(who(first.from)) (FIN, frame \(first.frame))"
    case .answered(let requests):
      let answered =
        requests == 1
        ? "complete: the request was answered"
        : requests == 2 ? "complete: both requests were answered" : "complete: all \(requests) requests were answered"
      let shortened = conversation.echo.shortened
      guard shortened > 0 else { return answered }
      return answered + ", but "
        + (shortened == requests
          ? (requests == 1 ? "its reply has" : "their replies have") : count(shortened, "reply has", "replies have"))
        + " only the beginning of what was sent"
    case .partlyAnswered(let requests, let replies):
      let share = numbers.percent(requests - replies, of: requests).map { " (\($0))" } ?? ""
      return
        "\(replies) of \(count(requests, "request")) got a reply, \(requests - replies)\(share) did not; UDP itself "
        + "neither notices nor repairs a loss"
    case .oneDirection(let side):
      return "only the packets of the \(who(side)) are in the capture: what the \(self.side(side.other)) answered is "
        + "not known"
    case .unansweredRequests(let requests)
    where conversation.toResponder.wrongChecksums == conversation.toResponder.packets:
      return requests == 1
        ? "no answer to the datagram: its checksum is wrong, so that the receiver drops it"
        : "no answer to the \(requests) datagrams: their checksums are wrong, so that the receiver drops them"
    case .unansweredRequests(let requests):
      return "no answer to the \(requests == 1 ? "datagram" : "\(requests) datagrams"): lost, filtered, or the "
        + "receiver does not reply; UDP itself does not tell the sender"
    case .refusedByICMP(let request, let error, let nanoseconds):
      let what = conversation.protocol == .tcp ? "SYN" : "datagram"
      let sender = request.map { "the \(what) (frame \($0))" } ?? "a \(what)"
      let start = "refused: \(sender) was answered by \(icmpName(error)) (frame \(error.frame))" + after(nanoseconds)
      guard error.isPortUnreachable else { return start + ", sent by \(error.reporter)" }
      return conversation.protocol == .tcp
        ? start + ": a firewall rejects it (a host where nothing listens answers with RST)"
        : start + ": no program is bound to \(service) at that address"
    case .bare(let outcome):
      return self.outcome(outcome)
    }
  }

  private func reset(
    by sender: Side, _ evidence: String, _ cause: Verdict.ResetCause, _ who: (Side) -> String,
    _ conversation: ConversationRecord
  ) -> String {
    switch cause {
    case .ownFIN(let fin, let undelivered):
      guard !undelivered.isEmpty else {
        return "the \(who(sender)) closed (FIN, frame \(fin)) and then broke off with \(evidence)"
      }
      let start = "the \(who(sender)) closed (FIN, frame \(fin)) and then answered what still came with \(evidence)"
      return start + ": \(lost(undelivered)) of the \(side(sender.other)) never reached the program"
    case .otherFIN(let fin):
      return "the \(who(sender)) answered the close of the \(side(sender.other)) (FIN, frame \(fin)) with \(evidence) "
        + "instead of its own FIN"
    case .data(let undelivered):
      return
        "the \(who(sender)) answered data with \(evidence): its program had gone, or had closed without reading; "
        + "\(lost(undelivered)) never acknowledged"
    case .forgotten(let undelivered):
      return
        "the \(who(sender)) answered data with \(evidence), which acknowledges nothing: it no longer knew the "
        + "connection; \(lost(undelivered)) never acknowledged"
    case .unread(let bytes):
      return
        "the \(who(sender)) aborted with \(evidence), without FIN, when \(count(bytes, "byte")) that it had taken "
        + "\(bytes == 1 ? "was" : "were") unanswered: most likely its program closed with unread data"
    case .handshake:
      return "the \(who(sender)) broke the handshake off with \(evidence)"
    case .none:
      let isUnreadPossible =
        (sender == .originator ? conversation.toOriginator : conversation.toResponder).payloadBytes > 0
      return "the \(who(sender)) aborted with \(evidence), without FIN: its program "
        + (isUnreadPossible ? "closed with unread data, " : "")
        + "asked for it (SO_LINGER 0) or, on Windows, was killed"
    case .silence:
      return "the \(who(sender)) gave up with \(evidence), without FIN: its keep-alives had no answer"
    }
  }

  /// What ended it before anybody closed.
  private func end(of conversation: ConversationRecord) -> String {
    if conversation.isLetGo { return "when it was followed no further, because too many others were open" }
    return conversation.isEndedBySilence ? "when it had been silent for an hour" : "when the capture ended"
  }

  private func lost(_ segments: [DataSegment]) -> String {
    segments.count == 1
      ? "\(count(segments[0].length, "byte")) in frame \(segments[0].frame)"
      : "the data in \(frames(segments.map(\.frame), of: segments.count))"
  }
}

import Analyzer
import Conversations
import Wire

// What happened on a TCP connection, and why it was so.
extension EnglishPhrases {
  /// Of a SYN that was sent again: how often, and how long it waited each time.
  func attempts(_ handshake: Handshake?) -> String {
    guard let handshake, let syn = handshake.syn, !handshake.synRetries.isEmpty else { return "" }
    let waits = waits(from: syn.time, handshake.synRetries)
    return ": one attempt of \(handshake.synRetries.count + 1) SYNs, sent again after \(waits): filtered, or the host "
      + "is down"
  }

  private func waits(from start: Timestamp, _ retries: [FrameMoment]) -> String {
    zip([start] + retries.map(\.time), retries.map(\.time)).map { duration($1.nanoseconds(since: $0)) }
      .joined(separator: ", ")
  }

  /// How long windows were closed.
  func closedFor(_ events: TCPEvents?) -> String {
    let closures = (events?.closedWindows ?? []).compactMap { closed in
      closed.opened.map { (nanoseconds: $0.time.nanoseconds(since: closed.closed.time), until: $0.frame) }
    }
    let isLeftClosed = closures.count < events?.closedWindows.count ?? 0
    let end = isLeftClosed ? ", and the capture does not see it open again" : ""
    guard let longest = closures.max(by: { $0.nanoseconds < $1.nanoseconds }) else { return end }
    let wait = "\(duration(longest.nanoseconds)), until frame \(longest.until)"
    return (closures.count == 1 ? " \(wait)" : " \(closures.count) times, the longest \(wait)") + end
  }

  /// Keep-alives: how far apart, and whether they were answered.
  func keepAlives(_ number: Int, _ events: TCPEvents?) -> String {
    var text = "\(count(number, "keep-alive"))"
    let probes = events?.keepAlives ?? []
    let intervals = [Side.originator, .responder].flatMap { side in
      let own = probes.filter { $0.from == side }.map(\.sent.time)
      return zip(own, own.dropFirst()).map { $1.nanoseconds(since: $0) }
    }
    if let least = intervals.min(), let most = intervals.max(), least > 0 {
      let isEven = most - least <= least / 10
      text += isEven ? ", \(duration(least)) apart," : ", \(duration(least)) to \(duration(most)) apart,"
    }
    text += " asked whether the other side still answers: "
    let answered = events?.keepAliveAnsweredTotal ?? 0
    switch answered {
    case 0: return text + (number == 1 ? "no answer came" : "none was answered")
    case number: return text + (number == 1 ? "it was answered" : "each was answered")
    default: return text + "\(answered) of them \(answered == 1 ? "was" : "were") answered"
    }
  }

  /// What a program may have done that its host sent a RST.
  func abortCauses(_ reset: Teardown.RST, _ conversation: ConversationRecord) -> String {
    let received = reset.from == .originator ? conversation.toOriginator : conversation.toResponder
    let unread = received.payloadBytes > 0 ? "closes with unread data, " : ""
    return unread + "asks for it (SO_LINGER 0) or, on Windows, is killed"
  }

  /// Both sides take SACK blocks, or nothing tells that they do not.
  private func hasSACK(_ handshake: Handshake?) -> Bool {
    handshake?.syn?.isSACKPermitted != false && handshake?.synAck?.isSACKPermitted != false
  }

  private func fastOpen(_ handshake: Handshake?) -> String {
    if let syn = handshake?.syn, syn.payloadLength > 0 { return "the SYN already carried data (TCP Fast Open)" }
    if let length = handshake?.syn?.fastOpenCookieLength, length > 0 {
      return "the SYN carried a TCP Fast Open cookie of \(count(length, "byte")), and no data"
    }
    guard let given = handshake?.synAck?.fastOpenCookieLength, given > 0 else {
      return "the SYN asked for a TCP Fast Open cookie, and got none"
    }
    return "the SYN asked for a TCP Fast Open cookie, and the SYN-ACK gave one of \(count(given, "byte"))"
  }

  /// What the receiver says of bytes that it got twice.
  private func reported(_ events: TCPEvents?) -> String {
    guard let reports = events?.duplicateSACKs, !reports.isEmpty else { return "" }
    return "; the receiver reports bytes that came twice (D-SACK) in \(frames(reports.frames, of: reports.total))"
  }

  /// What was sent again after a timeout: how often, after which waits, and where its ACK was.
  private func timeouts(_ number: Int, in conversation: ConversationRecord?) -> String {
    let timeouts = conversation?.events?.retransmissions.filter { $0.cause == .timeout } ?? []
    let different = Set(timeouts.map { [$0.from == .originator ? 0 : 1, $0.start] }).count
    var text =
      timeouts.count == number && different < number
      ? "\(count(different, "segment was", "segments were")) sent again after timeouts, \(number) times in all"
      : "\(count(number, "segment was", "segments were")) sent again after a timeout"
    // Of a series, whose waits grow; else of the first ones.
    let longest = timeouts.max { $0.timeoutNumber < $1.timeoutNumber }
    let isSeries = (longest?.timeoutNumber ?? 0) > 1
    let told = isSeries ? timeouts.filter { $0.from == longest?.from && $0.start == longest?.start } : timeouts
    let waits = told.prefix(4).compactMap(\.waited).map(duration)
    let acknowledged = timeouts.filter(\.wasAcknowledged).count
    let isHeard = (conversation?.toResponder.packets ?? 0) > 0 && (conversation?.toOriginator.packets ?? 0) > 0
    if !waits.isEmpty {
      text += isHeard && acknowledged == 0 ? ": nothing came back for " : ": the sender waited "
      text += waits.joined(separator: ", then ")
    }
    if number == 1, let only = timeouts.first, let waited = only.waited, let original = only.original {
      let sinceFirst = only.time.nanoseconds(since: original.time)
      if sinceFirst > waited { text += " (\(duration(sinceFirst)) after its first copy)" }
    }
    if isSeries { text += " (back-off: the wait doubles)" }
    guard acknowledged > 0 else { return text }
    return text
      + "; \(acknowledged == timeouts.count ? "" : "\(acknowledged) of them ")after the ACK had passed here, so "
      + "that the ACK was lost or late on its way to the sender"
  }

  func repetition(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    let segments = count(number, "segment was", "segments were")
    let they = number == 1 ? "it" : "they", them = number == 1 ? "it" : "them"
    switch finding.code {
    case .networkDuplicate:
      let isIPv6 = conversation?.originator.address.isIPv6 == true
      let proof =
        isIPv6
        ? "the same bytes at the same time, or with the same timestamp" : "the same IP identification, the same bytes"
      return "\(count(number, "packet")) came twice (\(proof)): the network doubled "
        + "\(them), nobody sent \(them) again" + reported(conversation?.events)
    case .tcpTimeout: return timeouts(number, in: conversation)
    case .tcpFastRetransmission:
      let request = hasSACK(conversation?.handshake) ? "duplicate ACKs or SACK blocks" : "duplicate ACKs"
      return "\(segments) sent again without waiting for a timeout, as \(request) told that \(they) had not arrived "
        + "(fast retransmit)"
    case .tcpTailLossProbe:
      return "\(segments) sent again before any timeout to hear whether \(they) had arrived (tail loss probe)"
    case .tcpRetransmissionAfterError:
      return "\(segments) sent again after an ICMP error, or a RST that changed nothing"
    case .tcpSpuriousRetransmission:
      let isAll = conversation.map { $0.events?.retransmissions.count == $0.events?.retransmissionTotal } ?? true
      return (isAll ? "" : "at least ") + "\(segments) sent again needlessly: a D-SACK tells that both copies arrived"
    case .tcpLateSegment:
      return "\(count(number, "segment")) came late: sent before others that overtook \(them), no "
        + (number == 1 ? "retransmission" : "retransmissions")
    case .tcpUnseen:
      return "\(count(number, "ACK covers", "ACKs cover")) bytes that are not in the capture: it missed packets"
    default:
      let pause = conversation?.events?.pauseBeforeLoss.map { " of " + duration($0) } ?? ""
      guard number == 1 else {
        return "before each of \(number) segments a packet of the same sender is missing (its IP identification skips, "
          + "after a pause): it was lost before the capture, and the segment is perhaps it again"
      }
      return "before 1 segment a packet of the same sender is missing (its IP identification skips, after a "
        + "pause\(pause)): it was lost before the capture, and the segment is perhaps it again"
    }
  }

  func openingOrEnd(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    let handshake = conversation?.handshake
    switch finding.code {
    case .tcpSYNRetried:
      if let syn = handshake?.syn, let retries = handshake?.synRetries, !retries.isEmpty {
        return "the SYN was answered only when it had been sent again, after \(waits(from: syn.time, retries)): it, or "
          + "its answer, had been lost"
      }
      let again = handshake.flatMap { handshake in
        handshake.synAck.map { " after " + waits(from: $0.time, handshake.synAckRetries) }
      }
      return "the SYN-ACK was sent again\(again ?? ""): the ACK of the handshake had not arrived"
    case .tcpSYNACKLost:
      let again = handshake.flatMap { handshake in
        handshake.syn.map { " after " + waits(from: $0.time, handshake.synRetries) }
      }
      return "the SYN was sent again\(again ?? ""), and two answers came: the first SYN had arrived, and its SYN-ACK "
        + "was lost or late"
    case .tcpRefusedAtFirst:
      let again = handshake.flatMap { handshake in
        handshake.syn.map { " after " + waits(from: $0.time, handshake.synRetries) }
      }
      return "the SYN was refused at first, and accepted when it was sent again\(again ?? "")"
    case .tcpOtherAnswer:
      return
        "\(count(number, "SYN-ACK")) with another initial sequence number came beside the one that was taken: a second "
        + "host answers under this address, or a proxy or firewall on the way"
    case .tcpOlderConnection:
      return
        "a host still knew an older connection on these ports: \(count(number, "packet belongs", "packets belong")) "
        + "to that"
    case .tcpFINRetried:
      let fin = conversation?.teardown?.fins.first { $0.frame == finding.frames.first }
      let again = fin.map { " after " + waits(from: $0.time, $0.retries) } ?? ""
      if let proof = fin?.duplicatedBy {
        return "a FIN was sent again\(again): both arrived, as a D-SACK tells (frame \(proof)), so that the ACK of the "
          + "first was late or lost"
      }
      // A side of which no packet is missing had not acknowledged it.
      let isFINLost = fin.map { conversation?.events?.gaplessSides.contains($0.from.other) == true } ?? false
      return "a FIN was sent again\(again): it\(isFINLost ? "" : ", or its ACK,") was lost"
    case .tcpSimultaneousOpen:
      return "simultaneous open: both sides sent a SYN before they had the other's, and each answered with a SYN-ACK, "
        + "which is no retransmission"
    case .tcpSimultaneousClose: return "both sides sent their FIN before they had the other's"
    case .tcpHalfOpen:
      return "half-open: data was answered by a RST without ACK, as only a host does that no longer knows the "
        + "connection (it restarted, or its program was gone)"
    case .tcpAbort:
      guard let conversation, let reset = conversation.teardown?.resets.first else { return "aborted: a RST, no FIN" }
      if reset.isAfterSilence {
        return "aborted: a RST with ACK in place of a FIN, by a side whose keep-alives had no answer: it gave the "
          + "connection up"
      }
      return
        "aborted: a RST with ACK in place of a FIN, as when a program \(abortCauses(reset, conversation)); the packets "
        + "do not tell which"
    case .tcpAbortUnread:
      let bytes = conversation?.teardown?.resets.first?.unansweredBytes ?? 0
      return "aborted: a RST with ACK in place of a FIN, by a side that had taken \(count(bytes, "byte")) without an "
        + "answer: most likely its program closed with unread data"
    case .tcpDataAfterClose:
      return "data came for a program that had closed (FIN): \(count(number, "segment")) reached nobody, and its host "
        + "answered with RST"
    case .tcpResetIgnored:
      let wentOn = conversation?.events?.wentOnAfterReset == true
      return "\(count(number, "RST lies", "RSTs lie")) outside the receiver's window, which ignores such a segment"
        + (wentOn ? ": the connection went on" : "")
    case .tcpFastOpen: return fastOpen(handshake)
    case .tcpMidstream:
      return "the SYN was not captured: relative numbers are assumed to begin here, and window scales are unknown"
    case .tcpOneDirection:
      return "the capture has the packets of one side only: what the other sent is known from ACKs alone"
    default:
      return "the snapshot length cut the options of \(count(number, "SYN")): what is not there is unknown, not absent"
    }
  }
}

import Conversations
import Wire

// Wireshark's labels, and what they ask.
extension EnglishPacketExplanationPhrases {
  func called(_ names: [String]) -> String {
    "Wireshark 4.0 calls it " + names.joined(separator: " and ") + ". Its rules, and what they found:"
  }

  func calledNothing() -> String { "Wireshark 4.0 gives it no label: no rule finds anything unusual." }

  func severity(_ severity: SegmentLabel.Severity) -> String {
    switch severity {
    case .chat: "chat: usual"
    case .note: "note"
    case .warning: "warning"
    }
  }

  func runnerUp(_ name: String) -> String { "The nearest other label is [\(name)]:" }
  func excluded(by name: String) -> String { "not asked for, since [\(name)] stands already" }

  func rule(_ label: SegmentLabel) -> String {
    switch label {
    case .reusedPorts:
      "A SYN (or SYN-ACK) begins with another number than an earlier one between the same addresses and ports."
    case .zeroWindowProbe:
      "One new byte is sent although the other side had told a window of zero: it asks whether there is room again."
    case .zeroWindow: "The segment tells that its sender has no room for more."
    case .lostSegment:
      "The segment begins beyond what was to come next: bytes before it are not in the capture, or not yet."
    case .keepAlive:
      "No more than one byte, with the number before the next one: old on purpose, so that the other side answers."
    case .windowUpdate: "A bare ACK that repeats the numbers of the segment before it, with another window."
    case .windowFull: "The payload ends exactly where the window of the other side ends: its sender may send no more."
    case .keepAliveACK: "A bare ACK without news directly after a keep-alive of the other side: it answers that."
    case .zeroWindowProbeACK:
      "A bare ACK without news and still without room, directly after a zero-window probe: it answers that."
    case .duplicateACK:
      "A bare ACK that repeats number and window of the one before: something arrived, and not what was expected."
    case .acknowledgedLostSegment:
      "It acknowledges bytes that the capture has not shown: the capture lost them, for the receiver has them."
    case .spuriousRetransmission: "Payload that the other side had acknowledged completely is sent once more."
    case .fastRetransmission:
      "Bytes before the highest, exactly those that two or more duplicate ACKs ask for, within 20 ms of the other side's last segment."
    case .outOfOrder:
      "Bytes before the highest, so soon after it (within the initial round trip, or 3 ms) that they can hardly be a repetition."
    case .retransmission:
      "Bytes, a SYN or a FIN that do not go beyond what was sent before, and neither [TCP Spurious Retransmission], [TCP Fast Retransmission] nor [TCP Out-Of-Order] says why."
    }
  }

  func asked(_ condition: LabelCondition) -> String {
    switch condition {
    case .isPlain: "no SYN, FIN or RST"
    case .isSYN: "is a SYN or SYN-ACK"
    case .isNoReset: "no RST"
    case .hasACK: "ACK is set"
    case .takesNumbers: "carries payload, SYN or FIN"
    case .hasLength(_, .none): "no payload"
    case .hasLength(_, .one): "one byte of payload"
    case .hasLength(_, .atMostOne): "at most one byte of payload"
    case .hasLength(_, .some): "carries payload"
    case .window(_, let isZero): isZero ? "its window is zero" : "its window is not zero"
    case .sequence(_, .at, _): "begins at the next number"
    case .sequence(_, .beyond, _): "begins beyond the next number"
    case .sequence(_, .oneBefore, _): "begins one before the next number"
    case .isBehind: "begins before the next number"
    case .sameWindow(_, _, let isWanted): isWanted ? "the same window as before" : "another window than before"
    case .sameAcknowledgment: "the same acknowledgment as before"
    case .otherWindowIsZero: "the other side's last window is zero"
    case .otherHad(let label, _, _): "the other side's last segment was [\(label.name)]"
    case .scaleIsKnown: "the scale of the other side's windows is known"
    case .fillsWindow: "ends where the other side's window ends"
    case .acknowledgesBeyond: "acknowledges more than was seen"
    case .isNotYetTold: "not told of these bytes before"
    case .isAllAcknowledged: "all of it was acknowledged"
    case .isAskedFor: "two or more duplicate ACKs"
    case .isExpected: "the other side's ACK asks for its number"
    case .isWithin(_, _, .fast): "less than 20 ms after the other side's last segment"
    case .isWithin(_, _, .initialRoundTrip): "within the initial round trip of the highest number"
    case .isWithin(_, _, .usual): "within 3 ms of the highest number (the initial round trip is not known)"
    case .isNotHighest: "is not the segment that ends the stream so far"
    case .isUnexplained: "not explained by the three labels before it"
    case .hasOtherNumber: "another number than the SYN before on these ports"
    }
  }

  func values(_ condition: LabelCondition, _ evidence: LabelEvidence) -> String {
    func own(_ number: SequenceNumber) -> String {
      number.rawValue == 0 ? "nothing yet" : "\(evidence.own.relative(number))"
    }
    func other(_ number: SequenceNumber) -> String {
      number.rawValue == 0 ? "nothing yet" : "\(evidence.other.relative(number))"
    }
    func frame(_ frame: Int?) -> String { frame.flatMap { $0 > 0 ? " (frame \($0))" : nil } ?? "" }
    switch condition {
    case .isPlain(let flags), .isSYN(let flags), .isNoReset(let flags), .hasACK(let flags):
      return flags.isEmpty ? "no flag is set" : flags.names()
    case .takesNumbers(let length, let flags):
      return "\(base.count(length, "byte")), \(flags.isEmpty ? "no flag" : flags.names())"
    case .hasLength(let length, _): return base.count(length, "byte")
    case .window(let window, _): return "window \(window)"
    case .sequence(let start, _, let next), .isBehind(let start, let next, false):
      return "seq \(evidence.own.relative(start)), next \(own(next))" + frame(evidence.own.nextMoment?.frame)
    case .isBehind(let start, let next, true):
      return "seq \(evidence.own.relative(start)), next \(own(next)): it goes on after a probe of one byte"
    case .sameWindow(let window, let before, _):
      return "\(window), before \(before.map { "\($0)" } ?? "none")" + frame(evidence.own.latest?.frame)
    case .sameAcknowledgment(let number, let before):
      return "ack \(other(number)), before \(other(before))" + frame(evidence.own.acknowledgmentFrame)
    case .otherWindowIsZero(let window):
      return (window.map { "\($0)" } ?? "none yet") + frame(evidence.other.latest?.frame)
    case .otherHad(_, let isSo, _): return (isSo ? "it was" : "it was not") + frame(evidence.other.latest?.frame)
    case .scaleIsKnown(let scale):
      switch scale {
      case .unknown: return "unknown: the options of no SYN were captured"
      case .unused: return "known: not used"
      case .shift(let shift): return "known: × \(1 << Int(shift))"
      }
    case .fillsWindow(let end, let offered):
      guard let offered, let window = evidence.other.lastWindow, evidence.other.lastAcknowledgment.rawValue != 0 else {
        return "ends at \(evidence.own.relative(end)), nothing acknowledged yet"
      }
      return
        "ends at \(evidence.own.relative(end)); \(own(evidence.other.lastAcknowledgment)) + \(Int(window) << evidence.other.shift) = "
        + "\(own(offered))" + frame(evidence.other.latest?.frame)
    case .acknowledgesBeyond(let number, let seen): return "ack \(other(number)), seen up to \(other(seen))"
    case .isNotYetTold(let isNew): return isNew ? "it is the first to tell" : "an ACK before told it"
    case .isAllAcknowledged(let end, let acknowledged):
      return "ends at \(evidence.own.relative(end)), acknowledged \(own(acknowledged))"
        + frame(evidence.other.acknowledgmentFrame)
    case .isAskedFor(let duplicates, let isMarked):
      return isMarked ? "an ACK of unseen bytes, which Wireshark counts as many" : "\(duplicates)"
    case .isExpected(let start, let acknowledged):
      return "seq \(evidence.own.relative(start)), expected \(own(acknowledged))"
        + frame(evidence.other.acknowledgmentFrame)
    case .isWithin(let elapsed, let limit, let kind):
      let since = kind == .fast ? evidence.other.latest?.frame : evidence.own.nextMoment?.frame
      let bound = kind == .initialRoundTrip ? "; limit \(numbers.duration(limit))" : ""
      guard let elapsed, let since else { return "nothing before it" }
      return "\(numbers.duration(elapsed)) after frame \(since)\(bound)"
        + (elapsed < 0 && kind != .fast ? "; time runs backwards, which Wireshark takes for a very long time" : "")
    case .isNotHighest(let end, let next): return "ends at \(evidence.own.relative(end)), next \(own(next))"
    case .isUnexplained(let label): return label.map { "it is [\($0.name)]" } ?? "by none of them"
    case .hasOtherNumber(let number, let before, let isReuse):
      guard isReuse else { return "the first on these ports, or the same number" }
      return "ISN \(number.rawValue), before " + (before.map { "\($0.rawValue)" } ?? "another one")
    }
  }

  func remembered(_ value: RememberedValue) -> String {
    switch value {
    case .next: "next number (relative)"
    case .contiguous: "without a gap up to"
    case .acknowledgment: "last acknowledgment"
    case .duplicates: "duplicate ACKs in a row"
    case .window: "last window"
    case .labels: "labels of its last segment"
    case .oldest: "waits longest for its ACK"
    }
  }
}

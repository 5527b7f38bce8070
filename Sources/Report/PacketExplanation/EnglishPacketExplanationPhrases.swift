import Conversations
import Wire

struct EnglishPacketExplanationPhrases: PacketExplanationPhrases {
  let base = EnglishPhrases()
  var numbers: NumberText { base.numbers }

  func title(frame: Int) -> String { "Frame \(frame) explained" }
  func title(frame: Int, against other: Int) -> String { "Frame \(frame) against frame \(other)" }

  func text(_ text: PacketExplanationText) -> String {
    switch text {
    case .meaning: "What it means here"
    case .whyLabel: "Why Wireshark calls it what it does"
    case .noSegment:
      "Wireshark's tcp.analysis labels are for whole TCP segments, and this packet is none: it has no label."
    case .otherLabels: "The other labels, and what each of them lacks"
    case .condition: "condition"
    case .values: "here"
    case .holds: "met"
    case .yes: "yes"
    case .no: "no"
    case .label: "label"
    case .missing: "not met"
    case .remembered: "What was known before this packet"
    case .ofItsSender: "of its sender"
    case .ofTheOther: "of the other side"
    case .nothingYet: "nothing yet"
    case .header: "header"
    case .field: "field"
    case .why: "why"
    case .noDifference: "No field of the headers differs."
    case .absent: "–"
    }
  }

  // What it means.

  func fact(_ fact: PacketFact) -> String {
    switch fact {
    case .stranger: "It belongs to no TCP or UDP conversation: it is counted, and not followed."
    case .belongs(let record, let place, let side): belongs(record, place, side)
    case .pause(let nanoseconds, let frame): pause(nanoseconds, frame)
    case .fragment(let frame):
      frame.map {
        "It is a fragment of an IP datagram, which frame \($0) completes: only the first fragment has the ports, and only the whole has all of the payload."
      } ?? "It is a fragment of an IP datagram that this capture never completes: nothing is known of the whole."
    case .completes(let frames):
      "It completes an IP datagram that came in fragments (\(base.frames(frames, of: frames.count)))."
    case .opens(let isn, let again): opens(isn, again)
    case .answersSYN(let isn, let number, let sum, let syn, let again): answers(isn, number, sum, syn, again)
    case .crossesSYN(let number, let syn):
      "SYN with ACK after its own SYN: both sides asked for the connection at the same time (simultaneous open). Its acknowledgment \(number) is the other's ISN \(number &- 1) plus 1"
        + (syn.map { ", for the SYN of frame \($0)" } ?? "") + "."
    case .completesHandshake(let number, let frame):
      "It completes the three-way handshake: its acknowledgment \(number) is the responder's ISN \(number &- 1) plus 1"
        + (frame.map { ", which answers the SYN-ACK of frame \($0)" } ?? "") + "."
    case .carries(let first, let length, let isPushed, let text):
      "It carries \(base.count(length, "byte")) of payload, \(range(first, length)) of its sender's stream"
        + (isPushed ? ", with PSH: to be handed to the program at once" : ", without PSH") + ": \(text)."
    case .leavesGap(let first, let end):
      "Before it \(numbers(first, end)) of its sender's stream are missing in the capture so far: lost, or late."
    case .acknowledged(let frame, let after, let copy): acknowledged(frame, after, copy)
    case .alreadyAcknowledged(let frame):
      "All of it had been acknowledged before, by frame \(frame): it brings nothing new."
    case .notAcknowledged: "No later frame of this capture acknowledges it."
    case .acknowledges(let number, let new, let before, let segment): acknowledges(number, new, before, segment)
    case .acknowledgesNothingNew(let number, let frame):
      "Its acknowledgment \(number) is what its sender had acknowledged before (since frame \(frame)): nothing more arrived in order."
    case .duplicates(let count, let first, let missing):
      "It is duplicate ACK number \(count) of frame \(first) (\(first)#\(count)): a segment arrived, and number \(missing) is still missing."
        + (count == 3 ? " The third of them asks for a fast retransmission (RFC 5681, section 3.2)." : "")
    case .acknowledgesLess(let number, let before, let frame):
      "Its acknowledgment \(number) is behind what its sender had acknowledged in frame \(frame), \(before): it comes late, and says nothing new."
    case .acknowledgesUnseen(let first, let end):
      "It acknowledges \(numbers(first, end)), which the capture has not shown before it: they arrived, and were not captured, or come later in it."
    case .selects(let blocks):
      "SACK: \(blocks.map(bytes).joined(separator: " and ")) arrived beyond a gap; what is missing before \(blocks.count == 1 ? "it" : "them") is wanted."
    case .selectsTwice(let block): "D-SACK: \(bytes(block)) arrived twice (RFC 2883)."
    case .finishes(let isFirst, let next, let again): finishes(isFirst, next, again)
    case .refuses(let syn): "RST: the connection that the SYN of frame \(syn) asks for is refused."
    case .resets(let hasACK):
      "RST: its sender cuts the connection off at once. What is on its way is lost, and nobody confirms a RST"
        + (hasACK
          ? "."
          : "; without ACK: it answers a segment that its host can hand to no connection, or no longer (RFC 9293, section 3.5.2).")
    case .window(let raw, let shift, let isSYN): window(raw, shift, isSYN)
    case .states(let side, let before, let after, let isSender):
      (isSender ? "By sending it" : "When it arrives")
        + " the \(base.side(side)) goes from \(before.rawValue) to \(after.rawValue)."
    case .sentAgain(let retransmission): sentAgain(retransmission)
    case .overtaken:
      "It comes late: others that were sent after it were captured before it, and this capture has no earlier copy of it."
    case .asks(let exchange): asks(exchange)
    case .replies(let exchange): replies(exchange)
    case .repliesAgain(let exchange):
      "It is the same reply once more (the first is frame \(exchange.reply?.frame ?? 0)): the network doubled it, or the server answered twice."
    case .datagram(let length):
      length.map { "It is a UDP datagram with \(base.count($0, "byte")) of payload." }
        ?? "It is a UDP datagram whose length field cannot be right."
    case .reports(let error): capitalized(base.icmp(error)) + "."
    case .found(let finding, let record):
      "\(capitalized(base.severity(finding.severity))): \(base.finding(finding, in: record)) (\(base.frames(finding.frames, of: finding.framesTotal)))."
    }
  }

  private func belongs(_ record: ConversationRecord, _ place: Int?, _ side: Side?) -> String {
    let title = "\(base.title(of: record)), \(record.originator) → \(record.responder)"
    guard let side else { return "It is about \(title)." }
    let sender =
      "; sent by the \(base.side(side)), \(side == .originator ? record.originator : record.responder)"
      + (record.rolesInferred ? " (who began was not seen, and is concluded from ports or flags)" : "")
    return place.map { "It is packet \($0) of \(record.packets) of \(title)\(sender)." }
      ?? "It belongs to \(title)\(sender)."
  }

  private func pause(_ nanoseconds: Int64, _ frame: Int) -> String {
    if nanoseconds == 0 { return "It has the same time as the packet before it in the conversation (frame \(frame))." }
    return nanoseconds < 0
      ? "Its time is before that of the packet before it in the conversation (frame \(frame)): the clock ran backwards."
      : "It came \(numbers.duration(nanoseconds)) after the packet before it in the conversation (frame \(frame))."
  }

  /// Numbers from the first to before the second.
  private func numbers(_ first: UInt32, _ end: UInt32) -> String {
    end &- first == 1 ? "number \(first)" : "numbers \(first) to \(end &- 1)"
  }

  private func bytes(_ block: PacketRow.Segment.Block) -> String { numbers(block.left, block.right) }

  private func acknowledged(_ frame: Int, _ after: Int64?, _ copy: Int?) -> String {
    let delay = after.map { ", \(numbers.duration($0)) later" } ?? ""
    if let copy, copy < frame {
      return
        "All of it is acknowledged by frame \(frame)\(delay), after frame \(copy) had carried it, or a part of it, again."
    }
    return "All of it is acknowledged by frame \(frame)\(delay)."
  }

  private func opens(_ isn: UInt32, _ again: Int?) -> String {
    let number = "its initial sequence number is \(isn) (relative: 0), and the SYN itself takes this number"
    return again.map { "It is the SYN of frame \($0) once more, for no answer had come: \(number)." }
      ?? "SYN without ACK: its sender asks for a connection; \(number)."
  }

  private func answers(_ isn: UInt32, _ number: UInt32, _ sum: AcknowledgmentSum?, _ syn: Int?, _ again: Int?) -> String
  {
    var text = "SYN with ACK: its sender accepts the connection"
    text += syn.map { " that the SYN of frame \($0) asks for" } ?? ""
    text += "; its own initial sequence number is \(isn), and its acknowledgment "
    text +=
      sum.map {
        "is the other's ISN and one for the SYN\($0.bytes > 0 ? ", with the payload that came in it" : ""): \($0.text)"
      }
      ?? "\(number) does not add up with the ISN of that SYN"
    return text + "." + (again.map { " It repeats frame \($0)." } ?? "")
  }

  private func range(_ first: UInt32, _ length: Int) -> String {
    length == 1 ? "byte \(first)" : "bytes \(first) to \(first &+ UInt32(truncatingIfNeeded: length - 1))"
  }

  private func acknowledges(_ number: UInt32, _ new: UInt32, _ before: Int?, _ segment: Int?) -> String {
    var text =
      "Its acknowledgment \(number) says: all numbers up to \(number &- 1) have arrived, \(number) is expected next"
    if let before { text += "; that is \(new) more than in frame \(before)" }
    if let segment { text += "; the last of these numbers is in frame \(segment)" }
    return text + "."
  }

  private func finishes(_ isFirst: Bool, _ next: UInt32, _ again: Int?) -> String {
    let number = "The FIN takes a number, \(next &- 1), so that \(next) acknowledges it."
    if let again { return "It is the FIN of frame \(again) once more. \(number)" }
    return
      (isFirst
      ? "FIN: its sender closes first, and is the active closer; the other side may still send. "
      : "FIN: its sender closes too. ") + number
  }

  private func window(_ raw: Int, _ shift: Int?, _ isSYN: Bool) -> String {
    if isSYN { return "Its window is \(base.count(raw, "byte")): in a SYN it is not scaled." }
    if raw == 0 { return "Its window is 0: its sender has no room for more." }
    guard let shift else {
      return
        "Its window field is \(raw); how many bytes that is, only the options of both SYNs tell, which were not captured."
    }
    let bytes = base.count(raw << shift, "byte")
    return shift == 0
      ? "Its sender has room for \(bytes) more." : "Its sender has room for \(raw) × \(1 << shift) = \(bytes) more."
  }

  private func sentAgain(_ retransmission: Retransmission) -> String {
    var text = "It sends again what "
    text +=
      retransmission.original.map { "frame \($0.frame) carried" } ?? "was sent before, which this capture does not have"
    let waited = retransmission.waited.map { ", after a wait of \(numbers.duration($0))" } ?? ""
    switch retransmission.cause {
    case .timeout:
      text += "\(waited): most likely its timer ran out"
      if retransmission.timeoutNumber > 1 { text += ", timeout \(retransmission.timeoutNumber) in a row" }
    case .fast: text += ", because duplicate ACKs or SACK blocks asked for it (fast retransmission)"
    case .tailLossProbe: text += "\(waited), as a tail loss probe: to hear whether it had arrived"
    case .afterTimeout: text += ", after a timeout, as the window opened again"
    case .afterError: text += ", after an ICMP error or a RST that changed nothing"
    case .unknown: text += "; why, this capture does not tell"
    }
    if let frame = retransmission.needlessBy {
      text += ". It was not needed: the D-SACK of frame \(frame) tells that both arrived"
    }
    return text + "."
  }

  private func asks(_ exchange: Exchange) -> String {
    let length = exchange.requestLength.map { base.count($0, "byte") } ?? "an unknown number of bytes"
    guard let reply = exchange.reply else {
      return "It is a request of \(length) without a reply in this capture"
        + (exchange.icmpError.map { "; frame \($0.frame) is the ICMP error that it caused" } ?? "") + "."
    }
    return
      "It is a request of \(length), answered by frame \(reply.frame)\(base.after(exchange.nanoseconds)): \(same(exchange))."
  }

  private func replies(_ exchange: Exchange) -> String {
    let length = exchange.replyLength.map { base.count($0, "byte") } ?? "an unknown number of bytes"
    guard let request = exchange.request else {
      return "It is a datagram of \(length) that nothing in this capture asked for."
    }
    return
      "It is the reply to the request of frame \(request.frame), \(length)\(base.after(exchange.nanoseconds)): \(same(exchange))."
      + " The program sent it: UDP itself confirms nothing."
      + (exchange.isReordered ? " It came after the reply to a later request." : "")
  }

  private func same(_ exchange: Exchange) -> String {
    switch exchange.isIdentical {
    case true?: "the same bytes"
    case false?: exchange.isShortened ? "only the beginning of the request" : "other bytes than the request"
    case nil: "whether the bytes are the same is not known, for not all were captured"
    }
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  // Two packets.

  func misleads(_ reason: MisleadingLabel) -> String {
    switch reason {
    case .late:
      "The label misleads here: nothing was sent again. The segment came late, after others that were sent later."
    case .copy:
      "The label misleads here: its sender did not repeat it. It is a second copy of one packet, the same IP identification and the same bytes."
    case .windowProbe: "The label misleads here: it is a probe whether the closed window has opened, and no keep-alive."
    case .simultaneous: "The label misleads here: it is a step of a simultaneous open, and nothing is repeated."
    case .sentAgain:
      "The label misleads here: an earlier copy of it is in the capture, so that it was sent again, and is not late."
    }
  }

  func relation(_ relation: PacketRelation, _ first: Int, _ second: Int) -> String {
    switch relation {
    case .sameDirection: "Both are of one conversation and of the same sender."
    case .oppositeDirection: "Both are of one conversation; frame \(second) goes the other way than frame \(first)."
    case .otherConversation: "They belong to two conversations."
    case .unrelated: "Not both belong to a conversation."
    }
  }

  func reason(_ reason: DifferenceReason) -> String {
    switch reason {
    case .swapped: "the other direction: source and destination change places"
    case .otherEnd: "another host or card"
    case .otherPort: "another socket"
    case .otherFragment: "another piece of a datagram"
    case .otherProtocol: "another protocol follows"
    case .counted(let step):
      "the sender numbers its IP packets: \(abs(step)) \(step > 0 ? "on" : "back")"
        + (abs(step) > 1 ? "; those that it sent between count as well" : "")
    case .numberedAtRandom: "the sender numbers its IP packets, and not one by one"
    case .countedApart: "each host numbers its own IP packets"
    case .length(let payload, let headers): length(payload, headers)
    case .follows: "follows from everything else that differs"
    case .wentOn(let step):
      step > 0
        ? "the stream went on by \(base.count(step, "number")): bytes of payload, and one for each SYN and FIN"
        : "\(base.count(-step, "number")) back: bytes that come again, or come late"
    case .ownNumbers: "each side and each connection counts from a number of its own"
    case .acknowledged(let step):
      step > 0
        ? "\(base.count(step, "number")) more had arrived" : "it was sent before \(base.count(-step, "number")) arrived"
    case .notValid: "valid only where ACK is set"
    case .flags(let first, let second): flags(first, second)
    case .room: "the room that its sender has left"
    case .clock(let ticks):
      ticks >= 0
        ? "the sender's clock went on by \(base.count(ticks, "tick"))"
        : "the sender's clock stood \(base.count(-ticks, "tick")) earlier"
    case .echo: "returns the latest TSval that its sender had got"
    case .hops: "another sender, or another way: each router takes one"
    case .option(let isOfSYN): isOfSYN ? "an option that only SYNs have" : "an option that only one of them has"
    case .otherHeader: "only one of them has it"
    case .options: "counts the header's length, which options change"
    }
  }

  private func length(_ payload: Int, _ headers: Int) -> String {
    func part(_ bytes: Int, _ name: String) -> String? {
      bytes == 0 ? nil : "\(name) \(base.count(abs(bytes), "byte")) \(bytes > 0 ? "longer" : "shorter")"
    }
    let parts = [part(payload, "the payload is"), part(headers, "the headers are")].compactMap(\.self)
    return parts.isEmpty ? "" : parts.joined(separator: ", ")
  }

  private func flags(_ first: [String], _ second: [String]) -> String {
    let (lost, new) = (first.filter { !second.contains($0) }, second.filter { !first.contains($0) })
    return [
      lost.isEmpty ? nil : "\(lost.joined(separator: ", ")) only in the first",
      new.isEmpty ? nil : "\(new.joined(separator: ", ")) only in the second",
    ].compactMap(\.self).joined(separator: "; ")
  }

  func sameFields(_ names: [String]) -> String { "The same in both: " + names.joined(separator: ", ") + "." }

  func payloads(_ payloads: PayloadDifference) -> String {
    switch payloads {
    case .none: "Neither has payload."
    case .samePacket:
      "Every byte is the same: it is one packet that the capture has twice, or a copy that the network made."
    case .same(let length): "Both carry the same \(base.count(length, "byte")) of payload."
    case .different(let first, let second, let offset):
      "The payloads (\(first) and \(base.count(second, "byte"))) differ from byte \(offset) on, counted from 0."
    case .prefix(let first, let second):
      first == 0 || second == 0
        ? "Only one carries payload: \(base.count(max(first, second), "byte"))."
        : "The shorter payload (\(first) and \(base.count(second, "byte"))) is the beginning of the longer."
    }
  }
}

import Wire

struct EnglishAnatomyPhrases: AnatomyPhrases {
  let numbers = NumberText.plain

  func title(frame: Int) -> String { "Header breakdown: frame \(frame)" }

  func opening(time: String, captured: Int, sent: Int) -> String {
    let length =
      captured < sent ? "\(captured) of its \(count(sent, "byte")) captured" : "\(count(sent, "byte")), all captured"
    return "\(time); \(length)."
  }

  func layers(_ parts: [(name: String, bytes: Int)], total: Int) -> String {
    guard !parts.isEmpty else { return "Nothing of it can be taken apart." }
    return parts.map { "\($0.bytes) (\($0.name))" }.joined(separator: " + ") + " = \(count(total, "byte"))"
  }

  func title(of header: HeaderAnatomy) -> String { "\(header.kind.name) header, \(place(header))" }

  func caption(of header: HeaderAnatomy, frame: Int) -> String {
    "The \(header.kind.name) header of frame \(frame), 32 bits a row"
  }

  func description(of header: HeaderAnatomy) -> String {
    header.fields.filter { !$0.isInParts }.map { "\(name(of: $0.name)) \($0.plainValue ?? "not captured")" }
      .joined(separator: ", ")
  }

  private func place(_ header: HeaderAnatomy) -> String {
    "\(count(header.length, "byte")) from byte \(header.start)"
  }

  func notDrawn(bytes: Int) -> String { "\(count(bytes, "more byte")) of the header not drawn." }

  var columns: [String] { ["Field", "Bytes", "Size", "Value", "Meaning"] }
  func name(of field: FieldName) -> String { field.registered }
  func size(bytes: Int) -> String { count(bytes, "byte") }
  func size(bits: ClosedRange<Int>) -> String {
    bits.count == 1 ? "bit \(bits.lowerBound)" : "bits \(bits.lowerBound)–\(bits.upperBound)"
  }

  func cut(captured: Int, of needed: Int) -> String {
    captured == 0 ? "not captured" : "cut: \(captured) of \(count(needed, "byte")) captured"
  }

  func meaning(_ meaning: FieldMeaning) -> String {
    switch meaning {
    case .name(let name), .carries(let name): name
    case .hardwareAddress(let address): address.description + note(address)
    case .lengthOfFrame(let bytes): "\(count(bytes, "byte")) follow (IEEE 802.3)"
    case .tag(let isService): isService ? "802.1ad service tag" : "802.1Q VLAN tag"
    case .priority(let value): value == 0 ? "best effort" : "priority \(value) of 7"
    case .dropEligible(let isSet): isSet ? "may be dropped first" : "not marked for dropping"
    case .vlan(let identifier): "VLAN \(identifier)"
    case .cookedType(let type):
      switch type {
      case 0: "sent to this host"
      case 1: "broadcast by another host"
      case 2: "multicast by another host"
      case 3: "sent between other hosts"
      case 4: "sent by this host"
      default: ""
      }
    case .words(let words): "\(words) × 4 = \(count(words * 4, "byte"))"
    case .units(let units): "(\(units) + 1) × 8 = \((units + 1) * 8) bytes"
    case .sum(let parts): sum(parts)
    case .leftOpen(let actual):
      "left to the network card (segmentation offload): \(count(actual, "byte")) are there"
    case .beyond(let actual): "more than the \(count(actual, "byte")) that were sent"
    case .belowHeader(let header): "less than the \(header) bytes of the header"
    case .identification: "the same in all fragments of a datagram"
    case .reserved(let isZero): isZero ? "must be zero" : "must be zero, and is not"
    case .dontFragment(let isSet): isSet ? "must not be fragmented" : "may be fragmented"
    case .moreFragments(let isSet): isSet ? "more fragments follow" : "the last fragment, or the only one"
    case .fragmentOffset(let units, let hasMore):
      units > 0
        ? "\(units) × 8 = byte \(units * 8) of the datagram" : hasMore ? "the first fragment" : "not a fragment"
    case .hops(let passed, let first): hops(passed, first)
    case .checksum(let verdict): told(verdict)
    case .port(let range): port(range)
    case .sequence(let number, let relative, let length): sequence(number, relative, length)
    case .acknowledgment(let relative, let isValid):
      isValid
        ? (relative.map { "relative \($0): " } ?? "") + "the next byte expected" : "not valid: ACK is not set"
    case .flags(let flags): flags.isEmpty ? "none set" : flags.names()
    case .flag(let name, let isSet): isSet ? self.flag(name) : "not set"
    case .window(let value, let unit): window(value, unit)
    case .urgentPointer(let isUsed): isUsed ? "end of the urgent data" : "not used: URG is not set"
    case .noOperation: "kind 1: fills up to a word"
    case .endOfOptions: "kind 0: no options after it"
    case .optionLength(let bytes): "\(count(bytes, "byte")), kind and length included"
    case .optionLengthWrong: "does not fit the header"
    case .segmentSize(let size): "takes segments of at most \(size) payload bytes"
    case .shift(let shift): "later windows × 2^\(shift) = \(1 << min(shift, 14))"
    case .timestampValue: "the sender's clock"
    case .timestampEcho(let isUsed): isUsed ? "the other side's clock, returned" : "not valid: ACK is not set"
    case .sackEdge(let relative, let isLeft):
      (relative.map { "relative \($0): " } ?? "")
        + (isLeft ? "first byte of a block received" : "byte after that block")
    case .operation(let operation): operation == 1 ? "request" : operation == 2 ? "reply" : ""
    }
  }

  private func note(_ address: MACAddress) -> String {
    address.isBroadcast
      ? ", broadcast" : address.isGroup ? ", multicast" : address.isLocal ? ", locally administered" : ""
  }

  private func sum(_ parts: [LengthPart]) -> String {
    let total = parts.reduce(0) { $0 + $1.bytes }
    return "\(total) = "
      + parts.map { part in
        switch part {
        case .header(let kind, let bytes): "\(bytes) (\(kind.name))"
        case .payload(let bytes): "\(bytes) (payload)"
        }
      }.joined(separator: " + ")
  }

  private func hops(_ passed: Int, _ first: Int) -> String {
    (passed == 0 ? "no router on the way" : "\(count(passed, "router")) on the way") + ", if it was sent with \(first)"
  }

  private func port(_ range: PortRange) -> String {
    switch range {
    case .wellKnown: "well-known port"
    case .registered: "registered port"
    case .dynamic: "dynamic port"
    }
  }

  private func sequence(_ number: UInt32, _ relative: UInt32?, _ length: Int?) -> String {
    guard let length else { return relative.map { "relative \($0)" } ?? "" }
    let step = UInt32(truncatingIfNeeded: length)
    guard length > 0 else { return relative.map { "relative \($0); takes no number" } ?? "takes no number" }
    return relative.map { "relative \($0); next \($0) + \(length) = \($0 &+ step)" }
      ?? "next \(number) + \(length) = \(number &+ step)"
  }

  private func flag(_ name: FieldName) -> String {
    switch name {
    case .fin: "set: the sender has no more data"
    case .syn: "set: numbers begin here"
    case .rst: "set: the connection is cut off"
    case .psh: "set: to be handed to the program at once"
    case .ack: "set: the acknowledgment number is valid"
    case .urg: "set: the urgent pointer is valid"
    case .ece: "set: congestion was seen (ECN)"
    case .cwr: "set: the window was reduced (ECN)"
    default: "set"
    }
  }

  private func window(_ value: Int, _ unit: WindowUnit) -> String {
    switch unit {
    case .shift(let shift): "\(value) × \(1 << shift) = \(count(value << shift, "byte"))"
    case .handshake: "\(count(value, "byte")): not scaled in a SYN"
    case .unknown: "times a scale that is not known here"
    }
  }

  private func told(_ verdict: ChecksumVerdict) -> String {
    switch verdict {
    case .right: "right"
    case .wrong(let expected): "wrong, expected \(AnatomyText.word(expected))"
    case .partial(let sum, let isComplement):
      "partial: the \(isComplement ? "complement of the " : "")pseudo-header's sum \(AnatomyText.word(sum)), "
        + "left to the network card (offload)"
    case .absent: "absent: the sender made none"
    case .cut(let captured, let needed):
      "cannot be checked: the snapshot length cut it (\(captured) of \(count(needed, "byte")) captured)"
    case .fragment: "cannot be checked: a fragment holds only a part of what it covers"
    case .lengthUnknown: "cannot be checked: the lengths contradict each other"
    }
  }

  func problem(_ problem: HeaderProblem, of header: HeaderAnatomy) -> String {
    let name = header.kind.name
    return switch problem {
    case .cut(let needed, let captured):
      "The \(name) header is cut: \(count(needed, "byte")) needed, \(captured) captured; what is missing is marked ?."
    case .version(let found, let expected):
      "Version \(found) where the header before announced version \(expected): what follows cannot be believed."
    case .headerLengthBelow(let found, let minimum):
      "The header length of \(count(found, "byte")) is below the \(minimum) that a \(name) header has at least: "
        + "what follows cannot be believed."
    case .headerLengthBeyond(let found, let sent):
      "The header length of \(count(found, "byte")) is more than the \(sent) that were sent: what follows cannot be believed."
    case .lengthBelowHeader(let found, let header):
      "The length of \(count(found, "byte")) is below the \(header) of the header: what follows cannot be believed."
    case .lengthBeyond(let found, let sent):
      "The length of \(count(found, "byte")) is more than the \(sent) that were sent."
    case .optionBeyond: "An option runs past the end of the header: nothing after it can be read."
    case .tooMany(let limit): "More than \(limit) in each other: the rest is not taken apart."
    }
  }

  func contentName(_ content: PacketAnatomy.Content) -> String {
    switch content {
    case .payload: "payload"
    case .fragment: "fragment"
    case .other(let name): name
    case .unknown: "rest"
    }
  }

  func content(_ content: PacketAnatomy.Content, sent: Int, captured: Int, text: String?) -> String {
    let what =
      switch content {
      case .payload: "Payload"
      case .fragment: "A piece of a datagram, whose header is in another fragment"
      case .other(let name): "\(name), not taken apart"
      case .unknown: "The rest, not taken apart"
      }
    return "\(what): \(count(sent, "byte"))" + (captured < sent ? ", \(captured) captured" : "")
      + (text.map { ": \($0)" } ?? "")
  }

  func trailer(bytes: Int) -> String {
    "\(count(bytes, "byte")) behind the packet: padding of a short frame, or a trailer. They are no payload."
  }

  var bytesTitle: String { "Bytes of the frame" }
  var bytesLegend: String { "Sixteen bytes a line, in hexadecimal and as ASCII; under them the fields that they are." }
  func moreBytes(_ count: Int) -> String { "\(self.count(count, "more byte")) not shown." }
  func notCaptured(bytes: Int) -> String {
    bytes == 1 ? "1 byte was sent and not captured." : "\(bytes) bytes were sent and not captured."
  }

  func checksumTitle(of kind: HeaderKind) -> String {
    kind == .ipv4 ? "IPv4 header checksum, step by step" : "\(kind.name) checksum, step by step"
  }

  func method(of steps: ChecksumSteps) -> String {
    let covered =
      steps.kind == .ipv4
      ? "the header" : steps.pseudoHeaderSum == nil ? "the message" : "pseudo-header, header and payload"
    return
      "All 16-bit words of \(covered) are added, the checksum counted as 0; what is carried over is added in again; "
      + "all bits are turned over."
  }

  var sumColumns: [String] { ["Added", "16-bit words (hexadecimal)", "Sum so far"] }

  func name(of line: ChecksumSteps.Line.Name) -> String {
    switch line {
    case .pseudoHeader(let names): "pseudo-header: " + names.map { name(of: $0) }.joined(separator: ", ")
    case .fields(let names): names.map { name(of: $0) }.joined(separator: ", ")
    case .payload(let offset): "payload from byte \(offset)"
    case .payloadSum: "payload"
    }
  }

  func words(_ count: Int) -> String { "\(count) words" }

  func step(_ step: ChecksumStep) -> String {
    switch step {
    case .sum: "Sum"
    case .carries: "Carries added in"
    case .complement: "One's complement"
    case .field: "In the packet"
    case .check: "Receiver's check"
    case .pseudoHeader: "Pseudo-header's sum"
    case .verdict: "Verdict"
    }
  }

  func verdict(_ verdict: ChecksumVerdict, field: UInt16) -> String {
    switch verdict {
    case .right: "\(AnatomyText.word(field)) is right: with it the sum is 0xffff"
    default: "\(AnatomyText.word(field)): \(told(verdict))"
    }
  }

  private func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

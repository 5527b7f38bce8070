import Analyzer
import Conversations
import Wire

/// English.
struct EnglishPhrases: Phrases {
  func label(_ label: Label) -> String {
    switch label {
    case .capture: "Capture"
    case .trust: "trust"
    case .overview: "Conversations"
    case .handshake: "handshake"
    case .data: "data"
    case .exchanges: "exchanges"
    case .teardown: "teardown"
    case .totals: "totals"
    case .echo: "echo"
    case .icmp: "ICMP"
    case .otherTraffic: "Also in the capture (counted, not analysed)"
    case .findings: "Findings"
    case .frame: "frame"
    case .time: "time"
    case .segment: "segment"
    case .flags: "flags"
    case .sequence: "seq"
    case .bytes: "bytes"
    case .acknowledgedBy: "ACKed by"
    case .payload: "payload"
    case .initialSequenceNumber: "ISN (= seq 0)"
    case .window: "window"
    case .mss: "MSS"
    case .windowScale: "scale"
    case .sack: "SACK"
    case .timestamps: "timestamps"
    case .request: "request"
    case .reply: "reply"
    case .latency: "latency"
    case .result: "result"
    case .packets: "packets"
    case .overhead: "overhead"
    case .retransmissions: "sent again"
    case .outOfOrder: "out of order"
    case .duplicateAcks: "duplicate ACKs"
    case .zeroWindows: "zero windows"
    case .sentAgain: "again"
    case .wrongChecksums: "wrong checksums"
    case .protocolName: "protocol"
    case .firstFrame: "first frame"
    case .conversation: "conversation"
    case .conversationsColumn: "conversations"
    case .duration: "duration"
    case .outcome: "outcome"
    case .yes: "yes"
    case .no: "no"
    case .inPart: "in part"
    case .unknown: "unknown"
    case .both: "both"
    case .noAcknowledgment: "no ACK seen"
    case .warning: "WARNING"
    case .roundTrips: "RTT"
    case .count: "n"
    case .minimum: "min"
    case .median: "median"
    case .mean: "mean"
    case .percentile99: "p99"
    case .maximum: "max"
    case .standardDeviation: "stdev"
    case .numbers: "numbers"
    case .estimates: "estimate"
    case .fleets: "fleets"
    case .overTime: "over time"
    case .sentRate: "sent"
    case .newRate: "new"
    case .acknowledgedRate: "acknowledged"
    case .meanRate: "mean"
    case .inFlight: "in flight"
    case .sample: "sample"
    case .background: "background"
    case .pairs: "echo by echo"
    case .stream: "stream"
    case .packetsAndPayload: "packets/data"
    case .zeekState: "Zeek"
    case .sockets: "sockets"
    case .program: "program"
    case .call: "call"
    case .frames: "frames"
    case .log: "Session log"
    }
  }

  func severity(_ severity: Finding.Severity) -> String {
    switch severity {
    case .info: "info"
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  func outcome(_ outcome: Outcome) -> String {
    switch outcome {
    case .complete: "complete"
    case .reset: "reset"
    case .refused: "refused"
    case .unanswered: "unanswered"
    case .open: "open"
    case .midstream: "midstream"
    }
  }

  func capture(_ capture: CaptureRecord) -> String {
    let links = capture.linkTypes.map(\.name).joined(separator: ", ")
    var text = capture.format + (links.isEmpty ? "" : ", " + links) + ": "
    text += count(capture.packets, "packet") + ", " + count(capture.bytes, "byte")
    if let elapsed = capture.durationNanoseconds, capture.packets > 1 {
      text += " in " + duration(elapsed)
    }
    return text
  }

  func heading(of capture: CaptureRecord) -> String {
    let text = label(.capture) + " " + EscapedText(capture.path).text
    guard let composition = capture.composition else { return text }
    let others = composition.files.count - 1
    let order =
      switch composition.order {
      case .joined: "joined"
      case .merged: "merged"
      case .sorted: "sorted"
      }
    return text + (others > 0 ? " and \(others) more, " : ", ") + order
  }

  func composition(_ composition: CaptureComposition) -> String {
    let order =
      switch composition.order {
      case .joined: "one after the other"
      case .merged: "by time"
      case .sorted where composition.outOfOrder ?? 0 > 0:
        "put in order of time (\(count(composition.outOfOrder ?? 0, "packet")) stood behind a later one)"
      case .sorted: "in order of time, as it stood"
      }
    let files = composition.files.count
    return files > 1 ? "\(files) files read as one capture, \(order):" : "packets " + order
  }

  func file(_ file: CaptureComposition.File, _ order: CaptureComposition.Order) -> String {
    let contribution =
      switch (file.packets, file.firstFrame, file.lastFrame) {
      case (nil, _, _): "not read"
      case (let packets?, let first?, let last?):
        switch order {
        case .joined where first == last: "frame \(first)"
        case .joined: "frames \(first)–\(last)"
        case .merged, .sorted: "\(count(packets, "packet")), the first is frame \(first)"
        }
      default: "no packet"
      }
    return EscapedText(file.path).text + ": " + contribution + (file.cut == nil ? "" : ", and breaks off")
  }

  func moreFiles(_ count: Int) -> String { "and \(self.count(count, "more file")); --details lists all" }

  func captureTime(_ time: String) -> String { "first packet at \(time); times below count from there" }

  func captureCut(_ reason: String) -> String {
    "the capture is cut or damaged (\(reason)); the report tells what could be read"
  }

  func filesIncomplete(_ reason: String) -> String {
    "not all of the files could be read to their ends (\(reason)); the report tells what could be read"
  }

  func captureDrops(kernel: Int?, interface: Int?) -> String {
    func part(_ count: Int?) -> String { count.map { "\($0)" } ?? "unknown" }
    return "packets dropped: \(part(kernel)) by the kernel, \(part(interface)) by the interface"
  }

  func comment(on frame: Int) -> String { "comment on frame \(frame)" }

  func moreComments(_ count: Int) -> String {
    "\(self.count(count, "more comment")); packets -T fields -e frame.number -e frame.comment lists all"
  }

  func noConversations(hasBackground: Bool) -> String {
    "no TCP or UDP conversation to report"
      + (hasBackground ? " but those that are counted below: --port or --stream udp:N tells them" : "")
  }

  func title(of conversation: ConversationRecord) -> String {
    (conversation.protocol == .tcp ? "TCP stream " : "UDP stream ") + "\(conversation.stream)"
  }

  func rolesInferred() -> String {
    "who began was not seen: originator and responder are concluded from ports or flags"
  }

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

  func exchanges(_ conversation: ConversationRecord) -> String {
    let echo = conversation.echo
    var text = count(echo.requests, "request") + ", " + count(echo.replies, "reply", "replies")
    if echo.duplicated > 0 { text += ", \(echo.duplicated) duplicated" }
    if echo.reordered > 0 { text += ", \(echo.reordered) reordered" }
    return text
  }

  func shortenedRemark() -> String {
    "a reply holds only the beginning of its request, as where the receiver's buffer is too small for the datagram"
  }

  func fragmentsRemark() -> String { "several frames in one place: a datagram in IP fragments" }

  func result(of exchange: Exchange) -> String {
    if exchange.request == nil { return "not asked for" }
    if exchange.reply == nil {
      guard let error = exchange.icmpError else { return "no reply" }
      return "ICMP, frame \(error.frame)"
    }
    switch exchange.isIdentical {
    case true?: return "identical"
    case false?: return "different"
    case nil: return "unknown"
    }
  }

  func exchangeRemarks(_ exchange: Exchange) -> [String] {
    var remarks: [String] = []
    if !exchange.duplicates.isEmpty {
      remarks.append("reply came again: \(frames(exchange.duplicates, of: exchange.duplicates.count))")
    }
    if exchange.isReordered { remarks.append("the reply came after the reply to a later request") }
    return remarks
  }

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

  func echo(_ conversation: ConversationRecord, _ caveats: [Caveat]) -> String {
    let echo = conversation.echo
    var parts: [String] = []
    switch echo.isEcho {
    case true? where conversation.protocol == .tcp && (echo.lost ?? 0) > 0:
      parts.append("in part: what the responder returned is what it was sent, but it is not all")
    case true?: parts.append("yes: the responder returned exactly what it was sent")
    case false?:
      if conversation.protocol == .tcp, let difference = echo.firstDifference, let offset = difference.offset {
        parts.append(
          "no: at byte \(offset) of the stream, counted from 0, the responder sent something else (frame "
            + "\(difference.frame)" + (difference.requestFrame.map { ", which answers frame \($0)" } ?? "") + ")")
      } else if echo.mismatched > 0 {
        parts.append(
          "no: \(count(echo.mismatched, "reply differs", "replies differ")) from the request"
            + (echo.firstDifference.map { ", " + difference($0) } ?? ""))
      } else {
        parts.append("no: the responder returned something else")
      }
    case nil:
      let isOneSided =
        conversation.protocol == .tcp
        && (conversation.toOriginator.packets == 0 || conversation.toResponder.packets == 0)
      let isSilent = conversation.toOriginator.payloadBytes == 0
      parts.append(
        isOneSided
          ? "unknown: the capture has the packets of one side only"
          : isSilent ? "unknown: nothing was returned" : "unknown: not all bytes can be compared")
    }
    if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == false {
      parts.append("\(count(echo.replies, "request")) returned before that")
    } else if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == true {
      parts.append(
        echo.replies == echo.requests
          ? "\(count(echo.requests, "request")) returned" : "\(echo.replies) of \(echo.requests) requests returned")
      if let lost = echo.lost, lost > 0, echo.isEcho == true { parts.append("\(count(lost, "byte")) never returned") }
    }
    if conversation.protocol == .udp, echo.replies > 0, echo.replies < echo.requests {
      parts.append("\(echo.replies) of \(echo.requests) requests answered")
    }
    let text = qualified(parts.joined(separator: "; "), by: caveats)
    guard let rtt = echo.rtt, !rtt.isEmpty else { return text }
    return text + "; RTT " + statistics(rtt)
  }

  private func statistics(_ values: DurationStatistics) -> String {
    func part(_ value: Int64?) -> String { value.map(duration) ?? label(.unknown) }
    guard values.count > 1 else { return part(values.minimum) }
    let sign = values.isApproximate ? "≈ " : ""
    return "min \(part(values.minimum)), median \(sign)\(part(values.median)), max \(part(values.maximum))"
  }

  /// Where a datagram's reply first differs.
  private func difference(_ difference: EchoResult.Difference) -> String {
    let place = difference.offset.map { "at byte \($0), counted from 0" } ?? "at a byte that was not captured"
    let request = difference.requestFrame.map { ", which answers frame \($0)" } ?? ""
    return "the first \(place) (frame \(difference.frame)\(request))"
  }

  func noTrouble(uncheckedChecksums unchecked: Int, of packets: Int) -> String {
    let checksums =
      unchecked == 0
      ? "no wrong checksum"
      : unchecked >= packets
        ? "no checksum can be checked" : "no wrong checksum among the \(packets - unchecked) that can be checked"
    return "no retransmission seen, nothing out of order, " + checksums
  }

  func copies(_ number: Int) -> String {
    "\(count(number, "packet is a copy", "packets are copies")) of earlier ones: counted as packets, and their payload not again"
  }

  func rowsLeftOut(_ count: Int, from first: Int, to last: Int, of conversation: ConversationRecord) -> String {
    "… \(count) more (frames \(first) to \(last)): --details shows all …"
  }

  func rowsNotKept(kept: Int, of total: Int) -> String {
    "only the first \(kept) of \(total) were kept in detail; the totals count all"
  }

  func largestTold(_ told: Int, of total: Int, hasMoreThanListed listed: Int?, hasEchoes: Bool) -> String {
    let list = listed.map { "the \($0) largest are listed, " } ?? ""
    return
      "\(total) conversations: \(list)the \(told) with most bytes are told below\(hasEchoes ? ", echoes first" : ""). "
      + "--stream tcp:N or udp:N tells one, --details all, --format json holds all."
  }

  func detailsRanOut() -> String {
    "the budget for detail ran out: some conversations tell less than they have; their totals are exact"
  }

  func other(_ kind: OtherTraffic.Kind) -> String {
    switch kind {
    case .arp: "ARP"
    case .icmp: "ICMP"
    case .icmpv6: "ICMPv6"
    case .neighborDiscovery: "ICMPv6 neighbor discovery"
    case .multicastListenerDiscovery: "ICMPv6 multicast listener discovery"
    case .igmp: "IGMP"
    case .llc: "LLC (IEEE 802.2)"
    case .etherType(let number): EtherType(rawValue: number).name
    case .ppp(let number):
      "PPP \(PPPProtocol(rawValue: number).name) (\(PPPProtocol(rawValue: number).numberText))"
    case .wlan(.management): "802.11 management frames"
    case .wlan(.control): "802.11 control frames"
    case .wlan(.data), .wlan(.extension): "other 802.11 frames"
    case .wlanData(.protected): "802.11 protected data, not decoded"
    case .wlanData(.fragment): "802.11 fragments, not decoded"
    case .wlanData(.aggregate): "802.11 aggregates (A-MSDU), not decoded"
    case .wlanData(.empty): "802.11 frames without data"
    case .ipProtocol(let number): IPProtocol(rawValue: number).name
    case .gre(let type): "GRE with \(EtherType(rawValue: type).nameInGRE), not decoded"
    case .deepTunnel: "more than \(Frame.tunnelLimit) tunnels in one another, not decoded"
    case .fragments: "fragments without the rest"
    case .linkType(let type): "\(type.name), not decoded"
    case .undecoded(let layer): "cut or malformed at \(layer.name)"
    }
  }

  func findingsLeftOut(_ count: Int) -> String {
    "… and the same of \(self.count(count, "conversation")) more: --details shows all"
  }

  func frames(_ frames: [Int], of count: Int) -> String {
    guard let last = frames.last else { return "" }
    if count > frames.count || frames.count > 8 {
      return "frames \(frames.prefix(8).map { "\($0)" }.joined(separator: ", ")) … \(count) in all"
    }
    guard frames.count > 1 else { return "frame \(last)" }
    return "frames \(frames.dropLast().map { "\($0)" }.joined(separator: ", ")) and \(last)"
  }

  func side(_ side: Side) -> String { side == .originator ? "originator" : "responder" }

  func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
  }

  func again(_ retries: [FrameMoment]) -> String {
    retries.isEmpty ? "" : ", sent again in \(frames(retries.map(\.frame), of: retries.count))"
  }

  func opening(_ conversation: ConversationRecord) -> String {
    conversation.handshake?.syn.map { " (SYN, frame \($0.frame))" } ?? ""
  }

  /// A clock that ran backwards measured nothing.
  func duration(_ nanoseconds: Int64) -> String {
    nanoseconds < 0 ? label(.unknown) : NumberText.duration(nanoseconds)
  }

  func after(_ nanoseconds: Int64?) -> String { nanoseconds.map { " after \(duration($0))" } ?? "" }
}

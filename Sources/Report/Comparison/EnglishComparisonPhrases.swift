import Analyzer
import Conversations

struct EnglishComparisonPhrases: ComparisonPhrases {
  private let base = EnglishPhrases()

  func choice(_ choice: ComparisonChoice) -> String {
    switch choice {
    case .vantageAsked: "Compared as vantage: two points of one way, as --as vantage asks."
    case .vantageOneRecording:
      "Compared packet by packet: both files are one recording, for every packet has one and the same time in both. There is "
        + "only one vantage point; what differs was changed in a file (--as workload: what the conversations cost)."
    case .vantageShared:
      "Compared as vantage: both captures have the same conversation, so they are two points of its way (--as workload: what it costs)."
    case .workloadAsked: "Compared as workload: what the work costs, as --as workload asks."
    case .workloadNothingShared: "Compared as workload: the two captures have no conversation in common."
    case .workloadSameFile: "Compared as workload: both files hold the same bytes, so there is only one vantage point."
    case .workloadOneFile: "Compared as workload: there is one capture file, and so one vantage point."
    case .workloadNotTwo:
      "Compared as workload: there are more than two capture files, and vantage points are compared two at a time."
    }
  }

  func shared(_ pair: (String, String), more: Int) -> String {
    "\(pair.0) and \(pair.1) hold the same conversation: given alone (echo-analyze compare \(pair.0) \(pair.1)) they are "
      + "compared as two vantage points"
      + (more > 0 ? "; the same goes for \(base.count(more, "other pair")) of these files." : ".")
  }

  func title(isLinks: Bool) -> String { isLinks ? "The same protocol, several links" : "TCP and UDP compared" }

  func workload(isSame: Bool) -> String {
    isSame
      ? "The workload is the same: as many requests, and as many bytes each way. Totals compare as they stand."
      : "The workloads differ: totals differ for that reason too, and bytes compare for each byte of payload."
  }

  var aspect: String { "aspect" }

  func name(of aspect: ComparedAspect) -> String {
    switch aspect {
    case .connection: "Connection"
    case .reliability: "Reliability"
    case .speed: "Speed"
    case .flowControl: "Flow and error control"
    case .use: "Use by applications"
    case .order: "Order of data"
    case .overhead: "Overhead and bandwidth"
    case .latency: "Latency"
    }
  }

  func name(of trace: EchoTrace, capture: String) -> String { "\(base.title(of: trace.record)), \(capture)" }

  func leftOut(_ count: Int, of capture: String) -> String {
    "\(base.count(count, "more echo conversation", "more echo conversations")) in \(capture): --stream picks others"
  }

  func noEcho(in capture: String, _ echo: EchoResult?) -> String {
    guard let echo else { return "\(capture): there is no conversation to compare" }
    let reason =
      echo.isEcho == nil
      ? "whether a conversation returns what it was sent cannot be told"
      : echo.replies > 0 ? "no conversation returns all that it was sent" : "no conversation returns what it was sent"
    return "\(capture): \(reason); the largest is compared"
  }
  var differences: String { "In numbers" }

  private func frames(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func count(_ frames: [Int], _ word: String) -> String { base.count(frames.count, word) }
  private func duration(_ nanoseconds: Int64?) -> String { nanoseconds.map { base.numbers.duration($0) } ?? "unknown" }

  func opening(_ trace: EchoTrace) -> String {
    let record = trace.record, control = trace.control
    guard record.protocol == .tcp else {
      return "No connection: no frame opens one; the first frame (frame \(record.first.frame)) is a request already."
    }
    if record.outcome == .refused { return "Refused: nothing was opened (\(frames(control.opening)))." }
    guard let nanoseconds = trace.openingNanoseconds else { return "The opening is not whole in this capture." }
    let start = "Opened by \(count(control.opening, "frame")) (\(frames(control.opening))) in \(duration(nanoseconds))"
    if trace.isOpenedPlainly { return start + ", one round trip before the first byte may go." }
    if record.handshake?.isSimultaneous == true { return start + "; both sides opened at the same time." }
    let payload = record.handshake?.syn.map(\.payloadLength) ?? 0
    let early = payload > 0 ? "; \(payload) bytes went with the SYN, before any round trip" : ""
    let again = trace.controlRepeats.filter(control.opening.contains)
    return start + early + (again.isEmpty ? "." : "; \(frames(again)) sent again.")
  }

  func closing(_ trace: EchoTrace) -> String {
    let record = trace.record, control = trace.control
    guard record.protocol == .tcp else { return "No frame closes anything." }
    if record.outcome == .refused { return "" }
    guard !control.closing.isEmpty else { return "No close in this capture." }
    let how = record.teardown?.kind == .reset ? "Ended by RST" : "Closed"
    return "\(how), \(count(control.closing, "frame")) (\(frames(control.closing)))."
  }

  func acknowledgments(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No acknowledgments: that the program replies is the only sign that a request arrived."
    }
    guard record.dataTotal > 0 else { return "No payload was sent that could be acknowledged." }
    let missing = trace.unacknowledged
    var parts: [String] = []
    if !missing.isEmpty {
      parts.append("No ACK in the capture covers \(frames(missing))")
    } else if record.data.count == record.dataTotal {
      parts.append("Every payload byte was acknowledged")
    } else {
      parts.append(
        "The first \(record.data.count) of \(record.dataTotal) segments were acknowledged; the others were not kept one by one"
      )
    }
    if let pure = trace.control.acknowledging {
      parts.append(
        pure.isEmpty
          ? "no frame only acknowledges"
          : "\(base.count(pure.count, "frame does", "frames do")) nothing else (\(frames(pure)))")
    }
    return parts.joined(separator: "; ") + "."
  }

  func reliability(_ trace: EchoTrace) -> String {
    let record = trace.record, echo = record.echo
    if record.protocol == .tcp {
      let (again, causes) = trace.retransmissions
      var parts: [String] = []
      if again > 0 {
        parts.append(
          "\(base.count(again, "segment was", "segments were")) sent again"
            + (causes.isEmpty ? "" : " (\(base.frames(causes, of: again)))"))
      }
      if !trace.controlRepeats.isEmpty {
        parts.append("SYN, SYN-ACK or FIN sent again in \(frames(trace.controlRepeats))")
      }
      return parts.isEmpty ? "No retransmission is in the capture." : parts.joined(separator: "; ") + "."
    }
    var parts = ["\(echo.replies) of \(base.count(echo.requests, "request")) came back whole"]
    if let lost = echo.lost, lost > 0 { parts.append("\(lost) never did: UDP itself does nothing about that") }
    if echo.duplicated > 0 { parts.append("\(base.count(echo.duplicated, "reply", "replies")) came twice") }
    if echo.shortened > 0 { parts.append("\(echo.shortened) came back shortened") }
    let different = echo.mismatched - echo.shortened
    if different > 0 { parts.append("\(different) came back with other bytes") }
    if record.icmpErrorTotal > 0 {
      let errors = record.icmpErrors.map(\.frame)
      parts.append("ICMP errors came instead (\(base.frames(errors, of: record.icmpErrorTotal)))")
    }
    return parts.joined(separator: "; ") + "."
  }

  func firstEcho(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let time = trace.timeToFirstEcho else {
      return "No request is known to have come back whole."
    }
    let start =
      "First echo \(duration(time)) after the first frame (frames \(trace.record.first.frame) and \(echo.reply))"
    guard let opening = trace.openingNanoseconds, let pause = trace.pauseBeforeFirstRequest else { return start + "." }
    return start
      + ": handshake \(duration(opening)), then \(duration(pause)) until the request, echo after \(duration(echo.nanoseconds))."
  }

  func windows(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No flow control: the header has no window, and nothing tells a sender to wait."
    }
    func side(_ arrow: String, _ side: Side) -> String? {
      trace.leastWindow(of: side).map { "\(arrow) at least \($0.bytes) bytes (frame \($0.frame))" }
    }
    let told = [side("←", .responder), side("→", .originator)].compactMap(\.self)
    var parts = [
      told.isEmpty ? "Windows whose unit is not known" : "Window advertised: " + told.joined(separator: ", ")
    ]
    if let most = trace.mostInFlight {
      parts.append("at most \(most.bytes) bytes not yet acknowledged (frame \(most.frame))")
    }
    let (zero, frames) = trace.zeroWindows
    if zero > 0 {
      parts.append("closed in \(base.count(zero, "segment")) (\(base.frames(frames, of: zero)))")
    } else if trace.hasBothSides {
      parts.append("never closed")
    }
    return parts.joined(separator: "; ") + "."
  }

  func checksums(_ trace: EchoTrace) -> String {
    let sums = trace.checksums
    var parts: [String] = []
    if sums.right > 0 { parts.append("\(sums.right) of \(sums.total) right") }
    if sums.partial > 0 { parts.append("\(sums.partial) left to the network card (offload)") }
    if sums.wrong > 0 { parts.append("\(sums.wrong) wrong (\(frames(sums.wrongFrames)))") }
    if sums.absent > 0 { parts.append("\(sums.absent) not used") }
    if sums.unchecked > 0 { parts.append("\(sums.unchecked) cannot be checked") }
    return "Checksums: " + parts.joined(separator: ", ") + "."
  }

  func use(_ trace: EchoTrace, _ others: [(name: String, packets: Int)], conversations: Int) -> String {
    let name = trace.record.protocol.name
    var parts = others.map { "\($0.name) (\(base.count($0.packets, "packet")))" }
    if conversations > 0 { parts.append(base.count(conversations, "more conversation", "more conversations")) }
    return parts.isEmpty
      ? "Nothing else goes over \(name) in this capture."
      : "Also over \(name) in this capture: " + parts.joined(separator: ", ") + "."
  }

  func order(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No numbers in the header: "
        + (record.echo.reordered > 0
          ? "\(base.count(record.echo.reordered, "reply", "replies")) came after the reply to a later request, and only the program can tell."
          : "the order is kept only as far as the network keeps it; no reply came out of order here.")
    }
    let late = trace.outOfOrder
    return "Sequence numbers count every byte: \(record.toResponder.uniquePayloadBytes) → and "
      + "\(record.toOriginator.uniquePayloadBytes) ←; "
      + (late > 0
        ? "\(base.count(late, "segment")) came out of order and \(late == 1 ? "was" : "were") put in its place."
        : "no segment came out of order.")
  }

  func overhead(_ trace: EchoTrace) -> String {
    let record = trace.record
    let percent = base.numbers.percent(record.bytes - trace.payloadBytes, of: record.bytes) ?? "unknown"
    return "\(base.count(record.packets, "frame")), \(record.bytes) bytes for \(trace.payloadBytes) bytes of payload"
      + (trace.bytesPerHundred.map { ": \(base.numbers.hundredths($0)) bytes on the wire for each" } ?? "")
      + "; overhead \(percent) (frames \(record.first.frame) to \(record.last.frame))."
  }

  func latency(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let rtt = trace.record.echo.rtt, let median = rtt.median else {
      return "No round trip of a request that came back whole."
    }
    let again = trace.sentAgainInEchoes
    let remark = again.isEmpty ? "" : "; \(sentAgain(again))"
    guard rtt.count > 1 else {
      return "Echo after \(duration(median)) (frames \(echo.request) and \(echo.reply))\(remark)."
    }
    func extreme(_ name: String, _ value: Int64?, _ echo: EchoTrace.Echo?) -> String {
      "\(name) \(duration(value))" + (echo.map { " (frames \($0.request) and \($0.reply))" } ?? "")
    }
    return "\(rtt.count) echoes: median \(duration(median)), \(extreme("fastest", rtt.minimum, trace.fastest)), "
      + "\(extreme("slowest", rtt.maximum, trace.slowest))\(remark)."
  }

  func sentAgain(_ frames: [Int]) -> String {
    "\(frames.count == 1 ? "a segment was" : "segments were") sent again in between (\(self.frames(frames)))"
  }

  func difference(
    _ measure: ComparedMeasure, _ names: (large: String, small: String), _ values: (large: String, small: String),
    ratio: String?
  ) -> String {
    "\(name(of: measure)): \(values.large) in \(names.large), \(values.small) in \(names.small)"
      + (ratio.map { ": \($0) times" } ?? "")
  }

  func equal(_ measure: ComparedMeasure, _ names: (String, String), _ value: String) -> String {
    "\(name(of: measure)): \(value) in \(names.0) and in \(names.1)"
  }

  private func name(of measure: ComparedMeasure) -> String {
    switch measure {
    case .frames: "Frames"
    case .bytes: "Bytes on the wire"
    case .bytesPerPayloadByte: "Bytes on the wire for each byte of payload"
    case .firstEcho: "Handshake and first echo"
    case .roundTrip: "Echo round trip (median)"
    case .repeats: "Segments sent again, SYN and FIN included"
    }
  }
}

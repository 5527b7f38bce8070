import Analyzer
import Conversations

struct EnglishComparisonPhrases: ComparisonPhrases {
  private let base = EnglishPhrases()

  func title(isLinks: Bool) -> String { isLinks ? "The same protocol, several links" : "TCP and UDP compared" }

  func workload(isSame: Bool) -> String {
    isSame
      ? "The same was asked of all: as many requests, and as many bytes each way. Totals compare as they stand."
      : "Not the same was asked of all: totals differ for that reason too, and bytes compare for each byte of payload."
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

  func noEcho(in capture: String) -> String {
    "\(capture): no conversation returns what it was sent; the largest is compared"
  }
  var differences: String { "What differs" }

  private func frames(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func count(_ frames: [Int], _ word: String) -> String { base.count(frames.count, word) }
  private func duration(_ nanoseconds: Int64?) -> String { nanoseconds.map { base.numbers.duration($0) } ?? "unknown" }

  func opening(_ trace: EchoTrace) -> String {
    guard trace.record.protocol == .tcp else {
      return "No connection: no frame opens one; the first frame (frame \(trace.record.first.frame)) carries payload."
    }
    guard let handshake = trace.record.handshake, let nanoseconds = handshake.nanoseconds,
      let control = trace.control
    else { return "The opening is not whole in this capture." }
    let again = handshake.synRetries.count + handshake.synAckRetries.count
    return "Opened by \(count(control.opening, "frame")) without payload (\(frames(control.opening))): "
      + "\(duration(nanoseconds)), one round trip before the first byte may go"
      + (again > 0 ? "; \(again) of them sent again." : ".")
  }

  func closing(_ trace: EchoTrace) -> String {
    guard trace.record.protocol == .tcp else { return "No frame closes anything." }
    guard let control = trace.control, !control.closing.isEmpty else { return "No close in this capture." }
    return "Closed by \(count(control.closing, "frame")) (\(frames(control.closing)))."
  }

  func acknowledgments(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No acknowledgments: that the program replies is the only sign that a request arrived."
    }
    let missing = trace.unacknowledged
    let all =
      record.data.count < record.dataTotal
      ? "" : missing.isEmpty ? "Every payload byte was acknowledged" : "No ACK covers \(frames(missing))"
    let pure = trace.control.map { control in
      control.acknowledging.isEmpty
        ? "no frame only acknowledges"
        : "\(base.count(control.acknowledging.count, "frame does", "frames do")) nothing else (\(frames(control.acknowledging)))"
    }
    return [all, pure ?? ""].filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }

  func reliability(_ trace: EchoTrace) -> String {
    let record = trace.record, echo = record.echo
    if record.protocol == .tcp {
      let again = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
      let causes = (record.events?.causes ?? []).flatMap(\.evidence.frames).sorted()
      if again == 0, !record.hasRepeats {
        return "Nothing was lost on the way that the capture shows: no segment was sent again."
      }
      return again == 0
        ? "No data was sent again, but a SYN or FIN was."
        : "\(base.count(again, "segment was", "segments were")) sent again\(causes.isEmpty ? "" : " (\(frames(causes)))")."
    }
    var parts = ["\(echo.replies) of \(base.count(echo.requests, "request")) came back"]
    if let lost = echo.lost, lost > 0 { parts.append("\(lost) never did: UDP itself does nothing about that") }
    if echo.duplicated > 0 { parts.append("\(base.count(echo.duplicated, "reply", "replies")) came twice") }
    if echo.mismatched > 0 { parts.append("\(echo.mismatched) with other bytes") }
    return parts.joined(separator: "; ") + "."
  }

  func firstEcho(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let time = trace.timeToFirstEcho else { return "No echo in this capture." }
    let handshake = trace.record.handshake?.nanoseconds
    return "First echo \(duration(time)) after the first frame (frames \(trace.record.first.frame) and \(echo.reply))"
      + (handshake.map { ", \(duration($0)) of it for the handshake." } ?? ".")
  }

  func windows(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No flow control: the header has no window, and nothing tells a sender to wait."
    }
    func side(_ arrow: String, _ counts: DirectionCounts) -> String? {
      guard let windows = counts.segments?.windows, let least = windows.minimum, let frame = windows.minimumFrame else {
        return nil
      }
      return "\(arrow) at least \(least) bytes (frame \(frame))"
    }
    let told = [side("←", record.toOriginator), side("→", record.toResponder)].compactMap(\.self)
    let flights = [record.toResponder, record.toOriginator].compactMap { $0.segments?.inFlight }
    let most = flights.max { $0.maximum < $1.maximum }
    let zero = (record.toResponder.zeroWindows ?? 0) + (record.toOriginator.zeroWindows ?? 0)
    var parts = [told.isEmpty ? "Windows whose unit is not known" : "Room told: " + told.joined(separator: ", ")]
    if let most, let frame = most.maximumFrame {
      parts.append("at most \(most.maximum) bytes on the way (frame \(frame))")
    }
    parts.append(zero > 0 ? "\(base.count(zero, "closed window", "closed windows"))" : "never a closed window")
    return parts.joined(separator: "; ") + "."
  }

  func checksums(_ trace: EchoTrace) -> String {
    let sides = [trace.record.toResponder, trace.record.toOriginator]
    let packets = trace.record.packets
    let wrong = sides.reduce(0) { $0 + $1.wrongChecksums }, partial = sides.reduce(0) { $0 + $1.partialChecksums }
    let unchecked = sides.reduce(0) { $0 + $1.uncheckedChecksums },
      absent = sides.reduce(0) { $0 + $1.absentChecksums.total }
    let right = packets - wrong - partial - unchecked - absent
    var parts: [String] = []
    if right > 0 { parts.append("\(right) of \(packets) right") }
    if partial > 0 { parts.append("\(partial) left to the network card (offload)") }
    if wrong > 0 { parts.append("\(wrong) wrong (\(frames(sides.flatMap(\.wrongChecksumFrames))))") }
    if absent > 0 { parts.append("\(absent) not used") }
    if unchecked > 0 { parts.append("\(unchecked) cannot be checked") }
    return "Checksums: " + parts.joined(separator: ", ") + "."
  }

  func use(_ trace: EchoTrace, _ others: [(name: String, packets: Int)]) -> String {
    let name = trace.record.protocol == .tcp ? "TCP" : "UDP"
    guard !others.isEmpty else { return "Nothing else goes over \(name) in this capture." }
    return "Also over \(name) in this capture: "
      + others.map { "\($0.name) (\(base.count($0.packets, "packet")))" }.joined(separator: ", ") + "."
  }

  func order(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "No numbers in the header: "
        + (record.echo.reordered > 0
          ? "\(base.count(record.echo.reordered, "reply", "replies")) overtook others, and only the program can tell."
          : "the order is kept only as far as the network keeps it; no reply came out of order here.")
    }
    let late = (record.toResponder.outOfOrder ?? 0) + (record.toOriginator.outOfOrder ?? 0)
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
    guard let rtt = trace.record.echo.rtt, let median = rtt.median else { return "No round trip in this capture." }
    guard rtt.count > 1, let fastest = trace.fastest, let slowest = trace.slowest else {
      let frames = trace.firstEcho.map { " (frames \($0.request) and \($0.reply))" } ?? ""
      return "Echo after \(duration(median))\(frames)."
    }
    return "\(rtt.count) echoes: median \(duration(median)), fastest \(duration(rtt.minimum)) "
      + "(frames \(fastest.request) and \(fastest.reply)), slowest \(duration(rtt.maximum)) "
      + "(frames \(slowest.request) and \(slowest.reply))."
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
    case .firstEcho: "Time to the first echo"
    case .roundTrip: "Echo round trip (median)"
    case .repeats: "Segments sent again"
    }
  }
}

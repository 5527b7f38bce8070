import Analyzer
import Conversations
import SessionLog

// What the sockets of the two programs did.
extension EnglishPhrases {
  func program(_ role: SessionHeader.Role?, _ side: Side) -> String {
    switch role {
    case .server: "server"
    case .client: "client"
    case nil: self.side(side)
    }
  }

  func clock(_ clock: ClockAlignment, of program: String) -> String? {
    let offset = numbers.duration(clock.offsetNanoseconds == .min ? .max : abs(clock.offsetNanoseconds))
    switch clock.kind {
    case .same: return nil
    case .unknown:
      return "no call of the \(program) has a frame to compare the clocks by: its times are taken as they are"
    case .contradictory:
      return
        "the \(program)'s times contradict the capture's: a clock was set meanwhile, or the log is of other packets"
    case .shifted:
      let direction = clock.offsetNanoseconds > 0 ? "behind" : "ahead of"
      let bound = clock.uncertaintyNanoseconds.map { ", give or take \(duration($0))" } ?? ""
      return "the \(program)'s clock is \(offset) \(direction) the capture's\(bound); times below are the capture's"
    }
  }

  func took(_ nanoseconds: Int64) -> String { "(waited \(duration(nanoseconds)))" }

  func frames(of step: SocketTimeline.Step) -> String {
    switch step.effect {
    case .none: return nothing(of: step.call)
    case .handshake(let syns, let synAcks, let ack):
      let frames = list((syns + synAcks + [ack].compactMap(\.self)).sorted())
      let retries = syns.count - 1
      if synAcks.isEmpty {
        return frames + ": SYN" + (retries > 0 ? " and \(count(retries, "retry", "retries"))" : "") + ", no answer"
      }
      guard retries == 0, synAcks.count == 1 else { return frames + ": the handshake, in part sent again" }
      return frames + (ack == nil ? ": SYN, SYN-ACK" : ": SYN, SYN-ACK, ACK")
    case .refused(let frames, let answer):
      return list(frames) + (answer.map { "; the answer no is frame \($0)" } ?? "; no answer")
    case .dequeued(let frame):
      return "no frame" + (frame.map { ": handshake over with frame \($0)" } ?? "")
    case .sent(let frames, let again, let acknowledgment, let elapsed):
      var text = list(frames)
      if let acknowledgment {
        text += "; ACKed by \(acknowledgment)" + (elapsed.map { " after \(duration($0))" } ?? "")
      }
      return text + (again.isEmpty ? "" : "; sent again in \(list(again))")
    case .received(let frames):
      let came = "came in \(list(frames))"
      return step.further.isEmpty ? came : "all \(came), one segment"
    case .end(let frame): return "the other side's FIN in frame \(frame)"
    case .closed(nil, []): return "no frame: shutdown() has sent the FIN"
    case .closed(let fin, let resets):
      let parts = [fin.map { "frame \($0): FIN" }, resets.isEmpty ? nil : list(resets) + ": RST"]
      return parts.compactMap(\.self).joined(separator: "; ")
    case .failed(let frames): return "because of \(list(frames))"
    case .notSeen: return "not found in the capture"
    case .notPlaced: return "cannot be placed: the connection began before the capture"
    case .notKept: return "past what is kept in detail"
    }
  }

  private func list(_ frames: [Int]) -> String {
    if let first = frames.first, let last = frames.last, frames.count > 2, frames == Array(first...last) {
      return "frames \(first)–\(last)"
    }
    return self.frames(frames, of: frames.count)
  }

  /// Why a call has no frame.
  private func nothing(of call: SessionEvent) -> String {
    switch call.event {
    case .listen: "no frame: the kernel now answers SYNs"
    case .connectEstablished: "no frame: UDP only notes the peer"
    case .fault: ""
    default: "no frame"
    }
  }

  func fault(_ name: String, bytes: Int?) -> String {
    "fault \(name)" + (bytes.map { " (\(count($0, "byte")))" } ?? "")
  }

  func closeUnconnected() -> String { "close() own socket" }

  func uncaptured(_ transport: SessionHeader.Transport?) -> String {
    "\(transport.map { $0.rawValue.uppercased() + " s" } ?? "S")ession, no packets captured"
  }

  func callsLeftOut(_ count: Int, shown: Int) -> String {
    let how = shown == count ? ": --details shows all" : shown > 0 ? ": --details shows \(shown) of them" : ", not kept"
    return "… \(self.count(count, "more call"))\(how) …"
  }

  func kernel(_ info: TCPInfo, at event: SessionEvent.Kind, of program: String) -> String {
    let moment = event == .close ? "before close" : event == .accept ? "at accept" : "at connect"
    return "TCP_INFO of the \(program) \(moment): RTT \(duration(Int64(info.rttMicroseconds) * 1_000)) (deviation "
      + "\(duration(Int64(info.rttVariationMicroseconds) * 1_000))), "
      + count(info.retransmissions, "segment") + " sent again, congestion window "
      + count(info.congestionWindow, "segment") + " of \(count(info.sendMSS, "byte"))"
  }

  func log(_ log: LogRecord) -> String? {
    var parts: [String] = []
    if log.events == 0 { parts.append("it has no socket call") }
    if log.unreadableLines > 0, let first = log.firstUnreadableLine {
      parts.append(
        "\(count(log.unreadableLines, "line is", "lines are")) not of a session log, the first is line \(first)")
    }
    if log.eventsLeftOut > 0 {
      parts.append("\(count(log.eventsLeftOut, "call")) past the first \(log.events - log.eventsLeftOut) left out")
    }
    if log.unmatchedTotal > 0 {
      let shown = log.unmatched.prefix(4).map { each in
        "\(each.local.map { "\($0)" } ?? label(.unknown)) → \(each.remote.map { "\($0)" } ?? label(.unknown))"
      }
      let more = log.unmatchedTotal > shown.count ? ", …" : ""
      parts.append(
        "\(count(log.unmatchedTotal, "socket belongs", "sockets belong")) to no conversation told here: "
          + shown.joined(separator: ", ") + more)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

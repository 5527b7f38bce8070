import Analyzer
import Conversations
import Wire

struct EnglishGradePhrases: GradePhrases {
  let base = EnglishPhrases()

  var title: String { "Grades" }
  var submission: String { "submission" }
  var pointsColumn: String { "points" }
  var resultColumn: String { "result" }
  var requirement: String { "requirement, and what was found" }
  var lost: String { "lost at" }
  var sameRecordings: String { "The same recording?" }
  var sameRecordingsRemark: String {
    "These numbers are chosen by chance, so that two recordings hardly have them in common. It may be a copy, or one "
      + "session that a group recorded together: whoever grades decides. Of each conversation the first "
      + "\(SameRecording.packetLimit) packets are compared."
  }

  func points(_ points: Points, of maximum: Points) -> String {
    "\(base.numbers.points(points)) of \(base.numbers.points(maximum))"
  }

  func result(isPassed: Bool) -> String { isPassed ? "passed" : "not passed" }

  func heading(_ name: String, _ grade: Grade) -> String {
    "\(name): \(points(grade.points, of: grade.maximum)) points, \(result(isPassed: grade.isPassed))"
  }

  func passMark(_ points: Points, of maximum: Points) -> String {
    points == maximum
      ? "All \(base.numbers.points(maximum)) points are needed to pass."
      : "\(base.numbers.points(points)) of \(base.numbers.points(maximum)) points are needed to pass."
  }

  func leftOut(_ conversations: Int) -> String {
    "Not all conversations were looked at: \(base.count(conversations, "small one")) that returned nothing, or less than the "
      + "others, \(conversations == 1 ? "was" : "were") left out."
  }

  func files(_ names: [String]) -> String { "Captures: " + names.joined(separator: ", ") }

  func place(capture: String?, _ conversation: ConversationRecord?, _ frames: [Int], of total: Int) -> String {
    let what = [capture, conversation.map { base.title(of: $0) }].compactMap(\.self).joined(separator: ", ")
    guard !frames.isEmpty else { return what }
    let told = base.frames(frames, of: total)
    return what.isEmpty ? told : "\(what), \(told)"
  }

  func demand(_ requirement: Requirement) -> String {
    let port = requirement.port.map { " on port \($0)" } ?? ""
    return switch requirement.kind {
    case .handshake: "complete TCP handshake" + port
    case .echo(let transport, let atLeast, let payload):
      "at least \(base.count(atLeast, Self.echo(transport), Self.echo(transport) + "es"))\(port)"
        + (payload.map { " of \(EscapedText($0, limit: 48).quoted)" } ?? "")
    case .close(let side):
      "closed by FIN on both sides, without RST" + (side.map { ", first by the \(base.side($0))" } ?? "") + port
    case .replies(let atLeast): "at least \(base.count(atLeast, "UDP request")) with a reply\(port)"
    case .endpoints(let demanded): ends(demanded)
    case .noLoss: "no packet lost by the capture"
    case .captured(let after, let before):
      "captured" + (after.map { " after \(base.numbers.utc($0, digits: 0))" } ?? "")
        + (before.map { (after == nil ? "" : " and") + " before \(base.numbers.utc($0, digits: 0))" } ?? "")
    case .linkType(let types): "link type " + types.map(\.name).joined(separator: " or ")
    case .messages(let transport, let atLeast):
      "at least \(base.count(atLeast, "message")) of the client\(Self.over(transport))\(port)"
    case .bytes(let transport, let atLeast):
      "at least \(base.count(atLeast, "byte")) of payload\(Self.over(transport))\(port)"
    case .uncut: "captured whole, no frame cut"
    case .noRetransmissions: "no TCP retransmission" + port
    case .bothProtocols: "TCP and UDP, both with payload"
    }
  }

  private static func echo(_ transport: TransportProtocol?) -> String {
    (transport.map { "\($0.name) " } ?? "") + "echo"
  }

  private static func over(_ transport: TransportProtocol?) -> String {
    transport.map { " over \($0.name)" } ?? ""
  }

  private func ends(_ demanded: DemandedEndpoints) -> String {
    func end(_ name: String, _ address: DemandedAddresses?, _ port: DemandedPorts?) -> String? {
      guard address != nil || port != nil else { return nil }
      return name + (address.map { " \($0)" } ?? "") + (port.map { " port \($0)" } ?? "")
    }
    let parts = [
      end("server", demanded.server, demanded.serverPort), end("client", demanded.client, demanded.clientPort),
    ].compactMap(\.self)
    return (demanded.protocol.map { $0.name + " " } ?? "") + parts.joined(separator: ", ")
  }

  func reason(_ reason: GradeReason, of requirement: Requirement) -> String {
    switch reason {
    case .noConversation(let transport, let port):
      return "no \(transport.map { $0.name + " " } ?? "")conversation"
        + (port.map { " on port \($0)" } ?? "") + " in the capture"
    case .noPackets: return "the capture has no packets, so that it shows nothing"
    case .handshake: return "SYN, SYN-ACK and ACK"
    case .handshakeIncomplete(let missing):
      let names = missing.map { part in
        switch part {
        case .syn: "SYN"
        case .synAck: "SYN-ACK"
        case .ack: "ACK of the SYN-ACK"
        }
      }
      return "not in the capture: " + names.joined(separator: ", ")
    case .refused: return "the SYN was answered by RST: connection refused"
    case .counted(let thing, let count, let demanded, let requests):
      return counted(thing, count, requests) + (count < demanded ? ", \(demanded) were demanded" : "")
    case .messages(let count, let demanded, let transport, let areAll):
      return (areAll ? "" : "in the data that is kept ") + base.count(count, "message") + " of the client"
        + (count < demanded ? ", \(demanded) were demanded" : "")
        + (transport == .tcp
          ? "; data without a reply or a pause of \(base.numbers.seconds(GradeReason.pauseBetweenMessages)) in between "
            + "is one message" : "; each datagram is one")
    case .mismatched(let count, let offset):
      return "\(base.count(count, "reply differs", "replies differ")) from the request"
        + (offset.map { ", first at byte \($0) (counted from 0)" } ?? "") + ", and none is equal"
    case .unknownEcho: return "whether the bytes came back cannot be told: the capture lacks some"
    case .textAbsent(nil): return "the demanded text is in no payload"
    case .textAbsent(let side?):
      return "the \(base.side(side)) sent the demanded text, and it did not come back unchanged"
    case .textUncounted(let count, let demanded):
      return
        "the demanded text occurs more often than is kept: among what is kept are \(base.count(count, "echo", "echoes"))"
        + " of it, \(demanded) were demanded"
    case .closed(let side): return "closed by FIN on both sides, first by the \(base.side(side))"
    case .closedByOther(let side):
      return "the \(base.side(side)) closed first, the \(base.side(side.other)) was demanded"
    case .reset(let side, let frame, let afterFIN):
      return afterFIN
        ? "the \(base.side(side)) sent RST (frame \(frame)) after its FIN"
        : "ended by RST of the \(base.side(side)) (frame \(frame)) instead of FIN"
    case .notClosed: return "no FIN in the capture: not closed when it ended"
    case .halfClosed(let side):
      return "the \(base.side(side)) sent FIN, and no FIN of the \(base.side(side.other)) is in the capture"
    case .unacknowledgedFIN(let frame): return "the ACK of the FIN in frame \(frame) is not in the capture"
    case .endpoints: return "as demanded"
    case .otherEndpoints(let mismatches): return mismatches.map(mismatch).joined(separator: "; ")
    case .noLoss(false, let areDropsKnown):
      return
        (areDropsKnown
        ? "it counts no dropped packet; nothing else would show a loss"
        : "nothing shows a loss: the file does not count dropped packets")
        + ", without TCP there are no ACKs, and a UDP request without a reply is no loss of the capture"
    case .sideAbsent(let side):
      return "no packet of the \(base.side(side)) is in the capture: of this connection one side is missing"
    case .noLoss(true, let areDropsKnown):
      return "every acknowledged byte is in the capture"
        + (areDropsKnown ? ", and it counts no dropped packet" : "; the file does not count dropped packets")
    case .loss(let dropped, let unseen):
      return [
        dropped > 0 ? base.count(dropped, "packet") + " dropped by the capture" : nil,
        unseen > 0 ? base.count(unseen, "ACK") + " of data that is not in the capture" : nil,
      ].compactMap(\.self).joined(separator: "; ")
    case .captured(let first, let last, let digits):
      return "\(utc(first, digits)) to \(utc(last, digits))"
    case .capturedTooEarly(let first, let demanded, let digits):
      return "the first packet is of \(utc(first, digits)), before \(utc(demanded, 0))"
    case .capturedTooLate(let last, let demanded, let digits):
      return "the last packet is of \(utc(last, digits)), not before \(utc(demanded, 0))"
    case .untimed: return "its packets have no times"
    case .linkTypes(let types): return types.map(\.name).joined(separator: ", ")
    case .otherLinkTypes(let types):
      return types.isEmpty
        ? "the capture has no link type" : "its link type is " + types.map(\.name).joined(separator: ", ")
    case .whole: return "every frame is whole"
    case .cut(let frames, let file):
      return [
        frames > 0 ? base.count(frames, "frame") + " cut by the snapshot length" : nil,
        file ? "the file breaks off" : nil,
      ].compactMap(\.self).joined(separator: "; ")
    case .noRetransmissions: return "nothing was sent again"
    case .retransmissions(let count): return "\(base.count(count, "segment")) sent again"
    case .bothProtocols: return "both"
    case .protocolAbsent(let transport): return "no \(transport.name) conversation with payload"
    }
  }

  private func utc(_ time: Timestamp, _ digits: Int) -> String { base.numbers.utc(time, digits: digits) }

  private func counted(_ thing: GradeReason.CountedThing, _ count: Int, _ requests: Int?) -> String {
    switch thing {
    case .echoes:
      return requests.map { "\(count) of \(base.count($0, "request")) came back unchanged" }
        ?? "\(base.count(count, "request")) came back unchanged"
    case .textEchoes: return "the demanded text came back \(base.count(count, "time"))"
    case .replies: return "\(count) of \(base.count(requests ?? count, "request")) got a reply"
    case .bytes: return "\(base.count(count, "byte")) of payload"
    }
  }

  private func mismatch(_ mismatch: EndpointMismatch) -> String {
    let name =
      switch mismatch.field {
      case .serverAddress: "server address"
      case .serverPort: "server port"
      case .clientAddress: "client address"
      case .clientPort: "client port"
      }
    return "\(name) \(mismatch.demanded) was demanded; the capture has \(mismatch.found)"
      + (mismatch.isSwapped ? ", and the demanded one on the other side: swapped?" : "")
  }

  func same(_ group: SameRecordings, _ names: [String]) -> String {
    "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") look like "
      + (group.haveSameTimes ? "one recording:" : "one session:")
  }

  func pair(_ same: SameRecording, _ names: (first: String, second: String)) -> String {
    func place(_ place: SameRecording.Place) -> String {
      "\(base.title(of: place.conversation)) (\(base.frames(place.frames, of: place.framesTotal)))"
    }
    let (one, other) = (place(same.first), place(same.second))
    let ends =
      one == other
      ? "\(names.first) and \(names.second), both \(one)" : "\(names.first), \(one) and \(names.second), \(other)"
    return "\(ends): \((agreements(same) + differences(same)).joined(separator: "; "))."
  }

  private func agreements(_ same: SameRecording) -> [String] {
    // All else follows.
    if same.agreements.contains(.file) { return ["the files are equal byte for byte"] }
    return same.agreements.map { agreement in
      switch agreement {
      case .file: "the files are equal byte for byte"
      case .sequenceNumbers(let count): "raw sequence numbers of both sides agree in \(base.count(count, "packet"))"
      case .timestampValues(let count): "TCP timestamp values agree in \(base.count(count, "packet"))"
      case .identifications(let count): "IP identifications agree in \(base.count(count, "packet"))"
      case .intervals(let count): "\(base.count(count, "interval")) between packets \(count == 1 ? "is" : "are") equal"
      }
    }
  }

  func morePairs(_ count: Int) -> String {
    "… and \(base.count(count, "pair")) more of the same captures (all with --format json)"
  }

  private func differences(_ same: SameRecording) -> [String] {
    var parts: [String] = []
    if same.hasSameTimes, same.isShiftRounding {
      parts.append("times are equal, rounded to microseconds in one of them")
    } else if same.hasSameTimes, let shift = same.shift, shift != 0 {
      parts.append("all times differ by \(base.numbers.duration(Int64(clamping: shift.magnitude)))")
    }
    if !same.hasSameTimes {
      parts.append(
        "of \(base.count(same.intervals.total, "interval")) between packets \(same.intervals.equal) "
          + "\(same.intervals.equal == 1 ? "is" : "are") equal: recorded at two places, "
          + "or times were changed")
    }
    if same.haveOtherEndpoints {
      let (one, other) = (same.first.conversation, same.second.conversation)
      parts.append(
        "addresses or ports differ: \(one.originator) → \(one.responder), \(other.originator) → \(other.responder)")
    }
    return parts
  }
}

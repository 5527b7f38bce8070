import Analyzer
import Conversations

// What became of packets, and what was changed on them.
extension EnglishVantagePhrases {
  func fate(_ fate: PacketFate, _ way: VantageWay, at point: CapturePoint, _ evidence: Evidence) -> String {
    let frames = base.frames(evidence.frames, of: evidence.total) + " of \(point.letter)"
    let many = base.count(evidence.total, "packet")
    let other = point.other.letter
    switch fate {
    case .lost: return "\(many) lost on the way from \(point.letter) to \(other) (\(frames))"
    case .notCaptured:
      return
        "\(many) not captured in \(other), which lies before \(point.letter) on this way (\(frames)): that capture "
        + "missed them, or they came from elsewhere"
    case .doubled: return "\(many) doubled on the way from \(other) to \(point.letter) (\(frames))"
    case .copied:
      return
        "\(many) a second time in \(point.letter) alone (\(frames)): doubled in that capture, or one of the two was lost"
    case .repeated:
      return
        "\(many) with the same bytes once more in \(point.letter) (\(frames)): doubled on the way, or sent twice and not "
        + "captured in \(other); no IP identification tells"
    case .beforeOther: return "\(many) outside the other capture's time: before \(other) began (\(frames))"
    case .afterOther: return "\(many) outside the other capture's time: after the last packet of \(other) (\(frames))"
    case .undecided:
      return
        "\(many) in \(point.letter) alone (\(frames)): lost or not captured, for it is not known which capture comes first"
    }
  }

  func fate(_ fate: PacketFate, at point: CapturePoint) -> String {
    switch fate {
    case .lost: "lost between"
    case .notCaptured: "not captured in \(point.other.letter)"
    case .doubled: "doubled on the way"
    case .copied: "second copy"
    case .repeated: "the same once more"
    case .beforeOther: "before \(point.other.letter) began"
    case .afterOther: "after \(point.other.letter) ended"
    case .undecided: "in \(point.letter) alone"
    }
  }

  func overtaken(_ way: VantageWay) -> String {
    "\(base.count(way.overtakenTotal, "packet")) overtaken on the way by later ones (\(pairs(way.overtaken, of: way.overtakenTotal)))"
  }

  private func pairs(_ frames: [PointPair], of total: Int) -> String {
    "frames of A and B: " + frames.prefix(8).map { "\($0.first)/\($0.second)" }.joined(separator: ", ")
      + (total > min(frames.count, 8) ? " …" : "")
  }

  func regrouped(_ way: VantageWay) -> String {
    let example = way.regroupedExample.map {
      " (first: \(base.frames($0.first, of: $0.first.count)) of A, \(base.frames($0.second, of: $0.second.count)) of B)"
    }
    return "\(base.count(way.regrouped.first, "segment")) of A \(way.regrouped.first == 1 ? "is" : "are") "
      + "\(base.count(way.regrouped.second, "segment")) of B: matched by the bytes they carry\(example ?? ""). Segments "
      + "larger than a frame are cut or joined by the network card (TSO, GRO)"
      + (way.missingBytes > 0 ? "; \(base.count(way.missingBytes, "byte")) of them in one capture alone" : "")
  }

  var regroupedCell: String { "other segments" }

  func unchanged() -> String {
    "none: IP, TCP and UDP headers and payload are the same in both (link headers are not compared)"
  }

  func payloadsCut(_ count: Int) -> String {
    "the payload of \(base.count(count, "packet")) was not compared: the snapshot length cut it in one of the captures"
  }

  func change(_ change: PathChange, _ effect: PathChange.Effect) -> String {
    let values =
      change.first == nil && change.second == nil
      ? "differs" : "\(value(change.first, change.kind)) in A, \(value(change.second, change.kind)) in B"
    return "\(change.sender == .originator ? "→" : "←") \(name(change.kind)): \(values)\(meaning(effect, change)) "
      + "(\(base.count(change.count, "packet")), first: frame \(change.frames.first) of A, \(change.frames.second) of B)"
  }

  private func meaning(_ effect: PathChange.Effect, _ change: PathChange) -> String {
    switch effect {
    case .hops(let count): ": \(base.count(count, "router")) between"
    case .removed: ": removed on the way"
    case .added: ": added on the way"
    case .lowered: change.kind == .maximumSegmentSize ? ": lowered on the way (MSS clamping)" : ": lowered on the way"
    case .raised: ": raised on the way"
    case .congestionMarked: ": a router marked congestion"
    case .damaged: ": damaged on the way"
    case .finishedByCard: ": the sender's network card finishes it (offload), after the packet was captured"
    case .other: ""
    }
  }

  private func value(_ value: Int?, _ kind: PathChange.Kind) -> String {
    guard let value else { return "none" }
    switch kind {
    case .dontFragment: return value == 1 ? "set" : "not set"
    case .congestionBits: return ["not ECN-capable", "ECT(1)", "ECT(0)", "CE"][value & 3]
    case .sackPermitted, .timestamps: return "there"
    case .otherOptions: return "kind \(value)"
    case .flags: return "0x" + String(value, radix: 16)
    case .checksumState:
      switch VantagePacket.ChecksumState(rawValue: value) {
      case .correct?: return "right"
      case .partial?: return "left to the card"
      case .wrong?: return "wrong"
      case .absent?: return "not used"
      case .unchecked?, nil: return "not checkable"
      }
    default: return "\(value)"
    }
  }

  private func name(_ kind: PathChange.Kind) -> String {
    switch kind {
    case .hopLimit: "TTL or hop limit"
    case .differentiatedServices: "DSCP"
    case .congestionBits: "ECN bits"
    case .dontFragment: "DF bit"
    case .identification: "IP identification"
    case .pieces: "IP fragments"
    case .sequenceNumber: "sequence number"
    case .acknowledgmentNumber: "acknowledgment number"
    case .maximumSegmentSize: "MSS"
    case .windowScale: "window scale"
    case .sackPermitted: "SACK permitted"
    case .timestamps: "timestamps option"
    case .timestampValue: "timestamp values"
    case .otherOptions: "another TCP option"
    case .flags: "flags"
    case .window: "window field"
    case .payload: "payload"
    case .checksum: "checksum field"
    case .checksumState: "checksum"
    }
  }

  func alone(_ conversation: VantageComparison.Alone, in point: CapturePoint) -> String {
    let name = conversation.protocol.name
    return
      "\(name) stream \(conversation.stream) of \(point.letter): \(conversation.originator) → \(conversation.responder), "
      + "\(base.count(conversation.packets, "packet")) from frame \(conversation.firstFrame) on"
      + (conversation.hasPartnersInOther ? "; the same two hosts are in \(point.other.letter), too" : "")
  }

  func moreAlone(_ count: Int, in point: CapturePoint) -> String { "\(count) more in \(point.letter)" }

  func aloneRemark() -> String {
    "All their packets were lost on the way, or they never go by at the other point, or that capture left them out: nothing "
      + "here tells."
  }
}

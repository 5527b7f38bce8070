import Conversations
import Wire

// The words around a stream that is followed.
extension EnglishPhrases {
  func followed(
    _ transport: TransportProtocol, stream: Int, _ originator: Endpoint, _ responder: Endpoint
  ) -> String {
    "\(transport.name) stream \(stream): \(originator) → \(responder)"
  }

  func missing(_ gap: StreamChunk.Gap, _ chunk: StreamChunk, arrow: Bool) -> String {
    "[" + (arrow ? SideColours.arrow(chunk.side) + " " : "") + missing(gap, chunk) + "]"
  }

  func missingAtOffset(_ gap: StreamChunk.Gap, _ chunk: StreamChunk) -> String {
    "from byte \(chunk.offset) of the \(side(chunk.side))'s stream, counted from 0, \(missing(gap, chunk))"
  }

  func moreGaps(_ count: Int) -> String { "and \(self.count(count, "more gap")); --format hex shows all" }

  func late(_ totals: StreamTotals, of side: Side) -> String? {
    late(totals).map { "of the \(self.side(side))'s stream, \($0)" }
  }

  func totals(_ transport: TransportProtocol, _ follower: StreamFollower) -> String {
    var text = ""
    for side in [Side.originator, .responder] {
      let totals = follower.totals(of: side)
      let packets =
        transport == .tcp
        ? count(totals.packets, "segment with payload", "segments with payload") : count(totals.packets, "datagram")
      let gaps =
        totals.gaps == 0
        ? "no gap"
        : (totals.isMissingByteOrFIN ? "at least " : "")
          + "\(count(totals.missingBytes, "byte")) missing in \(count(totals.gaps, "gap"))"
      text += side == .originator ? "\(label(.totals))  " : "        "
      text += "\(SideColours.arrow(side))  \(packets), \(count(totals.bytes, "byte")); \(gaps)"
      text += (late(totals).map { "; " + $0 } ?? "") + "\n"
    }
    return text
  }

  private func missing(_ gap: StreamChunk.Gap, _ chunk: StreamChunk) -> String {
    let bytes = count(gap.bytes, "byte") + " missing in the capture"
    let frame = chunk.frame
    let between = gap.before.map { "between frames \($0) and \(frame)" } ?? "before frame \(frame)"
    switch gap.cause {
    case .notCaptured: return "\(bytes), \(between)"
    case .notAwaited: return "\(bytes), \(between): too much follows to wait for them any longer"
    case .snapshotLength: return "\(bytes): frame \(frame) is cut"
    case .acknowledged:
      return "at least \(bytes), \(gap.before.map { "after frame \($0), " } ?? "")acknowledged by frame \(frame)"
    }
  }

  private func late(_ totals: StreamTotals) -> String? {
    guard totals.lateBytes > 0 else { return nil }
    return "\(count(totals.lateBytes, "byte")) of a gap came after what follows it, and "
      + "\(totals.lateBytes == 1 ? "is" : "are") left out (\(frames(totals.late.frames, of: totals.late.total)))"
  }
}

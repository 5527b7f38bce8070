import Conversations
import Wire

// The words around a stream that is followed.
extension IndonesianPhrases {
  func followed(
    _ transport: TransportProtocol, stream: Int, _ originator: Endpoint, _ responder: Endpoint
  ) -> String {
    "Stream \(transport.name) \(stream): \(originator) → \(responder)"
  }

  func missing(_ gap: StreamChunk.Gap, _ chunk: StreamChunk, arrow: Bool) -> String {
    "[" + (arrow ? SideColours.arrow(chunk.side) + " " : "") + missing(gap, chunk) + "]"
  }

  func missingAtOffset(_ gap: StreamChunk.Gap, _ chunk: StreamChunk) -> String {
    "mulai byte \(chunk.offset) dalam stream \(side(chunk.side)), dihitung dari 0, \(missing(gap, chunk))"
  }

  func moreGaps(_ count: Int) -> String { "dan \(count) celah lagi; --format hex menampilkan semuanya" }

  func late(_ totals: StreamTotals, of side: Side) -> String? {
    late(totals).map { "dalam stream \(self.side(side)), \($0)" }
  }

  func totals(_ transport: TransportProtocol, _ follower: StreamFollower) -> String {
    var text = ""
    let name = label(.totals)
    for side in [Side.originator, .responder] {
      let totals = follower.totals(of: side)
      let packets = "\(totals.packets) " + (transport == .tcp ? "segmen bermuatan" : "datagram")
      let gaps =
        totals.gaps == 0
        ? "tidak ada celah"
        : (totals.isMissingByteOrFIN ? "sedikitnya " : "")
          + "\(totals.missingBytes) byte hilang dalam \(totals.gaps) celah"
      text += (side == .originator ? name : String(repeating: " ", count: name.count)) + "  "
      text += "\(SideColours.arrow(side))  \(packets), \(totals.bytes) byte; \(gaps)"
      text += (late(totals).map { "; " + $0 } ?? "") + "\n"
    }
    return text
  }

  private func missing(_ gap: StreamChunk.Gap, _ chunk: StreamChunk) -> String {
    let bytes = "\(gap.bytes) byte tidak ada dalam tangkapan"
    let frame = chunk.frame
    let between = gap.before.map { "antara bingkai \($0) dan \(frame)" } ?? "sebelum bingkai \(frame)"
    switch gap.cause {
    case .notCaptured: return "\(bytes), \(between)"
    case .notAwaited: return "\(bytes), \(between): terlalu banyak yang menyusul untuk menunggunya lebih lama"
    case .snapshotLength: return "\(bytes): bingkai \(frame) terpotong"
    case .acknowledged:
      return "sedikitnya \(bytes), \(gap.before.map { "setelah bingkai \($0), " } ?? "")tetapi diakui oleh bingkai "
        + "\(frame)"
    }
  }

  private func late(_ totals: StreamTotals) -> String? {
    guard totals.lateBytes > 0 else { return nil }
    return "\(totals.lateBytes) byte dari sebuah celah datang setelah byte yang mengikutinya, dan tidak disertakan "
      + "(\(frames(totals.late.frames, of: totals.late.total)))"
  }
}

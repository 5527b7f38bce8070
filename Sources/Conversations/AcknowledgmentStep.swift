import Wire

/// An ACK that covers payload which no ACK before it did.
public struct AcknowledgmentStep: Hashable, Sendable {
  public let acknowledgment: FrameMoment
  /// Relative to the ISN of the side whose bytes it acknowledges.
  public let number: UInt32
  /// Payload that it is the first to acknowledge: SYN and FIN count as none (RFC 9293, section 3.4).
  public let bytes: Int
  /// Frames of the segments, sent for the first time, whose last byte it covers first. Empty where it covers a part of one,
  /// or segments that are not kept.
  public let segments: [Int]

  /// The ACKs of what `side` sent, among the packets of a connection that were kept. `isBeginningSeen` tells that its SYN is
  /// in the capture: without, nobody knows what had been acknowledged before.
  public static func all(
    of side: Side, in rows: [PacketRow], _ data: [DataSegment], isBeginningSeen: Bool
  ) -> [AcknowledgmentStep] {
    var covered: [Int: [Int]] = [:]
    for segment in data where segment.from == side && segment.newBytes > 0 {
      if let frame = segment.acknowledgedBy?.frame { covered[frame, default: []].append(segment.frame) }
    }
    var steps: [AcknowledgmentStep] = []
    // Behind the SYN.
    var highest: UInt32? = isBeginningSeen ? 1 : nil
    var end: UInt32?
    for row in rows {
      guard let segment = row.segment, !segment.flags.contains(.rst) else { continue }
      guard row.from != side else {
        if segment.payloadLength > 0, highest == nil { highest = segment.sequence }
        if segment.flags.contains(.fin) { end = segment.nextSequence &- 1 }
        continue
      }
      guard let number = segment.acknowledgment else { continue }
      guard let before = highest else {
        highest = number
        continue
      }
      let distance = Int(Int32(bitPattern: number &- before))
      guard distance > 0 else { continue }
      highest = number
      // The FIN takes one number.
      let bytes = end.map { number == $0 &+ 1 } == true ? distance - 1 : distance
      guard bytes > 0 else { continue }
      steps.append(
        AcknowledgmentStep(
          acknowledgment: FrameMoment(frame: row.frame, time: row.time), number: number, bytes: bytes,
          segments: covered[row.frame] ?? []))
    }
    return steps
  }
}

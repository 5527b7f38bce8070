import Wire

/// A copy of a packet, to be lent when its turn comes. The room it takes serves one packet after the other.
struct HeldPacket {
  private var timestamp = Timestamp(nanoseconds: 0)
  private var isTimed = false
  private var originalLength = 0
  private var linkType = LinkType.noPacket
  private var interface = 0
  private var bytes: [UInt8] = []
  private var comment: [UInt8] = []

  /// Nil where the capture tells none.
  var time: Timestamp? { isTimed ? timestamp : nil }

  mutating func keep(_ packet: Packet) {
    timestamp = packet.timestamp
    isTimed = packet.isTimed
    originalLength = packet.originalLength
    linkType = packet.linkType
    interface = packet.interface
    bytes.removeAll(keepingCapacity: true)
    bytes.append(packet.bytes)
    comment.removeAll(keepingCapacity: true)
    comment.append(packet.comment)
  }

  func lend(_ body: (Packet) -> Bool) -> Bool {
    bytes.withBytes { bytes in
      comment.withBytes { comment in
        body(
          Packet(
            timestamp: timestamp, originalLength: originalLength, linkType: linkType, bytes: bytes,
            interface: interface, isTimed: isTimed, comment: comment))
      }
    }
  }
}

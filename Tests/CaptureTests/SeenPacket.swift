import Capture
import Wire

/// What a test keeps of a packet.
struct SeenPacket: Equatable {
  var nanoseconds: Int64
  var original: Int
  var bytes: [UInt8]
  var linkType = LinkType.ethernet
  var interface = 0
  var isTimed = true
  var comments: [String] = []
}

extension SeenPacket {
  init(_ packet: Packet) {
    var comments: [String] = []
    packet.forEachComment { comments.append(String(decoding: [UInt8]($0), as: UTF8.self)) }
    self.init(
      nanoseconds: packet.timestamp.nanoseconds, original: packet.originalLength, bytes: [UInt8](packet.bytes),
      linkType: packet.linkType, interface: packet.interface, isTimed: packet.isTimed, comments: comments)
  }
}

extension CaptureFile {
  /// All packets that are left, and why there are no more.
  mutating func readAll() -> ([SeenPacket], CaptureEnd) {
    var seen: [SeenPacket] = []
    let end = forEach { packet in
      seen.append(SeenPacket(packet))
      return true
    }
    return (seen, end)
  }
}

extension CaptureSequence {
  /// The packets that are left, at most `limit`, and why there are no more.
  mutating func readAll(limit: Int = .max) -> ([SeenPacket], CaptureEnd) {
    var seen: [SeenPacket] = []
    let end = forEach { packet in
      seen.append(SeenPacket(packet))
      return seen.count < limit
    }
    return (seen, end)
  }
}

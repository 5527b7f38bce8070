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

extension CaptureFile {
  /// All packets that are left, and why there are no more.
  mutating func readAll() -> ([SeenPacket], CaptureEnd) {
    var seen: [SeenPacket] = []
    let end = forEach { packet in
      var comments: [String] = []
      packet.forEachComment { comments.append(String(decoding: [UInt8]($0), as: UTF8.self)) }
      seen.append(
        SeenPacket(
          nanoseconds: packet.timestamp.nanoseconds, original: packet.originalLength, bytes: [UInt8](packet.bytes),
          linkType: packet.linkType, interface: packet.interface, isTimed: packet.isTimed, comments: comments))
      return true
    }
    return (seen, end)
  }
}

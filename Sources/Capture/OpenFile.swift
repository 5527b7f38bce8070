import Wire

/// A place for one of several captures, while it is open, and for the next packet of it.
struct OpenFile: ~Copyable {
  /// Nil before it is opened, and after it is closed.
  var file: CaptureFile?
  private var next = HeldPacket()

  init() { file = nil }

  /// The time of the packet that is held; nil where it has none.
  var time: Timestamp? { next.time }

  /// Holds the next packet; where there is none, says why.
  mutating func pull() -> CaptureEnd? { Self.pull(&file, &next) }

  private static func pull(_ file: inout CaptureFile?, _ next: inout HeldPacket) -> CaptureEnd? {
    var isHeld = false
    let end = file?.forEach { packet in
      next.keep(packet)
      isHeld = true
      return false
    }
    return isHeld ? nil : end ?? .complete
  }

  /// Lends the packet that is held.
  func lend(_ body: (Packet) -> Bool) -> Bool { next.lend(body) }

  /// Lends what is left of the file.
  mutating func forEach(_ body: (Packet) -> Bool) -> CaptureEnd { file?.forEach(body) ?? .complete }
}

import Wire

/// Hands out the bytes of one direction in order, each once, holding back what arrives early.
struct StreamReader {
  /// The relative sequence number of the next byte to hand out.
  private(set) var position: Int
  /// Segments beyond a hole, in order of their start.
  private var early: [(start: Int, bytes: [UInt8])] = []
  /// What is held back, in bytes of the budget.
  private(set) var heldBytes = 0

  /// Each segment held back costs this much beside its bytes, so that a flood of tiny ones is bounded too.
  private static var overhead: Int { 64 }

  init(position: Int) { self.position = position }

  /// Takes a segment and calls `deliver` with what can be handed out. False when there was no room to hold it back.
  mutating func read(
    _ bytes: RawSpan, at start: Int, budget: inout DetailBudget, holding: Int, deliver: (RawSpan) -> Void
  ) -> Bool {
    if start > position {
      let cost = bytes.byteCount + Self.overhead
      guard budget.takeEchoBytes(cost, holding: holding) else { return false }
      heldBytes += cost
      let place = (early.lastIndex { $0.start <= start } ?? -1) + 1
      early.insert((start, [UInt8](bytes)), at: place)
      return true
    }
    hand(bytes, at: start, deliver)
    while let first = early.first, first.start <= position {
      early.removeFirst()
      let cost = first.bytes.count + Self.overhead
      heldBytes -= cost
      budget.echoBytes += cost
      first.bytes.withBytes { hand($0, at: first.start, deliver) }
    }
    return true
  }

  /// Takes a segment that goes on where the stream has got to, while nothing is held back, as most do: all of it can be
  /// handed out. False when it is another.
  @inline(__always)
  mutating func takeNext(_ bytes: RawSpan, at start: Int) -> Bool {
    guard start == position, early.isEmpty else { return false }
    position += bytes.byteCount
    return true
  }

  private mutating func hand(_ bytes: RawSpan, at start: Int, _ deliver: (RawSpan) -> Void) {
    let skip = position - start
    guard skip < bytes.byteCount else { return }
    deliver(bytes.extracting(droppingFirst: skip))
    position += bytes.byteCount - skip
  }
}

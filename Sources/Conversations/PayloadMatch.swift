import Wire

/// How much of a pattern one direction of a stream ends with, and which frames carried that.
struct PayloadMatch: Sendable {
  private var matched = 0
  /// The frames, and where in the stream the first byte of each stands.
  private var runs: [(frame: Int, start: Int)] = []

  /// What comes next does not follow what came before.
  mutating func reset() {
    matched = 0
    runs.removeAll(keepingCapacity: true)
  }

  /// Takes the next bytes of the direction, which stand at `offset`; calls `body` for each occurrence that ends in them.
  /// Occurrences do not overlap.
  mutating func add(
    _ bytes: RawSpan, at offset: Int, in frame: Int, _ pattern: PayloadPattern,
    _ body: (_ offset: Int, _ frames: [Int]) -> Void
  ) {
    runs.append((frame, offset))
    var place = 0
    while pattern.find(in: bytes, from: &place, matched: &matched) {
      let start = offset + place - pattern.length
      let first = runs.lastIndex { $0.start <= start } ?? 0
      body(start, runs[first...].map(\.frame).reduce(into: []) { if $0.last != $1 { $0.append($1) } })
      matched = 0
    }
    // Frames are kept as long as the pattern may begin in them.
    let begin = offset + bytes.byteCount - matched
    let kept = matched == 0 ? runs.endIndex : runs.lastIndex { $0.start <= begin } ?? 0
    runs.removeFirst(kept)
  }
}

/// An array that grows without moving what it holds: growing one of many large elements would copy all of them, and
/// need half as much memory again meanwhile.
struct ChunkedArray<Element> {
  private var chunks: [[Element]] = []

  private static var chunkSize: Int { 256 }

  var count: Int { chunks.last.map { (chunks.count - 1) * Self.chunkSize + $0.count } ?? 0 }

  subscript(index: Int) -> Element {
    _read { yield chunks[index / Self.chunkSize][index % Self.chunkSize] }
    _modify { yield &chunks[index / Self.chunkSize][index % Self.chunkSize] }
  }

  /// Gives back the room of the chunk that ends right before `index`, if one does: what was in it is gone, and places stay
  /// what they are.
  mutating func release(before index: Int) {
    guard index > 0, index % Self.chunkSize == 0 || index == count else { return }
    let chunk = (index - 1) / Self.chunkSize
    // The last one tells how many there are.
    if chunk < chunks.count - 1 { chunks[chunk] = [] }
  }

  mutating func append(_ element: consuming Element) {
    if chunks.last?.count ?? Self.chunkSize == Self.chunkSize {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
    }
    chunks[chunks.count - 1].append(element)
  }
}

extension ChunkedArray: Sendable where Element: Sendable {}

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

  mutating func append(_ element: Element) {
    if chunks.last?.count ?? Self.chunkSize == Self.chunkSize {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
    }
    chunks[chunks.count - 1].append(element)
  }
}

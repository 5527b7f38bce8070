import Wire

/// Streams that are no longer followed, and whose numbers are still known: the latest so many of each part.
struct CountedStreams: Sendable {
  private var streams: [ConversationKey.Fingerprint: CountedStream] = [:]
  /// In the order in which they were added, for each part of the share; those before `oldest` are forgotten.
  private var order: [[ConversationKey.Fingerprint]]
  private var oldest: [Int]
  private let limit: Int

  init(parts: Int, limit: Int) {
    order = Array(repeating: [], count: parts)
    oldest = Array(repeating: 0, count: parts)
    self.limit = limit
  }

  subscript(key: ConversationKey) -> CountedStream? { streams.isEmpty ? nil : streams[key.fingerprint] }

  mutating func add(_ stream: CountedStream, _ key: ConversationKey, part: Int) {
    let fingerprint = key.fingerprint
    guard streams.updateValue(stream, forKey: fingerprint) == nil else { return }
    order[part].append(fingerprint)
    guard order[part].count - oldest[part] > limit else { return }
    streams[order[part][oldest[part]]] = nil
    oldest[part] += 1
    guard oldest[part] > limit / 2 else { return }
    order[part].removeFirst(oldest[part])
    oldest[part] = 0
  }
}

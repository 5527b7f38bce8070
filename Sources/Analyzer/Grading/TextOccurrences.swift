import Conversations

/// Where demanded texts are. Each side of each conversation has its own share of what is kept, so that one that says a text
/// very often hides nothing of another.
struct TextOccurrences: Sendable {
  private struct Key: Hashable {
    /// Which of the texts.
    let text: Int
    let conversation: Int
    let side: Side
  }

  private var occurrences: [Key: [PayloadOccurrence]] = [:]
  /// Those of which not all are kept.
  private var cut: Set<Key> = []
  private var total = 0

  /// Occurrences of a text that are kept of one side of a conversation, and those that are kept of any.
  private static let limits = (each: 4_096, first: 16)
  /// Past so many in all no more than the first of each are kept, and past so many nothing.
  private static let totals = (each: 65_536, first: 262_144)

  mutating func add(_ found: [PayloadOccurrence]) {
    for occurrence in found {
      guard let conversation = occurrence.conversation else { continue }
      let key = Key(text: occurrence.pattern, conversation: conversation, side: occurrence.side)
      let count = occurrences[key]?.count ?? 0
      guard count < Self.limits.each, total < (count < Self.limits.first ? Self.totals.first : Self.totals.each) else {
        cut.insert(key)
        continue
      }
      total += 1
      occurrences[key, default: []].append(occurrence)
    }
  }

  /// Those of one conversation; false where there were more.
  func all(of text: Int, in conversation: Int) -> (found: [PayloadOccurrence], areAll: Bool) {
    let keys = [Side.originator, .responder].map { Key(text: text, conversation: conversation, side: $0) }
    return (keys.flatMap { occurrences[$0] ?? [] }, !keys.contains { cut.contains($0) })
  }
}

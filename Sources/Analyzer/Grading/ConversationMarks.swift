import Conversations
import Wire

/// The marks of a capture's largest conversations.
///
/// Those of small conversations are let go when there are too many. One that grows after that is marked from where it went
/// on: the copy of it that somebody handed in has those packets, too.
struct ConversationMarks: Sendable {
  private struct Marked {
    var marks = PacketMarks()
    var bytes = 0
  }

  private var marked: [Int: Marked] = [:]
  private var total = 0

  /// Packets that are kept at least: those of the 1,024 largest conversations. There may be twice as many.
  private static let packetLimit = 1_024 * PacketMarks.limit

  mutating func add(
    _ frame: Frame, _ transport: Transport?, _ packet: Packet, _ observation: Observation, of conversation: Int
  ) {
    var entry = marked.removeValue(forKey: conversation) ?? Marked()
    total -= entry.marks.marks.count
    entry.bytes += packet.originalLength
    entry.marks.add(frame, transport, packet, observation)
    total += entry.marks.marks.count
    if !entry.marks.marks.isEmpty { marked[conversation] = entry }
    if total > 2 * Self.packetLimit { letGo() }
  }

  /// Of two that are as large, the later may still grow.
  private mutating func letGo() {
    let order = marked.sorted { ($0.value.bytes, $0.key) > ($1.value.bytes, $1.key) }
    marked = [:]
    total = 0
    for (conversation, entry) in order where total + entry.marks.marks.count <= Self.packetLimit {
      marked[conversation] = entry
      total += entry.marks.marks.count
    }
  }

  subscript(conversation: Int) -> PacketMarks? { marked[conversation]?.marks }
}

import Conversations
import Wire

/// The packets of a block of bytes by conversation.
///
/// Taken in one conversation after the other, they find its state in the processor's cache, where those of thousands of
/// conversations in turn would wait for memory each time.
struct PacketGroups {
  /// A packet: where its bytes are, and what is known of it beside them.
  private struct Entry {
    let frame: Int
    let timestamp: Timestamp
    let start: Int32
    let count: Int32
    let originalLength: Int
    let linkType: LinkType
    let isTimed: Bool
    /// The next of its group; -1 behind the last.
    var next: Int32 = -1
  }

  private var entries: [Entry] = []
  /// For each group its first packet and its last so far, in the order in which groups begin.
  private var groups: [(first: Int32, last: Int32)] = []
  private var places: [ConversationKey: Int32] = [:]

  var isEmpty: Bool { entries.isEmpty }

  /// Puts a packet at the end of its group. `place` is where its bytes are in the block.
  mutating func add(_ packet: Packet, _ key: ConversationKey, at place: Range<Int>, frame: Int) {
    let number = Int32(entries.count)
    entries.append(
      Entry(
        frame: frame, timestamp: packet.timestamp, start: Int32(place.lowerBound), count: Int32(place.count),
        originalLength: packet.originalLength, linkType: packet.linkType, isTimed: packet.isTimed))
    let group = places[key, default: Int32(groups.count)]
    if Int(group) == groups.count {
      places[key] = group
      groups.append((number, number))
    } else {
      entries[Int(groups[Int(group)].last)].next = number
      groups[Int(group)].last = number
    }
  }

  /// Lends each packet from `block`, group by group, and forgets all.
  mutating func take(from block: RawSpan, _ body: (_ packet: Packet, _ frame: Int) -> Void) {
    for group in groups {
      var number = group.first
      while number >= 0 {
        let entry = entries[Int(number)]
        let start = Int(entry.start)
        body(
          Packet(
            timestamp: entry.timestamp, originalLength: entry.originalLength, linkType: entry.linkType,
            bytes: block.extracting(start..<start + Int(entry.count)), isTimed: entry.isTimed),
          entry.frame)
        number = entry.next
      }
    }
    entries.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }
}

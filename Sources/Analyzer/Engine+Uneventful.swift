import Conversations
import Wire

// Conversations in which nothing happens.
extension Engine {
  /// Takes in a packet of a conversation in which nothing has happened yet. False where it is of another one.
  mutating func takeUneventful(_ packet: Packet, _ ends: PacketEnds, _ key: ConversationKey, at offset: Int) -> Bool {
    let frame = frame
    return uneventful?.conversations.take(packet, ends, key, frame: frame, at: offset) { table.isNew(key, $0) } ?? false
  }

  /// Takes in the packets of those in which something has happened.
  mutating func takeTurned() {
    guard uneventful?.conversations.hasTurned == true, var waiting = uneventful else { return }
    uneventful = nil
    takeLater { waiting.takeTurned($0) }
    uneventful = waiting
  }

  /// From now on the table follows the conversation with this key.
  mutating func follow(_ key: ConversationKey) {
    guard uneventful != nil else { return }
    uneventful?.conversations.turn(key)
    takeTurned()
  }

  /// Counts those that are over and quiet since `frame`, and adds what is told of those in which something is missing.
  mutating func settleUneventful(quietSince frame: Int) {
    settleUneventful { conversations, body in conversations.settle(quietSince: frame, body) }
    tellUneventful(isCapturedTwice: false) { waiting, _ in waiting.takeUnsettled() }
  }

  /// Counts all that are left.
  mutating func settleUneventful() {
    settleUneventful { conversations, body in conversations.settleAll(body) }
  }

  private mutating func settleUneventful(
    _ settle: (inout UneventfulConversations, (UneventfulConversations.Total) -> Void) -> Void
  ) {
    guard var waiting = uneventful else { return }
    uneventful = nil
    var over: [UneventfulConversations.Total] = []
    settle(&waiting.conversations) { over.append($0) }
    for total in over {
      waiting.add(Uneventful.Candidate(total: total, numbers: table.count(total))) { collector.count($0) }
    }
    uneventful = waiting
  }

  /// Adds what is told of those that reach the bar of all engines, and of those in which something is missing.
  mutating func collectUneventful(isCapturedTwice: Bool, over bar: Uneventful.Bar) {
    tellUneventful(isCapturedTwice: isCapturedTwice) { waiting, collector in
      waiting.takeUnsettled() + waiting.takeCandidates(over: bar) { collector.count($0) }
    }
  }

  /// Adds what is told of some that are over: each has a table of its own.
  private mutating func tellUneventful(
    isCapturedTwice: Bool, _ candidates: (inout Uneventful, inout RecordCollector) -> [Uneventful.Candidate]
  ) {
    guard var waiting = uneventful else { return }
    uneventful = nil
    for candidate in candidates(&waiting, &collector) {
      var other = ConversationTable(capacity: capacity, share: share)
      swap(&table, &other)
      takeLater { waiting.take(candidate, $0) }
      swap(&table, &other)
      other.takeRecords(isCapturedTwice: isCapturedTwice) { record in
        var record = record
        record.setNumbers(index: candidate.numbers.index, stream: candidate.numbers.stream)
        collector.add(record)
      }
    }
    uneventful = waiting
  }
}

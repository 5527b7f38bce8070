import Conversations
import Wire

// Conversations in which nothing happens.
extension Engine {
  /// Takes in a packet of a conversation in which nothing has happened yet. False where it is of another one.
  mutating func takeUneventful(_ packet: Packet, _ ends: PacketEnds, at offset: Int) -> Bool {
    guard let linkType = uneventful?.linkType else { return false }
    guard packet.linkType == linkType else {
      uneventful?.conversations.turn(ConversationKey(ends.isTCP ? .tcp : .udp, ends.source, ends.destination))
      return false
    }
    let frame = frame
    return uneventful?.conversations.take(packet, ends, frame: frame, at: offset) { table.isNew($0, $1) } ?? false
  }

  /// Takes in the packets of those in which something has happened.
  mutating func takeTurned() {
    guard uneventful?.conversations.hasTurned == true, var waiting = uneventful else { return }
    uneventful = nil
    let latest = frame
    let wasTold = table.isTold
    table.isTold = true
    waiting.takeTurned { packet, frame in
      self.frame = frame
      if !takePlain(packet) { take(packet) }
    }
    table.isTold = wasTold
    frame = latest
    uneventful = waiting
  }

  /// From now on the table follows the conversation with this key.
  mutating func follow(_ key: ConversationKey) {
    guard uneventful != nil else { return }
    uneventful?.conversations.turn(key)
    takeTurned()
  }

  /// Counts those that are over and quiet since `frame`, or all where that is nil. What has not happened and should have,
  /// the table sees.
  mutating func settleUneventful(quietSince frame: Int?) {
    guard var waiting = uneventful else { return }
    uneventful = nil
    var over: [UneventfulConversations.Total] = []
    if let frame {
      waiting.conversations.settle(quietSince: frame) { over.append($0) }
    } else {
      waiting.conversations.settleAll { over.append($0) }
    }
    for total in over { waiting.add(total, table.count(total)) { collector.count($0) } }
    uneventful = waiting
    takeTurned()
  }

  /// Adds what is told of those that may be among the largest.
  mutating func collectUneventful(isCapturedTwice: Bool) {
    guard var waiting = uneventful else { return }
    uneventful = nil
    var other = ConversationTable(capacity: capacity, share: share)
    other.isTold = true
    let latest = frame
    waiting.takeCandidates {
      collector.count($0)
    } _: { packet, frame in
      swap(&table, &other)
      self.frame = frame
      _ = takePlain(packet)
      swap(&table, &other)
    } _: { index, stream in
      other.takeRecords(isCapturedTwice: isCapturedTwice) { record in
        var record = record
        record.setNumbers(index: index, stream: stream)
        collector.add(record)
      }
      other = ConversationTable(capacity: capacity, share: share)
      other.isTold = true
    }
    frame = latest
    uneventful = waiting
  }
}

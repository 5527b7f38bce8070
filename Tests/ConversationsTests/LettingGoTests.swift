import Conversations
import PacketBuilding
import Testing
import Wire

/// Which conversations are let go first where there is no room for all.
struct LettingGoTests {
  private func told(
    _ packets: [Sighting], _ lifetime: ConversationLifetime
  ) -> (letGo: [ConversationRecord], rest: [ConversationRecord]) {
    var capacity = Capacity()
    capacity.followedBytes = 1_048_576
    var table = ConversationTable(capacity: capacity, lifetime: lifetime)
    var (letGo, rest): ([ConversationRecord], [ConversationRecord]) = ([], [])
    table.observe(packets) { table, _ in letGo += table.takeFinished() }
    table.takeRest { rest.append($0) }
    return (letGo, rest)
  }

  private func party(_ number: Int) -> Party {
    Party("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", 40_000, to: "192.0.2.2", 12_345)
  }

  private let other = Party("192.0.2.9", 50_000, to: "192.0.2.2", 12_345)

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `a flood of SYNs pushes itself out, and not those that were answered`(lifetime: ConversationLifetime) {
    let flood = (0..<2_000).map { party($0).segment(.syn) }
    let (letGo, rest) = told(.handshake(other) + flood, lifetime)
    #expect(!letGo.isEmpty)
    #expect(letGo.allSatisfy { $0.isLetGo && $0.outcome == .unanswered })
    #expect(rest.first?.packets == 3)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `a flood that a server answers pushes itself out too`(lifetime: ConversationLifetime) {
    let flood = (0..<1_000).flatMap { number in
      [party(number).segment(.syn), party(number).other.segment([.syn, .ack], ack: 1)]
    }
    let (letGo, rest) = told(.handshake(other) + flood, lifetime)
    #expect(!letGo.isEmpty)
    #expect(letGo.allSatisfy { $0.packets == 2 || $0.packets == 1 })
    #expect(rest.first?.packets == 3)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `connections that are closed make room first, and nothing is lost by that`(lifetime: ConversationLifetime) {
    var packets: [Sighting] = .handshake(other)
    for number in 0..<1_000 { packets += .handshake(party(number)) + .close(by: party(number)) }
    let (letGo, rest) = told(packets, lifetime)
    #expect(letGo.count + rest.count == 1_001)
    #expect(!letGo.isEmpty)
    #expect(letGo.allSatisfy { $0.outcome == .complete && !$0.isLetGo })
    #expect(rest.first?.originator == other.endpoint)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `requests that have their reply make room first, too`(lifetime: ConversationLifetime) {
    var packets: [Sighting] = [client.datagram("who waits")]
    for number in 0..<2_000 { packets += [party(number).datagram("ask"), party(number).other.datagram("ask")] }
    let (letGo, rest) = told(packets, lifetime)
    #expect(letGo.count + rest.count == 2_001)
    #expect(!letGo.isEmpty)
    #expect(letGo.allSatisfy { $0.exchanges.first?.reply != nil && !$0.isLetGo })
    #expect(rest.first?.originator == client.endpoint)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `of many that are open those that were quiet for longest are let go`(lifetime: ConversationLifetime) {
    var packets: [Sighting] = .handshake(other)
    for number in 0..<1_000 {
      packets += .handshake(party(number))
      if number % 20 == 0 {
        packets.append(other.segment([.psh, .ack], seq: 1 + UInt32(number / 20), ack: 1, "x"))
      }
    }
    let (letGo, rest) = told(packets, lifetime)
    #expect(!letGo.isEmpty)
    #expect(letGo.allSatisfy { $0.isLetGo && $0.outcome == .open })
    #expect(!letGo.contains { $0.originator == other.endpoint })
    #expect((letGo.map(\.last.frame).max() ?? 0) < (rest.map(\.last.frame).min() ?? 0))
  }
}

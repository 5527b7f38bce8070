import Conversations
import PacketBuilding
import Testing
import Wire

/// More conversations at once than there is room for.
struct ConversationLimitTests {
  /// A table that follows `limit` streams, after these packets: what it gave before the end and in the end.
  private func told(
    _ packets: [Sighting], limit: Int
  ) -> (before: [ConversationRecord], after: [ConversationRecord], givenUp: Evidence) {
    var capacity = Capacity()
    capacity.openStreams = limit
    var table = ConversationTable(capacity: capacity, lifetime: .idle)
    var (before, after): ([ConversationRecord], [ConversationRecord]) = ([], [])
    table.observe(packets) { table, _ in before += table.takeFinished() }
    table.takeRest { after.append($0) }
    return (before, after, table.givenUp)
  }

  private func party(_ number: Int) -> Party {
    Party("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", 40_000, to: "192.0.2.2", 12_345)
  }

  /// A connection that is open.
  private func opened(_ party: Party, at time: Double) -> [Sighting] {
    [
      party.segment(.syn).at(time), party.other.segment([.syn, .ack], ack: 1).at(time + 0.1),
      party.segment(.ack, seq: 1, ack: 1).at(time + 0.2),
    ]
  }

  @Test func `a flood of SYNs pushes itself out, and not those that were answered`() {
    let flood = (0..<1_000).map { party($0).segment(.syn).at(10 + Double($0) / 10) }
    let echo = [client.datagram("ask").at(1), server.datagram("ask").at(2)]
    let other = Party("192.0.2.9", 50_000, to: "192.0.2.2", 12_345)
    let (before, after, givenUp) = told(opened(other, at: 0) + echo + flood, limit: 100)
    #expect(before.count == 902)
    #expect(before.allSatisfy { $0.outcome == .unanswered })
    // The oldest first.
    #expect(before.map(\.first.frame) == Array(6..<908))
    #expect(after.count == 100)
    #expect(after.prefix(2).map(\.packets) == [3, 2])
    #expect(givenUp.total == 902)
    #expect(givenUp.frames.first == 104)
  }

  @Test func `a flood that a server answers pushes itself out too`() {
    let flood = (0..<1_000).flatMap { number in
      [
        party(number).segment(.syn).at(10 + Double(number)),
        party(number).other.segment([.syn, .ack], ack: 1).at(10.5 + Double(number)),
      ]
    }
    let other = Party("192.0.2.9", 50_000, to: "192.0.2.2", 12_345)
    let (before, after, _) = told(opened(other, at: 0) + flood, limit: 50)
    #expect(before.count == 951)
    #expect(after.first?.packets == 3)
    #expect(before.allSatisfy { $0.packets == 2 })
  }

  @Test func `connections that are closed make room, and nothing is given up by that`() {
    var packets: [Sighting] = opened(client, at: 0)
    for number in 0..<300 {
      let (one, start) = (party(number), Double(number) * 10 + 10)
      packets += opened(one, at: start)
      packets += [Sighting].close(by: one).enumerated().map { $1.at(start + 1 + Double($0)) }
    }
    let (before, after, givenUp) = told(packets, limit: 10)
    #expect(before.count + after.count == 301)
    #expect(before.allSatisfy { $0.outcome == .complete && $0.packets == 6 && !$0.isGivenUp })
    #expect(after.first?.packets == 3)
    #expect(givenUp.isEmpty)
  }

  @Test func `of many that are open those that were quiet longest are given up, and say so`() {
    let parties = (0..<10).map(party)
    var packets = parties.enumerated().flatMap { opened($1, at: Double($0)) }
    packets += opened(party(20), at: 50)
    // Two of the oldest that are left go on.
    packets += [1, 3].map { parties[$0].segment([.psh, .ack], seq: 1, ack: 1, "on").at(100 + Double($0)) }
    packets += (21..<28).flatMap { opened(party($0), at: 100 + Double($0)) }
    let (before, after, givenUp) = told(packets, limit: 10)
    #expect(before.map(\.originator) == [0, 2, 4, 5, 6, 7, 8, 9].map { parties[$0].endpoint })
    #expect(before.allSatisfy { $0.isGivenUp && $0.outcome == .open })
    #expect(after.prefix(2).map(\.packets) == [4, 4])
    #expect(givenUp.total == 8)
  }

  @Test func `datagrams that nobody answers any more are no loss`() {
    let asked = (0..<50).map { party($0).datagram("ask").at(Double($0)) }
    let later = (50..<100).map { party($0).datagram("ask").at(6_000 + Double($0)) }
    #expect(told(asked + later, limit: 50).givenUp.isEmpty)
    let sooner = (50..<100).map { party($0).datagram("ask").at(100 + Double($0)) }
    #expect(told(asked + sooner, limit: 50).givenUp.total == 50)
  }

  @Test func `what comes later of one that was given up is another conversation`() {
    let parties = (0..<3).map(party)
    let packets =
      parties.enumerated().flatMap { opened($1, at: Double($0)) }
      + [parties[0].segment([.psh, .ack], seq: 1, ack: 1, "late").at(50)]
    let (before, after, _) = told(packets, limit: 2)
    #expect(before.map(\.stream) == [0, 1])
    #expect(after.map(\.stream) == [2, 0])
    #expect(after.map(\.isResumed) == [false, true])
  }

  @Test func `without a limit nothing is given up`() {
    let flood = (0..<500).map { party($0).segment(.syn).at(Double($0)) }
    #expect(told(flood, limit: .max).givenUp.isEmpty)
    #expect(told(flood, limit: .max).after.count == 500)
  }
}

import PacketBuilding
import Testing
import Wire

@testable import Conversations

struct UneventfulConversationsTests {
  /// How many of the packets are taken, and what is told of the conversations in the end.
  private func take(_ packets: [Sighting]) -> (taken: Int, totals: [UneventfulConversations.Total], turned: [Int]) {
    var conversations = UneventfulConversations(.ethernet)
    var taken = 0, frame = 0
    packets.forEachPacket { packet, _ in
      frame += 1
      guard let ends = PacketEnds(packet) else { return }
      let key = ConversationKey(ends.isTCP ? .tcp : .udp, ends.source, ends.destination)
      if conversations.take(packet, ends, key, frame: frame, at: frame * 100, isNew: { _ in true }) { taken += 1 }
    }
    var turned: [Int] = []
    conversations.takeTurned { turned.append($0.frame) }
    var totals: [UneventfulConversations.Total] = []
    conversations.settleAll { totals.append($0) }
    return (taken, totals, turned)
  }

  private var echo: [Sighting] {
    .handshake() + [
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 6),
      server.segment([.psh, .ack], seq: 1, ack: 6, "hello"), client.segment(.ack, seq: 6, ack: 6),
    ]
  }

  @Test func `a session as it should be is counted only`() {
    let outcome = take(echo + .close(seq: 6, ack: 6))
    #expect(outcome.taken == 10)
    #expect(outcome.turned.isEmpty)
    #expect(outcome.totals.map(\.packets) == [10])
    #expect(outcome.totals.map(\.replies) == [1])
    #expect(outcome.totals.map(\.isSettled) == [true])
    #expect(outcome.totals.map(\.acknowledgments) == [9])
  }

  @Test func `with the first packet that is another, all are shown`() {
    // The request once more.
    let outcome = take(echo + [client.segment([.psh, .ack], seq: 1, ack: 1, "hello")] + .close(seq: 6, ack: 6))
    #expect(outcome.taken == 7)
    #expect(outcome.turned == Array(1...7))
    #expect(outcome.totals.isEmpty)
  }

  @Test func `what has not come back is told`() {
    let outcome = take(echo + [client.segment([.psh, .ack], seq: 6, ack: 6, "again")])
    #expect(outcome.totals.map(\.isSettled) == [false])
  }

  @Test func `datagrams that are returned are counted only`() {
    var packets: [Sighting] = []
    for number in 0..<5 as Range<UInt16> {
      packets.append(client.datagram("number \(number)", identification: number * 2 + 1))
      packets.append(server.datagram("number \(number)", identification: number * 2 + 2))
    }
    let outcome = take(packets)
    #expect(outcome.taken == 10)
    #expect(outcome.totals.map(\.replies) == [5])
    #expect(take(packets + [packets[9]]).turned.count == 10)
  }

  @Test func `what comes through an interface of another kind is an event, first or later`() {
    for place in [0, 4] {
      var conversations = UneventfulConversations(.ethernet)
      var taken = 0, frame = 0
      func take(_ packet: Packet) {
        guard let ends = PacketEnds(packet) else { return }
        let key = ConversationKey(.tcp, ends.source, ends.destination)
        if conversations.take(packet, ends, key, frame: frame, at: frame * 100, isNew: { _ in true }) { taken += 1 }
      }
      echo.forEachPacket { packet, _ in
        frame += 1
        guard frame == place + 1 else { return take(packet) }
        // The same without its Ethernet header.
        take(
          Packet(
            timestamp: packet.timestamp, originalLength: packet.originalLength - 14, linkType: .raw,
            bytes: packet.bytes.extracting(droppingFirst: 14)))
      }
      #expect(taken == place)
    }
  }

  @Test func `of a long session the packets are not remembered for ever`() {
    var packets = echo
    for number in 1..<100 as Range<UInt32> {
      let start = 1 + 5 * number
      packets += [
        client.segment([.psh, .ack], seq: start, ack: start, "hello"),
        server.segment([.psh, .ack], seq: start, ack: start + 5, "hello"),
      ]
    }
    let outcome = take(packets)
    #expect(outcome.taken == 128)
    #expect(outcome.turned.count == 128)
  }
}

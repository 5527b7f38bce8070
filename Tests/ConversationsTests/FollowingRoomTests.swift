import Conversations
import PacketBuilding
import Testing
import Wire

/// Conversations of which more live at a time than there is room to follow.
struct FollowingRoomTests {
  /// Room for about a hundred connections.
  private static var small: Capacity {
    var capacity = Capacity()
    capacity.followedBytes = 1_048_576
    return capacity
  }

  private func source(_ number: Int) -> Party {
    Party("10.0.\(number / 250).\(number % 250 + 1)", 40_000, to: "192.0.2.2", 80)
  }

  /// The records of all conversations: of those that were let go first.
  private func records(
    _ packets: [Sighting], capacity: Capacity = Self.small, lifetime: ConversationLifetime = .capture
  ) -> (letGo: [ConversationRecord], rest: [ConversationRecord]) {
    var table = ConversationTable(capacity: capacity, lifetime: lifetime)
    var (letGo, rest): ([ConversationRecord], [ConversationRecord]) = ([], [])
    table.observe(packets) { table, _ in letGo += table.takeFinished() }
    table.takeRest { rest.append($0) }
    return (letGo, rest)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle, .zeek])
  func `of a flood of SYNs those that came last are followed, and none is lost`(lifetime: ConversationLifetime) {
    let (letGo, rest) = records((0..<2_000).map { source($0).segment(.syn) }, lifetime: lifetime)
    #expect(letGo.count + rest.count == 2_000)
    #expect(rest.count < 250)
    #expect(letGo.allSatisfy { $0.isLetGo && $0.packets == 1 && $0.outcome == .unanswered })
    #expect(rest.allSatisfy { !$0.isLetGo })
    #expect((letGo + rest).map(\.first.frame).sorted() == Array(1...2_000))
    #expect(Set((letGo + rest).map(\.index)) == Set(0..<2_000))
    #expect(Set((letGo + rest).map(\.stream)) == Set(0..<2_000))
    #expect((letGo.map(\.last.frame).max() ?? 0) < (rest.map(\.last.frame).min() ?? 0))
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `of a flood of datagrams too`(lifetime: ConversationLifetime) {
    let (letGo, rest) = records((0..<4_000).map { source($0).datagram("four") }, lifetime: lifetime)
    #expect(letGo.count + rest.count == 4_000)
    #expect(!letGo.isEmpty && letGo.allSatisfy(\.isLetGo))
    #expect((letGo + rest).reduce(0) { $0 + $1.packets } == 4_000)
  }

  @Test func `who goes on is not let go`() {
    var packets = [Sighting].handshake(client)
    for number in 0..<1_000 {
      packets.append(source(number).segment(.syn))
      if number % 20 == 0 {
        packets.append(client.segment([.psh, .ack], seq: UInt32(1 + number / 20 * 5), ack: 1, "hello"))
      }
    }
    packets += .close(by: client, seq: 251)
    let (letGo, rest) = records(packets)
    #expect(!letGo.isEmpty && !letGo.contains { $0.originator == client.endpoint })
    let own = rest.first { $0.originator == client.endpoint }
    #expect(own?.outcome == .complete)
    #expect(own?.toResponder.uniquePayloadBytes == 250)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `what comes later is another conversation of the same stream`(lifetime: ConversationLifetime) {
    let first = Party("203.0.113.1", 50_000, to: "192.0.2.2", 7)
    let flood = (0..<1_000).flatMap { [Sighting].handshake(source($0)) }
    let (letGo, rest) = records(
      .handshake(first) + [first.datagram("one")] + flood
        + [first.segment([.psh, .ack], seq: 1, ack: 1, "later"), first.datagram("two")],
      lifetime: lifetime)
    for transport in [TransportProtocol.tcp, .udp] {
      let before = letGo.first { $0.protocol == transport && $0.originator == first.endpoint }
      let after = rest.first { $0.protocol == transport && $0.originator == first.endpoint }
      #expect(before?.stream == 0 && after?.stream == 0)
      #expect(before?.isResumed == false && after?.isResumed == true)
      #expect(before?.isLetGo == true && after?.isLetGo == false)
    }
  }

  @Test func `a SYN with another number opens another stream there`() {
    let first = Party("203.0.113.1", 50_000, to: "192.0.2.2", 7)
    let flood = (0..<1_000).map { source($0).segment(.syn) }
    let again = Party(first.endpoint, to: first.peer, isn: 77_000)
    let (_, rest) = records([first.segment(.syn)] + flood + [again.segment(.syn)])
    let own = rest.first { $0.originator == first.endpoint }
    #expect(own?.stream == 1_001)
    #expect(own?.isResumed == false)
    // The same SYN, sent again, goes on with it.
    let (_, others) = records([first.segment(.syn)] + flood + [first.segment(.syn)])
    #expect(others.first { $0.originator == first.endpoint }?.stream == 0)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `connections on the same ports, one after the other, are let go`(lifetime: ConversationLifetime) {
    let packets = (0..<1_000).map { number in
      Party(client.endpoint, to: client.peer, isn: UInt32(number * 1_000)).segment(.syn)
    }
    let (letGo, rest) = records(packets, lifetime: lifetime)
    #expect(letGo.count + rest.count == 1_000)
    #expect(!letGo.isEmpty)
    #expect(Set((letGo + rest).map(\.stream)).count == 1_000)
  }

  @Test(arguments: [ConversationLifetime.capture, .idle])
  func `one stream through very many VLANs does not grow`(lifetime: ConversationLifetime) {
    let packets = (0..<4_000).map { number in
      client.datagram("x").tagged(UInt16(number % 64)).tagged(UInt16(number / 64))
    }
    let (letGo, rest) = records(packets, lifetime: lifetime)
    #expect(letGo.count + rest.count == 4_000)
    #expect(!letGo.isEmpty)
    #expect(Set((letGo + rest).map(\.stream)) == [0])
  }

  @Test func `long lists count, and not only conversations`() {
    // Sixteen connections of 1,000 segments that nobody acknowledges: each has a list for either use.
    let parties = (0..<16).map { source($0) }
    var packets = parties.flatMap { [Sighting].handshake($0) }
    for number in 0..<1_000 {
      packets += parties.map { $0.segment(.ack, seq: UInt32(1 + number * 10), ack: 1, "0123456789") }
    }
    let (letGo, rest) = records(packets)
    #expect(!letGo.isEmpty)
    #expect((letGo + rest).reduce(0) { $0 + $1.packets } == packets.count)
    #expect((letGo + rest).reduce(0) { $0 + $1.toResponder.uniquePayloadBytes } == 160_000)
  }

  @Test func `closed connections go first, and nothing is told of that`() {
    let quiet = Party("203.0.113.1", 50_000, to: "192.0.2.2", 7)
    let scan = (0..<1_000).flatMap { number in
      [source(number).segment(.syn), source(number).other.segment([.rst, .ack], ack: 1)]
    }
    let (gone, rest) = records([Sighting].handshake(quiet) + scan)
    #expect(gone.count > 800 && gone.allSatisfy { !$0.isLetGo })
    #expect(gone.allSatisfy { $0.outcome == .refused })
    #expect(rest.contains { $0.originator == quiet.endpoint && $0.outcome == .open })
  }

  @Test func `streams that ICMP errors alone tell of are let go`() {
    var table = ConversationTable(capacity: Self.small)
    let errors = (0..<4_000).map { number in
      client.icmpError(quoting: source(number).datagram("x"))
    }
    var streams: Set<Int> = []
    table.observe(errors) { _, observation in streams.insert(observation.udpStream ?? -1) }
    #expect(streams == Set(0..<4_000))
    #expect(table.records().isEmpty)
  }

  @Test func `numbers of streams are known of the latest alone`() {
    var capacity = Self.small
    capacity.knownStreams = 100
    let flood = (0..<1_000).map { source($0).segment(.syn) }
    var table = ConversationTable(capacity: capacity)
    var streams: [Int] = []
    table.observe(flood + [source(0).segment(.syn)]) { table, observation in
      _ = table.takeFinished()
      streams.append(observation.tcpStream ?? -1)
    }
    #expect(streams == Array(0...1_000))
  }
}

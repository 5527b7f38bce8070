import Conversations
import PacketBuilding
import Testing
import Wire

struct UDPConversationTests {
  @Test func `the first difference has its place and both frames`() {
    let record = conversation([
      client.datagram("same"), server.datagram("same"), client.datagram("Hello World"), server.datagram("Hello there"),
    ])
    #expect(record.echo.firstDifference?.offset == 6)
    #expect(record.echo.firstDifference?.frame == 4)
    #expect(record.echo.firstDifference?.requestFrame == 3)
    #expect(record.echo.shortened == 0)
  }

  @Test func `replies with only the beginning of their request are counted`() {
    let record = conversation([
      client.datagram("a longer request"), server.datagram("a longer"), client.datagram("another one"),
      server.datagram("another one"),
    ])
    #expect(record.echo.shortened == 1)
    #expect(record.echo.firstDifference?.offset == 8)
  }

  @Test func `latencies that differ make jitter`() {
    let record = conversation([
      client.datagram("1").at(0), server.datagram("1").at(10), client.datagram("2").at(100),
      server.datagram("2").at(114),
      client.datagram("3").at(200), server.datagram("3").at(212),
    ])
    // |14 − 10| and |12 − 14|
    #expect(record.echo.jitter == ms(3))
    #expect(record.echo.rtt?.mean == ms(12))
  }

  @Test func `requests that nobody answers take nothing of what TCP echoes need`() {
    var capacity = Capacity()
    capacity.echoBytes = 1_000
    let others = (0..<50).map { number in
      Party("198.51.100.\(number)", 40_000, to: "192.0.2.2", 9).datagram(bytes: [UInt8](repeating: 1, count: 1_000))
    }
    let echo: [Sighting] = [
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
    ]
    let records = observe(others, .handshake(), echo, capacity: capacity).records
    #expect(records.first { $0.protocol == .tcp }?.echo.isEcho == true)
  }

  @Test func `a request and its identical reply`() throws {
    let record = conversation([client.datagram("Good Morning!!!").at(0), server.datagram("Good Morning!!!").at(1.155)])
    let exchange = try #require(record.exchanges.first)
    #expect(exchange.request?.frame == 1)
    #expect(exchange.reply?.frame == 2)
    #expect(exchange.nanoseconds == ms(1.155))
    #expect(exchange.isIdentical == true)
    #expect(exchange.preview == Array("Good Morning!!!".utf8))
    #expect(record.outcome == .complete)
    #expect(record.echo.isEcho == true)
    #expect(record.echo.rtt?.median == ms(1.155))
  }

  @Test func `a reply with another payload answers all the same`() {
    let record = conversation([client.datagram("question"), server.datagram("answer")])
    #expect(record.exchanges.map(\.isIdentical) == [false])
    #expect(record.outcome == .complete)
    #expect(record.echo.isEcho == false)
    #expect(record.echo.mismatched == 1)
  }

  @Test func `a reply that the server's buffer cut is a mismatch of lengths`() {
    let record = conversation([client.datagram("a long message"), server.datagram("a long")])
    #expect(record.exchanges.map(\.requestLength) == [14])
    #expect(record.exchanges.map(\.replyLength) == [6])
    #expect(record.exchanges.map(\.isIdentical) == [false])
  }

  @Test func `an empty datagram is echoed by an empty one`() {
    let record = conversation([client.datagram(""), server.datagram("")])
    #expect(record.exchanges.map(\.isIdentical) == [true])
    #expect(record.exchanges.map(\.requestLength) == [0])
    #expect(record.payloadBytes == 0)
  }

  @Test func `a lost reply leaves its request unanswered`() {
    let record = conversation([
      client.datagram("1"), server.datagram("1"), client.datagram("2"), client.datagram("3"), server.datagram("3"),
    ])
    #expect(record.exchanges.map(\.reply?.frame) == [2, nil, 5])
    #expect(record.outcome == .open)
    #expect(record.echo.requests == 3)
    #expect(record.echo.replies == 2)
    #expect(record.echo.lost == 1)
    #expect(record.echo.isEcho == true)
  }

  @Test func `requests without any reply are unanswered`() {
    let record = conversation([client.datagram("1"), client.datagram("2")])
    #expect(record.outcome == .unanswered)
    #expect(record.echo.lost == 2)
    #expect(record.echo.isEcho == nil)
  }

  @Test func `a second equal reply is a duplicate`() {
    let record = conversation([client.datagram("1"), server.datagram("1"), server.datagram("1"), server.datagram("1")])
    #expect(record.exchanges.map(\.duplicates) == [[3, 4]])
    #expect(record.echo.duplicated == 2)
    #expect(record.echo.replies == 1)
    #expect(record.outcome == .complete)
  }

  @Test func `equal requests are answered in turn`() {
    let record = conversation([
      client.datagram("ping"), client.datagram("ping"), server.datagram("ping"), server.datagram("ping"),
    ])
    #expect(record.exchanges.map(\.reply?.frame) == [3, 4])
    #expect(record.echo.duplicated == 0)
  }

  @Test func `a reply to an older request than one already answered is reordered`() {
    let record = conversation([
      client.datagram("1"), client.datagram("2"), server.datagram("2"), server.datagram("1"),
    ])
    #expect(record.exchanges.map(\.reply?.frame) == [4, 3])
    #expect(record.exchanges.map(\.isReordered) == [true, false])
    #expect(record.echo.reordered == 1)
    #expect(record.echo.lost == 0)
  }

  @Test func `a reply with another payload takes the oldest request of the last five seconds`() {
    let record = conversation([
      client.datagram("old").at(0), client.datagram("new").at(1_000), server.datagram("answer").at(5_500),
      server.datagram("late").at(7_000),
    ])
    #expect(record.exchanges.map(\.reply?.frame) == [nil, 3, 4])
    #expect(record.exchanges.map(\.request?.frame) == [1, 2, nil])
    #expect(record.exchangesTotal == 3)
    #expect(record.echo.lost == 1)
  }

  @Test func `an equal reply is taken however late it is`() {
    let record = conversation([client.datagram("slow").at(0), server.datagram("slow").at(60_000)])
    #expect(record.exchanges.map(\.nanoseconds) == [ms(60_000)])
  }

  @Test func `an answer from a system port is not a request`() {
    let dns = Party("192.0.2.53", 53, to: "192.0.2.1", 50_892)
    let record = conversation([dns.datagram("answer"), dns.other.datagram("question"), dns.datagram("answer")])
    #expect(record.originator == dns.peer)
    #expect(record.rolesInferred)
    #expect(record.exchanges.map(\.request?.frame) == [nil, 2])
    #expect(record.exchanges.map(\.reply?.frame) == [1, 3])
  }

  @Test func `an answer alone is the middle of something`() {
    let record = conversation([Party("192.0.2.53", 53, to: "192.0.2.1", 50_892).datagram("answer")])
    #expect(record.outcome == .midstream)
    #expect(record.exchangesTotal == 1)
    #expect(record.echo.lost == 0)
  }

  @Test func `where the snapshot length cut a payload nobody knows whether it is the same`() {
    let text = String(repeating: "x", count: 100)
    let record = conversation([client.datagram(text).cut(to: 68), server.datagram(text).cut(to: 68)])
    #expect(record.exchanges.map(\.isIdentical) == [nil])
    #expect(record.echo.isEcho == nil)
    #expect(record.outcome == .complete)
    let shorter = conversation([client.datagram(text).cut(to: 68), server.datagram("x")])
    #expect(shorter.exchanges.map(\.isIdentical) == [false])
  }

  @Test func `a clock that runs backwards gives no round trip`() {
    let record = conversation([client.datagram("1").at(5_000), server.datagram("1").at(1)])
    #expect(record.exchanges.map(\.nanoseconds) == [nil])
    #expect(record.echo.rtt == nil)
    #expect(record.echo.replies == 1)
  }

  @Test(arguments: [(client, server), (client6, server6)])
  func `no one listens on the port`(client: Party, server: Party) throws {
    let request = client.datagram("anyone?")
    let record = conversation([request, server.icmpError(quoting: request)])
    let exchange = try #require(record.exchanges.first)
    #expect(exchange.icmpError?.frame == 2)
    #expect(exchange.icmpError?.isPortUnreachable == true)
    #expect(exchange.icmpError?.reporter == server.endpoint.address)
    #expect(exchange.reply == nil)
    #expect(record.outcome == .refused)
    #expect(record.packets == 1)
  }

  @Test func `an ICMP error is tied to the datagram that it quotes`() {
    let requests = ["1", "2", "3"].enumerated().map { client.datagram($1, identification: UInt16($0)) }
    let record = conversation(requests, [server.icmpError(quoting: requests[1])])
    #expect(record.exchanges.map(\.icmpError?.frame) == [nil, 4, nil])
  }

  @Test func `in IPv6 the checksum tells which datagram it is`() {
    let requests = ["1", "2", "3"].map { client6.datagram($0) }
    let record = conversation(requests, [server6.icmpError(quoting: requests[0])])
    #expect(record.exchanges.map(\.icmpError?.frame) == [4, nil, nil])
  }

  @Test func `a checksum that offload filled in after the capture does not hide the datagram`() {
    let request = client.datagram("hello", identification: 7)
    let record = conversation([request.setting(request.pseudoHeaderSum, at: 40), server.icmpError(quoting: request)])
    #expect(record.exchanges.map(\.icmpError?.frame) == [2])
  }

  @Test func `a second error about one datagram takes no other`() {
    let requests = ["1", "2"].enumerated().map { client.datagram($1, identification: UInt16($0)) }
    let error = server.icmpError(quoting: requests[0])
    let record = conversation(requests, [error, error])
    #expect(record.exchanges.map(\.icmpError?.frame) == [3, nil])
    #expect(record.icmpErrorTotal == 2)
  }

  @Test func `a redirect does not take the request away`() {
    let request = client.datagram("hello")
    let record = conversation([
      request, server.icmpError(type: 5, code: 1, quoting: request), server.datagram("hello"),
    ])
    #expect(record.exchanges.map(\.icmpError?.frame) == [nil])
    #expect(record.exchanges.map(\.reply?.frame) == [3])
    #expect(record.icmpErrorTotal == 1)
  }

  @Test func `an error about a reply is the conversation's, and no request's`() {
    let reply = server.datagram("hello")
    let record = conversation([client.datagram("hello"), reply, client.icmpError(quoting: reply)])
    #expect(record.icmpErrors.map(\.frame) == [3])
    #expect(record.exchanges.map(\.icmpError?.frame) == [nil])
    #expect(record.outcome == .complete)
  }

  @Test func `past the budget totals stay exact, and the table says so`() {
    var capacity = Capacity()
    capacity.detailsPerConversation = 3
    let packets = (0..<5).flatMap { [client.datagram("\($0)"), server.datagram("\($0)")] }
    let observed = observe(packets, capacity: capacity)
    #expect(observed.records.map(\.exchanges.count) == [3])
    #expect(observed.records.map(\.exchangesTotal) == [5])
    #expect(observed.records.map(\.echo.replies) == [5])
    #expect(!observed.hasAllDetails)
  }

  @Test func `the budget for all conversations together is shared`() {
    var capacity = Capacity()
    capacity.details = 4
    let other = Party("192.0.2.1", 40_000, to: "192.0.2.2", 12_345)
    let packets = (0..<3).flatMap { [client.datagram("\($0)"), other.datagram("\($0)")] }
    let observed = observe(packets, .handshake(), [client.segment(.ack, seq: 1, ack: 1, "x")], capacity: capacity)
    #expect(observed.records.map { $0.exchanges.count + $0.data.count } == [2, 2, 0])
    #expect(observed.records.map(\.dataTotal) == [0, 0, 1])
    #expect(!observed.hasAllDetails)
  }

  @Test func `of a flood of requests only the latest are waited for`() {
    var capacity = Capacity()
    capacity.waitingRequests = 10
    let record = conversation(
      (0..<100).map { client.datagram("\($0)") }, [server.datagram("99"), server.datagram("0")], capacity: capacity)
    #expect(record.exchanges[99].reply?.frame == 101)
    #expect(record.exchanges[0].reply == nil)
    #expect(record.echo.requests == 100)
  }
}

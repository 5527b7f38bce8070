import Conversations
import PacketBuilding
import Testing
import Wire

struct ConversationTableTests {
  @Test func `TCP and UDP count their streams apart, and conversations together`() {
    let other = Party("192.0.2.1", 40_000, to: "192.0.2.2", 53)
    let observed = observe([
      client.datagram("a"), client.segment(.syn), other.datagram("b"), other.segment(.syn), server.datagram("a"),
    ])
    #expect(observed.records.map(\.protocol) == [.udp, .tcp, .udp, .tcp])
    #expect(observed.records.map(\.stream) == [0, 0, 1, 1])
    #expect(observed.records.map(\.index) == [0, 1, 2, 3])
    #expect(observed.observations.map(\.conversation) == [0, 1, 2, 3, 0])
  }

  @Test func `a SYN with a new number on the same ports opens a new stream`() {
    let again = Party(client.endpoint, to: server.endpoint, isn: 900_000, peerISN: 800_000)
    let observed = observe(.handshake(), .close(), .handshake(again))
    #expect(observed.records.map(\.stream) == [0, 1])
    #expect(observed.records.map(\.outcome) == [.complete, .open])
    #expect(observed.observations.map(\.tcpStream) == [0, 0, 0, 0, 0, 0, 1, 1, 1])
  }

  @Test func `a SYN sent again stays in its stream`() {
    let observed = observe([client.segment(.syn), client.segment(.syn)], .handshake())
    #expect(observed.records.map(\.stream) == [0])
  }

  @Test func `the same ports on 127·0·0·1 and on ··1 are two conversations`() {
    let v4 = Party("127.0.0.1", 50_892, to: "127.0.0.1", 12_345), v6 = Party("::1", 50_892, to: "::1", 12_345)
    let observed = observe([v4.segment(.syn), v6.segment(.syn), v4.other.segment([.syn, .ack], ack: 1)])
    #expect(observed.records.map(\.packets) == [2, 1])
    #expect(observed.records.map(\.originator.address.isIPv6) == [false, true])
  }

  @Test func `an IPv6 address that reads like an IPv4 one is another`() {
    let v4 = Party("0.0.0.1", 50_892, to: "0.0.0.1", 12_345), v6 = Party("::1", 50_892, to: "::1", 12_345)
    #expect(observe([v4.datagram("a"), v6.datagram("a")]).records.count == 2)
  }

  @Test func `one endpoint that talks to itself is its own originator`() {
    let own = Party("127.0.0.1", 7_000, to: "127.0.0.1", 7_000)
    let observed = observe(.handshake(own), .close(by: own), [own.datagram("me")])
    #expect(observed.records.map(\.toOriginator.packets) == [0, 0])
    #expect(observed.observations.allSatisfy { $0.sender == .originator })
  }

  @Test(
    arguments: [
      (50_892, 12_345, true), (12_345, 50_892, false), (443, 40_000, false), (40_000, 443, true), (2_000, 3_000, true),
      (80, 22, true), (22, 80, false), (60_000, 50_000, true),
    ] as [(UInt16, UInt16, Bool)])
  func `without a SYN the ports tell who began`(from: UInt16, to: UInt16, isSenderOriginator: Bool) {
    let sender = Party("192.0.2.1", from, to: "192.0.2.2", to)
    let record = conversation([sender.segment([.psh, .ack], seq: 1, ack: 1, "hello")])
    #expect((record.originator == sender.endpoint) == isSenderOriginator)
    #expect(record.rolesInferred)
    #expect(record.outcome == .midstream)
  }

  @Test func `a SYN-ACK alone tells who answered`() {
    let record = conversation([server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1)])
    #expect(record.originator == client.endpoint)
    #expect(record.rolesInferred)
    #expect(record.handshake?.syn == nil)
    #expect(record.handshake?.ack?.frame == 2)
  }

  @Test func `a header quoted in an ICMP error takes a stream number, and no index`() {
    let unseen = Party("192.0.2.1", 40_000, to: "192.0.2.9", 53)
    let observed = observe([
      client.datagram("a"), server.icmpError(quoting: unseen.datagram("b")),
      Party(client.endpoint, to: unseen.peer).datagram("c"),
    ])
    #expect(observed.observations.map(\.udpStream) == [0, 1, 2])
    #expect(observed.observations.map(\.conversation) == [0, nil, 1])
    #expect(observed.records.map(\.index) == [0, 1])
  }

  @Test func `a SYN tells who began even after an ICMP error made a guess`() {
    // The lower port is taken for the server's, wrongly.
    let low = Party("192.0.2.1", 20_000, to: "192.0.2.2", 40_000)
    let quoted = low.segment(.ack, seq: 1, ack: 1)
    let observed = observe([low.other.icmpError(quoting: quoted, transportBytes: 20)], .handshake(low))
    #expect(observed.records.map(\.originator) == [low.endpoint])
    #expect(observed.records.map(\.rolesInferred) == [false])
    #expect(observed.records.map(\.outcome) == [.open])
  }

  @Test func `packets that a filter drops keep the stream numbers and are counted nowhere`() {
    let other = Party("192.0.2.1", 40_000, to: "192.0.2.2", 80)
    let observed = observe(
      [other.segment(.syn).dropped, other.datagram("x").dropped], .handshake(), [client.datagram("y")])
    #expect(observed.observations.map(\.tcpStream) == [0, nil, 1, 1, 1, nil])
    #expect(observed.observations.map(\.udpStream) == [nil, 0, nil, nil, nil, 1])
    #expect(observed.records.map(\.stream) == [1, 1])
    #expect(observed.records.map(\.index) == [0, 1])
    #expect(observed.records.map(\.packets) == [3, 1])
  }
}

import Conversations
import PacketBuilding
import Testing
import Wire

struct DataSegmentTests {
  @Test func `a segment tells where it is in the stream and how it begins`() throws {
    let record = conversation(
      .handshake(), [client.segment([.psh, .ack], seq: 1, ack: 1, String(repeating: "x", count: 70))])
    let segment = try #require(record.data.first)
    #expect(segment.frame == 4)
    #expect(segment.from == .originator)
    #expect(segment.flags == [.psh, .ack])
    #expect(segment.sequence == 1)
    #expect(segment.rawSequence == SequenceNumber(1_001))
    #expect(segment.length == 70)
    #expect(segment.preview.count == 64)
    #expect(segment.acknowledgedBy == nil)
    #expect(record.dataTotal == 1)
  }

  @Test func `an ACK that comes with the reply acknowledges the request`() {
    let record = conversation(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
        client.segment(.ack, seq: 6, ack: 6),
      ])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [5, 6])
  }

  @Test func `one ACK covers all that came before it`() {
    let record = conversation(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, "aaa"), client.segment(.ack, seq: 4, ack: 1, "bbb"),
        client.segment(.ack, seq: 7, ack: 1, "ccc"), server.segment(.ack, seq: 1, ack: 7),
        server.segment(.ack, seq: 1, ack: 10),
      ])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [7, 7, 8])
  }

  @Test func `an ACK in the middle of a segment does not cover it`() {
    let record = conversation(
      .handshake(), [client.segment(.ack, seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 3)])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [nil])
  }

  @Test func `a lost ACK is made up for by a later one`() {
    let record = conversation(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, "one"), client.segment(.ack, seq: 4, ack: 1, "two"),
        server.segment(.ack, seq: 1, ack: 7),
      ])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [6, 6])
    #expect(record.toResponder.retransmissions == 0)
  }

  @Test func `a segment sent again is a retransmission, and the ACK covers both copies`() {
    let record = conversation(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), client.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
        server.segment(.ack, seq: 1, ack: 6),
      ])
    #expect(record.data.map(\.isRetransmission) == [false, true])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [6, 6])
    #expect(record.toResponder.retransmissions == 1)
    #expect(record.toResponder.payloadBytes == 10)
    #expect(record.toResponder.uniquePayloadBytes == 5)
  }

  @Test func `a single byte sent again before its ACK is a retransmission`() {
    let record = conversation(
      .handshake(), [client.segment(.ack, seq: 1, ack: 1, "x"), client.segment(.ack, seq: 1, ack: 1, "x")])
    #expect(record.data.map(\.isRetransmission) == [false, true])
  }

  @Test func `a single byte sent again after its ACK keeps the connection alive`() {
    let record = conversation(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 6),
        client.segment(.ack, seq: 5, ack: 1, "o").at(7_200_000), server.segment(.ack, seq: 1, ack: 6),
      ])
    #expect(record.toResponder.retransmissions == 0)
    #expect(record.toResponder.uniquePayloadBytes == 5)
    #expect(record.toOriginator.duplicateAcks == 0)
  }

  @Test func `a keep-alive without payload is no data`() {
    let record = conversation(
      .handshake(), [client.segment(.ack, seq: 0, ack: 1), server.segment(.ack, seq: 1, ack: 1)])
    #expect(record.dataTotal == 0)
    #expect(record.toOriginator.duplicateAcks == 0)
  }

  @Test func `a segment that fills a hole came out of order`() {
    let record = conversation(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, "one"), client.segment(.ack, seq: 7, ack: 1, "three"),
        client.segment(.ack, seq: 4, ack: 1, "two"),
      ])
    #expect(record.data.map(\.isOutOfOrder) == [false, false, true])
    #expect(record.toResponder.outOfOrder == 1)
    #expect(record.toResponder.retransmissions == 0)
    #expect(record.toResponder.uniquePayloadBytes == 11)
  }

  @Test func `a segment that overlaps adds only its new bytes`() {
    let record = conversation(
      .handshake(),
      [client.segment(.ack, seq: 1, ack: 1, "hello"), client.segment(.ack, seq: 4, ack: 1, "lo world")])
    #expect(record.data.map(\.isRetransmission) == [false, false])
    #expect(record.toResponder.uniquePayloadBytes == 11)
    #expect(record.toResponder.payloadBytes == 13)
  }

  @Test func `sequence numbers go on past 2³²`() {
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: .max - 5)
    let record = conversation(
      .handshake(client),
      [
        client.segment(.ack, seq: 1, ack: 1, "hello"), client.segment(.ack, seq: 6, ack: 1, "world"),
        client.segment(.ack, seq: 6, ack: 1, "world"), client.other.segment(.ack, seq: 1, ack: 11),
      ], .close(by: client, seq: 11))
    #expect(record.data.map(\.sequence) == [1, 6, 6])
    #expect(record.data.map(\.isRetransmission) == [false, false, true])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [7, 7, 7])
    #expect(record.toResponder.uniquePayloadBytes == 10)
    #expect(record.outcome == .complete)
  }
}

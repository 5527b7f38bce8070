import Conversations
import PacketBuilding
import Testing
import Wire

struct DirectionCountsTests {
  @Test func `frames and payload are counted a direction`() {
    let record = conversation(
      .handshake(),
      [client.segment(.ack, seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 6, "hello, you")])
    #expect(record.toResponder.packets == 3)
    #expect(record.toResponder.bytes == 3 * 54 + 5)
    #expect(record.toResponder.payloadBytes == 5)
    #expect(record.toOriginator.packets == 2)
    #expect(record.toOriginator.bytes == 2 * 54 + 10)
    #expect(record.bytes == record.toResponder.bytes + record.toOriginator.bytes)
  }

  @Test func `a cut frame counts with its original length`() {
    let record = conversation([client.datagram(String(repeating: "x", count: 200)).cut(to: 68)])
    #expect(record.toResponder.bytes == 242)
    #expect(record.toResponder.payloadBytes == 200)
  }

  @Test func `an ACK is a duplicate only with data outstanding`() {
    let ack = server.segment(.ack, seq: 1, ack: 1)
    let record = conversation(
      .handshake(), [ack, ack],
      [
        client.segment(.ack, seq: 1, ack: 1, "lost"), client.segment(.ack, seq: 5, ack: 1, "two"), ack, ack, ack,
        client.segment(.ack, seq: 1, ack: 1, "lost"), server.segment(.ack, seq: 1, ack: 8),
        server.segment(.ack, seq: 1, ack: 8),
      ])
    #expect(record.toOriginator.duplicateAcks == 3)
    #expect(record.toResponder.duplicateAcks == 0)
  }

  @Test func `an ACK with a new window, with data, or with FIN is no duplicate`() {
    let record = conversation(
      .handshake(),
      [
        server.segment(.ack, seq: 1, ack: 1), client.segment(.ack, seq: 1, ack: 1, "data"),
        server.segment(.ack, seq: 1, ack: 1, window: 100), server.segment(.ack, seq: 1, ack: 1, "x", window: 100),
        server.segment([.fin, .ack], seq: 2, ack: 1, window: 100),
      ])
    #expect(record.toOriginator.duplicateAcks == 0)
  }

  @Test func `an old ACK that comes late is not the one that others repeat`() {
    let record = conversation(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, "one"), client.segment(.ack, seq: 4, ack: 1, "two"),
        client.segment(.ack, seq: 7, ack: 1, "three"), server.segment(.ack, seq: 1, ack: 7),
        server.segment(.ack, seq: 1, ack: 4), server.segment(.ack, seq: 1, ack: 4),
        server.segment(.ack, seq: 1, ack: 7),
      ])
    #expect(record.toOriginator.duplicateAcks == 1)
  }

  @Test func `windows of zero are counted, SYN, FIN and RST apart`() {
    let record = conversation(
      [client.segment(.syn, window: 0), server.segment([.syn, .ack], ack: 1)],
      [
        client.segment(.ack, seq: 1, ack: 1, window: 0), client.segment(.ack, seq: 1, ack: 1, window: 0),
        client.segment([.fin, .ack], seq: 1, ack: 1, window: 0), client.segment(.rst, seq: 2, window: 0),
      ])
    #expect(record.toResponder.zeroWindows == 2)
    #expect(record.toOriginator.zeroWindows == 0)
  }

  @Test func `TCP counts are not there in UDP`() {
    let record = conversation([client.datagram("hello")])
    #expect(record.toResponder.retransmissions == nil)
    #expect(record.toResponder.zeroWindows == nil)
  }

  @Test func `wrong checksums are counted with their frames, the first eight`() {
    let record = conversation([client.datagram("fine")], (0..<10).map { _ in client.datagram("bad").corrupted })
    #expect(record.toResponder.wrongChecksums == 10)
    #expect(record.toResponder.wrongChecksumFrames == Array(2...9))
  }

  @Test func `a checksum that offload left to the card is partial, one that was not made is fine`() {
    let datagram = client.datagram("hello")
    let pseudoHeader: UInt16 = datagram.pseudoHeaderSum
    let record = conversation([datagram.setting(pseudoHeader, at: 40), datagram.setting(0, at: 40), datagram])
    #expect(record.toResponder.partialChecksums == 1)
    #expect(record.toResponder.wrongChecksums == 0)
  }
}

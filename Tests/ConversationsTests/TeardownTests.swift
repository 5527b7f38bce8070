import Conversations
import PacketBuilding
import Testing
import Wire

struct TeardownTests {
  @Test func `the client closes first, in four packets`() throws {
    let record = conversation(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).at(10), server.segment(.ack, seq: 1, ack: 2).at(12),
        server.segment([.fin, .ack], seq: 1, ack: 2).at(30), client.segment(.ack, seq: 2, ack: 2).at(31),
      ])
    let teardown = try #require(record.teardown)
    #expect(teardown.kind == .fin)
    #expect(teardown.activeCloser == .originator)
    #expect(teardown.frames == [4, 5, 6, 7])
    #expect(teardown.fins.map(\.acknowledgedBy?.frame) == [5, 7])
    #expect(teardown.halfClosedNanoseconds == ms(20))
    #expect(teardown.isComplete)
    #expect(record.outcome == .complete)
  }

  @Test func `the server closes first, in three packets`() throws {
    let record = conversation(.handshake(), .close(by: server))
    let teardown = try #require(record.teardown)
    #expect(teardown.activeCloser == .responder)
    #expect(teardown.frames == [4, 5, 6])
    #expect(teardown.fins.map(\.acknowledgedBy?.frame) == [5, 6])
    #expect(record.outcome == .complete)
  }

  @Test func `a half-closed connection still carries data the other way`() throws {
    let record = conversation(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).at(10), server.segment(.ack, seq: 1, ack: 2).at(11),
        server.segment([.psh, .ack], seq: 1, ack: 2, "late").at(300), client.segment(.ack, seq: 2, ack: 5).at(301),
        server.segment([.fin, .ack], seq: 5, ack: 2).at(310), client.segment(.ack, seq: 2, ack: 6).at(311),
      ])
    #expect(record.teardown?.halfClosedNanoseconds == ms(300))
    #expect(record.data.map(\.acknowledgedBy?.frame) == [7])
    #expect(record.outcome == .complete)
  }

  @Test func `a FIN may carry the last data`() {
    let record = conversation(
      .handshake(),
      [client.segment([.fin, .psh, .ack], seq: 1, ack: 1, "bye"), server.segment(.ack, seq: 1, ack: 4)])
    #expect(record.data.map(\.acknowledgedBy?.frame) == [5])
    #expect(record.teardown?.fins.map(\.acknowledgedBy?.frame) == [nil])
  }

  @Test func `both close at once`() throws {
    let record = conversation(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1), server.segment([.fin, .ack], seq: 1, ack: 1),
        client.segment(.ack, seq: 2, ack: 2), server.segment(.ack, seq: 2, ack: 2),
      ])
    let teardown = try #require(record.teardown)
    #expect(teardown.activeCloser == .originator)
    #expect(teardown.fins.map(\.acknowledgedBy?.frame) == [7, 6])
    #expect(record.outcome == .complete)
  }

  @Test func `a FIN sent again is the same FIN`() {
    let fin = client.segment([.fin, .ack], seq: 1, ack: 1)
    let record = conversation(.handshake(), [fin, fin, server.segment(.ack, seq: 1, ack: 2)])
    #expect(record.teardown?.fins.map(\.frame) == [4])
    #expect(record.teardown?.fins.first?.retries.map(\.frame) == [5])
    #expect(record.teardown?.fins.first?.acknowledgedBy?.frame == 6)
    #expect(record.outcome == .open)
  }

  @Test func `data for a client that is gone is answered by RST`() throws {
    // The chat: `exit`, FIN, and the server's goodbye comes to a closed socket.
    let record = conversation(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, "exit"), client.segment([.fin, .ack], seq: 5, ack: 1),
        server.segment([.psh, .ack], seq: 1, ack: 6, "goodbye"), client.segment(.rst, seq: 6),
        server.segment([.fin, .ack], seq: 8, ack: 6), client.segment(.rst, seq: 6),
      ])
    let teardown = try #require(record.teardown)
    #expect(teardown.kind == .reset)
    #expect(teardown.activeCloser == .originator)
    #expect(teardown.resets.map(\.frame) == [7, 9])
    #expect(record.outcome == .reset)
    #expect(record.data.map(\.acknowledgedBy?.frame) == [6, nil])
  }

  @Test func `a RST without FIN aborts`() throws {
    let record = conversation(.handshake(), [client.segment([.rst, .ack], seq: 1, ack: 1)])
    let teardown = try #require(record.teardown)
    #expect(teardown.kind == .reset)
    #expect(teardown.activeCloser == .originator)
    #expect(teardown.frames == [4])
    #expect(record.outcome == .reset)
  }

  @Test func `a RST in place of the last ACK is a reset`() {
    let record = conversation(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1), server.segment([.fin, .ack], seq: 1, ack: 2),
        client.segment([.rst, .ack], seq: 2, ack: 2),
      ])
    #expect(record.outcome == .reset)
  }

  @Test func `a RST after a complete close changes nothing`() {
    let record = conversation(.handshake(), .close(), [server.segment(.rst, seq: 2)])
    #expect(record.teardown?.kind == .fin)
    #expect(record.teardown?.isClosedBeforeReset == true)
    #expect(record.outcome == .complete)
  }

  @Test func `the RSTs after the eighth are only counted`() {
    let record = conversation(.handshake(), (0..<20).map { _ in client.segment(.rst, seq: 1) })
    #expect(record.teardown?.resets.count == 8)
    #expect(record.teardown?.resetTotal == 20)
  }

  @Test func `a clock that runs backwards gives no half-closed time`() {
    let record = conversation(
      .handshake(),
      [
        client.segment([.fin, .ack], seq: 1, ack: 1).at(5_000), server.segment([.fin, .ack], seq: 1, ack: 2).at(10),
        client.segment(.ack, seq: 2, ack: 2).at(11),
      ])
    #expect(record.teardown?.halfClosedNanoseconds == nil)
    #expect(record.durationNanoseconds == ms(11))
  }
}

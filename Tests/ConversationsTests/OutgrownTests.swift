import Conversations
import PacketBuilding
import Testing
import Wire

/// Conversations of which more is missing, or waits, than is kept of one.
struct OutgrownTests {
  private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x61, count: count) }

  @Test func `a segment where a hole was forgotten is told`() {
    // 200 holes of ten bytes, of which the first are forgotten.
    let holes = (0..<200).map { client.segment(.ack, seq: UInt32(11 + $0 * 20), ack: 1, bytes: bytes(10)) }
    let opening = [Sighting].handshake(client)
    #expect(conversation(opening + holes).outgrown.isEmpty)
    let record = conversation(opening + holes + [client.segment(.ack, seq: 1, ack: 1, bytes: bytes(10))])
    #expect(record.outgrown.frames == [204])
    #expect(record.outgrown.total == 1)
    // The latest are known.
    let known = conversation(opening + holes + [client.segment(.ack, seq: 3_981, ack: 1, bytes: bytes(10))])
    #expect(known.outgrown.isEmpty)
  }

  @Test func `an ACK after more segments than wait for one is told`() {
    let segments = (0..<10_001).map { client.segment(.ack, seq: UInt32(1 + $0 * 10), ack: 1, bytes: bytes(10)) }
    let opening = [Sighting].handshake(client)
    #expect(conversation(opening + segments).outgrown.isEmpty)
    let record = conversation(opening + segments + [server.segment(.ack, seq: 1, ack: 100_011)])
    #expect(record.outgrown.frames == [10_005])
  }

  @Test func `a reply that may be to a request which is waited for no longer is told`() {
    var capacity = Capacity()
    capacity.waitingRequests = 8
    let requests = (0..<9).map { client.datagram("request \($0)").at(Double($0)) }
    #expect(conversation(requests, capacity: capacity).outgrown.isEmpty)
    let known = conversation(requests + [server.datagram("request 8").at(20)], capacity: capacity)
    #expect(known.outgrown.isEmpty)
    let lost = conversation(requests + [server.datagram("request 0").at(20)], capacity: capacity)
    #expect(lost.outgrown.frames == [10])
    let late = conversation(requests + [server.datagram("request 0").at(20_000)], capacity: capacity)
    #expect(late.outgrown.isEmpty)
  }
}

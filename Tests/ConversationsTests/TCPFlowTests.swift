import Conversations
import PacketBuilding
import Testing
import Wire

struct TCPFlowTests {
  private static let scale7: [UInt8] = [3, 3, 7]

  private func windows(_ packets: [Sighting]...) -> [Int?] {
    observe(packets.flatMap(\.self)).observations.map(\.tcp?.window)
  }

  @Test func `windows are scaled when both SYNs offer it, but not in the SYNs`() {
    #expect(
      windows([
        client.segment(.syn, window: 100, options: Self.scale7),
        server.segment([.syn, .ack], ack: 1, window: 200, options: [3, 3, 2]),
        client.segment(.ack, seq: 1, ack: 1, window: 10), server.segment(.ack, seq: 1, ack: 1, window: 10),
      ]) == [100, 200, 1_280, 40])
  }

  @Test func `windows are not scaled when one SYN does not offer it`() {
    let observed = observe([
      client.segment(.syn, options: Self.scale7), server.segment([.syn, .ack], ack: 1),
      client.segment(.ack, seq: 1, ack: 1, window: 10), server.segment(.ack, seq: 1, ack: 1, window: 10),
    ])
    #expect(observed.observations.suffix(2).map(\.tcp?.window) == [10, 10])
    #expect(observed.observations.suffix(2).map(\.tcp?.isWindowScaleUnknown) == [false, false])
  }

  @Test func `an offer in the answer alone counts for nothing`() {
    #expect(
      windows([
        client.segment(.syn), server.segment([.syn, .ack], ack: 1, options: Self.scale7),
        client.segment(.ack, seq: 1, ack: 1, window: 10), server.segment(.ack, seq: 1, ack: 1, window: 10),
      ]).suffix(2) == [10, 10])
  }

  @Test func `a shift of more than 14 counts as 14`() {
    #expect(
      windows([
        client.segment(.syn, options: [3, 3, 255]), server.segment([.syn, .ack], ack: 1, options: Self.scale7),
        client.segment(.ack, seq: 1, ack: 1, window: 1),
      ]).last == 16_384)
  }

  @Test func `without a SYN the scale is unknown`() {
    let observed = observe([client.segment(.ack, seq: 1, ack: 1, window: 10)])
    #expect(observed.observations.first?.tcp?.window == 10)
    #expect(observed.observations.first?.tcp?.isWindowScaleUnknown == true)
  }

  @Test func `relative numbers start at 1 where no SYN was seen`() {
    let observed = observe([
      client.segment(.ack, seq: 777, ack: 888, "hello"), server.segment(.ack, seq: 888, ack: 782),
    ])
    #expect(observed.observations.map(\.tcp?.sequence) == [1, 1])
    #expect(observed.observations.map(\.tcp?.acknowledgment) == [1, 6])
  }

  @Test func `an acknowledgment number without the ACK bit is shown as it stands`() {
    let observed = observe([client.segment(.syn)])
    #expect(observed.observations.first?.tcp?.acknowledgment == 0)
  }

  @Test func `times run from the first and from the previous packet of the stream`() {
    let observed = observe([
      client.segment(.syn).at(0), client.datagram("other").at(1), server.segment([.syn, .ack], ack: 1).at(3),
      client.segment(.ack, seq: 1, ack: 1).at(10),
    ])
    #expect(observed.observations.map(\.tcp?.sinceFirst) == [0, nil, ms(3), ms(10)])
    #expect(observed.observations.map(\.tcp?.sincePrevious) == [0, nil, ms(3), ms(7)])
  }
}

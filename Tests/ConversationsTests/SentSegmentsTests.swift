import PacketBuilding
import Testing
import Wire

@testable import Conversations

struct SentSegmentsTests {
  /// Segments of one byte each: numbers 0, 1, 2 and so on.
  private func sent(_ count: Int, acknowledged: Int?) -> SentSegments {
    var segments = SentSegments()
    [client.segment(.ack, seq: 1, ack: 1, "x")].forEachPacket { packet, _ in
      let frame = Frame(packet)
      guard case .tcp(let segment)? = frame.transport else { return }
      for number in 0..<count {
        let arrival = Arrival(
          moment: FrameMoment(frame: number + 1, time: packet.timestamp), source: client.endpoint.address,
          destination: server.endpoint.address, frameBytes: 55, checksum: .correct, identification: nil)
        segments.append(
          SentSegment(segment, start: number, timestamp: nil, arrival), acknowledged: acknowledged)
      }
    }
    return segments
  }

  @Test func `the latest 1,024 are kept of a sender that nobody acknowledges`() {
    let segments = sent(5_000, acknowledged: nil)
    #expect(SentSegments.limit == 1_024)
    #expect(segments.latest(carrying: 0..<3_976) == nil)
    #expect(segments.latest(carrying: 3_976..<3_977)?.moment.frame == 3_977)
    #expect(segments.latest(carrying: 0..<5_000)?.moment.frame == 5_000)
    #expect(segments.latest?.moment.frame == 5_000)
  }

  @Test func `the latest 64 are kept of what is acknowledged`() {
    let segments = sent(5_000, acknowledged: .max)
    #expect(segments.latest(carrying: 0..<4_936) == nil)
    #expect(segments.latest(carrying: 4_936..<4_937)?.moment.frame == 4_937)
  }

  @Test func `what is not acknowledged is kept with all that follows`() {
    let segments = sent(1_000, acknowledged: 100)
    #expect(segments.latest(carrying: 0..<100) == nil)
    #expect(segments.latest(carrying: 100..<101)?.moment.frame == 101)
  }
}

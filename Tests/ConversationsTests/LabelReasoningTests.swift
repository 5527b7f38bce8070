import Conversations
import PacketBuilding
import Testing
import Wire

/// Why a segment has its label, and which came next. That the rules give what the analysis gives is checked in every
/// situation that `observe` is shown.
struct LabelReasoningTests {
  private func reasoning(_ packets: [Sighting]...) throws -> LabelReasoning {
    let all = packets.flatMap(\.self)
    return LabelReasoning(try #require(observe(all).evidence[all.count]))
  }

  private func data(_ seq: UInt32, _ length: Int = 10, at time: Double? = nil) -> Sighting {
    let segment = client.segment([.psh, .ack], seq: seq, ack: 1, bytes: [UInt8](repeating: 1, count: length))
    return time.map(segment.at) ?? segment
  }

  private func ack(_ ack: UInt32, window: UInt16 = 64_240, at time: Double? = nil) -> Sighting {
    let segment = server.segment(.ack, seq: 1, ack: ack, window: window)
    return time.map(segment.at) ?? segment
  }

  @Test func `a first copy has none, and was nearest to what asks least more of it`() throws {
    let reasoning = try reasoning(.handshake(), [data(1)])
    #expect(reasoning.given == [])
    #expect(reasoning.checks.map(\.label) == SegmentLabel.allCases)
    let nearest = try #require(reasoning.runnerUp)
    #expect(nearest.label == .windowFull)
    #expect(
      nearest.failed == [.fillsWindow(end: SequenceNumber(1_011), offered: SequenceNumber(5_001 - 4_000 + 64_240))])
  }

  @Test func `a fast retransmission quotes the duplicates, and would be a plain one 20 ms later`() throws {
    let lost: [Sighting] =
      .handshake() + [data(1, at: 10), data(21, at: 11), ack(11, at: 29), ack(11, at: 30), ack(11, at: 31)]
    let fast = try reasoning(lost, [data(11, at: 46)])
    #expect(fast.given == [.fastRetransmission])
    let conditions = try #require(fast.checks.first { $0.label == .fastRetransmission }?.conditions)
    #expect(conditions.contains(.isAskedFor(duplicates: 2, isMarked: false)))
    #expect(conditions.contains(.isWithin(15_000_000, limit: 20_000_000, .fast)))
    #expect(conditions.contains(.isExpected(SequenceNumber(1_011), acknowledged: SequenceNumber(1_011))))
    let late = try reasoning(lost, [data(11, at: 66)])
    #expect(late.given == [.retransmission])
    #expect(late.runnerUp?.label == .fastRetransmission)
    #expect(late.runnerUp?.failed == [.isWithin(35_000_000, limit: 20_000_000, .fast)])
  }

  @Test func `out of order and retransmission are told apart by the round trip alone`() throws {
    let early = try reasoning(.handshake(), [data(1, at: 10), data(21, at: 11), data(11, at: 12.5)])
    #expect(early.given == [.outOfOrder])
    #expect(early.runnerUp?.label == .retransmission)
    #expect(early.runnerUp?.failed == [.isUnexplained(.outOfOrder)])
    let late = try reasoning(.handshake(), [data(1, at: 10), data(21, at: 11), data(11, at: 13.5)])
    #expect(late.given == [.retransmission])
    #expect(late.runnerUp?.label == .outOfOrder)
    #expect(late.runnerUp?.failed == [.isWithin(2_500_000, limit: 2_000_000, .initialRoundTrip)])
  }

  @Test func `the highest segment again is no late one, however soon`() throws {
    let reasoning = try reasoning(.handshake(), [data(1, at: 10), data(11, at: 11), data(11, at: 11.5)])
    #expect(reasoning.given == [.retransmission])
    #expect(reasoning.runnerUp?.failed == [.isNotHighest(end: SequenceNumber(1_021), next: SequenceNumber(1_021))])
  }

  @Test func `what stands in the way of a label is named`() throws {
    let spurious = try reasoning(.handshake(), [data(1), ack(11), data(1)])
    #expect(spurious.given == [.spuriousRetransmission])
    let fast = try #require(spurious.checks.first { $0.label == .fastRetransmission })
    #expect(fast.outcome == .excluded(by: .spuriousRetransmission))
    let answer = try reasoning(.handshake(), [data(1), ack(11), client.segment(.ack, seq: 10, ack: 1), ack(11)])
    #expect(answer.given == [.keepAliveACK])
    #expect(answer.runnerUp?.label == .duplicateACK)
    #expect(answer.runnerUp?.outcome == .excluded(by: .keepAliveACK))
    #expect(answer.runnerUp?.failed == [])
  }

  @Test func `a window that is not filled is one byte away from it`() throws {
    let reasoning = try reasoning(.handshake(), [data(1, 50), ack(51, window: 100), data(51, 99)])
    #expect(reasoning.given == [])
    #expect(reasoning.runnerUp?.label == .windowFull)
    #expect(reasoning.runnerUp?.failed == [.fillsWindow(end: SequenceNumber(1_150), offered: SequenceNumber(1_151))])
  }

  @Test func `reused ports quote the number of the SYN before`() throws {
    let again = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 77_000)
    let reasoning = try reasoning(.handshake(), [again.segment(.syn)])
    #expect(reasoning.given == [.reusedPorts])
    #expect(
      reasoning.checks[0].conditions
        == [.isSYN(.syn), .hasOtherNumber(SequenceNumber(77_000), before: SequenceNumber(1_000), true)])
  }

  @Test func `what is no whole segment has no evidence`() {
    let datagram = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345).datagram("halo")
    #expect(observe([datagram, data(1).dropped]).evidence.isEmpty)
  }
}

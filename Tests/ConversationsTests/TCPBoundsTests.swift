import PacketBuilding
import Testing
import Wire

@testable import Conversations

/// What a capture may make a connection keep, however it is made.
struct TCPBoundsTests {
  private func moment(_ frame: Int) -> FrameMoment { FrameMoment(frame: frame, time: Timestamp(nanoseconds: 0)) }

  private func number(_ value: Int) -> SequenceNumber { SequenceNumber(UInt32(truncatingIfNeeded: value)) }

  @Test func `no more than 10,000 segments are followed until they are acknowledged`() {
    var inFlight = SegmentsInFlight()
    for index in 0..<SegmentsInFlight.limit {
      let isKept = inFlight.append(from: number(index * 10), to: number(index * 10 + 10), at: moment(index + 1))
      #expect(isKept)
    }
    let isKeptBeyond = inFlight.append(from: number(100_000), to: number(100_010), at: moment(10_001))
    #expect(!isKeptBeyond)
    let span = inFlight.span(from: number(0))
    #expect(span == 100_000)
    let covered = inFlight.acknowledge(number(99_990))?.frame
    #expect(covered == 9_999)
    #expect(inFlight.oldest?.frame == 10_000)
    let isKeptAgain = inFlight.append(from: number(100_000), to: number(100_010), at: moment(10_001))
    #expect(isKeptAgain)
  }

  @Test func `segments in flight are found in whatever order they were sent`() {
    var inFlight = SegmentsInFlight()
    for (frame, start) in [20, 0, 10, 0].enumerated() {
      _ = inFlight.append(from: number(start), to: number(start + 10), at: moment(frame + 1))
    }
    let span = inFlight.span(from: number(0))
    #expect(span == 30)
    let coveredInside = inFlight.acknowledge(number(5))
    #expect(coveredInside == nil)
    let spanAfter = inFlight.span(from: number(0))
    #expect(spanAfter == 25)
    // The oldest copy of what ends there.
    let firstCovered = inFlight.acknowledge(number(10))?.frame
    #expect(firstCovered == 2)
    let lastCovered = inFlight.acknowledge(number(30))?.frame
    #expect(lastCovered == 1)
    #expect(inFlight.oldest == nil)
  }

  @Test func `segments in flight across 2³² are one span`() {
    var inFlight = SegmentsInFlight()
    let base = SequenceNumber(.max - 99)
    for index in 0..<20 {
      _ = inFlight.append(
        from: base.advanced(by: index * 10), to: base.advanced(by: index * 10 + 10), at: moment(index + 1))
    }
    let span = inFlight.span(from: base)
    #expect(span == 200)
    let covered = inFlight.acknowledge(base.advanced(by: 150))?.frame
    #expect(covered == 15)
    let spanAfter = inFlight.span(from: base)
    #expect(spanAfter == 50)
  }

  private func attack(_ round: UInt32) -> [Sighting] {
    func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    // Never acknowledged, with gaps, in no order, sent again, marked, urgent, reset from outside the window.
    let place = round &* 2_654_435_761 % 500_000_000
    let options: [UInt8] = [1, 1, 5, 18] + big(1_000 &+ place) + big(1_002 &+ place) + big(9) + big(10)
    return [
      client.segment([.psh, .ack, .urg], seq: round &* 5_000 &+ 1, ack: 1, "a"),
      client.segment([.ack, .ece], seq: place, ack: 1, "bc"), client.segment([.ack, .cwr], seq: place, ack: 1, "bc"),
      client.segment(.rst, seq: place &+ 1_000_000_000),
      server.segment(.ack, seq: 1, ack: 1, window: UInt16(truncatingIfNeeded: round % 2), options: options),
    ]
  }

  @Test func `a capture built to grow a connection's state does not`() throws {
    var connection = TCPConnection(
      head: ConversationHead(
        stream: 0, originator: client.endpoint, responder: client.peer, rolesInferred: false, encapsulation: nil,
        index: 0))
    var stream = TCPStream(number: 0, time: Timestamp(nanoseconds: 0), reusesPorts: false)
    var budget = DetailBudget(Capacity())
    var frame = 0
    let rounds: UInt32 = 2_000
    let packets = [Sighting].handshake() + (0..<rounds).flatMap(attack)
    packets.forEachPacket { packet, _ in
      frame += 1
      let decoded = Frame(packet)
      guard let network = decoded.network, case .tcp(let segment)? = decoded.transport,
        let source = network.source, let destination = network.destination
      else { return }
      let arrival = Arrival(
        moment: FrameMoment(frame: frame, time: packet.timestamp), source: source, destination: destination,
        frameBytes: packet.originalLength, checksum: .correct, identification: UInt16(truncatingIfNeeded: frame))
      let isClient = segment.sourcePort == client.endpoint.port
      _ = stream.observe(
        segment, fromLow: isClient, arrival.moment, isAnalysed: true, isLengthKnown: true)
      connection.observe(segment, from: isClient ? .originator : .responder, arrival, budget: &budget)
    }

    for flow in [connection.originator, connection.responder] {
      #expect(flow.sent.count <= SentSegments.limit)
      #expect(flow.coverage?.holes.count ?? 0 <= StreamCoverage.holeLimit)
    }
    // It did try.
    #expect(connection.originator.sent.count == SentSegments.limit)
    #expect(connection.originator.coverage?.holes.count == StreamCoverage.holeLimit)
    let told = connection.record(completeness: stream.completeness, isCapturedTwice: false)
    let record = try #require(told)
    let events = try #require(record.events)
    #expect(events.retransmissionTotal > TCPEvents.retransmissionLimit)
    #expect(events.retransmissions.count == TCPEvents.retransmissionLimit)
    #expect(events.urgent.total == Int(rounds))
    for evidence in [
      events.urgent, events.congestionEchoes, events.congestionAnswers, events.ignoredResets, events.lateSegments,
      events.windowProbes, record.copies,
    ] {
      #expect(evidence.frames.count <= Evidence.limit)
    }
    #expect(events.closedWindows.count <= Evidence.limit)
    #expect(events.keepAlives.count <= Evidence.limit)
    #expect(record.data.count <= Capacity().detailsPerConversation)
  }
}

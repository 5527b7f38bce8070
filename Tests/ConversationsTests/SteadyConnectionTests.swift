import PacketBuilding
import Testing
import Wire

@testable import Conversations

/// The usual segment is taken in by fewer steps than any segment: what is concluded must be the same.
struct SteadyConnectionTests {
  private func connection() -> TCPConnection {
    TCPConnection(
      head: ConversationHead(
        stream: 0, originator: client.endpoint, responder: client.peer, rolesInferred: false, encapsulation: nil,
        index: 0))
  }

  /// What is told of a connection, Zeek's summary apart.
  private struct Told: Equatable {
    let sides: [DirectionCounts]
    let handshake: Handshake?
    let times: [DurationStatistics]
    let events: TCPEvents?
    let data: [DataSegment]
    let dataTotal: Int
    let teardown: Teardown?
    let outcome: Outcome
    let copies: Evidence
    let echo: EchoResult

    init(_ record: ConversationRecord) {
      sides = [record.toResponder, record.toOriginator]
      handshake = record.handshake
      times = [record.turnaround, record.thinkTime]
      events = record.events
      (data, dataTotal) = (record.data, record.dataTotal)
      teardown = record.teardown
      outcome = record.outcome
      copies = record.copies
      echo = record.echo
    }
  }

  /// Whether it is the same, and how often the short way was taken.
  private func compare(_ packets: [Sighting]) -> (isSame: Bool, shortcuts: Int) {
    var (usual, any) = (connection(), connection())
    var (budget, otherBudget) = (DetailBudget(Capacity()), DetailBudget(Capacity()))
    var frame = 0, shortcuts = 0
    packets.forEachPacket { packet, _ in
      frame += 1
      let decoded = Frame(packet)
      guard let network = decoded.network, case .tcp(let segment)? = decoded.transport,
        case .ipv4(let header) = network
      else { return }
      let arrival = Arrival(
        moment: FrameMoment(frame: frame, time: packet.timestamp), source: header.source,
        destination: header.destination, frameBytes: packet.originalLength,
        checksum: network.checksumStatus(of: .tcp(segment)), identification: header.identification)
      let side: Side = segment.sourcePort == client.endpoint.port ? .originator : .responder
      if usual.isSteady { shortcuts += 1 }
      usual.observe(segment, from: side, arrival, budget: &budget)
      any.observeAny(segment, from: side, arrival, &otherBudget)
    }
    let records = (
      usual.record(completeness: [], isCapturedTwice: false), any.record(completeness: [], isCapturedTwice: false)
    )
    guard let first = records.0, let second = records.1 else { return (false, 0) }
    return (Told(first) == Told(second), shortcuts)
  }

  @Test func `a session without trouble is steady from the handshake to the first FIN`() {
    var shortcuts = 0
    for seed in 1...50 {
      let outcome = compare(.session(seed: UInt64(seed), trouble: 1_000_000))
      #expect(outcome.isSame, "seed \(seed)")
      shortcuts += outcome.shortcuts
    }
    // Of some 40 segments each; a probe of one byte now and then makes the rest of a session unusual.
    #expect(shortcuts > 50 * 20)
  }

  @Test(arguments: [200, 60, 20, 8] as [UInt64])
  func `trouble is seen as ever, and so is what comes after it`(trouble: UInt64) {
    var shortcuts = 0
    for seed in 1...400 {
      let outcome = compare(.session(seed: UInt64(seed), trouble: trouble))
      #expect(outcome.isSame, "seed \(seed)")
      shortcuts += outcome.shortcuts
    }
    #expect(shortcuts > 100)
  }
}

import Conversations
import PacketBuilding
import Testing
import Wire

/// Which payload each ACK is the first to cover.
struct AcknowledgmentStepTests {
  private func steps(_ packets: [Sighting], isBeginningSeen: Bool = true) -> [AcknowledgmentStep] {
    var table = ConversationTable()
    var rows: [PacketRow] = []
    var number = 0
    packets.forEachPacket { packet, _ in
      number += 1
      var observation = Observation(frame: number)
      let frame = Frame(packet)
      guard case .tcp(let segment)? = frame.transport, let network = frame.network else { return }
      table.observe(
        segment,
        Arrival(
          moment: FrameMoment(frame: number, time: packet.timestamp), source: network.source!,
          destination: network.destination!, frameBytes: packet.originalLength, ipBytes: 0, checksum: .correct,
          identification: nil, encapsulation: nil),
        into: &observation)
      if let row = PacketRow(packet, frame.transport, observation) { rows.append(row) }
    }
    return AcknowledgmentStep.all(
      of: .originator, in: rows, table.records()[0].data, isBeginningSeen: isBeginningSeen)
  }

  private func data(_ seq: UInt32, _ flags: TCPFlags = [.ack]) -> Sighting {
    client.segment(flags, seq: seq, ack: 1, bytes: [UInt8](repeating: 0x61, count: 100))
  }
  private func ack(_ number: UInt32) -> Sighting { server.segment(.ack, seq: 1, ack: number) }
  private let opening = [
    client.segment(.syn), server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1),
  ]

  @Test func `SYN and FIN are no bytes, and an ACK twice counts once`() {
    let steps = steps(
      opening + [data(1), data(101), ack(201), ack(201), data(201, [.fin, .ack]), ack(302)])
    #expect(steps.map(\.acknowledgment.frame) == [6, 9])
    #expect(steps.map(\.bytes) == [200, 100])
    #expect(steps.map(\.segments) == [[4, 5], [8]])
  }

  @Test func `part of a segment is so many bytes, and no segment`() {
    let steps = steps(opening + [data(1), ack(41), ack(101)])
    #expect(steps.map(\.bytes) == [40, 60])
    #expect(steps.map(\.segments) == [[], [4]])
  }

  @Test func `without a SYN it counts from the first byte seen`() {
    let steps = steps([data(501), ack(601), data(601), ack(701)], isBeginningSeen: false)
    #expect(steps.map(\.bytes) == [100, 100])
  }
}

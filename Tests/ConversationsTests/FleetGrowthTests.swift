import Conversations
import PacketBuilding
import Testing

/// What fleets tell of slow start and congestion avoidance.
struct FleetGrowthTests {
  /// A transfer in fleets of so many segments of 100 bytes, a round trip of 20 ms each.
  private func growth(_ sizes: [Int], resending: Int? = nil) -> FleetGrowth {
    var packets = [
      client.segment(.syn).at(0), server.segment([.syn, .ack], ack: 1).at(20),
      client.segment(.ack, seq: 1, ack: 1).at(20.1),
    ]
    var (sequence, time, number) = (UInt32(1), 30.0, UInt16(1))
    for (place, size) in sizes.enumerated() {
      for segment in 0..<size {
        let start = place == resending && segment == size - 1 ? sequence - 100 : sequence
        packets.append(
          client.segment(.ack, seq: start, ack: 1, bytes: [UInt8](repeating: 0x61, count: 100)).numbered(number)
            .at(time + Double(segment) * 0.01))
        number += 1
        if start == sequence { sequence += 100 }
      }
      packets.append(server.segment(.ack, seq: 1, ack: sequence).at(time + 20))
      time += 21
    }
    return FleetGrowth(
      Fleet.all(of: .originator, in: conversation(packets).data), largestSegment: 100)
  }

  @Test func `fleets that double are slow start, and the last tells nothing`() {
    let growth = growth([1, 2, 4, 8, 3])
    #expect(growth.doubling == 1...4)
    #expect(growth.linear == nil && growth.level == nil && growth.firstLoss == nil)
  }

  @Test func `then one more segment each is congestion avoidance`() {
    let growth = growth([2, 4, 8, 9, 10, 11, 1])
    #expect(growth.doubling == 1...3)
    #expect(growth.linear == 3...6)
  }

  @Test func `fleets of one size are neither`() {
    let growth = growth([5, 5, 5, 5, 1])
    #expect(growth.doubling == nil && growth.linear == nil)
    #expect(growth.level == 1...4)
  }

  @Test func `two fleets tell nothing`() {
    let growth = growth([2, 4])
    #expect(growth.doubling == nil && growth.linear == nil && growth.level == nil)
  }

  @Test func `behind a segment that was sent again nothing is judged`() {
    let growth = growth([1, 2, 4, 8, 16, 1], resending: 3)
    #expect(growth.firstLoss == 4)
    #expect(growth.doubling == 1...3)
  }
}

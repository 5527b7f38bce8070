import Analyzer
import Conversations
import PacketBuilding
import Testing

/// The capture's clock against those of the senders (RFC 7323).
struct ClockStepTests {
  /// A segment of `party`, whose clock shows `ticks`, at a time of the capture.
  private func segment(_ party: Party = client, ticks: UInt32, at milliseconds: Double) -> Sighting {
    party.segment(.ack, seq: 1, ack: 1, options: TCPSituationTests.timestamps(ticks)).at(milliseconds)
  }

  private func steps(_ packets: [Sighting]...) -> [Int]? {
    analyse(packets.flatMap(\.self)).finding(.captureTimeStep)?.frames
  }

  @Test func `a jump that the sender's clock does not know is a step`() {
    #expect(steps([segment(ticks: 100, at: 0), segment(ticks: 101, at: 1), segment(ticks: 102, at: 10_000)]) == [3])
  }

  @Test func `a clock of a tick a second is believed`() {
    let slow = (0..<5).map { segment(ticks: 100 + UInt32($0) * 10, at: Double($0) * 10_000) }
    #expect(steps(slow) == nil)
  }

  @Test(arguments: [(4_999.0, nil), (5_000.0, [3])] as [(Double, [Int]?)])
  func `only what no clock can count is a step`(milliseconds: Double, expected: [Int]?) {
    // Two ticks, one that was not counted yet, and two seconds for packets that waited.
    #expect(
      steps([segment(ticks: 100, at: 0), segment(ticks: 101, at: 1), segment(ticks: 103, at: 1 + milliseconds)])
        == expected)
  }

  @Test func `a clock that stands still tells nothing`() {
    #expect(steps((0..<5).map { segment(ticks: 100, at: Double($0) * 60_000) }) == nil)
    #expect(steps((0..<5).map { segment(ticks: 0, at: Double($0) * 60_000) }) == nil)
  }

  @Test func `clocks go round and on`() {
    let last = UInt32.max
    #expect(steps([segment(ticks: last - 1, at: 0), segment(ticks: last, at: 1), segment(ticks: 1, at: 3)]) == nil)
    #expect(steps([segment(ticks: last - 1, at: 0), segment(ticks: last, at: 1), segment(ticks: 1, at: 9_000)]) == [3])
  }

  @Test func `a late segment with an older clock is no step`() {
    #expect(
      steps([segment(ticks: 100, at: 0), segment(ticks: 200, at: 1), segment(ticks: 150, at: 10_000)]) == nil)
  }

  @Test func `one step is told once, whoever shows it`() {
    let parties = (0..<50).map { Party("192.0.2.1", 50_000 + $0, to: "192.0.2.2", 12_345) }
    func round(_ ticks: UInt32, at start: Double) -> [Sighting] {
      parties.enumerated().map { segment($1, ticks: ticks, at: start + Double($0)) }
    }
    let analysed = analyse(
      round(100, at: 0), round(150, at: 50), round(151, at: 600_000), round(200, at: 600_050), round(201, at: 1_200_000)
    )
    #expect(analysed.finding(.captureTimeStep)?.frames == [101, 201])
    #expect(analysed.trust.reasons.first { $0.code == .captureTimeStep }?.weight == .limited)
  }

  @Test func `a clock that comes back from the past is told as that alone`() {
    let analysed = analyse([
      segment(ticks: 100, at: 10_000), segment(ticks: 101, at: 10_001), segment(ticks: 102, at: 2),
      segment(ticks: 103, at: 10_003),
    ])
    #expect(analysed.finding(.captureTimeBackwards)?.frames == [3])
    #expect(analysed.finding(.captureTimeStep) == nil)
  }
}

import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct UDPServerFaultTests {
  private func plan(_ faults: Fault..., seed: UInt64 = 7) throws -> FaultPlan {
    try FaultPlan(faults, on: .udpServer, seed: seed)
  }

  /// The numbers that come back of those sent one by one, and what the server counts.
  private func numbersReturned(_ faults: FaultPlan) throws -> (numbers: [UInt8], counters: UDPServer.Counters) {
    let server = try RunningUDPServer(faults: faults)
    let peer = try Peer(.udp)
    var numbers: [UInt8] = []
    for number in 0..<100 as Range<UInt8> {
      try peer.say([number], to: server.endpoint)
      // An answer is out before its datagram is told.
      try server.wait(for: .received(peer.local), times: Int(number) + 1)
      while peer.hasHeard(atMost: .zero) { numbers += try peer.hearDatagram().bytes }
    }
    peer.leave()
    return (numbers, try server.stop())
  }

  @Test func `the dropped are those that do not come back, and a seed repeats them`() throws {
    let (numbers, counters) = try numbersReturned(plan(.drop(share: 0.3)))
    #expect((1..<100).contains(numbers.count))
    #expect(counters.received == 100)
    #expect(counters.answered == numbers.count)
    #expect(counters.faults.dropped == 100 - numbers.count)
    #expect(counters.faults.droppedForRoom == 0)
    #expect(try numbersReturned(plan(.drop(share: 0.3))).numbers == numbers)
    #expect(try numbersReturned(plan(.drop(share: 0.3), seed: 8)).numbers != numbers)
  }

  @Test func `a duplicate comes twice`() throws {
    let (numbers, counters) = try numbersReturned(plan(.duplicate(share: 1)))
    #expect(numbers == (0..<100).flatMap { [$0, $0] })
    #expect(counters.answered == 100)
    #expect(counters.bytesSent == 200)
    #expect(counters.faults.duplicated == 100)
  }

  @Test func `each datagram is counted for what was done to it`() throws {
    let (numbers, counters) = try numbersReturned(
      plan(.drop(share: 0.2), .duplicate(share: 0.5), .corrupt(share: 0.5)))
    #expect(counters.answered + counters.faults.dropped == 100)
    #expect(numbers.count == counters.answered + counters.faults.duplicated)
    #expect(counters.bytesSent == numbers.count)
    let wrong = Set(numbers).subtracting(0..<100)
    #expect(counters.faults.corrupted >= wrong.count && counters.faults.corrupted > 0)
  }

  @Test func `what is cut and changed comes back so`() throws {
    let server = try RunningUDPServer(faults: plan(.truncateAll(to: 16), .corrupt(share: 1)))
    let peer = try Peer(.udp)
    let message = Array("Good Morning!!! This will be echoed".utf8)
    try peer.say(message, to: server.endpoint)
    let answer = try peer.hearDatagram().bytes
    #expect(answer.count == 16)
    #expect(zip(answer, message).count { $0 != $1 } == 1)
    let counters = try server.stop()
    #expect(
      server.told == [
        .init(event: .received(try peer.local), bytes: message), .init(event: .echoed(try peer.local), bytes: answer),
      ])
    #expect(counters.faults.truncated == 1)
    #expect(counters.faults.corrupted == 1)
    #expect(counters.faults.delayed == 0)
    peer.leave()
  }

  @Test func `a delayed answer lets the others' be on their way too`() throws {
    let delay = Duration.seconds(1)
    let server = try RunningUDPServer(faults: plan(.delay(delay)))
    let peers = try (0..<20).map { _ in try Peer(.udp) }
    let start = ContinuousClock.now
    for (number, peer) in peers.enumerated() { try peer.say([UInt8(number)], to: server.endpoint) }
    for (number, peer) in peers.enumerated() {
      #expect(try peer.hearDatagram().bytes == [UInt8(number)])
      #expect(ContinuousClock.now - start >= delay)
    }
    // One after another they would take 20 times as long.
    #expect(ContinuousClock.now - start < delay * 15)
    let counters = try server.stop()
    #expect(counters.faults.delayed == 20)
    #expect(counters.answered == 20)
    for peer in peers { peer.leave() }
  }

  @Test func `what finds no room among the delayed is dropped, and so is what waits at the end`() throws {
    let server = try RunningUDPServer(faults: plan(.delay(.seconds(3_600))))
    let peer = try Peer(.udp)
    let count = 16_777_216 / 60_000 + 5
    for number in 1...count {
      try peer.say([UInt8](repeating: 0, count: 60_000), to: server.endpoint)
      try server.wait(for: .received(peer.local), times: number)
    }
    let counters = try server.stop()
    #expect(counters.received == count)
    #expect(counters.answered == 0)
    #expect(counters.faults.dropped == count)
    #expect((5...8).contains(counters.faults.droppedForRoom))
    #expect(counters.faults.delayed == 0)
    peer.leave()
  }

  @Test func `who never reads takes nothing`() throws {
    let server = try RunningUDPServer(faults: plan(.neverRead))
    let peer = try Peer(.udp)
    try peer.say([1], to: server.endpoint)
    #expect(!peer.hasHeard(atMost: .milliseconds(200)))
    let counters = try server.stop()
    #expect(counters.received == 0)
    #expect(server.told == [])
    peer.leave()
  }
}

import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct TCPServerFaultTests {
  private func server(
    _ mode: TCPServer.Mode, _ faults: Fault..., seed: UInt64 = 7,
    _ change: (inout TCPServer.Options) -> Void = { _ in }
  ) throws -> RunningTCPServer {
    let plan = try FaultPlan(faults, on: .tcpServer, seed: seed)
    return try RunningTCPServer(mode) {
      $0.faults = plan
      change(&$0)
    }
  }

  private static let modes: [TCPServer.Mode] = [.oneReply, .stream, .chat(goodbye: Array("bye".utf8))]

  @Test func `the dropped are those that do not come back, and a seed repeats them`() throws {
    func numbersReturned(seed: UInt64) throws -> [UInt8] {
      let server = try server(.stream, .drop(share: 0.3), seed: seed)
      let peer = try Peer(connectingTo: server.endpoint)
      var numbers: [UInt8] = []
      for number in 0..<100 as Range<UInt8> {
        try peer.say([number])
        // An answer is out before its receive is told.
        try server.wait(for: .received(peer.local), times: Int(number) + 1)
        if peer.hasHeard(atMost: .zero) { numbers += try peer.hearSome() }
      }
      let counters = try server.stop()
      #expect(counters.receives == 100)
      #expect(counters.bytesSent == numbers.count)
      #expect(counters.faults.dropped == 100 - numbers.count)
      peer.leave()
      return numbers
    }
    let numbers = try numbersReturned(seed: 7)
    #expect((1..<100).contains(numbers.count))
    #expect(try numbersReturned(seed: 7) == numbers)
    #expect(try numbersReturned(seed: 8) != numbers)
  }

  @Test(arguments: modes)
  func `an answer comes twice, changed and cut, whatever the mode`(mode: TCPServer.Mode) throws {
    let server = try server(mode, .duplicate(share: 1), .corrupt(share: 1), .truncate(share: 1))
    let peer = try Peer(connectingTo: server.endpoint)
    try peer.say("0123456789")
    let answer = try peer.hear(10)
    #expect(answer[..<5] == answer[5...])
    #expect(zip(answer, "01234".utf8).count { $0 != $1 } == 1)
    peer.finish()
    #expect(try peer.hearToEnd() == [])
    try server.waitForEnds()
    let faults = try server.stop().faults
    #expect(faults.duplicated == 1 && faults.corrupted == 1 && faults.truncated == 1)
    #expect(faults.dropped == 0 && faults.delayed == 0 && faults.resets == 0)
    peer.leave()
  }

  @Test(arguments: modes)
  func `a delayed answer lets the others' be on their way too`(mode: TCPServer.Mode) throws {
    let delay = Duration.seconds(1)
    let server = try server(mode, .delay(delay))
    let start = ContinuousClock.now
    let peers = try (0..<20).map { number in
      let peer = try Peer(connectingTo: server.endpoint)
      try peer.say("\(number)")
      // Its answer is waited for all the same.
      if number % 2 == 0 { peer.finish() }
      return peer
    }
    for (number, peer) in peers.enumerated() {
      #expect(try peer.hear("\(number)".utf8.count) == Array("\(number)".utf8))
      #expect(ContinuousClock.now - start >= delay)
      peer.finish()
      #expect(try peer.hearToEnd() == [])
    }
    // One after another they would take 20 times as long.
    #expect(ContinuousClock.now - start < delay * 15)
    try server.waitForEnds(20)
    #expect(try server.stop().faults.delayed == 20)
    #expect(server.endings.allSatisfy { mode == .oneReply ? $0 == .answered : $0 == .closedByClient })
    for peer in peers { peer.leave() }
  }

  @Test func `delayed answers go out in order, each so much later`() throws {
    let server = try server(.stream, .delay(.milliseconds(200)))
    let peer = try Peer(connectingTo: server.endpoint)
    var sent: [ContinuousClock.Instant] = []
    for number in 0..<10 as Range<UInt8> {
      sent.append(.now)
      try peer.say([number])
      try server.wait(for: .received(peer.local), times: Int(number) + 1)
    }
    for number in 0..<10 {
      #expect(try peer.hear(1) == [UInt8(number)])
      #expect(ContinuousClock.now - sent[number] >= .milliseconds(200))
    }
    try server.stop()
    peer.leave()
  }

  @Test func `who has much delayed is not read from, and what waits at the end is dropped`() throws {
    let server = try server(.stream, .delay(.seconds(3_600)))
    let peer = try Peer(connectingTo: server.endpoint)
    let fits = try peer.sayAllThatFits()
    #expect(fits > 65_536 + 2_048)
    peer.leave()
    let counters = try server.stop()
    #expect((32_768...65_536 + 2_048).contains(counters.bytesReceived))
    #expect(counters.faults.dropped == counters.receives)
    #expect(counters.bytesSent == 0)
  }

  @Test func `the delayed answers of a client that has gone are dropped, and the others are served`() throws {
    let server = try server(.stream, .delay(.milliseconds(500)))
    let (gone, other) = (try Peer(connectingTo: server.endpoint), try Peer(connectingTo: server.endpoint))
    try gone.say("a")
    try server.wait(for: .received(gone.local))
    try other.say("b")
    gone.reset()
    #expect(try other.hear(1) == [UInt8(ascii: "b")])
    other.leave()
    try server.waitForEnds(2)
    let faults = try server.stop().faults
    #expect(faults.dropped == 1 && faults.delayed == 1)
  }

  @Test(arguments: modes)
  func `RST comes where FIN would, after the answer`(mode: TCPServer.Mode) throws {
    let server = try server(mode, .reset)
    let peer = try Peer(connectingTo: server.endpoint)
    try peer.say("hi")
    #expect(try peer.hear(2) == Array("hi".utf8))
    if mode != .oneReply { peer.finish() }
    #expect(throws: Peer.Failure(call: "recv", code: ECONNRESET)) { _ = try peer.hearToEnd() }
    peer.leave()
    try server.waitForEnds()
    #expect(try server.stop().faults.resets == 1)
  }

  @Test func `a client that is first with its RST is not counted as reset`() throws {
    let server = try server(.stream, .reset)
    let peer = try Peer(connectingTo: server.endpoint)
    try server.wait(for: .accepted(try peer.local))
    peer.reset()
    try server.waitForEnds()
    #expect(try server.stop().faults.resets == 0)
  }

  @Test(arguments: modes)
  func `FIN follows the first answer, and what comes then is read and thrown away`(mode: TCPServer.Mode) throws {
    let server = try server(mode, .halfClose)
    let peer = try Peer(connectingTo: server.endpoint)
    try peer.say("hi")
    #expect(try peer.hearToEnd() == Array("hi".utf8))
    // Longer than a server waits that was not asked; much more than the kernel holds.
    Thread.sleep(forTimeInterval: 1.5)
    try peer.say([UInt8](repeating: 1, count: 8_000_000))
    peer.finish()
    // No RST.
    #expect(try peer.hearToEnd() == [])
    #expect(server.endings == [.answered])
    let counters = try server.stop()
    #expect(counters.bytesReceived == 2)
    #expect(counters.faults.resets == 0)
    peer.leave()
  }

  @Test func `a half-closed connection on which nothing moves is ended`() throws {
    let server = try server(.stream, .halfClose) { $0.idleLimit = .milliseconds(300) }
    let peer = try Peer(connectingTo: server.endpoint)
    try peer.say("hi")
    #expect(try peer.hearToEnd() == Array("hi".utf8))
    // Who speaks to a socket that is gone hears RST; each pause is longer than the limit.
    #expect(throws: Peer.Failure.self) {
      for _ in 0..<10 {
        Thread.sleep(forTimeInterval: 0.6)
        try peer.say("?")
      }
    }
    peer.leave()
    try server.stop()
  }

  @Test(arguments: modes)
  func `who never reads lets the peer's window fill, until the idle limit`(mode: TCPServer.Mode) throws {
    let server = try server(mode, .neverRead) { $0.idleLimit = .seconds(2) }
    let peer = try Peer(connectingTo: server.endpoint)
    peer.takeLittleRoom()
    // Nothing more is taken after that.
    #expect((1...262_144).contains(try peer.sayAllThatFits()))
    #expect(!peer.hasHeard(atMost: .zero))
    try server.waitForEnds()
    #expect(server.endings == [.silent])
    let counters = try server.stop()
    #expect(counters.connections == 1)
    #expect(counters.receives == 0 && counters.bytesReceived == 0)
    peer.leave()
  }

  @Test func `who never reads notices a client that is gone by force`() throws {
    let server = try server(.stream, .neverRead)
    let peer = try Peer(connectingTo: server.endpoint)
    try server.wait(for: .accepted(try peer.local))
    peer.reset()
    try server.waitForEnds()
    #expect(server.endings.first.map(\.isReset) == true)
    try server.stop()
  }

  @Test func `who never accepts completes handshakes, and that is all`() throws {
    let server = try server(.oneReply, .noAccept)
    let peers = try (0..<3).map { _ in try Peer(connectingTo: server.endpoint) }
    for peer in peers { try peer.say("hi") }
    #expect(!peers[0].hasHeard(atMost: .milliseconds(300)))
    let counters = try server.stop()
    #expect(counters.connections == 0)
    #expect(server.told == [])
    for peer in peers { peer.leave() }
  }
}

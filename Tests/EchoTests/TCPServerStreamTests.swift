import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// Many connections at once, each echoed until its client closes it.
@Suite(.timeLimit(.minutes(5)))
struct TCPServerStreamTests {
  @Test func `the end of a client that does not read is told when the server stops`() throws {
    let server = try RunningTCPServer(.stream) { $0.drainLimit = .milliseconds(200) }
    let peer = try Peer(connectingTo: server.endpoint)
    _ = try peer.sayAllThatFits()
    try server.stop()
    #expect(server.endings == [.stopped])
    peer.leave()
  }

  @Test func `what was received when the server is stopped still goes back`() throws {
    let server = try RunningTCPServer(.stream) { $0.receiveLimit = 200_000 }
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    // More than both ends hold: the server has bytes in its own hands.
    _ = try peer.sayAllThatFits()
    try server.wait(for: .received(client))
    nonisolated(unsafe) var heard: Int?
    let hasHeard = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      heard = try? peer.hearToEnd().count
      hasHeard.signal()
    }
    let counters = try server.stop()
    hasHeard.wait()
    #expect(counters.bytesSent == counters.bytesReceived)
    #expect(heard == counters.bytesSent)
  }

  @Test func `a client that has said FIN still gets everything`() throws {
    let server = try RunningTCPServer(.stream)
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 0x9E37_79B1 >> 13) }
    #expect(try peer.exchange(bytes) == bytes)
    peer.leave()
    let counters = try server.stop()
    #expect(server.events.last == .ended(client, .closedByClient, received: bytes.count, sent: bytes.count))
    #expect(counters.bytesReceived == bytes.count)
    #expect(counters.bytesSent == bytes.count)
    // What was told is what was said, in its order.
    #expect(server.bytes(of: .received(client)) == bytes)
    #expect(server.bytes(of: .echoed(client)) == bytes)
    #expect(counters.receives == server.events.count { $0 == .received(client) })
  }

  @Test func `every receive is echoed by itself, and counted`() throws {
    let server = try RunningTCPServer(.stream)
    let peer = try Peer(connectingTo: server.endpoint)
    for number in 1...100 {
      try peer.say("message \(number)")
      #expect(try peer.hear("message \(number)".utf8.count) == Array("message \(number)".utf8))
    }
    peer.finish()
    #expect(try peer.hearToEnd() == [])
    peer.leave()
    let counters = try server.stop()
    #expect(counters.connections == 1)
    #expect(counters.receives == 100)
    #expect(counters.bytesReceived == counters.bytesSent)
  }

  @Test func `a client that does not read is not read from, is ended, and holds up nobody`() throws {
    let server = try RunningTCPServer(.stream) { $0.idleLimit = .milliseconds(600) }
    let deaf = try Peer(connectingTo: server.endpoint, room: 2_304)
    let client = try deaf.local
    // Ends only because the server stops reading: else the kernel would take more for ever.
    let count = try deaf.sayAllThatFits()
    let other = try Peer(connectingTo: server.endpoint)
    try other.say("meanwhile")
    #expect(try other.hear(9) == Array("meanwhile".utf8))
    try server.waitForEnds()
    try other.say("afterwards")
    #expect(try other.hear(10) == Array("afterwards".utf8))
    other.finish()
    #expect(try other.hearToEnd() == [])
    other.leave()
    // RST, so that the kernel does not keep for minutes what nobody fetches.
    let failure = #expect(throws: Peer.Failure.self) { _ = try deaf.hearToEnd() }
    #expect(failure?.call == "recv")
    deaf.leave()
    try server.stop()
    let end = server.events.compactMap { event -> (TCPServer.Ending, Int, Int)? in
      if case .ended(client, let ending, let received, let sent) = event { (ending, received, sent) } else { nil }
    }
    #expect(end.count == 1)
    #expect(end.first?.0 == .notReading)
    let (received, sent) = (end[0].1, end[0].2)
    #expect(received <= count)
    // One receive at most waits in the server's memory.
    #expect((1...2_048).contains(received - sent))
  }

  @Test func `a client that reads late gets everything`() throws {
    let server = try RunningTCPServer(.stream)
    let late = try Peer(connectingTo: server.endpoint)
    // By then an answer waits in the server, and more to be read in the kernel.
    let count = try late.sayAllThatFits()
    late.finish()
    let heard = try late.hearToEnd()
    #expect(heard.count == count)
    #expect(
      stride(from: 0, to: heard.count, by: 251).allSatisfy { Peer.endless.starts(with: heard[$0...].prefix(251)) })
    late.leave()
    try server.stop()
    #expect(server.endings == [.closedByClient])
  }

  @Test func `many clients, interleaved, each get their own bytes`() throws {
    let server = try RunningTCPServer(.stream) { $0.backlog = 100 }
    let peers = try (0..<100).map { _ in try Peer(connectingTo: server.endpoint) }
    for round in 0..<10 {
      for (number, peer) in peers.enumerated() { try peer.say("\(number):\(round);") }
    }
    for (number, peer) in peers.enumerated().reversed() {
      peer.finish()
      #expect(try peer.hearToEnd() == Array((0..<10).map { "\(number):\($0);" }.joined().utf8))
    }
    for peer in peers { peer.leave() }
    let counters = try server.stop()
    #expect(counters.connections == 100)
    #expect(server.endings == Array(repeating: .closedByClient, count: 100))
  }

  @Test func `a silent client is ended with FIN, and one that speaks is not`() throws {
    let server = try RunningTCPServer(.stream) { $0.idleLimit = .milliseconds(400) }
    let silent = try Peer(connectingTo: server.endpoint)
    let speaking = try Peer(connectingTo: server.endpoint)
    let start = ContinuousClock.now
    while !silent.hasHeard(atMost: .milliseconds(50)) {
      try speaking.say("x")
      #expect(try speaking.hear(1) == [UInt8(ascii: "x")])
    }
    #expect(ContinuousClock.now - start >= .milliseconds(300))
    #expect(try silent.hearToEnd() == [])
    try speaking.say("still here")
    #expect(try speaking.hear(10) == Array("still here".utf8))
    speaking.finish()
    #expect(try speaking.hearToEnd() == [])
    silent.leave()
    speaking.leave()
    try server.stop()
    #expect(server.endings == [.silent, .closedByClient])
  }

  @Test func `a reset ends that client alone`() throws {
    let server = try RunningTCPServer(.stream)
    let resetting = try Peer(connectingTo: server.endpoint)
    let other = try Peer(connectingTo: server.endpoint)
    try resetting.say("x")
    #expect(try resetting.hear(1) == [UInt8(ascii: "x")])
    resetting.reset()
    try server.waitForEnds()
    try other.say("other")
    #expect(try other.hear(5) == Array("other".utf8))
    other.finish()
    #expect(try other.hearToEnd() == [])
    other.leave()
    try server.stop()
    guard case .failed(let error) = server.endings.first else {
      Issue.record("\(server.endings)")
      return
    }
    #expect(error.reason == .reset)
    #expect(server.endings.last == .closedByClient)
  }

  @Test func `serves IPv6, and IPv4 beside it`() throws {
    let server = try RunningTCPServer(.stream, host: "::")
    let six = Endpoint(address: IPAddress(v6: 1), port: server.endpoint.port)
    for endpoint in [six, .loopback(server.endpoint.port)] {
      let peer = try Peer(connectingTo: endpoint)
      try peer.say("x")
      #expect(try peer.hear(1) == [UInt8(ascii: "x")])
      peer.leave()
    }
    try server.waitForEnds(2)
    try server.stop()
  }
}

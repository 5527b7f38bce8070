import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// What goes wrong with clients is counted, and each connection once.
@Suite(.timeLimit(.minutes(5)))
struct TCPServerTroubleTests {
  @Test func `each connection ends well or is counted as one kind of trouble`() throws {
    let server = try RunningTCPServer(.stream) { $0.idleLimit = .milliseconds(600) }
    for step in 0..<3 {
      let resetting = try Peer(connectingTo: server.endpoint)
      try server.wait(for: .accepted(try resetting.local))
      if step > 0 {
        try resetting.say("in the middle")
        _ = try resetting.hear(step)
      }
      if step > 1 { resetting.finish() }
      resetting.reset()
    }
    let deaf = try Peer(connectingTo: server.endpoint, room: 2_304)
    _ = try deaf.sayAllThatFits()
    let silent = try Peer(connectingTo: server.endpoint)
    let good = try Peer(connectingTo: server.endpoint)
    try good.say("good")
    #expect(try good.hear(4) == Array("good".utf8))
    good.finish()
    #expect(try good.hearToEnd() == [])
    try server.waitForEnds(6)
    let counters = try server.stop()
    // FIN and RST may be noticed in one go, and then it was FIN.
    #expect((2...3).contains(counters.trouble.resets))
    var expected = TCPServer.Trouble()
    (expected.resets, expected.notReading, expected.silent) = (counters.trouble.resets, 1, 1)
    expected.droppedByListener = counters.trouble.droppedByListener
    #expect(counters.trouble == expected)
    #expect(counters.connections == 6)
    for peer in [deaf, silent, good] { peer.leave() }
  }

  @Test func `a client that cannot be reached any more is another trouble than one that resets`() {
    var trouble = TCPServer.Trouble()
    func failed(_ reason: SocketError.Reason) -> TCPServer.Ending {
      .failed(SocketError(call: .recv, code: 1, reason: reason, systemText: ""))
    }
    for reason in SocketError.Reason.allCases { trouble.count(failed(reason)) }
    #expect(trouble.resets == 1)
    #expect(trouble.vanished == 3)
    #expect(trouble.failed == SocketError.Reason.allCases.count - 4)
    let before = trouble
    for ending in [TCPServer.Ending.answered, .closedByClient, .exit, .stopped] { trouble.count(ending) }
    #expect(trouble == before)
  }

  @Test func `why a connection could not be accepted is counted by what it takes to accept it later`() {
    var trouble = TCPServer.Trouble()
    for code in [EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM, EPROTO, ENETDOWN] {
      trouble.count(failedAccept: SocketError(.accept, errno: code))
    }
    #expect(counts(trouble.withoutDescriptor, trouble.withoutMemory, trouble.failedAccepts) == [2, 2, 3])
  }

  @Test func `it is counted how often there were as many as may be`() throws {
    let server = try RunningTCPServer(.stream) { $0.connectionLimit = 1 }
    for number in 1...3 {
      let peer = try Peer(connectingTo: server.endpoint)
      try peer.say("x")
      #expect(try peer.hear(1) == [UInt8(ascii: "x")])
      peer.leave()
      try server.waitForEnds(number)
    }
    let counters = try server.stop()
    #expect(counters.trouble.timesFull == 3)
    #expect(server.events.count { $0 == .full } == 1)
  }

  #if os(Linux)
    @Test func `handshakes for which the queue has no room are counted`() throws {
      let server = try RunningTCPServer(.oneReply) {
        $0.backlog = 0
        $0.drainLimit = .milliseconds(200)
      }
      // One is served, and one waits.
      let peers = try (0..<2).map { _ in try Peer(connectingTo: server.endpoint) }
      try server.wait(for: .accepted(try peers[0].local))
      let socket = try Socket(.tcp, for: SocketAddress(server.endpoint))
      try socket.doNotWait()
      let error = #expect(throws: SocketError.self) { () throws in
        try socket.connect(to: SocketAddress(server.endpoint), atMost: .milliseconds(200))
      }
      #expect(error?.reason == .timedOut)
      let counters = try server.stop()
      #expect(try #require(counters.trouble.droppedByListener) > 0)
      #expect(counters.connections == 1)
      for peer in peers { peer.leave() }
    }
  #endif

  @Test func `a client that takes nothing but is there is not taken for one that has vanished`() throws {
    let server = try RunningTCPServer(.stream) {
      $0.keepAlive = .seconds(1)
      $0.idleLimit = .seconds(5)
    }
    let deaf = try Peer(connectingTo: server.endpoint, room: 2_304)
    _ = try deaf.sayAllThatFits()
    let silent = try Peer(connectingTo: server.endpoint)
    try server.waitForEnds(2)
    let trouble = try server.stop().trouble
    #expect(counts(trouble.notReading, trouble.silent, trouble.vanished, trouble.failed) == [1, 1, 0, 0])
    deaf.leave()
    silent.leave()
  }

  @Test func `probes are asked for in whole seconds, and three of them`() throws {
    let socket = try Socket(.tcp, for: SocketAddress(.loopback()))
    #expect(try socket.keepAlive(after: .milliseconds(7_001)) == .seconds(14))
    #expect(try socket.option(TCPOption.keepAlive) == 1)
    #expect(try socket.option(TCPOption.silence) == 8)
    #expect(try socket.option(TCPOption.interval) == 2)
    #expect(try socket.option(TCPOption.count) == 3)
  }
}

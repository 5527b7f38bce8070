import SessionLog
import Testing
import Wire

@testable import Echo

/// One connection after another, one receive each.
@Suite(.timeLimit(.minutes(5)))
struct TCPServerOneReplyTests {
  @Test func `sends back what came, and closes`() throws {
    let server = try RunningTCPServer(.oneReply)
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    try peer.say("Hello World!!! This will be echoed")
    #expect(try peer.hearToEnd() == Array("Hello World!!! This will be echoed".utf8))
    peer.leave()
    let counters = try server.stop()
    let message = Array("Hello World!!! This will be echoed".utf8)
    #expect(
      server.told == [
        .init(event: .accepted(client), bytes: []),
        .init(event: .received(client), bytes: message),
        .init(event: .echoed(client), bytes: message),
        .init(event: .ended(client, .answered, received: 34, sent: 34), bytes: []),
      ])
    #expect(counters.connections == 1)
    #expect(counters.receives == 1)
    #expect(counters.bytesReceived == 34)
    #expect(counters.bytesSent == 34)
  }

  @Test func `answers in the order of connecting, whoever speaks first`() throws {
    let server = try RunningTCPServer(.oneReply)
    let peers = try (0..<3).map { _ in try Peer(connectingTo: server.endpoint) }
    let ends = try peers.map { try $0.local }
    try peers[2].say("third")
    try peers[1].say("second")
    #expect(!peers[1].hasHeard(atMost: .milliseconds(150)))
    #expect(server.events == [.accepted(ends[0])])
    try peers[0].say("first")
    #expect(try peers[0].hearToEnd() == Array("first".utf8))
    #expect(try peers[1].hearToEnd() == Array("second".utf8))
    #expect(try peers[2].hearToEnd() == Array("third".utf8))
    for peer in peers { peer.leave() }
    try server.stop()
    let order = server.events.compactMap { if case .received(let peer) = $0 { peer } else { nil } }
    #expect(order == ends)
  }

  @Test func `of 3000 bytes answers the first 2048, and the rest does not destroy the answer`() throws {
    let server = try RunningTCPServer(.oneReply)
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    let message = (0..<3_000).map { UInt8($0 % 251) }
    try peer.say(message)
    try server.waitForEnds()
    // More than came so far, and after the server's FIN.
    try peer.say([UInt8](repeating: 0, count: 100_000))
    #expect(try peer.hearToEnd() == Array(message[..<2_048]))
    try peer.say("and still no RST")
    peer.leave()
    let counters = try server.stop()
    #expect(server.events.last == .ended(client, .answered, received: 2_048, sent: 2_048))
    #expect(counters.bytesReceived == 2_048)
  }

  @Test func `a client that says nothing and goes is no trouble`() throws {
    let server = try RunningTCPServer(.oneReply)
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    peer.leave()
    let next = try Peer(connectingTo: server.endpoint)
    try next.say("next")
    #expect(try next.hearToEnd() == Array("next".utf8))
    next.leave()
    let counters = try server.stop()
    #expect(server.events.contains(.ended(client, .closedByClient, received: 0, sent: 0)))
    #expect(counters.connections == 2)
    #expect(counters.receives == 1)
  }

  @Test func `a client that resets is told as such, and the next one is served`() throws {
    let server = try RunningTCPServer(.oneReply)
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    try server.wait(for: .accepted(client))
    peer.reset()
    let next = try Peer(connectingTo: server.endpoint)
    try next.say("next")
    #expect(try next.hearToEnd() == Array("next".utf8))
    next.leave()
    try server.stop()
    guard case .failed(let error) = server.endings.first else {
      Issue.record("\(server.endings)")
      return
    }
    #expect(error.call == .recv)
    #expect(error.reason == .reset)
  }

  @Test func `a silent client is ended, and does not keep the next one waiting for ever`() throws {
    let server = try RunningTCPServer(.oneReply) { $0.idleLimit = .milliseconds(300) }
    let start = ContinuousClock.now
    let silent = try Peer(connectingTo: server.endpoint)
    let next = try Peer(connectingTo: server.endpoint)
    try next.say("next")
    #expect(try silent.hearToEnd() == [])
    #expect(ContinuousClock.now - start >= .milliseconds(300))
    #expect(try next.hearToEnd() == Array("next".utf8))
    silent.leave()
    next.leave()
    try server.stop()
    #expect(server.endings == [.silent, .answered])
  }

  @Test func `a client that never closes is left after the drain limit`() throws {
    let server = try RunningTCPServer(.oneReply) {
      $0.connectionLimit = 1
      $0.drainLimit = .milliseconds(300)
    }
    let lingering = try Peer(connectingTo: server.endpoint)
    let next = try Peer(connectingTo: server.endpoint)
    try lingering.say("first")
    try next.say("next")
    #expect(try lingering.hearToEnd() == Array("first".utf8))
    let end = ContinuousClock.now
    // Room for one: the next is served when the first is gone.
    #expect(try next.hearToEnd() == Array("next".utf8))
    #expect(ContinuousClock.now - end >= .milliseconds(200))
    lingering.leave()
    next.leave()
    try server.stop()
    #expect(server.endings == [.answered, .answered])
  }

  @Test func `a client that never stops sending is left after the drain limit, and holds up nobody`() throws {
    let server = try RunningTCPServer(.oneReply) {
      // So small that the sender is always ahead.
      $0.receiveLimit = 16
      $0.drainLimit = .milliseconds(300)
    }
    let sender = try Peer(connectingTo: server.endpoint)
    let torrent = Counterpart {
      let bytes = [UInt8](repeating: 0, count: 65_536)
      do {
        while true { try sender.say(bytes) }
      } catch let failure as Peer.Failure {
        #expect(failure.call == "send")
        #expect(SocketError(.send, errno: failure.code).reason == .reset)
      }
    }
    try server.waitForEnds()
    let next = try Peer(connectingTo: server.endpoint)
    try next.say("next")
    #expect(try next.hearToEnd() == Array("next".utf8))
    next.leave()
    try torrent.join()
    sender.leave()
    try server.stop()
    #expect(server.endings == [.answered, .answered])
  }
}

import SessionLog
import Testing
import Wire

@testable import Echo

/// What many clients can make a server hold.
@Suite(.timeLimit(.minutes(5)))
struct TCPServerLimitTests {
  @Test func `never serves more than allowed at once, says so once, and serves all in the end`() throws {
    let server = try RunningTCPServer(.stream) {
      $0.connectionLimit = 3
      $0.backlog = 100
    }
    let peers = try (0..<60).map { _ in try Peer(connectingTo: server.endpoint) }
    for (number, peer) in peers.enumerated() { try peer.say("\(number)") }
    for (number, peer) in peers.enumerated() {
      #expect(try peer.hear("\(number)".utf8.count) == Array("\(number)".utf8))
      if number == 0 { #expect(!peers[3].hasHeard(atMost: .milliseconds(150))) }
      peer.finish()
      #expect(try peer.hearToEnd() == [])
      peer.leave()
    }
    try server.waitForEnds(60)
    let counters = try server.stop()
    var open = 0
    var most = 0
    for event in server.events {
      if case .accepted = event { open += 1 }
      if case .ended = event { open -= 1 }
      most = max(most, open)
    }
    #expect(most == 3)
    #expect(counters.connections == 60)
    #expect(server.events.count { $0 == .full } == 1)
  }

  @Test func `says once that it is full, whoever comes and goes`() throws {
    let server = try RunningTCPServer(.stream) { $0.connectionLimit = 4 }
    var peers = try (0..<4).map { _ in try Peer(connectingTo: server.endpoint) }
    try server.wait(for: .full)
    for gone in [1, 2, 4] {
      let ended = server.endings.count
      for _ in 0..<gone { peers.removeFirst().leave() }
      try server.waitForEnds(ended + gone)
      for _ in 0..<gone { peers.append(try Peer(connectingTo: server.endpoint)) }
      for peer in peers { try server.wait(for: .accepted(try peer.local)) }
      // What it does next shows that it has said what it had to.
      try peers[0].say("x")
      #expect(try peers[0].hear(1) == [UInt8(ascii: "x")])
      #expect(server.events.count { $0 == .full } == 1)
    }
    for peer in peers { peer.leave() }
    try server.stop()
  }

  #if os(Linux)
    @Test func `the backlog is how many may wait`() throws {
      var options = TCPServer.Options()
      options.backlog = 2
      // Nobody accepts.
      let server = try TCPServer(host: "127.0.0.1", port: 0, options: options)
      let address = SocketAddress(server.endpoint)
      var waiting: [Peer] = []
      // Linux lets one more wait than asked for (`sk_acceptq_is_full`).
      for _ in 0..<3 { waiting.append(try Peer(connectingTo: server.endpoint)) }
      let socket = try Socket(.tcp, for: address)
      try socket.doNotWait()
      let error = #expect(throws: SocketError.self) { () throws in
        try socket.connect(to: address, atMost: .milliseconds(200))
      }
      #expect(error?.call == .connect)
      #expect(error?.reason == .timedOut)
      for peer in waiting { peer.leave() }
    }
  #endif

  @Test func `another server on the same port is refused`() throws {
    let server = try RunningTCPServer(.stream)
    let error = #expect(throws: SocketError.self) {
      _ = try TCPServer(host: "127.0.0.1", port: server.endpoint.port, options: .init())
    }
    try server.stop()
    #expect(error?.reason == .addressInUse)
  }

  #if os(Linux)
    @Test func `a port whose connections are still in TIME_WAIT can be taken again`() throws {
      // Where no other test takes the port meanwhile.
      let address = "127.0.0.5"
      let server = try RunningTCPServer(.oneReply, host: address)
      let endpoint = server.endpoint
      let peer = try Peer(connectingTo: endpoint)
      try peer.say("x")
      // The server closes first, and so has the TIME_WAIT.
      #expect(try peer.hearToEnd() == [UInt8(ascii: "x")])
      peer.leave()
      try server.stop()
      let again = try onceFree { () throws(SocketError) in
        try TCPServer(host: address, port: endpoint.port, options: .init())
      }
      #expect(again.endpoint == endpoint)
    }
  #endif

  @Test func `who still waits when the server stops is not served`() throws {
    let server = try RunningTCPServer(.oneReply) { $0.drainLimit = .milliseconds(200) }
    let silent = try Peer(connectingTo: server.endpoint)
    let waiting = try Peer(connectingTo: server.endpoint)
    try waiting.say("x")
    try server.wait(for: .accepted(try silent.local))
    let counters = try server.stop()
    #expect(counters.connections == 1)
    #expect(server.endings == [.stopped])
    #expect(try silent.hearToEnd() == [])
    let failure = #expect(throws: Peer.Failure.self) { _ = try waiting.hearToEnd() }
    #expect(failure.map { SocketError(.recv, errno: $0.code).reason } == .reset)
    silent.leave()
    waiting.leave()
  }
}

import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// The client against servers of the test's own, good and bad.
@Suite(.timeLimit(.minutes(5)))
struct TCPClientTests {
  /// One accepted connection, served by `part`.
  private func against(
    timeout: Duration = .seconds(10), _ part: @escaping @Sendable (Peer) throws -> Void,
    _ body: (inout TCPClient) throws -> Void
  ) throws {
    try Counterpart.serving(part) { server in
      var options = ClientOptions(host: "127.0.0.1", port: server.port)
      options.timeout = timeout
      var client = try TCPClient(options)
      try body(&client)
      client.close()
    }
  }

  @Test func `an echo is received in pieces of the wanted size`() throws {
    let message = Array("Hello World!!! This will be echoed".utf8)
    try against { peer in
      try peer.say(peer.hear(34))
      _ = try peer.hearToEnd()
    } _: { client in
      var pieces: [[UInt8]] = []
      let outcome = client.echo(message, receiveLimit: 16) { pieces.append(Array($0)) }
      #expect(pieces.map(\.count) == [16, 16, 2])
      #expect(Array(pieces.joined()) == message)
      #expect(outcome.ending == .complete)
      #expect(outcome.sent == 34)
      #expect(outcome.received == 34)
      #expect(outcome.firstDifference == nil)
    }
  }

  @Test(arguments: [1, 2, 16, 33, 34, 35, 4_096])
  func `no piece is longer than wanted`(limit: Int) throws {
    let message = Array("Hello World!!! This will be echoed".utf8)
    try against { peer in
      for byte in try peer.hear(34) { try peer.say([byte]) }
      _ = try peer.hearToEnd()
    } _: { client in
      var pieces: [[UInt8]] = []
      let outcome = client.echo(message, receiveLimit: limit) { pieces.append(Array($0)) }
      #expect(outcome.ending == .complete)
      #expect(pieces.allSatisfy { (1...limit).contains($0.count) })
      #expect(Array(pieces.joined()) == message)
    }
  }

  @Test func `one connection carries several messages`() throws {
    try against { peer in
      for count in [4, 100_000, 1] { try peer.say(peer.hear(count)) }
      _ = try peer.hearToEnd()
    } _: { client in
      for count in [4, 100_000, 1] {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let outcome = client.echo(message, receiveLimit: 1_000) { _ in }
        #expect(outcome.ending == .complete)
        #expect(outcome.firstDifference == nil)
      }
    }
  }

  @Test func `nothing comes back from nothing`() throws {
    try against { peer in
      let heard = try peer.hearToEnd()
      #expect(heard == [])
    } _: { client in
      let outcome = client.echo([]) { _ in Issue.record("a piece of nothing") }
      #expect(outcome == .init())
    }
  }

  @Test(arguments: [0, 1, 33])
  func `a server that closes early is told with what came`(count: Int) throws {
    try against { peer in
      let message = try peer.hear(34)
      if count > 0 { try peer.say(Array(message[..<count])) }
      peer.finish()
      _ = try peer.hearToEnd()
    } _: { client in
      var received: [UInt8] = []
      let message = Array("Hello World!!! This will be echoed".utf8)
      let outcome = client.echo(message) { received += $0 }
      #expect(outcome.ending == .closedByServer)
      #expect(outcome.sent == 34)
      #expect(outcome.received == count)
      #expect(received == Array(message[..<count]))
      #expect(outcome.firstDifference == nil)
    }
  }

  @Test func `a server that says nothing is waited for as long as agreed`() throws {
    try against(timeout: .milliseconds(200)) { peer in
      _ = try peer.hearToEnd()
    } _: { client in
      let start = ContinuousClock.now
      let outcome = client.echo(Array("halo".utf8)) { _ in }
      #expect(outcome.ending == .silent)
      #expect(outcome.sent == 4)
      #expect(outcome.received == 0)
      #expect(ContinuousClock.now - start >= .milliseconds(200))
    }
  }

  @Test func `a server that takes nothing is waited for as long as agreed`() throws {
    let over = DispatchSemaphore(value: 0)
    try against(timeout: .milliseconds(200)) { peer in
      over.wait()
      peer.reset()
    } _: { client in
      let message = [UInt8](repeating: 0, count: 64_000_000)
      let outcome = client.echo(message) { _ in }
      over.signal()
      #expect(outcome.ending == .silent)
      #expect((1..<message.count).contains(outcome.sent))
    }
  }

  @Test(arguments: [0, 15, 16, 33])
  func `the first byte that came back as another one is named`(offset: Int) throws {
    try against { peer in
      var message = try peer.hear(34)
      message[offset] ^= 0x20
      if offset < 33 { message[33] ^= 0x20 }
      try peer.say(message)
      _ = try peer.hearToEnd()
    } _: { client in
      let outcome = client.echo(Array("Hello World!!! This will be echoed".utf8)) { _ in }
      #expect(outcome.ending == .complete)
      #expect(outcome.received == 34)
      #expect(outcome.firstDifference == offset)
    }
  }

  @Test func `a message larger than all buffers on its way comes back from a server that echoes at once`() throws {
    let listener = try Peer(.tcp)
    listener.takeLittleRoom()
    try listener.startListening()
    let serving = Counterpart {
      let peer = try listener.next()
      peer.takeLittleRoom()
      // Nothing is read while the last answer waits to be taken.
      while case let bytes = try peer.hearSome(), !bytes.isEmpty { try peer.say(bytes) }
      peer.leave()
    }
    var client = try TCPClient(ClientOptions(host: "127.0.0.1", port: try listener.local.port))
    let message = (0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    var count = 0
    let outcome = client.echo(message, receiveLimit: 65_536) { count += $0.count }
    client.close()
    try serving.join()
    listener.leave()
    #expect(outcome.ending == .complete)
    #expect(outcome.firstDifference == nil)
    #expect(count == message.count)
  }

  @Test func `a server has a moment to say FIN first`() throws {
    try against { peer in
      try peer.say(peer.hear(4))
      // One that waits for the client's FIN.
      _ = try peer.hearToEnd()
    } _: { client in
      _ = client.echo(Array("halo".utf8)) { _ in }
      let start = ContinuousClock.now
      let surplus = try client.finish()
      #expect(surplus == 0)
      #expect(ContinuousClock.now - start >= .milliseconds(10))
    }
  }

  @Test(arguments: [true, false])
  func `what a server says beyond the echo is counted, whoever closes first`(saysFIN: Bool) throws {
    try against { peer in
      try peer.say(peer.hear(4) + Array("more".utf8))
      if saysFIN { peer.finish() }
      let heard = try peer.hearToEnd()
      #expect(heard == [])
      if !saysFIN { try peer.say("and more") }
    } _: { client in
      _ = client.echo(Array("halo".utf8)) { _ in }
      let surplus = try client.finish()
      #expect(surplus == (saysFIN ? 4 : 12))
    }
  }

  @Test func `a server that never stops sending is left after a while`() throws {
    try against { peer in
      try peer.say(peer.hear(4))
      #expect(throws: Peer.Failure.self) { while true { try peer.say(Peer.endless) } }
    } _: { client in
      #expect(client.echo(Array("halo".utf8)) { _ in }.ending == .complete)
      let surplus = try client.finish()
      #expect(surplus > 0)
    }
  }

  @Test func `a connection that is reset at once is an error`() throws {
    let hasReset = DispatchSemaphore(value: 0)
    try against { peer in
      peer.reset()
      hasReset.signal()
    } _: { client in
      hasReset.wait()
      guard case .failed(let error) = client.echo(Array("halo".utf8), { _ in }).ending else {
        Issue.record("no error")
        return
      }
      #expect(error.reason == .reset)
    }
  }

  @Test func `a reset is an error`() throws {
    try against { peer in
      _ = try peer.hear(4)
      peer.reset()
    } _: { client in
      let outcome = client.echo(Array("halo".utf8)) { _ in }
      guard case .failed(let error) = outcome.ending else {
        Issue.record("\(outcome)")
        return
      }
      #expect(error.call == .recv)
      #expect(error.reason == .reset)
      #expect(outcome.received == 0)
    }
  }

  @Test func `what a server answered before it reset the rest is still read`() throws {
    // One receive, the answer, and away with bytes unread: RST follows the answer.
    try against { peer in
      let first = try peer.hear(1_000)
      try peer.say(first)
      peer.leave()
    } _: { client in
      let message = [UInt8](repeating: 7, count: 32_000_000)
      let outcome = client.echo(message, receiveLimit: 4_096) { _ in }
      #expect(outcome.ending != .complete)
      #expect(outcome.sent < message.count)
      #expect(outcome.received <= 1_000)
    }
  }

  @Test func `nobody there is told when connecting`() throws {
    let owner = try Peer(.tcp)
    let error = #expect(throws: SocketError.self) {
      _ = try TCPClient(ClientOptions(host: "127.0.0.1", port: try owner.local.port))
    }
    #expect(error?.call == .connect)
    #expect(error?.reason == .refused)
    owner.leave()
  }

  @Test func `both ends are known, and this end can be chosen`() throws {
    let listener = try Peer(.tcp)
    try listener.startListening()
    let place = try Peer(.tcp, at: .loopback(host: 2))
    let port = try place.local.port
    place.leave()
    var options = ClientOptions(host: "127.0.0.1", port: try listener.local.port)
    options.localHost = "127.0.0.2"
    options.localPort = port
    let client = try onceFree { () throws(SocketError) in try TCPClient(options) }
    #expect(client.peer == (try listener.local))
    #expect(client.local == .loopback(port, host: 2))
    client.close()
    listener.leave()
  }

  @Test func `this end must be of the other end's kind`() throws {
    var options = ClientOptions(host: "127.0.0.1", port: 9)
    options.localHost = "::1"
    let error = #expect(throws: SocketError.self) { _ = try TCPClient(options) }
    #expect(error?.call == .bind)
    #expect(error?.reason == .familyNotSupported)
  }

  #if os(Linux)
    @Test func `a handshake that nobody answers is waited for as long as agreed`() throws {
      let listener = try Peer(.tcp)
      try listener.startListening(backlog: 0)
      // The queue is full, and Linux ignores further SYNs.
      let waiting = try Peer(connectingTo: listener.local)
      var options = ClientOptions(host: "127.0.0.1", port: try listener.local.port)
      options.timeout = .milliseconds(200)
      let start = ContinuousClock.now
      let error = #expect(throws: SocketError.self) { _ = try TCPClient(options) }
      #expect(ContinuousClock.now - start >= .milliseconds(200))
      #expect(error?.call == .connect)
      #expect(error?.reason == .timedOut)
      waiting.leave()
      listener.leave()
    }
  #endif
}

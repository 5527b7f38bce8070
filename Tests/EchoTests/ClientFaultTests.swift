import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct ClientFaultTests {
  private static let message = Array("Hello World!!! This will be echoed".utf8)

  private func options(
    _ server: Endpoint, _ faults: [Fault], on side: Fault.Side = .tcpClient, timeout: Duration = .seconds(10)
  ) throws -> ClientOptions {
    var options = ClientOptions(host: "127.0.0.1", port: server.port)
    options.faults = try FaultPlan(faults, on: side, seed: 7)
    options.timeout = timeout
    return options
  }

  /// Sends the message to a server that does `part`.
  private func echo(
    _ faults: Fault..., timeout: Duration = .seconds(10), against part: @escaping @Sendable (Peer) throws -> Void,
    _ check: (TCPClient.Outcome, FaultCounters) throws -> Void
  ) throws {
    try Counterpart.serving(part) { server in
      var client = try TCPClient(options(server, faults, timeout: timeout))
      let outcome = client.echo(Self.message) { _ in }
      if outcome.ending == .complete { _ = try? client.finish() }
      let counters = client.faultCounters
      client.close()
      try check(outcome, counters)
    }
  }

  @Test func `a dropped message is not sent`() throws {
    try echo(.drop(share: 1), timeout: .milliseconds(100)) { peer throws in
      #expect(try peer.hearToEnd() == [])
    } _: { outcome, counters in
      #expect(outcome.ending == .silent && outcome.sent == 0)
      #expect(counters.dropped == 1)
    }
  }

  @Test func `a message goes out twice, changed and cut`() throws {
    try echo(.duplicate(share: 1), .corrupt(share: 1), .truncateAll(to: 16), timeout: .milliseconds(100)) { peer in
      let heard = try peer.hearToEnd()
      #expect(heard.count == 32)
      #expect(heard.prefix(16) == heard.suffix(16))
      #expect(zip(heard, Self.message).prefix(16).count { $0 != $1 } == 1)
    } _: { outcome, counters in
      #expect(outcome.ending == .silent && outcome.sent == 32)
      #expect(counters.duplicated == 1 && counters.corrupted == 1 && counters.truncated == 1)
    }
  }

  @Test func `what comes back is compared with the message that was meant`() throws {
    try echo(.corrupt(share: 1)) { peer in
      try peer.say(peer.hear(34))
      _ = try peer.hearToEnd()
    } _: { outcome, _ in
      #expect(outcome.ending == .complete)
      #expect(outcome.firstDifference != nil)
    }
  }

  @Test func `a delayed message goes out so much later`() throws {
    let start = ContinuousClock.now
    try echo(.delay(.milliseconds(200))) { peer in
      let message = try peer.hear(34)
      #expect(ContinuousClock.now - start >= .milliseconds(200))
      try peer.say(message)
      _ = try peer.hearToEnd()
    } _: { outcome, counters in
      #expect(outcome.ending == .complete)
      #expect(counters.delayed == 1)
    }
  }

  @Test func `RST comes where FIN would`() throws {
    try echo(.reset) { peer in
      try peer.say(peer.hear(34))
      #expect(throws: Peer.Failure(call: "recv", code: ECONNRESET)) { _ = try peer.hearToEnd() }
    } _: { outcome, counters in
      #expect(outcome.ending == .complete && outcome.received == 34)
      #expect(counters.resets == 1)
    }
  }

  @Test func `FIN follows the request, and the answer is read`() throws {
    try echo(.halfClose) { peer in
      // Before anything is answered.
      let message = try peer.hearToEnd()
      try peer.say(message)
    } _: { outcome, counters in
      #expect(outcome.ending == .complete && outcome.received == 34 && outcome.firstDifference == nil)
      #expect(counters == FaultCounters())
    }
  }

  @Test func `who never reads lets the server's window fill, and closes`() throws {
    try echo(.neverRead, timeout: .seconds(1)) { peer throws in
      peer.takeLittleRoom()
      #expect(try peer.hear(34) == Self.message)
      #expect((1...262_144).contains(try peer.sayAllThatFits()))
    } _: { outcome, _ in
      #expect(outcome.ending == .silent && outcome.sent == 34 && outcome.received == 0)
    }
  }

  @Test func `a datagram is dropped, sent twice, changed or cut`() throws {
    let server = try RunningUDPServer()
    func datagrams(_ faults: Fault..., timeout: Duration = .seconds(10)) throws -> FaultCounters {
      var client = try UDPClient(options(server.endpoint, faults, on: .udpClient, timeout: timeout))
      #expect((try client.echo(Self.message) == nil) == (timeout < .seconds(1)))
      let counters = client.faultCounters
      client.close()
      return counters
    }
    #expect(try datagrams(.drop(share: 1), timeout: .milliseconds(50)).dropped == 1)
    #expect(server.told == [])
    #expect(try datagrams(.duplicate(share: 1)).duplicated == 1)
    try server.wait { $0.count == 2 }
    #expect(try datagrams(.corrupt(share: 1), .truncate(share: 1)).corrupted == 1)
    try server.wait { $0.count == 3 }
    let told = server.told.map(\.bytes)
    try server.stop()
    #expect(told[..<2] == [Self.message, Self.message])
    #expect(told[2].count == 17)
    #expect(zip(told[2], Self.message).count { $0 != $1 } == 1)
  }

  @Test func `a chat goes on with its faults, and a half-close follows its exit`() throws {
    let keyboard = Pipe()
    try keyboard.fileHandleForWriting.write(contentsOf: Data("satu\nexit\n".utf8))
    let (ending, counters) = try Counterpart.serving { peer in
      #expect(try peer.hear(8) == Array("satusatu".utf8))
      try peer.say("satu")
      #expect(try peer.hearToEnd() == Array("exitexit".utf8))
      try peer.say("bye")
    } _: { server in
      var client = try ChatClient(options(server, [.duplicate(share: 1), .halfClose]))
      let ending = client.run(input: keyboard.fileHandleForReading.fileDescriptor) { _, _ in }
      return (ending, client.faultCounters)
    }
    #expect(ending == .exit)
    #expect(counters.duplicated == 2)
  }
}

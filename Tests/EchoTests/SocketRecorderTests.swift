import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// What is written down of real sessions on the loopback interface.
@Suite(.timeLimit(.minutes(5)))
struct SocketRecorderTests {
  private static let message = Array("Hello World!!! This will be echoed".utf8)

  /// Each stream's calls follow each other without a gap; how many bytes they moved.
  private func total(_ events: [SessionEvent], _ at: SourceLocation = #_sourceLocation) -> Int {
    var next = 0
    for event in events where !event.hasFailed {
      #expect(event.offset == next, sourceLocation: at)
      next += event.bytes ?? 0
    }
    return next
  }

  private func checkTimes(_ events: [SessionEvent], _ at: SourceLocation = #_sourceLocation) {
    let now = Int64(Date().timeIntervalSince1970 * 1e9)
    for event in events {
      #expect(abs(event.calledAt - now) < 120_000_000_000, sourceLocation: at)
      if let returned = event.returnedAt { #expect(event.calledAt <= returned, sourceLocation: at) }
    }
    // Lines are written as calls return, and one thread makes them.
    let returns = events.map { $0.returnedAt ?? $0.calledAt }
    #expect(returns == returns.sorted(), sourceLocation: at)
  }

  @Test func `a TCP session, told by both sides`() throws {
    let (serverCalls, clientCalls) = (RecordedCalls(), RecordedCalls())
    let server = try RunningTCPServer(.oneReply, calls: serverCalls)
    var client = try TCPClient(
      ClientOptions(host: "127.0.0.1", port: server.endpoint.port), recorder: clientCalls.recorder)
    let local = client.local
    #expect(client.echo(Self.message, receiveLimit: 16) { _ in }.ending == .complete)
    _ = try client.finish()
    client.close()
    try server.waitForEnds()
    let endpoint = server.endpoint
    try server.stop()

    let ours = clientCalls.events
    #expect(ours.first?.event == .socket)
    #expect(ours.last?.event == .close)
    #expect(
      ours.map(\.event).filter { $0 != .recv } == [
        .socket, .connectStarted, .connectEstablished, .send, .shutdown, .close,
      ])
    #expect(Set(ours.map(\.socket)) == [1])
    #expect(ours.dropFirst().allSatisfy { $0.local == local && $0.remote == endpoint })
    #expect(ours[1].returnedAt == nil)
    #expect(ours[1].calledAt == ours[2].calledAt)
    #expect(ours[2].returnedAt != nil)
    #expect(total(clientCalls.events(of: .send)) == 34)
    let received = clientCalls.events(of: .recv)
    #expect(total(received) == 34)
    #expect(received.allSatisfy { ($0.bytes ?? -1) <= 16 })
    #expect(received.last?.bytes == 0)
    #expect(received.dropLast().allSatisfy { $0.bytes != 0 })
    #expect(!ours.contains { $0.hasFailed || $0.isReset != nil })
    checkTimes(ours)

    let theirs = serverCalls.events
    #expect(theirs.prefix(3).map(\.event) == [.socket, .bind, .listen])
    #expect(theirs.prefix(3).allSatisfy { $0.socket == 1 && $0.remote == nil })
    #expect(theirs[1].local == endpoint)
    #expect(theirs[2].backlog ?? 0 > 0)
    let accept = try #require(serverCalls.events(of: .accept).first)
    #expect(accept.socket == 2)
    #expect(accept.listener == 1)
    let connection = serverCalls.events(of: 2)
    #expect(connection.allSatisfy { $0.local == endpoint && $0.remote == local })
    #expect(connection.last?.event == .close)
    #expect(total(connection.filter { $0.event == .recv }) == 34)
    #expect(total(connection.filter { $0.event == .send }) == 34)
    // The listener's own close comes last, and is about no peer.
    #expect(theirs.last?.event == .close)
    #expect(theirs.last?.socket == 1)
    #expect(theirs.last?.remote == nil)
    checkTimes(theirs)
    #if os(Linux)
      for event in [accept, connection.last, ours[2], ours.last] as [SessionEvent?] {
        let info = try #require(event?.tcpInfo)
        #expect(info.sendMSS > 500)
        #expect(info.congestionWindow > 0)
        #expect(info.retransmissions == 0)
      }
      #expect(theirs.last?.tcpInfo == nil)
      let carriers: Set<SessionEvent.Kind> = [.accept, .connectEstablished, .close]
      #expect((ours + theirs).allSatisfy { $0.tcpInfo == nil || carriers.contains($0.event) })
    #endif
  }

  @Test func `a UDP session, told by both sides`() throws {
    let (serverCalls, clientCalls) = (RecordedCalls(), RecordedCalls())
    let server = try RunningUDPServer(calls: serverCalls)
    var client = try UDPClient(
      ClientOptions(host: "127.0.0.1", port: server.endpoint.port), recorder: clientCalls.recorder)
    let local = client.local
    for count in [34, 0, 1] { #expect(try client.echo([UInt8](repeating: 7, count: count))?.count == count) }
    client.close()
    let endpoint = server.endpoint
    try server.stop()

    let ours = clientCalls.events
    #expect(
      ours.map(\.event) == [
        .socket, .connectStarted, .connectEstablished, .send, .recv, .send, .recv, .send, .recv, .close,
      ])
    #expect(ours.compactMap(\.bytes) == [34, 34, 0, 0, 1, 1])
    #expect(ours.allSatisfy { $0.offset == nil && $0.tcpInfo == nil && $0.socket == 1 })
    #expect(ours.dropFirst().allSatisfy { $0.local == local && $0.remote == endpoint })
    checkTimes(ours)

    let theirs = serverCalls.events
    #expect(
      theirs.map(\.event) == [
        .socket, .bind, .recvfrom, .sendto, .recvfrom, .sendto, .recvfrom, .sendto, .close,
      ])
    #expect(theirs.compactMap(\.bytes) == [34, 34, 0, 0, 1, 1])
    #expect(theirs.filter { $0.bytes != nil }.allSatisfy { $0.local == endpoint && $0.remote == local })
    #expect(theirs.allSatisfy { $0.offset == nil && $0.socket == 1 })
    checkTimes(theirs)
  }

  @Test(arguments: ["0.0.0.0", "::"])
  func `a server of all addresses tells the peers as they are`(host: String) throws {
    let calls = RecordedCalls()
    let server = try RunningUDPServer(host: host, calls: calls)
    let peers = try [Peer(.udp), Peer(.udp)]
    for (number, peer) in peers.enumerated() {
      try peer.say([UInt8](repeating: 1, count: number + 1), to: .loopback(server.endpoint.port))
      #expect(try peer.hearDatagram().bytes.count == number + 1)
    }
    try server.stop()
    let moved = calls.events.filter { $0.bytes != nil }
    #expect(moved.map(\.bytes) == [1, 1, 2, 2])
    #expect(moved.allSatisfy { $0.local == server.endpoint && $0.local?.address.rawValue == 0 })
    let mapped = host == "::"
    for (event, number) in zip(moved, [0, 0, 1, 1]) {
      let local = try peers[number].local
      let address = IPAddress(v6: 0xffff_7f00_0001)
      #expect(event.remote == (mapped ? Endpoint(address: address, port: local.port) : local))
    }
    for peer in peers { peer.leave() }
  }

  @Test(arguments: [TCPServer.Mode.oneReply, .stream])
  func `an IPv6 session has IPv6 ends`(mode: TCPServer.Mode) throws {
    let (serverCalls, clientCalls) = (RecordedCalls(), RecordedCalls())
    let server = try RunningTCPServer(mode, host: "::1", calls: serverCalls)
    var client = try TCPClient(ClientOptions(host: "::1", port: server.endpoint.port), recorder: clientCalls.recorder)
    #expect(client.echo(Self.message) { _ in }.ending == .complete)
    _ = try client.finish()
    client.close()
    try server.waitForEnds()
    try server.stop()
    let connection = serverCalls.events(of: 2)
    #expect(!connection.isEmpty)
    for event in connection {
      #expect(event.local == clientCalls.events.last?.remote)
      #expect(event.remote == clientCalls.events.last?.local)
      #expect(event.remote?.address.isIPv6 == true)
    }
  }

  @Test func `a refused connect has the number and the words`() throws {
    // Bound, so that nobody else gets it, but not listening.
    let owner = try Peer(.tcp)
    let port = try owner.local.port
    let calls = RecordedCalls()
    #expect(throws: SocketError.self) {
      let client = try TCPClient(ClientOptions(host: "127.0.0.1", port: port), recorder: calls.recorder)
      client.close()
    }
    owner.leave()
    #expect(calls.events.map(\.event) == [.socket, .connectStarted, .connectFailed, .close])
    let failed = try #require(calls.events(of: .connectFailed).first)
    #expect(failed.errno == ECONNREFUSED)
    #expect(failed.error == String(cString: strerror(ECONNREFUSED)))
    #expect(failed.remote == .loopback(port))
    #expect(failed.local?.port ?? 0 != 0)
    #expect(failed.bytes == nil && failed.tcpInfo == nil)
    #expect(calls.events.last?.hasFailed == false)
  }

  @Test func `a bind that fails tells what was wanted`() throws {
    let owner = try Peer(.udp)
    let port = try owner.local.port
    let calls = RecordedCalls()
    #expect(throws: SocketError.self) {
      _ = try UDPServer(host: "127.0.0.1", port: port, recorder: calls.recorder).endpoint
    }
    owner.leave()
    #expect(calls.events.map(\.event) == [.socket, .bind, .close])
    #expect(calls.events[1].errno == EADDRINUSE)
    #expect(calls.events[1].local == .loopback(port))
  }

  @Test func `a peer that has reset makes the next calls fail`() throws {
    let calls = RecordedCalls()
    try Counterpart.serving { peer in
      _ = try peer.hear(1)
      peer.reset()
    } _: { endpoint in
      let socket = try Socket(.tcp, for: SocketAddress(endpoint), recorder: calls.recorder)
      try socket.connect(to: SocketAddress(endpoint), atMost: .seconds(5))
      #expect(try socket.send([1]) == 1)
      #expect(try socket.wait(for: .readable, atMost: .seconds(10)))
      var buffer = [UInt8](repeating: 0, count: 16)
      #expect(throws: SocketError.self) { () throws in _ = try socket.receive(into: &buffer, atMost: 16) }
      #expect(throws: SocketError.self) { () throws in _ = try socket.send([2]) }
      socket.close()
    }
    let recv = try #require(calls.events(of: .recv).first)
    #expect(recv.errno == ECONNRESET)
    #expect(recv.bytes == nil)
    #expect(recv.error?.isEmpty == false)
    let sends = calls.events(of: .send)
    #expect(sends.map(\.errno) == [nil, EPIPE])
    #expect(sends.map(\.bytes) == [1, nil])
    // A call that failed has moved nothing.
    #expect(sends.map(\.offset) == [0, 1])
    #expect(calls.events.last?.isReset == nil)
  }

  @Test func `a close that is to reset says so`() throws {
    let calls = RecordedCalls()
    try Counterpart.serving { peer in
      #expect(throws: Peer.Failure(call: "recv", code: ECONNRESET)) { try peer.hearToEnd() }
    } _: { endpoint in
      let socket = try Socket(.tcp, for: SocketAddress(endpoint), recorder: calls.recorder)
      try socket.connect(to: SocketAddress(endpoint), atMost: .seconds(5))
      try socket.resetOnClose()
      socket.close()
    }
    #expect(calls.events.last?.event == .close)
    #expect(calls.events.last?.isReset == true)
  }

  @Test func `what would have to wait is not written, and errno stays for who asks`() throws {
    let calls = RecordedCalls()
    try Counterpart.serving { peer in
      _ = try peer.hearToEnd()
    } _: { endpoint in
      let socket = try Socket(.tcp, for: SocketAddress(endpoint), recorder: calls.recorder)
      try socket.doNotWait()
      try socket.connect(to: SocketAddress(endpoint), atMost: .seconds(5))
      var buffer = [UInt8](repeating: 0, count: 16)
      for _ in 0..<100 { #expect(try socket.receive(into: &buffer, atMost: 16) == nil) }
      socket.close()
    }
    #expect(calls.events.map(\.event) == [.socket, .connectStarted, .connectEstablished, .close])
  }

  @Test func `a long stream in both directions adds up`() throws {
    let (serverCalls, clientCalls) = (RecordedCalls(), RecordedCalls())
    let server = try RunningTCPServer(.stream, calls: serverCalls)
    var client = try TCPClient(
      ClientOptions(host: "127.0.0.1", port: server.endpoint.port), recorder: clientCalls.recorder)
    let message = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(client.echo(message, receiveLimit: 65_536) { _ in }.ending == .complete)
    _ = try client.finish()
    client.close()
    try server.waitForEnds()
    try server.stop()
    for calls in [serverCalls.events(of: 2), clientCalls.events] {
      for kind in [SessionEvent.Kind.send, .recv] { #expect(total(calls.filter { $0.event == kind }) == 1_000_000) }
      #expect(!calls.contains { $0.hasFailed })
    }
  }

  @Test func `many connections have distinct numbers`() throws {
    let calls = RecordedCalls()
    let server = try RunningTCPServer(.stream, calls: calls)
    let peers = try (0..<20).map { _ in try Peer(connectingTo: server.endpoint) }
    for peer in peers {
      try peer.say("halo")
      #expect(try peer.hear(4) == Array("halo".utf8))
    }
    let ends = try peers.map { try $0.local }
    for peer in peers { peer.finish() }
    for peer in peers { #expect(try peer.hearToEnd() == []) }
    try server.waitForEnds(20)
    try server.stop()
    for peer in peers { peer.leave() }
    let accepts = calls.events(of: .accept)
    #expect(Set(accepts.map(\.socket)).count == 20)
    #expect(Set(accepts.compactMap(\.remote)) == Set(ends))
    for accept in accepts {
      let events = calls.events(of: accept.socket)
      #expect(events.first?.event == .accept)
      #expect(events.last?.event == .close)
      #expect(events.allSatisfy { $0.remote == accept.remote })
      #expect(total(events.filter { $0.event == .recv }) == 4)
    }
  }
}

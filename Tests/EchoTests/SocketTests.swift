import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct SocketTests {
  private static let here = SocketAddress(.loopback())

  /// A connection: the client's end is the module's, the other the test's.
  private func connected(_ body: (borrowing Socket, Peer) throws -> Void) throws {
    let listener = try Peer(.tcp)
    try listener.startListening()
    let address = SocketAddress(try listener.local)
    let socket = try Socket(.tcp, for: address)
    try socket.doNotWait()
    try socket.connect(to: address, atMost: .seconds(5))
    let peer = try listener.next()
    try body(socket, peer)
    peer.leave()
    listener.leave()
  }

  @Test func `a taken address says so`() throws {
    let owner = try Peer(.udp)
    let socket = try Socket(.udp, for: Self.here)
    let taken = SocketAddress(try owner.local)
    let error = #expect(throws: SocketError.self) { () throws in try socket.bind(to: taken) }
    #expect(error?.call == .bind)
    #expect(error?.code == EADDRINUSE)
    #expect(error?.reason == .addressInUse)
    #expect(error?.systemText == String(cString: strerror(EADDRINUSE)))
    owner.leave()
  }

  @Test func `another machine's address cannot be bound`() throws {
    // TEST-NET-3 (RFC 5737).
    let elsewhere = SocketAddress(Endpoint(address: IPAddress(v4: 0xcb00_7101), port: 0))
    let socket = try Socket(.tcp, for: elsewhere)
    let error = #expect(throws: SocketError.self) { () throws in try socket.bind(to: elsewhere) }
    #expect(error?.call == .bind)
    #expect(error?.code == EADDRNOTAVAIL)
    #expect(error?.reason == .addressNotAvailable)
  }

  @Test func `a port where nobody listens refuses`() throws {
    // Bound, so that nobody else gets it, but not listening.
    let owner = try Peer(.tcp)
    let address = SocketAddress(try owner.local)
    for waits in [true, false] {
      let socket = try Socket(.tcp, for: address)
      if !waits { try socket.doNotWait() }
      let error = #expect(throws: SocketError.self) { () throws in try socket.connect(to: address, atMost: .seconds(5))
      }
      #expect(error?.call == .connect)
      #expect(error?.code == ECONNREFUSED)
      #expect(error?.reason == .refused)
    }
    owner.leave()
  }

  @Test func `what does not listen cannot accept`() throws {
    let socket = try Socket(.tcp, for: Self.here)
    let error = #expect(throws: SocketError.self) { () throws in _ = try socket.accept() == nil }
    #expect(error?.call == .accept)
    #expect(error?.code == EINVAL)
    #expect(error?.reason == .other)
  }

  @Test func `accept returns who has come and from where, and nil when nobody has`() throws {
    let socket = try Socket(.tcp, for: Self.here)
    try socket.bind(to: Self.here)
    try socket.listen(backlog: 5)
    try socket.doNotWait()
    let isNobody = try socket.accept() == nil
    #expect(isNobody)
    let peer = try Peer(connectingTo: socket.localAddress().endpoint)
    guard let accepted = try socket.accept() else {
      Issue.record("nobody has come")
      return
    }
    let (seen, local) = (accepted.peer, try accepted.socket.localAddress())
    #expect(seen.endpoint == (try peer.local))
    #expect(local == (try socket.localAddress()))
    peer.leave()
  }

  @Test func `both ends of a connection are known`() throws {
    try connected { socket, peer in
      let (local, remote) = (try socket.localAddress().endpoint, try socket.peerAddress().endpoint)
      #expect(remote == (try peer.local))
      #expect(local.address == IPAddress("127.0.0.1"))
      #expect(local.port != 0)
      #expect(local != remote)
    }
  }

  @Test func `without a connection there is no peer`() throws {
    let socket = try Socket(.tcp, for: Self.here)
    let error = #expect(throws: SocketError.self) { () throws in _ = try socket.peerAddress() }
    #expect(error?.call == .getpeername)
    #expect(error?.code == ENOTCONN)
  }

  @Test func `what would have to wait is nil`() throws {
    try connected { socket, peer in
      var buffer = [UInt8](repeating: 0, count: 8)
      var count = try socket.receive(into: &buffer, atMost: 8)
      #expect(count == nil)
      try peer.say("abc")
      let isReady = try socket.wait(for: .readable, atMost: .seconds(5))
      #expect(isReady)
      count = try socket.receive(into: &buffer, atMost: 2)
      #expect(count == 2)
      #expect(buffer[..<2] == ArraySlice("ab".utf8))
      count = try socket.receive(into: &buffer, atMost: 8)
      #expect(count == 1)
      peer.finish()
      _ = try socket.wait(for: .readable, atMost: .seconds(5))
      count = try socket.receive(into: &buffer, atMost: 8)
      #expect(count == 0)
      // The peer reads nothing: in the end nothing more is taken.
      let much = [UInt8](repeating: 1, count: 1_000_000)
      var sent = 0
      while let count = try socket.send(much[...]) {
        sent += count
        if try !socket.wait(for: .writable, atMost: .milliseconds(100)) { break }
      }
      #expect(sent > 0)
    }
  }

  @Test func `a datagram socket that waits gives up in time`() throws {
    let socket = try Socket(.udp, for: Self.here)
    try socket.bind(to: Self.here)
    try socket.waitToReceive(atMost: .milliseconds(120))
    var buffer = [UInt8](repeating: 0, count: 8)
    let start = ContinuousClock.now
    let isNothing = try socket.receiveDatagram(into: &buffer) == nil
    #expect(isNothing)
    // The kernel counts in ticks of its own.
    #expect(ContinuousClock.now - start >= .milliseconds(100))
  }

  @Test func `a datagram carries its sender, and may be empty`() throws {
    let socket = try Socket(.udp, for: Self.here)
    try socket.bind(to: Self.here)
    let peer = try Peer(.udp)
    var buffer = [UInt8](repeating: 0, count: 8)
    for bytes in [[], [1, 2, 3]] as [[UInt8]] {
      try peer.say(bytes, to: socket.localAddress().endpoint)
      let datagram = try socket.receiveDatagram(into: &buffer)
      #expect(datagram?.count == bytes.count)
      #expect(datagram?.sender.endpoint == (try peer.local))
      #expect(Array(buffer[..<bytes.count]) == bytes)
    }
    peer.leave()
  }

  @Test func `a datagram that is too long is refused`() throws {
    let socket = try Socket(.udp, for: Self.here)
    let peer = try Peer(.udp)
    let address = SocketAddress(try peer.local)
    let longest = [UInt8](repeating: 0, count: 65_507)
    let isTaken = try socket.send(longest[...], to: address)
    #expect(isTaken)
    let error = #expect(throws: SocketError.self) { () throws in _ = try socket.send((longest + [0])[...], to: address)
    }
    #expect(error?.call == .sendto)
    #expect(error?.code == EMSGSIZE)
    #expect(error?.reason == .messageTooLong)
    peer.leave()
  }

  @Test func `sending to a closed peer is an error, and not the signal that ends a process`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_DFL)
      let listener = try Peer(.tcp)
      try listener.startListening()
      let address = SocketAddress(try listener.local)
      let socket = try Socket(.tcp, for: address)
      try socket.connect(to: address, atMost: .seconds(5))
      try listener.next().reset()
      _ = try socket.wait(for: .readable, atMost: .seconds(5))
      var errors: [SocketError] = []
      for _ in 0..<2 {
        do throws(SocketError) {
          _ = try socket.send([1])
        } catch {
          errors.append(error)
        }
      }
      #expect(errors.map(\.call) == [.send, .send])
      #expect(errors.map(\.code) == [ECONNRESET, EPIPE])
      #expect(errors.map(\.reason) == [.reset, .reset])
    }
  }

  @Test func `a socket that resets on close does, and another says FIN`() throws {
    for resets in [false, true] {
      let listener = try Peer(.tcp)
      try listener.startListening()
      let address = SocketAddress(try listener.local)
      let socket = try Socket(.tcp, for: address)
      try socket.connect(to: address, atMost: .seconds(5))
      let peer = try listener.next()
      if resets { try socket.resetOnClose() }
      socket.close()
      if resets {
        #expect(throws: Peer.Failure(call: "recv", code: ECONNRESET)) { _ = try peer.hearToEnd() }
      } else {
        #expect(try peer.hearToEnd() == [])
      }
      peer.leave()
    }
  }

  @Test func `after shutdown the other direction goes on`() throws {
    try connected { socket, peer in
      try socket.shutdownSending()
      #expect(try peer.hearToEnd() == [])
      try peer.say("answer")
      _ = try socket.wait(for: .readable, atMost: .seconds(5))
      var buffer = [UInt8](repeating: 0, count: 8)
      let count = try socket.receive(into: &buffer, atMost: 8)
      #expect(count == 6)
      let error = #expect(throws: SocketError.self) { () throws in _ = try socket.send([1]) }
      #expect(error?.reason == .reset)
    }
  }

  @Test func `a wait lasts its time, and signals do not end it`() throws {
    let socket = try Socket(.udp, for: Self.here)
    try socket.bind(to: Self.here)
    let start = ContinuousClock.now
    let isReady = try SignalRain.during { try socket.wait(for: .readable, atMost: .milliseconds(150)) }
    #expect(!isReady)
    #expect(ContinuousClock.now - start >= .milliseconds(150))
  }

  @Test func `a wait is for the socket or for the input`() throws {
    try connected { socket, peer in
      let pipe = Pipe()
      let input = pipe.fileHandleForReading.fileDescriptor
      var ready = try socket.wait(for: .readable, orInput: input, atMost: .zero)
      #expect(ready == (socket: false, input: false))
      try pipe.fileHandleForWriting.write(contentsOf: [1])
      ready = try socket.wait(for: .readable, orInput: input, atMost: nil)
      #expect(ready == (socket: false, input: true))
      try peer.say("x")
      while !ready.socket { ready = try socket.wait(for: .readable, orInput: input, atMost: nil) }
      #expect(ready == (socket: true, input: true))
    }
  }

  @Test(arguments: [
    (ECONNREFUSED, SocketError.Reason.refused), (ECONNRESET, .reset), (EPIPE, .reset), (ECONNABORTED, .reset),
    (ETIMEDOUT, .timedOut), (EHOSTUNREACH, .hostUnreachable), (EHOSTDOWN, .hostUnreachable),
    (ENETUNREACH, .networkUnreachable), (ENETDOWN, .networkUnreachable), (EADDRINUSE, .addressInUse),
    (EADDRNOTAVAIL, .addressNotAvailable), (EACCES, .notPermitted), (EPERM, .notPermitted),
    (EMSGSIZE, .messageTooLong), (EMFILE, .tooManyOpenFiles), (ENFILE, .tooManyOpenFiles), (ENOBUFS, .outOfMemory),
    (ENOMEM, .outOfMemory), (EAFNOSUPPORT, .familyNotSupported), (EIO, .other), (EINVAL, .other),
  ])
  func `an error number has a reason, and keeps the system's words`(code: Int32, reason: SocketError.Reason) {
    let error = SocketError(.connect, errno: code)
    #expect(error.reason == reason)
    #expect(error.description == "connect: \(String(cString: strerror(code))) (\(code))")
  }

  @Test(arguments: [
    (EAI_NONAME, SocketError.Reason.unknownHost), (EAI_AGAIN, .nameServiceFailed), (EAI_FAIL, .nameServiceFailed),
    (EAI_MEMORY, .nameServiceFailed),
  ])
  func `a name that cannot be resolved has a reason too`(result: Int32, reason: SocketError.Reason) {
    let error = SocketError(resolving: result)
    #expect(error.call == .getaddrinfo)
    #expect(error.reason == reason)
    #expect(error.code == result)
  }
}

import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct ReadinessTests {
  private func datagramSocket() throws -> Socket {
    let here = SocketAddress(.loopback())
    let socket = try Socket(.udp, for: here)
    try socket.bind(to: here)
    return socket
  }

  @Test func `a socket is ready when something has come, and until it is fetched`() throws {
    var readiness = try Readiness()
    let socket = try datagramSocket()
    let other = try datagramSocket()
    try readiness.add(socket, .readable)
    try readiness.add(other, .readable)
    var ready: [Int32] = [99]
    try readiness.wait(atMost: .zero, &ready)
    #expect(ready == [])
    let peer = try Peer(.udp)
    try peer.say([1], to: socket.localAddress().endpoint)
    for _ in 0..<2 {
      try readiness.wait(atMost: .seconds(5), &ready)
      #expect(ready == [socket.descriptor])
    }
    var buffer = [UInt8](repeating: 0, count: 8)
    _ = try socket.receiveDatagram(into: &buffer)
    try readiness.wait(atMost: .zero, &ready)
    #expect(ready == [])
    peer.leave()
  }

  @Test func `is told what interests now`() throws {
    var readiness = try Readiness()
    let socket = try datagramSocket()
    var ready: [Int32] = []
    try readiness.add(socket, .readable)
    try readiness.wait(atMost: .zero, &ready)
    #expect(ready == [])
    try readiness.change(socket, .writable)
    try readiness.wait(atMost: .seconds(5), &ready)
    #expect(ready == [socket.descriptor])
    try readiness.change(socket, [.readable, .writable])
    try readiness.wait(atMost: .seconds(5), &ready)
    #expect(ready == [socket.descriptor])
    try readiness.change(socket, [])
    try readiness.wait(atMost: .zero, &ready)
    #expect(ready == [])
  }

  @Test func `a reset is reported even where nothing interests`() throws {
    let listener = try Peer(.tcp)
    try listener.startListening()
    let address = SocketAddress(try listener.local)
    let socket = try Socket(.tcp, for: address)
    try socket.connect(to: address, atMost: .seconds(5))
    var readiness = try Readiness()
    try readiness.add(socket, [])
    try listener.next().reset()
    var ready: [Int32] = []
    try readiness.wait(atMost: .seconds(5), &ready)
    #expect(ready == [socket.descriptor])
    listener.leave()
  }

  @Test func `forgets a socket that has closed`() throws {
    var readiness = try Readiness()
    let socket = try datagramSocket()
    try readiness.add(socket, .writable)
    readiness.remove(socket)
    socket.close()
    var ready: [Int32] = []
    try readiness.wait(atMost: .zero, &ready)
    #expect(ready == [])
  }

  @Test func `a wait never ends before its time`() throws {
    var readiness = try Readiness()
    let socket = try datagramSocket()
    try readiness.add(socket, .readable)
    var ready: [Int32] = []
    let start = ContinuousClock.now
    try readiness.wait(atMost: .microseconds(50_500), &ready)
    #expect(ContinuousClock.now - start >= .microseconds(50_500))
    #expect(ready == [])
  }

  @Test func `a signal ends the wait, with nothing ready and no error`() throws {
    var readiness = try Readiness()
    let socket = try datagramSocket()
    try readiness.add(socket, .readable)
    var ready: [Int32] = [99]
    let start = ContinuousClock.now
    try SignalRain.during { try readiness.wait(atMost: .seconds(30), &ready) }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(ready == [])
  }

  @Test func `more than one wait reports come with the next ones`() throws {
    var readiness = try Readiness()
    let sockets = try (0..<300).map { _ in try Held(datagramSocket()) }
    for socket in sockets { try readiness.add(socket.socket, .writable) }
    var seen: Set<Int32> = []
    var ready: [Int32] = []
    for _ in 0..<2 {
      try readiness.wait(atMost: .seconds(5), &ready)
      #expect(!ready.isEmpty)
      seen.formUnion(ready)
    }
    #expect(seen == Set(sockets.map { $0.socket.descriptor }))
  }

  @Test func `the same socket twice, or one that is not known, is an error`() throws {
    #if os(Linux)
      var readiness = try Readiness()
      let socket = try datagramSocket()
      let unknown = #expect(throws: SocketError.self) { () throws in try readiness.change(socket, .readable) }
      #expect(unknown?.call == .poll)
      try readiness.add(socket, .readable)
      let twice = #expect(throws: SocketError.self) { () throws in try readiness.add(socket, .readable) }
      #expect(twice?.call == .poll)
    #endif
  }

  @Test(arguments: [
    (Duration.zero, Int32(0)), (.microseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1_001), 2),
    (.milliseconds(100), 100), (.seconds(60), 60_000), (.seconds(10_000_000), .max),
  ])
  func `limits become milliseconds, rounded up`(limit: Duration, milliseconds: Int32) {
    #expect(Readiness.milliseconds(limit) == milliseconds)
  }

  @Test func `no limit is for ever`() {
    #expect(Readiness.milliseconds(nil) == -1)
  }

  /// Arrays hold no owned sockets.
  private final class Held {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
  }
}

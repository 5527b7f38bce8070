import Wire

@testable import Echo

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The other side: a client, one end of an accepted connection, or a sender of datagrams, by plain system calls.
///
/// A call that waits gives up after `patience`, so that a test fails rather than hangs. A peer is used by one thread at a
/// time.
final class Peer: @unchecked Sendable {
  struct Failure: Error, Hashable {
    let call: String
    let code: Int32
  }

  static let patience = Duration.seconds(20)

  private var descriptor: Int32

  init(owning descriptor: Int32) {
    self.descriptor = descriptor
    let (seconds, _) = Self.patience.components
    set(SO_RCVTIMEO, timeval(tv_sec: .init(seconds), tv_usec: 0))
    set(SO_SNDTIMEO, timeval(tv_sec: .init(seconds), tv_usec: 0))
    #if canImport(Darwin)
      set(SO_NOSIGPIPE, Int32(1))
    #endif
  }

  /// A socket at `local`.
  convenience init(_ kind: Socket.Kind, at local: Endpoint = .loopback()) throws {
    let family = local.address.isIPv6 ? AF_INET6 : AF_INET
    self.init(owning: try Self.check("socket", socket(family, kind.type, 0)))
    if kind == .tcp { set(SO_REUSEADDR, Int32(1)) }
    try Self.check("bind", SocketAddress(local).withSockaddr { bind(descriptor, $0, $1) })
  }

  /// A TCP client; one with a small `room` for what it has not read makes the other side wait soon.
  convenience init(connectingTo server: Endpoint, room: Int32? = nil) throws {
    self.init(
      owning: try Self.check("socket", socket(server.address.isIPv6 ? AF_INET6 : AF_INET, Socket.Kind.tcp.type, 0)))
    if let room { set(SO_RCVBUF, room) }
    try connectSocket(to: server)
  }

  deinit { leave() }

  func connectSocket(to server: Endpoint) throws {
    try Self.check("connect", SocketAddress(server).withSockaddr { connect(descriptor, $0, $1) })
  }

  var local: Endpoint {
    get throws {
      let (result, address) = SocketAddress.written { Int(getsockname(descriptor, $0, &$1)) }
      try Self.check("getsockname", Int32(result))
      return address!.endpoint
    }
  }

  func startListening(backlog: Int32 = 16) throws { try Self.check("listen", listen(descriptor, backlog)) }

  func next() throws -> Peer { Peer(owning: try Self.check("accept", accept(descriptor, nil, nil))) }

  /// Little room on both ways, so that who does not read is noticed soon.
  func takeLittleRoom() {
    set(SO_RCVBUF, Int32(4_096))
    set(SO_SNDBUF, Int32(4_096))
  }

  func say(_ text: String) throws { try say(Array(text.utf8)) }

  func say(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    repeat {
      rest = rest.dropFirst(try some(of: rest))
    } while !rest.isEmpty
  }

  /// Sends until nothing more is taken at once; how many bytes that was. They are the beginning of `endless`.
  func sayAllThatFits() throws -> Int {
    var count = 0
    // What the kernel moves on within this time makes room again.
    while isReady(for: POLLOUT, atMost: .milliseconds(200)) {
      let piece = Self.endless.dropFirst(count % 251)
      count += try Self.check("send", piece.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.atOnce) })
    }
    return count
  }

  /// Bytes that repeat after 251 of them, so that a piece that is lost or comes twice shows.
  static let endless = (0..<65_536).map { UInt8($0 % 251) }

  private func some(of bytes: ArraySlice<UInt8>) throws -> Int {
    try Self.check("send", bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.noSignal) })
  }

  func say(_ bytes: [UInt8], to receiver: Endpoint) throws {
    try Self.check(
      "sendto",
      bytes.withUnsafeBytes { bytes in
        SocketAddress(receiver).withSockaddr {
          sendto(descriptor, bytes.baseAddress, bytes.count, Self.noSignal, $0, $1)
        }
      })
  }

  /// Receives until `count` bytes have come, or FIN.
  func hear(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var heard = 0
    while heard < count {
      let more = try Self.check(
        "recv", bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + heard, count - heard, 0) })
      if more == 0 { break }
      heard += more
    }
    return Array(bytes[..<heard])
  }

  /// Receives until FIN; a RST is a failure.
  func hearToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let bytes = try hearSome()
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  /// What one receive returns: bytes that have come, a datagram, or nothing at FIN.
  func hearSome() throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = try Self.check("recv", bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) })
    return Array(bytes[..<count])
  }

  func hearDatagram() throws -> (bytes: [UInt8], sender: Endpoint) {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let (count, sender) = bytes.withUnsafeMutableBytes { bytes in
      SocketAddress.written { recvfrom(descriptor, bytes.baseAddress, bytes.count, 0, $0, &$1) }
    }
    try Self.check("recvfrom", count)
    return (Array(bytes[..<count]), sender!.endpoint)
  }

  /// Sends `bytes` and FIN, and receives at the same time, until FIN.
  func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
    var rest = bytes[...]
    var all: [UInt8] = []
    while true {
      if !rest.isEmpty, isReady(for: POLLIN | POLLOUT), isReady(for: POLLOUT, atMost: .zero) {
        let piece = rest.prefix(65_536)
        let count = piece.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.atOnce) }
        rest = rest.dropFirst(try Self.check("send", count))
        if rest.isEmpty { finish() }
      }
      guard rest.isEmpty || isReady(for: POLLIN, atMost: .zero) else { continue }
      let heard = try hearSome()
      if heard.isEmpty { return all }
      all += heard
    }
  }

  /// Whether something can be heard, FIN and RST included, within `limit`.
  func hasHeard(atMost limit: Duration) -> Bool { isReady(for: POLLIN, atMost: limit) }

  private func isReady(for events: Int32, atMost limit: Duration = Peer.patience) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return poll(&entry, 1, Readiness.milliseconds(limit)) > 0
  }

  /// Says FIN.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Says RST.
  func reset() {
    set(SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    leave()
  }

  func leave() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private func set<Value>(_ option: Int32, _ value: Value) {
    withUnsafePointer(to: value) {
      _ = setsockopt(descriptor, SOL_SOCKET, option, $0, socklen_t(MemoryLayout<Value>.size))
    }
  }

  @discardableResult
  private static func check<Count: SignedInteger>(_ call: String, _ result: Count) throws -> Count {
    guard result >= 0 else { throw Failure(call: call, code: errno) }
    return result
  }

  #if canImport(Darwin)
    private static let noSignal: Int32 = 0
  #else
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
  private static let atOnce = noSignal | Int32(MSG_DONTWAIT)
}

extension Endpoint {
  /// Of 127.0.0.`host`; all of 127.0.0.0/8 is this machine. Port 0 is a free one.
  static func loopback(_ port: UInt16 = 0, host: UInt8 = 1) -> Endpoint {
    Endpoint(address: IPAddress(v4: 0x7f00_0000 | UInt32(host)), port: port)
  }
}

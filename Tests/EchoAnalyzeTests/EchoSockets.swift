#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A client and a server on 127.0.0.1, both ends in the test's own hands.
final class EchoSockets {
  struct Failure: Error {
    let call: String
    let code = errno
  }

  enum Kind { case tcp, udp }

  private let kind: Kind
  private let server: Int32
  private let client: Int32
  /// TCP alone: the server's end of the connection.
  private var accepted: Int32 = -1
  /// The server's, chosen by the kernel: no other test has it.
  let port: UInt16

  /// Opens the sockets, but connects nothing yet.
  init(_ kind: Kind) throws {
    self.kind = kind
    #if canImport(Glibc)
      let type = Int32(kind == .tcp ? SOCK_STREAM.rawValue : SOCK_DGRAM.rawValue)
    #else
      let type = kind == .tcp ? SOCK_STREAM : SOCK_DGRAM
    #endif
    let server = try Self.check("socket", socket(AF_INET, type, 0))
    let client = try Self.check("socket", socket(AF_INET, type, 0))
    // A capture that shows nothing must not hang the test as well.
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    for socket in [server, client] {
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = Self.loopback(port: 0)
    try Self.check("bind", Self.with(&address) { bind(server, $0, $1) })
    if kind == .tcp { try Self.check("listen", listen(server, 1)) }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try Self.check("getsockname", Self.with(&address) { pointer, _ in getsockname(server, pointer, &length) })
    self.server = server
    self.client = client
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    close(client)
    close(server)
    if accepted >= 0 { close(accepted) }
  }

  func connect() throws {
    var address = Self.loopback(port: port)
    #if canImport(Darwin)
      try Self.check("connect", Self.with(&address) { Darwin.connect(client, $0, $1) })
    #elseif canImport(Musl)
      try Self.check("connect", Self.with(&address) { Musl.connect(client, $0, $1) })
    #else
      try Self.check("connect", Self.with(&address) { Glibc.connect(client, $0, $1) })
    #endif
    if kind == .tcp { accepted = try Self.check("accept", accept(server, nil, nil)) }
  }

  /// Sends `message` to the server and back.
  func exchange(_ message: [UInt8]) throws {
    try Self.check("send", Int32(send(client, message, message.count, 0)))
    var buffer = [UInt8](repeating: 0, count: 2_048)
    if kind == .tcp {
      let count = try Self.check("recv", Int32(recv(accepted, &buffer, buffer.count, 0)))
      try Self.check("send", Int32(send(accepted, buffer, Int(count), 0)))
    } else {
      var address = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let count = try Self.check(
        "recvfrom", Int32(Self.with(&address) { pointer, _ in recvfrom(server, &buffer, 2_048, 0, pointer, &length) }))
      try Self.check(
        "sendto", Int32(Self.with(&address) { pointer, size in sendto(server, buffer, Int(count), 0, pointer, size) }))
    }
    try Self.check("recv", Int32(recv(client, &buffer, buffer.count, 0)))
  }

  func exchange(_ text: String) throws { try exchange(Array(text.utf8)) }

  /// TCP: the client closes first, then the server.
  func finish() {
    shutdown(client, Int32(SHUT_WR))
    var byte: UInt8 = 0
    recv(accepted, &byte, 1, 0)
    shutdown(accepted, Int32(SHUT_WR))
    recv(client, &byte, 1, 0)
  }

  @discardableResult
  private static func check(_ call: String, _ result: Int32) throws -> Int32 {
    guard result >= 0 else { throw Failure(call: call) }
    return result
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func with<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}

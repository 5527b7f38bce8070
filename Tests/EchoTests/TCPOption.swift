@testable import Echo

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What can be asked of a socket about its keep-alive probes.
struct TCPOption {
  let level: Int32
  let name: Int32

  static let keepAlive = TCPOption(level: SOL_SOCKET, name: SO_KEEPALIVE)
  #if canImport(Darwin)
    static let silence = TCPOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPALIVE)
  #else
    static let silence = TCPOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPIDLE)
  #endif
  static let interval = TCPOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPINTVL)
  static let count = TCPOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPCNT)
}

extension Socket {
  func option(_ option: TCPOption) throws -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, option.level, option.name, &value, &length) == 0 else {
      throw Peer.Failure(call: "getsockopt", code: errno)
    }
    return value
  }
}

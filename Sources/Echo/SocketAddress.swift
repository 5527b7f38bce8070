public import SessionLog
public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a socket is bound or connected to: an endpoint and, for link-local IPv6 addresses, the interface it counts on.
public struct SocketAddress: Hashable, Sendable {
  public let endpoint: Endpoint
  /// The index of the interface that a link-local address belongs to (RFC 4007, section 6); 0 where none is meant.
  public let zone: UInt32

  public init(_ endpoint: Endpoint, zone: UInt32 = 0) {
    self.endpoint = endpoint
    self.zone = zone
  }

  /// The addresses of `host`, a name or an address, in the order to try them: IPv4 first, or IPv6 first if preferred.
  ///
  /// IPv4 first, because most servers of beginners listen on 127.0.0.1 alone, and a refused SYN to ::1 would open every
  /// capture.
  public static func resolve(
    _ host: String, port: UInt16, prefersIPv6: Bool = false
  ) throws(SocketError) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    // One kind, else each address would come once for every kind; the addresses are the same for all.
    unsafe hints.ai_socktype = Socket.Kind.tcp.type
    unsafe hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let result = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard result == 0 else { throw SocketError(resolving: result) }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let raw = unsafe entry.pointee.ai_addr, let address = unsafe SocketAddress(raw), !addresses.contains(address) {
        addresses.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    let (first, second) = (
      addresses.filter { $0.endpoint.address.isIPv6 == prefersIPv6 },
      addresses.filter { $0.endpoint.address.isIPv6 != prefersIPv6 }
    )
    guard !addresses.isEmpty else { throw SocketError(resolving: EAI_NONAME) }
    return first + second
  }

  /// Reads what the kernel wrote; nil for families other than IPv4 and IPv6.
  init?(_ address: UnsafePointer<sockaddr>) {
    switch unsafe Int32(address.pointee.sa_family) {
    case AF_INET:
      let address = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
      endpoint = Endpoint(
        address: IPAddress(v4: UInt32(bigEndian: address.sin_addr.s_addr)), port: UInt16(bigEndian: address.sin_port))
      zone = 0
    case AF_INET6:
      let address = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
      let number = unsafe withUnsafeBytes(of: address.sin6_addr) { bytes in
        unsafe UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self))
      }
      endpoint = Endpoint(address: IPAddress(v6: number), port: UInt16(bigEndian: address.sin6_port))
      zone = address.sin6_scope_id
    default: return nil
    }
  }

  /// Lends the address in the form that the kernel reads.
  func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    if endpoint.address.isIPv6 {
      var address = sockaddr_in6()
      #if canImport(Darwin)
        address.sin6_len = UInt8(MemoryLayout<sockaddr_in6>.size)
      #endif
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = endpoint.port.bigEndian
      address.sin6_scope_id = zone
      unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
        unsafe bytes.storeBytes(of: endpoint.address.rawValue.bigEndian, as: UInt128.self)
      }
      return unsafe Self.lend(&address, body)
    }
    var address = sockaddr_in()
    #if canImport(Darwin)
      address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = endpoint.port.bigEndian
    address.sin_addr.s_addr = UInt32(truncatingIfNeeded: endpoint.address.rawValue).bigEndian
    return unsafe Self.lend(&address, body)
  }

  private static func lend<Address, Result>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe body(pointer, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }

  /// Calls `body` with room for any address, and reads what it wrote there.
  static func written(by body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int) -> (Int, SocketAddress?) {
    var room = sockaddr_storage()
    return unsafe withUnsafeMutablePointer(to: &room) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe body(pointer, &length)
        return unsafe (result, result < 0 || length == 0 ? nil : SocketAddress(pointer))
      }
    }
  }
}

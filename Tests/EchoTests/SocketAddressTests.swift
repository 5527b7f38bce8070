import SessionLog
import Testing
import Wire

@testable import Echo

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct SocketAddressTests {
  private func endpoint(_ address: String, _ port: UInt16) throws -> Endpoint {
    Endpoint(address: try #require(IPAddress(address)), port: port)
  }

  @Test(arguments: ["127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "2001:db8::7", "::ffff:192.0.2.1"])
  func `an address is its own only address`(text: String) throws {
    for prefersIPv6 in [false, true] {
      let addresses = try SocketAddress.resolve(text, port: 3_456, prefersIPv6: prefersIPv6)
      #expect(addresses == [SocketAddress(try endpoint(text, 3_456))])
    }
  }

  @Test func `every port number is taken as it is`() throws {
    for port in [0, 7, 80, 65_535] as [UInt16] {
      #expect(try SocketAddress.resolve("127.0.0.1", port: port).map(\.endpoint.port) == [port])
    }
  }

  @Test func `of a name's addresses IPv4 comes first, IPv6 if preferred, and each once`() throws {
    let usual = try SocketAddress.resolve("localhost", port: 7)
    let preferred = try SocketAddress.resolve("localhost", port: 7, prefersIPv6: true)
    let isIPv6 = usual.map(\.endpoint.address.isIPv6)
    #expect(isIPv6 == isIPv6.filter { !$0 } + isIPv6.filter { $0 })
    #expect(
      preferred
        == usual.filter { $0.endpoint.address.isIPv6 } + usual.filter { !$0.endpoint.address.isIPv6 })
    #expect(Set(usual).count == usual.count)
    #expect(usual.allSatisfy { $0.endpoint.address.isLoopback && $0.endpoint.port == 7 })
  }

  #if os(Linux)
    @Test func `a link-local address keeps its interface`() throws {
      let addresses = try SocketAddress.resolve("fe80::1%lo", port: 9)
      #expect(addresses == [SocketAddress(try endpoint("fe80::1", 9), zone: if_nametoindex("lo"))])
      #expect(addresses[0].zone != 0)
    }
  #endif

  // Names that need nobody to be asked.
  @Test(arguments: ["fe80::1%no-such-interface", "", "two words"])
  func `a name that nobody has is unknown`(name: String) {
    let error = #expect(throws: SocketError.self) { _ = try SocketAddress.resolve(name, port: 1) }
    #expect(error?.call == .getaddrinfo)
    #expect(error?.reason == .unknownHost)
    #expect(error?.code == EAI_NONAME)
    #expect(error?.systemText == String(cString: gai_strerror(EAI_NONAME)))
  }

  @Test(arguments: [
    SocketAddress(Endpoint(address: IPAddress(v4: 0xc000_0201), port: 0x1234)),
    SocketAddress(Endpoint(address: IPAddress(v4: 0), port: 0)),
    SocketAddress(Endpoint(address: IPAddress(v4: .max), port: .max)),
    SocketAddress(Endpoint(address: IPAddress(v6: 1), port: 7)),
    SocketAddress(Endpoint(address: IPAddress(v6: 0x2001_0db8_0000_0000_0001_0203_0405_0607), port: 0xabcd)),
    SocketAddress(Endpoint(address: IPAddress(v6: 0xfe80 << 112 | 1), port: 1), zone: 3),
    SocketAddress(Endpoint(address: IPAddress(v6: 0xffff_c000_0201), port: 1)),
  ])
  func `what the kernel reads is what was meant`(address: SocketAddress) {
    let isIPv6 = address.endpoint.address.isIPv6
    #expect(address.withSockaddr { pointer, _ in SocketAddress(pointer) } == address)
    #expect(
      address.withSockaddr { _, length in Int(length) }
        == (isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size))
    // By the C library's own reading.
    var text = [CChar](repeating: 0, count: 64)
    address.withSockaddr { pointer, _ in
      let family = Int32(pointer.pointee.sa_family)
      let start = UnsafeRawPointer(pointer)
      let offset =
        isIPv6 ? MemoryLayout.offset(of: \sockaddr_in6.sin6_addr)! : MemoryLayout.offset(of: \sockaddr_in.sin_addr)!
      _ = inet_ntop(family, start + offset, &text, 64)
    }
    #expect(
      String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) == address.endpoint.address.description)
  }

  @Test func `addresses of other families are none`() {
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_UNIX)
    #expect(SocketAddress(&address) == nil)
  }

  @Test func `where nothing was written there is no address`() {
    #expect(SocketAddress.written { _, _ in -1 }.1 == nil)
    let (result, address) = SocketAddress.written { _, length in
      length = 0
      return 5
    }
    #expect(result == 5)
    #expect(address == nil)
  }
}

import CPcap
public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A network interface of this machine, as it is now.
public struct NetworkInterface: Hashable, Sendable {
  /// Whether a capture could be started on it.
  public enum Openability: Hashable, Sendable {
    case yes
    /// Why not, with what to do about it.
    case no(CaptureError)
  }

  public let name: String
  /// In libpcap's words, where it has any.
  public let description: String?
  /// IPv4 and IPv6 addresses in numbers.
  public let addresses: [String]
  /// What its packets can begin with, the one used by default first; empty when it cannot be opened.
  public let linkTypes: [LinkType]
  public let isLoopback: Bool
  public let isUp: Bool
  public let canBeOpened: Openability

  /// The network interfaces, and "any" where there is one; libpcap's other sources (USB, Bluetooth, firewall logs) are left out.
  ///
  /// Each is opened for a moment: only that shows whether it can be.
  public static func all() throws(CaptureError) -> [NetworkInterface] {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    var first: UnsafeMutablePointer<pcap_if_t>?
    guard unsafe pcap_findalldevs(&first, &words) == 0 else {
      throw .cannotListInterfaces(reason: String(nulTerminated: words))
    }
    defer { unsafe pcap_freealldevs(first) }
    var interfaces: [NetworkInterface] = []
    var next = unsafe first
    while let device = unsafe next?.pointee {
      let name = unsafe String(cString: device.name)
      if name == "any" || isUp(name) != nil { unsafe interfaces.append(NetworkInterface(device, name: name)) }
      unsafe next = device.next
    }
    return interfaces
  }

  /// Whether the interface is up; nil when there is none of that name.
  static func isUp(_ name: String) -> Bool? {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&first) == 0 else { return nil }
    defer { unsafe freeifaddrs(first) }
    var next = unsafe first
    while let entry = unsafe next?.pointee {
      if unsafe String(cString: entry.ifa_name) == name { return unsafe entry.ifa_flags & UInt32(IFF_UP) != 0 }
      unsafe next = entry.ifa_next
    }
    return nil
  }

  /// The names alone, for a message; none when they cannot be had.
  static func names() -> [String] { (try? all().map(\.name)) ?? [] }

  private init(_ device: pcap_if_t, name: String) {
    self.name = name
    unsafe description = device.description.map { unsafe String(cString: $0) }
    unsafe isLoopback = device.flags & UInt32(PCAP_IF_LOOPBACK) != 0
    unsafe isUp = device.flags & UInt32(PCAP_IF_UP) != 0
    var addresses: [String] = []
    var next = unsafe device.addresses
    while let entry = unsafe next?.pointee {
      if let address = unsafe entry.addr, let text = unsafe Self.numeric(address) { addresses.append(text) }
      unsafe next = entry.next
    }
    self.addresses = addresses
    do throws(CaptureError) {
      linkTypes = try LiveCapture.linkTypes(of: name)
      canBeOpened = .yes
    } catch {
      linkTypes = []
      canBeOpened = .no(error)
    }
  }

  private static func numeric(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let length: Int
    switch Int32(unsafe address.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let status = unsafe getnameinfo(
      address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    return status == 0 ? String(nulTerminated: text) : nil
  }
}

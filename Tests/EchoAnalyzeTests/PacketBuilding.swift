/// A pcap file, built packet by packet a millisecond apart.
struct CaptureBytes {
  private(set) var bytes: [UInt8] = []
  private var count: UInt32 = 0

  init(linkType: UInt32 = 1) {
    put(0xA1B2_C3D4)
    put(2 | 4 << 16)
    put(0)
    put(0)
    put(262_144)
    put(linkType)
  }

  init(_ frames: [[UInt8]], linkType: UInt32 = 1) {
    self.init(linkType: linkType)
    for frame in frames { add(frame) }
  }

  /// Adds a frame, of which the snapshot length may have cut the end, so many seconds later than the first.
  mutating func add(_ frame: [UInt8], originalLength: Int? = nil, after seconds: UInt32 = 0) {
    put(1_600_000_000 + seconds)
    put(count * 1_000)
    put(UInt32(frame.count))
    put(UInt32(originalLength ?? frame.count))
    bytes += frame
    count += 1
  }

  private mutating func put(_ value: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}

/// Frames built byte by byte, from 10.0.0.1 to 10.0.0.2 or back.
enum Frames {
  enum Way { case there, back }

  static func udp(_ payload: [UInt8], _ way: Way = .there, port: UInt16 = 12_345) -> [UInt8] {
    ethernet(0x0800, ipv4(17, udpDatagram(payload, way, port: port), way))
  }

  static func udp(_ text: String, _ way: Way = .there, port: UInt16 = 12_345) -> [UInt8] {
    udp(Array(text.utf8), way, port: port)
  }

  static func tcp(
    _ flags: UInt8, sequence: UInt32, acknowledgment: UInt32, _ text: String = "", _ way: Way = .there
  ) -> [UInt8] {
    ethernet(0x0800, ipv4(6, tcpSegment(flags, sequence, acknowledgment, text, way), way))
  }

  /// The pieces of one datagram of `payload`, each of 1,480 bytes at most.
  static func fragments(_ payload: [UInt8], identification: UInt16) -> [[UInt8]] {
    let datagram = udpDatagram(payload, .there, port: 12_345)
    return stride(from: 0, to: datagram.count, by: 1_480).map { start in
      let end = min(start + 1_480, datagram.count)
      let field = UInt16(start / 8) | (end < datagram.count ? 0x2000 : 0)
      return ethernet(
        0x0800, ipv4(17, Array(datagram[start..<end]), .there, identification: identification, fragment: field))
    }
  }

  static func tagged(_ vlan: UInt16, _ text: String, _ way: Way = .there) -> [UInt8] {
    let inner = ipv4(17, udpDatagram(Array(text.utf8), way, port: 12_345), way)
    return ethernet(0x8100, big(vlan) + [8, 0] + inner, way)
  }

  static func udp6(_ text: String, _ way: Way = .there) -> [UInt8] {
    var datagram = udpDatagram(Array(text.utf8), way, port: 12_345)
    // Over IPv6 a checksum of zero is not allowed (RFC 8200, section 8.1); nobody here asks whether this one is right.
    datagram[6] = 1
    return ethernet(0x86DD, ipv6(17, datagram, way), way)
  }

  static func tcp6(_ flags: UInt8, sequence: UInt32, acknowledgment: UInt32, _ text: String = "", _ way: Way = .there)
    -> [UInt8]
  {
    ethernet(0x86DD, ipv6(6, tcpSegment(flags, sequence, acknowledgment, text, way), way), way)
  }

  static var arp: [UInt8] {
    ethernet(
      0x0806, [0, 1, 8, 0, 6, 4, 0, 1] + [2, 0, 0, 0, 0, 1, 10, 0, 0, 1] + [0, 0, 0, 0, 0, 0, 10, 0, 0, 2])
  }

  /// 10.0.0.2 says that nothing listens where `udp(text)` went.
  static func unreachable(_ text: String, port: UInt16 = 12_345) -> [UInt8] {
    let datagram = ipv4(17, udpDatagram(Array(text.utf8), .there, port: port), .there)
    // As much as RFC 792 asks for: the IP header and 8 bytes.
    let quoted = Array(datagram.prefix(28))
    let message: [UInt8] = [3, 3, 0, 0, 0, 0, 0, 0] + quoted
    let sum = checksum(message)
    return ethernet(0x0800, ipv4(1, [3, 3] + big(sum) + Array(message.dropFirst(4)), .back), .back)
  }

  static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }
  private static func big(_ value: UInt32) -> [UInt8] {
    big(UInt16(value >> 16)) + big(UInt16(truncatingIfNeeded: value))
  }

  private static func ethernet(_ type: UInt16, _ payload: [UInt8], _ way: Way = .there) -> [UInt8] {
    let one: [UInt8] = [2, 0, 0, 0, 0, 1]
    let two: [UInt8] = [2, 0, 0, 0, 0, 2]
    return (way == .there ? two + one : one + two) + big(type) + payload
  }

  private static func ipv4(
    _ next: UInt8, _ payload: [UInt8], _ way: Way, identification: UInt16 = 1, fragment: UInt16 = 0
  ) -> [UInt8] {
    let one: [UInt8] = [10, 0, 0, 1]
    let two: [UInt8] = [10, 0, 0, 2]
    let start = [0x45, 0] + big(UInt16(20 + payload.count)) + big(identification) + big(fragment) + [64, next]
    let end = way == .there ? one + two : two + one
    return start + big(checksum(start + end)) + end + payload
  }

  private static func ipv6(_ next: UInt8, _ payload: [UInt8], _ way: Way) -> [UInt8] {
    let network: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
    let addresses = way == .there ? network + [1] + network + [2] : network + [2] + network + [1]
    return [0x60, 0, 0, 0] + big(UInt16(payload.count)) + [next, 64] + addresses + payload
  }

  private static func udpDatagram(_ payload: [UInt8], _ way: Way, port: UInt16) -> [UInt8] {
    let ports = way == .there ? big(UInt16(40_000)) + big(port) : big(port) + big(UInt16(40_000))
    return ports + big(UInt16(8 + payload.count)) + [0, 0] + payload
  }

  private static func tcpSegment(
    _ flags: UInt8, _ sequence: UInt32, _ acknowledgment: UInt32, _ text: String, _ way: Way
  ) -> [UInt8] {
    let ports: [UInt16] = way == .there ? [40_001, 12_345] : [12_345, 40_001]
    let isSYN = flags & 2 != 0
    let options: [UInt8] = isSYN ? [2, 4, 5, 0xB4, 1, 3, 3, 7] : []
    return ports.flatMap { big($0) } + big(sequence) + big(acknowledgment) + [isSYN ? 0x70 : 0x50, flags]
      + big(UInt16(8_192)) + [0, 0, 0, 0] + options + Array(text.utf8)
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return ~UInt16(sum)
  }
}

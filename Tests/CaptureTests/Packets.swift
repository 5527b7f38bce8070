/// Packets that tests write, send and filter: real headers, and only what filters look at filled in.
enum Packets {
  static func ethernet(_ etherType: UInt16, _ payload: [UInt8]) -> [UInt8] {
    [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + big(etherType) + payload
  }

  static func ipv4(
    _ proto: UInt8, from: [UInt8] = [10, 0, 0, 1], to: [UInt8] = [10, 0, 0, 2], fragment: UInt16 = 0, _ payload: [UInt8]
  ) -> [UInt8] {
    [0x45, 0] + big(UInt16(20 + payload.count)) + [0, 1] + big(fragment) + [64, proto, 0, 0] + from + to + payload
  }

  static func ipv6(_ next: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let address = [UInt8](repeating: 0, count: 15)
    return [0x60, 0, 0, 0] + big(UInt16(payload.count)) + [next, 64] + address + [1] + address + [2] + payload
  }

  static func tcp(from: UInt16 = 40_000, to port: UInt16) -> [UInt8] {
    big(from) + big(port) + [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xFF, 0xFF, 0, 0, 0, 0]
  }

  static func udp(from: UInt16 = 40_000, to port: UInt16, _ payload: [UInt8] = Array("hello".utf8)) -> [UInt8] {
    big(from) + big(port) + big(UInt16(8 + payload.count)) + [0, 0] + payload
  }

  static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }

  /// A whole frame: Ethernet, IPv4, UDP to port 12345.
  static var datagram: [UInt8] { ethernet(0x0800, ipv4(17, udp(to: 12_345))) }

  /// `packet` (IPv4 or IPv6) as it looks on `linkType`.
  static func framed(_ packet: [UInt8], linkType: Int32, etherType: UInt16) -> [UInt8] {
    switch linkType {
    case 0: [etherType == 0x86DD ? 10 : 2, 0, 0, 0] + packet
    case 1: ethernet(etherType, packet)
    case 113: [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + big(etherType) + packet
    case 276: big(etherType) + [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + packet
    default: packet
    }
  }
}

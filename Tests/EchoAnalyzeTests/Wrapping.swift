import Testing

/// A way in which packets are wrapped, as bytes of a frame.
struct Wrapping: Sendable, CustomTestStringConvertible {
  typealias Way = Frames.Way

  let testDescription: String
  var linkType: UInt32 = 1
  var isIPv6 = false
  /// A frame around an IP packet.
  let wrap: @Sendable ([UInt8], Way) -> [UInt8]

  init(
    _ description: String, linkType: UInt32 = 1, isIPv6: Bool = false,
    _ wrap: @escaping @Sendable ([UInt8], Way) -> [UInt8]
  ) {
    testDescription = description
    self.linkType = linkType
    self.isIPv6 = isIPv6
    self.wrap = wrap
  }

  /// The IP packets of a short session, and which way each goes.
  static func session(isIPv6: Bool) -> [(packet: [UInt8], way: Way)] {
    func segment(_ flags: UInt8, _ sequence: UInt32, _ acknowledgment: UInt32, _ text: String, _ way: Way) -> [UInt8] {
      let frame =
        isIPv6
        ? Frames.tcp6(flags, sequence: sequence, acknowledgment: acknowledgment, text, way)
        : Frames.tcp(flags, sequence: sequence, acknowledgment: acknowledgment, text, way)
      return Array(frame.dropFirst(14))
    }
    let (syn, ack, push, fin): (UInt8, UInt8, UInt8, UInt8) = (2, 16, 24, 17)
    let packets: [(UInt8, UInt32, UInt32, String, Way)] = [
      (syn, 1_000, 0, "", .there), (syn | ack, 9_000, 1_001, "", .back), (ack, 1_001, 9_001, "", .there),
      (push, 1_001, 9_001, "halo", .there), (push, 9_001, 1_005, "halo", .back), (fin, 1_005, 9_005, "", .there),
      (fin, 9_005, 1_006, "", .back), (ack, 1_006, 9_006, "", .there),
    ]
    let datagram: (Way) -> [UInt8] = { way in
      Array((isIPv6 ? Frames.udp6("halo", way) : Frames.udp("halo", way)).dropFirst(14))
    }
    return packets.map { (segment($0.0, $0.1, $0.2, $0.3, $0.4), $0.4) } + [
      (datagram(.there), .there), (datagram(.back), .back),
    ]
  }

  static func ethernet(_ type: UInt16, _ payload: [UInt8], _ way: Way) -> [UInt8] {
    let one: [UInt8] = [2, 0, 0, 0, 0, 0x11]
    let two: [UInt8] = [2, 0, 0, 0, 0, 0x12]
    return (way == .there ? two + one : one + two) + Frames.big(type) + payload
  }

  /// Between 198.51.100.1 and 198.51.100.2.
  static func ipv4(_ next: UInt8, _ payload: [UInt8], _ way: Way, fragment: UInt16 = 0) -> [UInt8] {
    let one: [UInt8] = [198, 51, 100, 1]
    let two: [UInt8] = [198, 51, 100, 2]
    let length = Frames.big(UInt16(20 + payload.count))
    let start: [UInt8] = [0x45, 0] + length + [0, 7] + Frames.big(fragment) + [63, next]
    return start + [0, 0] + (way == .there ? one + two : two + one) + payload
  }

  static func ipv6(_ next: UInt8, _ payload: [UInt8], _ way: Way) -> [UInt8] {
    let network: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 9] + [UInt8](repeating: 0, count: 9)
    let addresses = way == .there ? network + [1] + network + [2] : network + [2] + network + [1]
    return [0x60, 0, 0, 0] + Frames.big(UInt16(payload.count)) + [next, 63] + addresses + payload
  }

  /// The pieces of an IPv4 packet, of `size` bytes each: a multiple of eight.
  static func fragments(_ packet: [UInt8], size: Int) -> [[UInt8]] {
    let payload = Array(packet.dropFirst(20))
    return stride(from: 0, to: payload.count, by: size).map { start in
      let end = min(start + size, payload.count)
      let field = UInt16(start / 8) | (end < payload.count ? 0x2000 : 0)
      return ipv4(packet[9], Array(payload[start..<end]), .there, fragment: field)
    }
  }

  private static func type(_ packet: [UInt8]) -> UInt16 { packet[0] >> 4 == 6 ? 0x86DD : 0x0800 }
  private static func next(_ packet: [UInt8]) -> UInt8 { packet[0] >> 4 == 6 ? 41 : 4 }

  private static func vxlan(_ frame: [UInt8], port: UInt16) -> [UInt8] {
    let payload: [UInt8] = [8, 0, 0, 0, 0, 0, 42, 0] + frame
    return Frames.big(port) + Frames.big(4_789) + Frames.big(UInt16(8 + payload.count)) + [0, 0] + payload
  }

  /// An authentication header in front of what an IPv4 packet carries.
  private static func authenticated(_ packet: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [packet[9], 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] + [UInt8](repeating: 0xAA, count: 12)
    let payload: [UInt8] = header + Array(packet[20...])
    let start: [UInt8] = Array(packet[0..<2]) + Frames.big(UInt16(20 + payload.count)) + Array(packet[4..<9])
    return start + [51] + Array(packet[10..<20]) + payload
  }

  private static func snap(_ packet: [UInt8]) -> [UInt8] {
    [0xAA, 0xAA, 3, 0, 0, 0] + Frames.big(type(packet)) + packet
  }

  /// From a station to its access point, and back; `isQoS` with the field for it.
  private static func wlan(_ packet: [UInt8], _ way: Way, isQoS: Bool = false, isRelayed: Bool = false) -> [UInt8] {
    let station: [UInt8] = [2, 0, 0, 0, 0, 0x11]
    let host: [UInt8] = [2, 0, 0, 0, 0, 0x12]
    let access: [UInt8] = [2, 0, 0, 0, 0, 0x21]
    let relay: [UInt8] = [2, 0, 0, 0, 0, 0x22]
    let start: [UInt8] = [isQoS ? 0x88 : 0x08, isRelayed ? 3 : way == .there ? 1 : 2, 0, 0]
    let addresses: [UInt8] =
      switch (isRelayed, way) {
      case (true, .there): access + relay + host + [0x10, 0] + station
      case (true, .back): relay + access + station + [0x20, 0] + host
      case (false, .there): access + station + host + [0x10, 0]
      case (false, .back): station + access + host + [0x20, 0]
      }
    return start + addresses + (isQoS ? [0, 0] : []) + snap(packet)
  }

  static let all: [Wrapping] = [
    Wrapping("802.1Q") { ethernet(0x8100, [0, 10] + Frames.big(type($0)) + $0, $1) },
    Wrapping("802.1ad and 802.1Q") { ethernet(0x88A8, [0, 100, 0x81, 0, 0, 10] + Frames.big(type($0)) + $0, $1) },
    Wrapping("PPPoE") {
      ethernet(0x8864, [0x11, 0, 0, 42] + Frames.big(UInt16(2 + $0.count)) + [0, 0x21] + $0, $1)
    },
    Wrapping("PPPoE with IPv6", isIPv6: true) {
      ethernet(0x8864, [0x11, 0, 0, 42] + Frames.big(UInt16(2 + $0.count)) + [0, 0x57] + $0, $1)
    },
    Wrapping("MPLS") { ethernet(0x8847, ($1 == .there ? [0, 1, 1, 64] : [0, 2, 1, 64]) + $0, $1) },
    Wrapping("two MPLS labels") { ethernet(0x8847, [0, 1, 0, 64, 0, 2, 1, 64] + $0, $1) },
    Wrapping("IP in IP") { ethernet(0x0800, ipv4(4, $0, $1), $1) },
    Wrapping("6in4", isIPv6: true) { ethernet(0x0800, ipv4(41, $0, $1), $1) },
    Wrapping("4in6") { ethernet(0x86DD, ipv6(4, $0, $1), $1) },
    Wrapping("6in6", isIPv6: true) { ethernet(0x86DD, ipv6(41, $0, $1), $1) },
    Wrapping("GRE") { ethernet(0x0800, ipv4(47, [0, 0] + Frames.big(type($0)) + $0, $1), $1) },
    Wrapping("GRE with IPv6", isIPv6: true) {
      ethernet(0x0800, ipv4(47, [0, 0] + Frames.big(type($0)) + $0, $1), $1)
    },
    Wrapping("GRE over IPv6") { ethernet(0x86DD, ipv6(47, [0, 0] + Frames.big(type($0)) + $0, $1), $1) },
    Wrapping("GRE with key and sequence number") {
      ethernet(0x0800, ipv4(47, [0x30, 0, 8, 0, 0, 0, 0, 77, 0, 0, 0, 1] + $0, $1), $1)
    },
    Wrapping("Ethernet in GRE") {
      ethernet(0x0800, ipv4(47, [0, 0, 0x65, 0x58] + ethernet(type($0), $0, $1), $1), $1)
    },
    Wrapping("PPTP") {
      let payload: [UInt8] = [0xFF, 3, 0, 0x21] + $0
      let header: [UInt8] = [0x30, 1, 0x88, 0x0B] + Frames.big(UInt16(payload.count)) + [0, 9, 0, 0, 0, 1]
      return ethernet(0x0800, ipv4(47, header + payload, $1), $1)
    },
    Wrapping("VXLAN") {
      ethernet(0x0800, ipv4(17, vxlan(ethernet(type($0), $0, $1), port: $1 == .there ? 50_000 : 50_001), $1), $1)
    },
    Wrapping("VXLAN over IPv6 with a tag inside", isIPv6: true) {
      let inner = ethernet(0x8100, [0, 10] + Frames.big(type($0)) + $0, $1)
      return ethernet(0x86DD, ipv6(17, vxlan(inner, port: 50_000), $1), $1)
    },
    Wrapping("AH") { packet, way in ethernet(0x0800, authenticated(packet), way) },
    Wrapping("AH over IPv6", isIPv6: true) {
      let header: [UInt8] = [$0[6], 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] + [UInt8](repeating: 0xAA, count: 12)
      let payload: [UInt8] = header + Array($0[40...])
      let start: [UInt8] = Array($0[0..<4]) + Frames.big(UInt16(payload.count)) + [51]
      return ethernet(0x86DD, start + Array($0[7..<40]) + payload, $1)
    },
    Wrapping("IP in GRE in IP") {
      ethernet(0x0800, ipv4(4, ipv4(47, [0, 0, 8, 0] + $0, $1), $1), $1)
    },
    Wrapping("802.11", linkType: 105) { wlan($0, $1) },
    Wrapping("802.11 QoS", linkType: 105) { wlan($0, $1, isQoS: true) },
    Wrapping("802.11 with four addresses", linkType: 105, isIPv6: true) { wlan($0, $1, isRelayed: true) },
    Wrapping("radiotap", linkType: 127) { [0, 0, 8, 0, 0, 0, 0, 0] + wlan($0, $1) },
    Wrapping("radiotap with padding", linkType: 127) { packet, way in
      let frame = wlan(packet, way, isQoS: true)
      let start: [UInt8] = [0, 0, 9, 0, 2, 0, 0, 0, 0x20] + Array(frame[0..<26])
      return start + [0, 0] + Array(frame[26...])
    },
    Wrapping("AVS", linkType: 163) {
      [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + [UInt8](repeating: 0, count: 56) + wlan($0, $1)
    },
    Wrapping("raw IP in IP", linkType: 101) { ipv4(next($0), $0, $1) },
  ]
}

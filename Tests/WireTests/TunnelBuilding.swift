import Wire

// Tunnels around a packet, with sound lengths.

func gre(
  _ type: UInt16, _ payload: [UInt8], checksum: Bool = false, key: UInt32? = nil, sequence: UInt32? = nil,
  flags: UInt16 = 0
) -> [UInt8] {
  let bits = flags | (checksum ? 0x8000 : 0) | (key == nil ? 0 : 0x2000) | (sequence == nil ? 0 : 0x1000)
  let optional = (checksum ? [0, 0, 0, 0] : []) + (key.map { big($0) } ?? []) + (sequence.map { big($0) } ?? [])
  return big(bits) + big(type) + optional + payload
}

/// PPTP's GRE with a call number, a sequence number and an acknowledgment.
func pptp(call: UInt16 = 7, _ payload: [UInt8]) -> [UInt8] {
  big(UInt16(0x3081)) + big(UInt16(0x880b)) + big(UInt16(payload.count)) + big(call) + big(UInt32(1)) + big(UInt32(2))
    + payload
}

func vxlan(_ network: UInt32, _ frame: [UInt8], flags: UInt8 = 8, port: UInt16 = 4789) -> [UInt8] {
  let payload = [flags, 0, 0, 0] + big(network << 8) + frame
  return big(UInt16(50_000)) + big(port) + big(UInt16(8 + payload.count)) + [0, 0] + payload
}

func authentication(_ next: UInt8, _ payload: [UInt8], length: UInt8 = 4, parameters: UInt32 = 0x100) -> [UInt8] {
  [next, length, 0, 0] + big(parameters) + big(UInt32(1)) + [UInt8](repeating: 0xaa, count: 12) + payload
}

/// An 802.11 frame. `control` has the kind and subtype: 0x08 data, 0x88 QoS data, 0x80 beacon, 0xd4 acknowledgment.
func wlan(_ body: [UInt8], control: UInt8 = 0x08, flags: UInt8 = 1, fragment: UInt8 = 0, qos: UInt8 = 0) -> [UInt8] {
  let access: [UInt8] = [2, 0, 0, 0, 0, 0xaa]
  let fourth: [UInt8] = [2, 0, 0, 0, 0, 0xbb]
  let start: [UInt8] = [control, flags, 0, 0]
  let quality: [UInt8] = control & 0x8c == 0x88 ? [qos, 0] + (flags & 0x80 == 0 ? [] : [0, 0, 0, 0]) : []
  switch (control & 0x0c, flags & 3) {
  case (0x04, _): return start + destinationMAC
  case (0x08, 0): return start + destinationMAC + sourceMAC + access + [fragment, 0] + quality + body
  case (0x08, 1): return start + access + sourceMAC + destinationMAC + [fragment, 0] + quality + body
  case (0x08, 2): return start + destinationMAC + access + sourceMAC + [fragment, 0] + quality + body
  case (0x08, _): return start + access + fourth + destinationMAC + [fragment, 0] + sourceMAC + quality + body
  default: return start + destinationMAC + sourceMAC + access + [fragment, 0] + body
  }
}

func snap(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] { [0xaa, 0xaa, 3, 0, 0, 0] + big(type) + payload }

/// A radiotap header with a time and flags in front of `frame`.
func radiotap(_ frame: [UInt8], flags: UInt8 = 0, extended: Bool = false) -> [UInt8] {
  let present: [UInt8] = extended ? [3, 0, 0, 0x80] + [0, 0, 0, 0] : [3, 0, 0, 0]
  // The time is aligned to eight bytes.
  let gap = [UInt8](repeating: 0, count: extended ? 4 : 0)
  let rest = present + gap + counting(8) + [flags]
  return [0, 0, UInt8(4 + rest.count), 0] + rest + frame
}

func prism(_ frame: [UInt8]) -> [UInt8] {
  [0x44, 0, 0, 0, 144, 0, 0, 0] + [UInt8](repeating: 0, count: 136) + frame
}

func avs(_ frame: [UInt8]) -> [UInt8] {
  [0x80, 0x21, 0x10, 0x01] + big(UInt32(64)) + [UInt8](repeating: 0, count: 56) + frame
}

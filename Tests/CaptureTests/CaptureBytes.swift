/// Builds capture files byte by byte, right ones and wrong ones.
struct CaptureBytes {
  var bytes: [UInt8] = []
  let bigEndian: Bool

  init(bigEndian: Bool = false) { self.bigEndian = bigEndian }

  mutating func put<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: bigEndian ? value.bigEndian : value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A classic pcap file's header.
  static func pcap(
    magic: UInt32 = 0xA1B2_C3D4, bigEndian: Bool = false, linkType: UInt32 = 1, snapshotLength: UInt32 = 262_144
  ) -> CaptureBytes {
    var file = CaptureBytes(bigEndian: bigEndian)
    file.put(magic)
    file.put(UInt16(2))
    file.put(UInt16(4))
    file.put(UInt64(0))
    file.put(snapshotLength)
    file.put(linkType)
    return file
  }

  mutating func record(
    seconds: UInt32 = 1_600_000_000, fraction: UInt32 = 123_456, captured: UInt32? = nil, original: UInt32? = nil,
    _ data: [UInt8]
  ) {
    put(seconds)
    put(fraction)
    put(captured ?? UInt32(data.count))
    put(original ?? UInt32(data.count))
    bytes += data
  }

  /// A block of a pcapng file; `claiming` is what its length fields say instead of the truth.
  mutating func block(_ type: UInt32, claiming: UInt32? = nil, _ fill: (inout CaptureBytes) -> Void) {
    var body = CaptureBytes(bigEndian: bigEndian)
    fill(&body)
    while body.bytes.count % 4 != 0 { body.bytes.append(0) }
    let length = claiming ?? UInt32(body.bytes.count + 12)
    put(type)
    put(length)
    bytes += body.bytes
    put(length)
  }

  mutating func section() {
    block(0x0A0D_0D0A) {
      $0.put(UInt32(0x1A2B_3C4D))
      $0.put(UInt16(1))
      $0.put(UInt16(0))
      $0.put(Int64(-1))
    }
  }

  mutating func interface(linkType: UInt16 = 1, snapshotLength: UInt32 = 262_144, resolution: UInt8? = nil) {
    block(1) {
      $0.put(linkType)
      $0.put(UInt16(0))
      $0.put(snapshotLength)
      guard let resolution else { return }
      $0.put(UInt16(9))
      $0.put(UInt16(1))
      $0.bytes += [resolution, 0, 0, 0]
      $0.put(UInt32(0))
    }
  }

  mutating func packet(interface: UInt32 = 0, units: UInt64 = 1_600_000_000_123_456, _ data: [UInt8]) {
    block(6) {
      $0.put(interface)
      $0.put(UInt32(units >> 32))
      $0.put(UInt32(truncatingIfNeeded: units))
      $0.put(UInt32(data.count))
      $0.put(UInt32(data.count))
      $0.bytes += data
    }
  }
}

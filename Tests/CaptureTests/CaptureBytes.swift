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

  /// A block of a pcapng file; `claiming` is what its length fields say instead of the truth, `ending` what the second says.
  mutating func block(
    _ type: UInt32, claiming: UInt32? = nil, ending: UInt32? = nil, _ fill: (inout CaptureBytes) -> Void
  ) {
    var body = CaptureBytes(bigEndian: bigEndian)
    fill(&body)
    body.pad()
    let length = claiming ?? UInt32(body.bytes.count + 12)
    put(type)
    put(length)
    bytes += body.bytes
    put(ending ?? length)
  }

  private mutating func pad() { while bytes.count % 4 != 0 { bytes.append(0) } }

  /// An option of a block; `claiming` is what its length field says instead of the truth.
  mutating func option(_ code: UInt16, claiming: UInt16? = nil, _ value: [UInt8]) {
    put(code)
    put(claiming ?? UInt16(value.count))
    bytes += value
    pad()
  }

  mutating func section(major: UInt16 = 1) {
    block(0x0A0D_0D0A) {
      $0.put(UInt32(0x1A2B_3C4D))
      $0.put(major)
      $0.put(UInt16(0))
      $0.put(Int64(-1))
    }
  }

  mutating func interface(
    linkType: UInt16 = 1, snapshotLength: UInt32 = 262_144, resolution: UInt8? = nil, offset: Int64? = nil
  ) {
    block(1) {
      $0.put(linkType)
      $0.put(UInt16(0))
      $0.put(snapshotLength)
      if let resolution { $0.option(9, [resolution]) }
      if let offset {
        $0.put(UInt16(14))
        $0.put(UInt16(8))
        $0.put(offset)
      }
      if resolution != nil || offset != nil { $0.option(0, []) }
    }
  }

  mutating func packet(
    interface: UInt32 = 0, units: UInt64 = 1_600_000_000_123_456, captured: UInt32? = nil, original: UInt32? = nil,
    _ data: [UInt8], options: (inout CaptureBytes) -> Void = { _ in }
  ) {
    block(6) {
      $0.put(interface)
      $0.putPacket(units, captured, original, data, options)
    }
  }

  mutating func obsoletePacket(
    interface: UInt16 = 0, units: UInt64 = 1_600_000_000_123_456, _ data: [UInt8],
    options: (inout CaptureBytes) -> Void = { _ in }
  ) {
    block(2) {
      $0.put(interface)
      // Drops since the packet before.
      $0.put(UInt16(3))
      $0.putPacket(units, nil, nil, data, options)
    }
  }

  private mutating func putPacket(
    _ units: UInt64, _ captured: UInt32?, _ original: UInt32?, _ data: [UInt8], _ options: (inout CaptureBytes) -> Void
  ) {
    put(UInt32(units >> 32))
    put(UInt32(truncatingIfNeeded: units))
    put(captured ?? UInt32(data.count))
    put(original ?? UInt32(data.count))
    bytes += data
    pad()
    options(&self)
  }

  mutating func simplePacket(original: UInt32? = nil, _ data: [UInt8]) {
    block(3) {
      $0.put(original ?? UInt32(data.count))
      $0.bytes += data
    }
  }

  /// An interface's counters by their option codes: 4 received, 5 dropped by the interface, 6 accepted, 7 dropped by the system.
  mutating func statistics(interface: UInt32 = 0, _ counts: [UInt16: UInt64]) {
    block(5) {
      $0.put(interface)
      $0.put(UInt64(0))
      for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
        $0.put(code)
        $0.put(UInt16(8))
        $0.put(count)
      }
    }
  }

  /// A snoop file's header (RFC 1761).
  static func snoop(version: UInt32 = 2, dataLink: UInt32 = 4) -> CaptureBytes {
    var file = CaptureBytes(bigEndian: true)
    file.bytes = Array("snoop".utf8) + [0, 0, 0]
    file.put(version)
    file.put(dataLink)
    return file
  }

  mutating func snoopRecord(
    original: UInt32? = nil, included: UInt32? = nil, length: UInt32? = nil, drops: UInt32 = 0, padding: Int = 0,
    _ data: [UInt8]
  ) {
    put(original ?? UInt32(data.count))
    put(included ?? UInt32(data.count))
    put(length ?? UInt32(24 + data.count + padding))
    put(drops)
    put(UInt32(1_600_000_000))
    put(UInt32(123_456))
    bytes += data + [UInt8](repeating: 0, count: padding)
  }
}

/// Packs bytes as compressing programs may: nothing gets smaller, and every byte is where a test expects it.
enum PackedBytes {
  /// A gzip member of one stored block (RFC 1951, section 3.2.4; RFC 1952).
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count < 65_536)
    let length = UInt16(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [1] + little(length) + little(~length) + bytes
      + little(checksum(bytes)) + little(UInt32(bytes.count))
  }

  /// A Zstandard frame of one raw block (RFC 8878, section 3.1).
  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count < 65_536)
    // One segment, its size in four bytes, no checksum.
    let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xA0] + little(UInt32(bytes.count))
    return header + little(UInt32(bytes.count) << 3 | 1).prefix(3) + bytes
  }

  private static func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// CRC-32 (RFC 1952, section 8).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}

import Wire

/// Addresses inside messages that have no header type of their own; nil where they are cut.
extension RawSpan {
  func macAddress(at offset: Int) -> MACAddress? {
    number(at: offset, byteCount: 6).map { MACAddress(rawValue: $0) }
  }
  func ipv4Address(at offset: Int) -> IPAddress? {
    number(at: offset, byteCount: 4).map { (value: UInt64) in IPAddress(v4: UInt32(value)) }
  }
  func ipv6Address(at offset: Int) -> IPAddress? { number(at: offset, byteCount: 16).map { IPAddress(v6: $0) } }

  /// A big-endian number of at most eight bytes.
  func number(at offset: Int, byteCount: Int) -> UInt64? {
    let value: UInt128? = number(at: offset, byteCount: byteCount)
    return value.map { UInt64(truncatingIfNeeded: $0) }
  }

  private func number(at offset: Int, byteCount: Int) -> UInt128? {
    guard offset + byteCount <= self.byteCount else { return nil }
    return (offset..<offset + byteCount).reduce(0) { $0 << 8 | UInt128(byte(at: $1)) }
  }
}

/// The 48-bit address of a network card (IEEE 802), in the low bits of an integer.
public struct MACAddress: Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Six pairs of hexadecimal digits, `02:00:00:00:00:01`.
  public var description: String {
    var text = ""
    text.reserveCapacity(17)
    for shift in stride(from: 40, through: 0, by: -8) {
      if shift != 40 { text.append(":") }
      text.appendHexadecimal(UInt8(truncatingIfNeeded: rawValue >> UInt64(shift)))
    }
    return text
  }
}

extension String {
  /// Appends two lower-case hexadecimal digits.
  mutating func appendHexadecimal(_ byte: UInt8) {
    for digit in [byte >> 4, byte & 15] {
      unicodeScalars.append(Unicode.Scalar(digit < 10 ? 48 + digit : 87 + digit))
    }
  }
}

extension MACAddress {
  /// The six bytes at `offset`, which the caller has checked against `byteCount`.
  init(_ bytes: RawSpan, at offset: Int) {
    let high: UInt32 = bytes.load(fromByteOffset: offset)
    let low: UInt16 = bytes.load(fromByteOffset: offset + 4)
    self.init(rawValue: UInt64(high) << 16 | UInt64(low))
  }
}

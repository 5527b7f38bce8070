import Wire

/// Bytes of text, appended in place: a packet list makes no string of its own per value.
extension [UInt8] {
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  mutating func append(decimal value: some BinaryInteger) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(value.magnitude), width: 1)
  }

  /// Appends at least `width` digits.
  mutating func append(decimal value: UInt64, width: Int) {
    var divisor: UInt64 = 1
    var digits = 1
    while digits < width || value / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends lower-case hexadecimal digits, at least `digits` of them.
  mutating func append(hexadecimal value: UInt64, digits: Int) {
    let needed = Swift.max((Self.bits(value) + 3) / 4, digits)
    for position in stride(from: needed - 1, through: 0, by: -1) {
      append(Self.hexadecimalDigit(UInt8(value >> UInt64(4 * position) & 15)))
    }
  }

  private static func bits(_ value: UInt64) -> Int { UInt64.bitWidth - value.leadingZeroBitCount }
  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Appends `0x` and four digits: an identification, a checksum, flags.
  mutating func append(number16 value: UInt16) {
    append(text: "0x")
    append(hexadecimal: UInt64(value), digits: 4)
  }

  mutating func append(bytes: RawSpan) {
    for offset in 0..<bytes.byteCount { append(hexadecimal: UInt64(bytes.byte(at: offset)), digits: 2) }
  }

  mutating func append(_ address: IPAddress) {
    if address.isIPv6 {
      append(text: address.description)
    } else {
      for shift in stride(from: 24, through: 0, by: -8) {
        append(decimal: UInt8(truncatingIfNeeded: address.rawValue >> UInt128(shift)))
        if shift > 0 { append(UInt8(ascii: ".")) }
      }
    }
  }

  mutating func append(_ address: MACAddress) {
    for shift in stride(from: 40, through: 0, by: -8) {
      append(hexadecimal: address.rawValue >> UInt64(shift) & 255, digits: 2)
      if shift > 0 { append(UInt8(ascii: ":")) }
    }
  }

  /// Appends nanoseconds as seconds with `digits` decimals, cut, not rounded, as Wireshark does.
  mutating func append(seconds nanoseconds: Int64, digits: Int) {
    if nanoseconds < 0 { append(UInt8(ascii: "-")) }
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    append(decimal: seconds, width: 1)
    append(UInt8(ascii: "."))
    let unit: UInt64 = digits == 9 ? 1 : 1000
    append(decimal: rest / unit, width: digits)
  }
}

import Wire

/// Bytes of text, appended in place: a packet list makes no string of its own per value.
extension [UInt8] {
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Appends text of the program itself: that is one copy, where a string is looked at first.
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  mutating func append(decimal value: some BinaryInteger) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(value.magnitude), width: 1)
  }

  /// Appends at least `width` digits.
  mutating func append(decimal value: UInt64, width: Int) {
    guard value >= 10 || width > 1 else { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
    // The last digit comes first.
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var rest = value, start = 20
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    start = Swift.min(start, 20 - Swift.min(width, 20))
    // At once: each byte by itself would be asked for room.
    unsafe digits.span.withUnsafeBufferPointer { digits in
      unsafe append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
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

  /// Appends `0x` and eight digits: a key.
  mutating func append(number32 value: UInt32) {
    append(text: "0x")
    append(hexadecimal: UInt64(value), digits: 8)
  }

  mutating func append(bytes: RawSpan) {
    for offset in 0..<bytes.byteCount { append(hexadecimal: UInt64(bytes.byte(at: offset)), digits: 2) }
  }

  mutating func append(_ address: IPAddress) {
    if address.isIPv6 {
      append(text: address.description)
    } else {
      let value = UInt64(truncatingIfNeeded: address.rawValue)
      for shift in stride(from: UInt64(24), through: 8, by: -8) {
        append(decimal: value >> shift & 255, width: 1)
        append(UInt8(ascii: "."))
      }
      append(decimal: value & 255, width: 1)
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

  /// Puts a backslash before each quote and backslash that was appended since `start`.
  mutating func escapeQuotes(from start: Int) {
    let text = self[start...]
    guard text.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else { return }
    let escaped = text.flatMap { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    replaceSubrange(start..., with: escaped)
  }

  /// Puts blanks before what was appended since `start`, up to a column of `width` bytes.
  mutating func alignRight(from start: Int, width: Int) {
    let missing = width - (count - start)
    if missing > 0 { insert(contentsOf: repeatElement(UInt8(ascii: " "), count: missing), at: start) }
  }

  /// Puts blanks after what was appended since `start`, up to a column of `width` bytes.
  mutating func alignLeft(from start: Int, width: Int) {
    let missing = width - (count - start)
    if missing > 0 { append(contentsOf: repeatElement(UInt8(ascii: " "), count: missing)) }
  }
}

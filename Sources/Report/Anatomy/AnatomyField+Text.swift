import Wire

/// Numbers of packets as text: the same in every language.
enum AnatomyText {
  /// `0x` and as many digits as `bits` take.
  static func hexadecimal(_ value: UInt64, bits: Int) -> String {
    "0x" + padded(String(value, radix: 16), to: (bits + 3) / 4)
  }

  static func word(_ value: UInt16) -> String { hexadecimal(UInt64(value), bits: 16) }

  /// Bits in groups of four, counted from the right: `0000 0001 1000`.
  static func binary(_ value: UInt64, bits: Int) -> String {
    let digits = padded(String(value, radix: 2), to: bits)
    return grouped(digits)
  }

  /// The bits of a part, with points for those around it: `.... ...1 ....`.
  static func binary(_ value: UInt64, at part: Range<Int>, in whole: Range<Int>) -> String {
    let digits = padded(String(value, radix: 2), to: part.count)
    return grouped(
      String(repeating: ".", count: part.lowerBound - whole.lowerBound) + digits
        + String(repeating: ".", count: max(whole.upperBound - part.upperBound, 0)))
  }

  /// Two digits for each byte.
  static func bytes(_ bytes: some Collection<UInt8>, separator: String = " ") -> String {
    bytes.map { padded(String($0, radix: 16), to: 2) }.joined(separator: separator)
  }

  /// `text` where it fits, else as much of it as does.
  static func shortened(_ text: String, to columns: Int) -> String {
    text.columns <= columns
      ? text : columns < 1 ? "" : String(String.UnicodeScalarView(text.unicodeScalars.prefix(columns - 1))) + "…"
  }

  /// The first of `texts` that fits, or as much of the last as does.
  static func fitting(_ texts: [String], _ columns: Int) -> String {
    texts.first { $0.columns <= columns } ?? shortened(texts.last ?? "", to: columns)
  }

  static func padded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(count - digits.utf8.count, 0)) + digits
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 4 == 0 { text += " " }
      text.append(digit)
    }
    return text
  }
}

extension AnatomyField {
  /// Bytes of a value of no other form that are shown.
  private static let mostBytes = 8

  /// The value as it is spoken of, for a box: nil where it is not all there.
  var plainValue: String? {
    guard !isCut else { return nil }
    switch style {
    case .decimal: return number.map { "\($0)" }
    case .hexadecimal: return number.map { AnatomyText.hexadecimal($0, bits: bits.count) }
    case .bits: return number.map { AnatomyText.binary($0, bits: bits.count) }
    case .hardwareAddress: return AnatomyText.bytes(captured, separator: ":")
    case .address: return IPAddress(captured)?.description
    case .bytes: return AnatomyText.bytes(captured)
    }
  }

  /// The value in full, for a table; `whole` is where the field lies that this is a part of.
  func fullValue(in whole: Range<Int>?) -> String {
    guard !isCut, let number else {
      let isLong = style == .bytes && captured.count > Self.mostBytes
      let shown = isLong ? captured.prefix(Self.mostBytes) : captured[...]
      let text = AnatomyText.bytes(shown, separator: style == .address && captured.count > 4 ? "" : " ")
      return isLong || isCut ? text + (text.isEmpty ? "" : " ") + "…" : text
    }
    if isPart, let whole { return AnatomyText.binary(number, at: bits, in: whole) }
    let isNarrow = bits.count < 8 || bits.count % 4 != 0
    if style == .bits {
      return bits.count < 8
        ? AnatomyText.binary(number, bits: bits.count)
        : AnatomyText.hexadecimal(number, bits: bits.count) + " = " + AnatomyText.binary(number, bits: bits.count)
    }
    return
      (isNarrow ? AnatomyText.binary(number, bits: bits.count) : AnatomyText.hexadecimal(number, bits: bits.count))
      + " = \(number)"
  }

  /// The bits in `part`, which lies in the field, for a box that shows no more of it.
  func value(of part: Range<Int>) -> String? {
    let first = (part.lowerBound - bits.lowerBound) / 8
    let last = (part.upperBound - bits.lowerBound + 7) / 8
    guard last <= captured.count, first < last else { return nil }
    let bytes = captured[first..<last]
    switch style {
    case .hardwareAddress: return AnatomyText.bytes(bytes, separator: ":")
    case .address where captured.count == 4: return bytes.map { "\($0)" }.joined(separator: ".")
    case .address where bytes.count % 2 == 0:
      return stride(from: first, to: last, by: 2).map { AnatomyText.bytes(captured[$0..<$0 + 2], separator: "") }
        .joined(separator: ":")
    case .decimal, .hexadecimal, .bits: return "0x" + AnatomyText.bytes(bytes, separator: "")
    default: return AnatomyText.bytes(bytes)
    }
  }
}

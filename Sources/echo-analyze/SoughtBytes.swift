import ArgumentParser

/// Bytes that a user looks for, as text with escapes.
struct SoughtBytes: ExpressibleByArgument {
  let bytes: [UInt8]

  /// Reads text, in which `\r`, `\n`, `\t`, `\\` and `\xHH` stand for bytes. Nil of other escapes, and of nothing.
  init?(argument: String) {
    var bytes: [UInt8] = []
    var rest = Array(argument.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "r")?: bytes.append(0x0d)
      case UInt8(ascii: "n")?: bytes.append(0x0a)
      case UInt8(ascii: "t")?: bytes.append(0x09)
      case UInt8(ascii: "\\")?: bytes.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "x")?:
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
          let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: return nil
      }
    }
    guard !bytes.isEmpty else { return nil }
    self.bytes = bytes
  }
}

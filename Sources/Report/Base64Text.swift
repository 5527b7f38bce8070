/// Bytes as letters, digits and signs of ASCII (RFC 4648, section 4).
struct Base64Text: CustomStringConvertible {
  let description: String

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  init(_ bytes: [UInt8]) {
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (group + [0, 0]).prefix(3).reduce(0) { $0 << 8 | Int($1) }
      for place in 0..<4 {
        text.append(place <= group.count ? Self.digits[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    description = text
  }

  /// Bytes that are written as two hexadecimal digits each.
  init(hexadecimal text: String) {
    var bytes: [UInt8] = []
    var first: Int?
    for digit in text.compactMap(\.hexDigitValue) {
      if let high = first {
        bytes.append(UInt8(high << 4 | digit))
        first = nil
      } else {
        first = digit
      }
    }
    self.init(bytes)
  }
}

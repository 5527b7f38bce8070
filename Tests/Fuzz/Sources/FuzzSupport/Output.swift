/// What holds of every output, whatever was read.
public enum Output {
  /// More than any input of a few kilobytes may grow to.
  public static var mostBytes: Int { 32 * 1_048_576 }

  /// Text for a terminal: no control characters but line ends (and tabs, where they divide columns), nothing that turns
  /// the direction of writing round.
  public static func check(text: String, allowsTabs: Bool = false) {
    check(text: Array(text.utf8), allowsTabs: allowsTabs)
  }

  public static func check(text bytes: [UInt8], allowsTabs: Bool = false) {
    check(size: bytes.count)
    // Most are the signs of ASCII, and many texts nothing else.
    let isASCII = bytes.allSatisfy { $0 < 0x7f && ($0 >= 0x20 || $0 == 0x0a || $0 == 0x09 && allowsTabs) }
    if isASCII { return }
    guard let text = String(validating: bytes, as: UTF8.self) else { fatalError("text that is not UTF-8: \(bytes)") }
    for scalar in text.unicodeScalars where !isPlain(scalar, allowsTabs) {
      fatalError("U+\(String(scalar.value, radix: 16)) in text:\n\(text.debugDescription)")
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar, _ allowsTabs: Bool) -> Bool {
    switch scalar.value {
    case 0x0a, 0x20...0x7e: true
    case 0x09: allowsTabs
    case 0..<0x20, 0x7f...0x9f, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: false
    default: true
    }
  }

  /// A page in which nothing of the input has become an element: a page has as many scripts as the empty one, and none of
  /// the elements that bring in others.
  public static func check(html: String, scripts: Int) {
    let bytes = Array(html.utf8)
    check(text: bytes)
    var found = 0
    for place in bytes.indices.dropLast() where bytes[place] == UInt8(ascii: "<") {
      switch bytes[place + 1] {
      case UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "e"), UInt8(ascii: "b"),
        UInt8(ascii: "f"):
        break
      default: continue
      }
      let name = bytes[(place + 1)...].prefix(7)
      if name.starts(with: "script".utf8) { found += 1 }
      for element in ["iframe", "object", "embed", "img", "base", "form"] where name.starts(with: element.utf8) {
        fatalError("<\(element) in a page:\n\(html)")
      }
    }
    precondition(found == scripts, "\(found) scripts in a page that has \(scripts):\n\(html)")
  }

  public static func scripts(in html: String) -> Int { html.split(separator: "<script").count - 1 }

  /// One JSON value.
  public static func check(json bytes: [UInt8]) {
    check(size: bytes.count)
    guard String(validating: bytes, as: UTF8.self) != nil else { fatalError("JSON that is not UTF-8: \(bytes)") }
    if let fault = JSONCheck.fault(in: bytes) {
      fatalError("JSON that does not parse at byte \(fault):\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// A JSON value a line.
  public static func check(jsonLines bytes: [UInt8]) {
    check(size: bytes.count)
    for line in bytes.split(separator: 0x0a) { check(json: Array(line)) }
  }

  /// Each line of a table in CSV (RFC 4180) has as many cells as the first, and none that a spreadsheet computes.
  public static func check(csv bytes: [UInt8]) {
    check(size: bytes.count)
    var columns: Int?
    var (cells, isQuoted, isFirst) = (1, false, true)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: (cells, isFirst) = (cells + 1, true)
      case 0x0a where !isQuoted:
        precondition(columns == nil || columns == cells, "a line of CSV has \(cells) cells")
        (columns, cells, isFirst) = (cells, 1, true)
      // A minus begins a number.
      case _ where isFirst && "=+@\t".utf8.contains(byte):
        fatalError("a cell that is a formula:\n\(String(decoding: bytes, as: UTF8.self))")
      default: isFirst = false
      }
    }
  }

  public static func check(size: Int) { precondition(size <= mostBytes, "an output of \(size) bytes") }
}

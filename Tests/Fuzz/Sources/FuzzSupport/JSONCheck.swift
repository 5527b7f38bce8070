/// Whether bytes are one JSON value (RFC 8259): written for this alone, so that it shares no mistake with what it checks.
public struct JSONCheck {
  private struct Fault: Error {}

  private let bytes: [UInt8]
  private var place = 0

  /// Where `bytes` go wrong; nil where they do not.
  public static func fault(in bytes: [UInt8]) -> Int? {
    var check = JSONCheck(bytes: bytes)
    do {
      try check.value()
      check.space()
      return check.place == bytes.count ? nil : check.place
    } catch {
      return check.place
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func need(_ character: Unicode.Scalar) throws(Fault) {
    guard take(character) else { throw Fault() }
  }

  private mutating func space() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { place += 1 }
  }

  private mutating func value() throws(Fault) {
    space()
    switch next {
    case UInt8(ascii: "{"): try members(between: "{", "}") { check throws(Fault) in try check.member() }
    case UInt8(ascii: "["): try members(between: "[", "]") { check throws(Fault) in try check.value() }
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func members(
    between open: Unicode.Scalar, _ close: Unicode.Scalar, _ each: (inout JSONCheck) throws(Fault) -> Void
  ) throws(Fault) {
    try need(open)
    space()
    if take(close) { return }
    repeat { try each(&self); space() } while take(",")
    try need(close)
  }

  private mutating func member() throws(Fault) {
    space()
    try string()
    space()
    try need(":")
    try value()
  }

  private mutating func word(_ word: String) throws(Fault) {
    guard bytes[place...].starts(with: word.utf8) else { throw Fault() }
    place += word.utf8.count
  }

  private mutating func string() throws(Fault) {
    try need("\"")
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20: throw Fault()
      default: break
      }
    }
    throw Fault()
  }

  private mutating func escape() throws(Fault) {
    guard let byte = next else { throw Fault() }
    place += 1
    if byte == UInt8(ascii: "u") {
      for _ in 0..<4 {
        guard let digit = next, Unicode.Scalar(digit).properties.isASCIIHexDigit else { throw Fault() }
        place += 1
      }
    } else if !"\"\\/bfnrt".utf8.contains(byte) {
      throw Fault()
    }
  }

  private mutating func number() throws(Fault) {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
  }

  private mutating func digits() throws(Fault) {
    let start = place
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    guard place > start else { throw Fault() }
  }
}

/// Reads JSON (RFC 8259).
struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// Lists and objects in one another; what is written by hand needs four.
  private static let depthLimit = 32
  /// Digits of a number; more are a mistake.
  private static let digitLimit = 64

  init(_ bytes: [UInt8]) {
    // Some editors of Windows put a byte order mark in front.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  mutating func parse() throws(SpecificationError) -> JSONValue {
    skipSpace()
    guard place < bytes.count else { throw SpecificationError("", "the file is empty") }
    let value = try value()
    skipSpace()
    guard place == bytes.count else { throw error("nothing may follow the end of the object") }
    return value
  }

  private mutating func value() throws(SpecificationError) -> JSONValue {
    guard place < bytes.count else { throw error("the text ends before it is complete: a bracket is not closed") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try nested { parser throws(SpecificationError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { parser throws(SpecificationError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: break
    }
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    throw error("a value is needed: a text in \"quotes\", a number, true, false, a [list] or an {object}")
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(SpecificationError) -> JSONValue
  ) throws(SpecificationError) -> JSONValue {
    depth += 1
    guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) brackets in one another") }
    defer { depth -= 1 }
    place += 1
    skipSpace()
    return try body(&self)
  }

  private mutating func object() throws(SpecificationError) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    while true {
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw error("a key in \"quotes\" is needed")
      }
      let start = place
      let key = try string()
      skipSpace()
      guard take(":") else { throw error("a colon is needed after the key") }
      skipSpace()
      guard members[key] == nil else {
        place = start
        throw error("the key \"\(JSONValue.short(key))\" is there twice")
      }
      members[key] = try value()
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw error("a comma or } is needed") }
      skipSpace()
    }
  }

  private mutating func array() throws(SpecificationError) -> JSONValue {
    var items: [JSONValue] = []
    if take("]") { return .array(items) }
    while true {
      items.append(try value())
      skipSpace()
      if take("]") { return .array(items) }
      guard take(",") else { throw error("a comma or ] is needed") }
      skipSpace()
    }
  }

  private mutating func number() throws(SpecificationError) -> String {
    let start = place
    _ = take("-")
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    func digits(_ parser: inout JSONParser) throws(SpecificationError) {
      let first = parser.place
      while parser.place < parser.bytes.count, isDigit(parser.bytes[parser.place]) { parser.place += 1 }
      guard parser.place > first else { throw parser.error("a digit is needed") }
    }
    let first = place
    try digits(&self)
    guard place == first + 1 || bytes[first] != UInt8(ascii: "0") else { throw error("a number has no 0 in front") }
    if take(".") { try digits(&self) }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits(&self)
    }
    guard place - start <= Self.digitLimit else { throw error("a number with more than \(Self.digitLimit) digits") }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func string() throws(SpecificationError) -> String {
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw error("the text before is not UTF-8") }
        place += 1
        return string
      case UInt8(ascii: "\\"): text += try escape().utf8
      case 0..<0x20: throw error("a text ends on the line on which it begins; write \\n for a new line")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw error("the text ends without its closing quote")
  }

  private mutating func escape() throws(SpecificationError) -> String {
    place += 1
    guard place < bytes.count else { throw error("the text ends without its closing quote") }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      var units = [first]
      // A character beyond the first 65,536 is written as two (RFC 8259, section 7).
      if (0xd800...0xdbff).contains(first), take("\\"), take("u") { units.append(try codeUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else { throw error("\\u of half a character") }
      return text
    default:
      place -= 1
      throw error("after \\ comes one of \" \\ / b f n r t u")
    }
  }

  private mutating func codeUnit() throws(SpecificationError) -> UInt16 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("\\u needs four hexadecimal digits") }
    place += 4
    return unit
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[place]) { place += 1 }
  }

  private func error(_ reason: String) -> SpecificationError {
    let before = bytes[..<min(place, bytes.count)]
    let line = before.count { $0 == 0x0a } + 1
    // Columns are characters: what continues one in UTF-8 is none of its own.
    let column = before.reversed().prefix { $0 != 0x0a }.count { $0 & 0xc0 != 0x80 } + 1
    return SpecificationError("line \(line), column \(column)", "this is not JSON: \(reason)")
  }
}

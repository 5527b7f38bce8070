/// A JSON text (RFC 8259) as it stands: numbers with the digits that they were written with, so that a message can say what
/// was found.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads `bytes`, which somebody wrote by hand: what is wrong is told with its line and column. Foundation's decoder says
  /// only that something is, and takes the last of two equal keys.
  init(_ bytes: [UInt8]) throws(SpecificationError) {
    var parser = JSONParser(bytes)
    self = try parser.parse()
  }

  /// As a message names it: `"three"`, `3.5`, `a list`.
  var found: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let digits): Self.short(digits)
    case .string(let text): "\"\(Self.short(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The beginning of a text, on one line: a key or value may hold anything, and be somebody else's.
  static func short(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return scalars.prefix(40).map(shown).joined() + (scalars.count > 40 ? "…" : "")
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
}

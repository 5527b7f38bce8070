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

  static func short(_ text: String) -> String {
    text.unicodeScalars.count > 40 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))) + "…" : text
  }
}

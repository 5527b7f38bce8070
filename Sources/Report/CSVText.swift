/// Text as it stands in a cell of comma-separated values (RFC 4180), for programs and for spreadsheets.
///
/// Spreadsheets take what begins with certain signs for a formula, in quotes too. Such text gets an apostrophe before it,
/// which they take for the mark of a text; numbers are no text, and negative ones stay what they are.
struct CSVText: CustomStringConvertible {
  let description: String

  init(_ text: String) {
    var cell = EscapedText.refusing(text).unicodeScalars
    if let first = cell.first(where: { $0 != " " }), Self.beginsFormula(first) { cell.insert("'", at: cell.startIndex) }
    guard cell.contains(where: { $0 == "," || $0 == "\"" }) else {
      description = String(cell)
      return
    }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in cell {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    description = String(quoted)
  }

  /// The signs, and their forms as wide as an ideograph, which some spreadsheets read alike.
  private static func beginsFormula(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}": true
    default: false
    }
  }
}

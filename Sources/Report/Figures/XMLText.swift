/// Text as it stands in XML and in HTML, between tags or in quotes.
///
/// It is escaped scalar by scalar: Swift takes a `<` with a combining mark behind it, or with one of the letters before it
/// that Unicode joins to what follows, for another character.
struct XMLText: CustomStringConvertible {
  let description: String

  /// What XML 1.0 has no way to say (section 2.2) is among what no format lets through.
  init(_ text: String) {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n": escaped.unicodeScalars.append(scalar)
      case _ where EscapedText.isRefused(scalar): escaped += EscapedText.escape(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    description = escaped
  }
}

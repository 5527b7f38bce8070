/// Text as it stands in XML and in HTML, between tags or in quotes.
struct XMLText: CustomStringConvertible {
  let description: String

  /// What XML 1.0 has no way to say (section 2.2) is left out.
  init(_ text: String) {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n", "\r", " "..."\u{d7ff}", "\u{e000}"..."\u{fffd}", "\u{10000}"..."\u{10ffff}":
        escaped.unicodeScalars.append(scalar)
      default: break
      }
    }
    description = escaped
  }
}

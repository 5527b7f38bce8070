/// Text that is to be read in Markdown as it stands: what packets hold must not become markup, nor HTML, nor a link.
struct MarkdownText: CustomStringConvertible {
  let description: String

  /// With `beginsLine` it is also no list, no rule and no heading.
  init(_ text: some StringProtocol, beginsLine: Bool = false) {
    let scalars = Array(text.unicodeScalars)
    var escaped = String.UnicodeScalarView()
    // Nothing came but blanks, or but digits: what may stand before the sign of a list.
    var (isBlank, isNumber) = (beginsLine, beginsLine)
    for (place, scalar) in scalars.enumerated() {
      let before = scalars[..<place]
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\n", "\r": escaped.append(" ")
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$":
        escaped.append("\\")
        escaped.append(scalar)
      case "+" where isBlank, "-" where isBlank, "=" where isBlank,
        "#" where isBlank || place == scalars.count - 1, ")" where isNumber && !isBlank,
        "." where isNumber && !isBlank || Self.ends(before, with: "www"):
        escaped.append("\\")
        escaped.append(scalar)
      case ":" where Self.schemes.contains { Self.ends(before, with: $0) }:
        escaped.append(contentsOf: "&#58;".unicodeScalars)
      case "@":
        escaped.append(contentsOf: "&#64;".unicodeScalars)
        // Addresses of mail are looked for when the number has become a sign again: something must stand in them that is
        // no text, and shows nothing.
        let ends = [before.last, scalars[(place + 1)...].first]
        if ends.allSatisfy({ $0.map(Self.isOfAddress) ?? false }) {
          escaped.append(contentsOf: "<!-- -->".unicodeScalars)
        }
      case _ where EscapedText.isRefused(scalar):
        escaped.append(contentsOf: ("\\" + EscapedText.escape(scalar)).unicodeScalars)
      default: escaped.append(scalar)
      }
      if scalar != " " {
        isBlank = false
        if !("0"..."9").contains(scalar) { isNumber = false }
      }
    }
    description = String(escaped)
  }

  /// What GitHub makes a link of, wherever it stands in a text.
  private static let schemes = ["http", "https", "ftp", "mailto", "xmpp"]

  /// In small letters or capitals.
  private static func ends(_ scalars: ArraySlice<Unicode.Scalar>, with word: String) -> Bool {
    scalars.suffix(word.utf8.count).map { $0.properties.lowercaseMapping }.joined() == word
  }

  private static func isOfAddress(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z", ".", "+", "-", "_": true
    default: false
    }
  }
}

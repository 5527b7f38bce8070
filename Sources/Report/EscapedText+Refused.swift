/// The second net: each format asks here, in case a text comes to it that was not escaped where it entered.
extension EscapedText {
  /// What no format lets through: all that is not visible, but blanks and what belongs to an emoji.
  static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // What is most common, and needs no looking up.
    case 0x20...0x7e, 0xa0...0xac, 0xae...0x2ff, 0x2010...0x2027, 0x2190...0x23ff, 0x200d, 0xfe0f: false
    default: !isVisible(scalar) && scalar.properties.generalCategory != .spaceSeparator
    }
  }

  /// `text` with an escape for each scalar that is refused, except line feeds where `keepsLines`.
  static func refusing(_ text: String, keepsLines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isRefused) else { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isRefused(scalar), !(keepsLines && scalar == "\n") {
        safe.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        safe.append(scalar)
      }
    }
    return String(safe)
  }
}

/// The anchors that GitHub gives to the headings of a Markdown file: letters and digits of the heading in small letters,
/// hyphens in the place of spaces, and a number behind what was there before.
struct HeadingAnchors {
  private var counts: [String: Int] = [:]

  /// The anchor of the next heading.
  mutating func anchor(for heading: String) -> String {
    var name = ""
    for character in heading.lowercased() {
      if character == " " {
        name += "-"
      } else if character.isLetter || character.isNumber || character == "-" || character == "_" {
        name.append(character)
      }
    }
    guard let count = counts[name] else {
      counts[name] = 0
      return name
    }
    counts[name] = count + 1
    return "\(name)-\(count + 1)"
  }
}

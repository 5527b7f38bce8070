extension String {
  /// Filled up with spaces behind it.
  func padded(to columns: Int) -> String { self + .blanks(columns - self.columns) }

  /// Filled up with spaces before it.
  func leading(to columns: Int) -> String { .blanks(columns - self.columns) + self }

  /// As much of it as there is room for, with an ellipsis where that is not all.
  func cut(to columns: Int) -> String {
    guard self.columns > columns else { return self }
    var text = ""
    var width = 1
    for character in self {
      width += String(character).columns
      guard width <= columns else { break }
      text.append(character)
    }
    return text + "…"
  }

  /// Lines of at most so many columns, broken at spaces, and words that are longer wherever they must be.
  func wrapped(to columns: Int) -> [String] {
    var lines: [String] = []
    var line = "", width = 0
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      let word = String(word), length = word.columns
      if width > 0, width + 1 + length <= columns {
        line += " " + word
        width += 1 + length
        continue
      }
      if width > 0 { lines.append(line) }
      (line, width) = (word, length)
      while width > columns {
        let piece = line.prefix(columns: columns)
        guard !piece.isEmpty, piece.count < line.count else { break }
        lines.append(piece)
        line.removeFirst(piece.count)
        width = line.columns
      }
    }
    lines.append(line)
    return lines
  }

  private func prefix(columns: Int) -> String {
    var text = "", width = 0
    for character in self {
      width += String(character).columns
      guard width <= columns else { break }
      text.append(character)
    }
    return text
  }
}

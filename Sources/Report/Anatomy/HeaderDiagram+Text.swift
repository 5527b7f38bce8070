extension HeaderDiagram {
  /// Columns of one bit, with the line before it.
  private static let bitColumns = 3
  private static let columns = bitsPerRow * bitColumns + 1

  /// Drawn in characters, as in an RFC; 97 columns wide.
  var text: String {
    var lines = [Self.ruler]
    for row in rows.indices {
      lines.append(separator(above: row))
      lines += Self.lines(rows[row])
    }
    lines.append(separator(above: rows.count))
    return lines.joined(separator: "\n")
  }

  private static var ruler: String {
    (0..<bitsPerRow).map { ($0 < 10 ? "  " : " ") + "\($0)" }.joined()
  }

  private func separator(above row: Int) -> String {
    var line = ""
    for bit in 0...Self.bitsPerRow {
      let (before, after) = (bit > 0 && hasLine(above: row, at: bit - 1), hasLine(above: row, at: bit))
      let isCorner = before || after || hasLine(leftOf: bit, in: row - 1) && hasLine(leftOf: bit, in: row)
      line += isCorner ? "+" : " "
      if bit < Self.bitsPerRow { line += String(repeating: after ? "-" : " ", count: Self.bitColumns - 1) }
    }
    return line.trimmedAtEnd
  }

  private static func lines(_ boxes: [Box]) -> [String] {
    func width(_ box: Box) -> Int { box.columns.count * bitColumns - 1 }
    // A name that is too wide for its bit stands upright, as in RFC 9293.
    func isUpright(_ box: Box) -> Bool {
      box.columns.count == 1 && !box.names.isEmpty && !box.names.contains { $0.columns <= width(box) }
    }
    let uprights = boxes.filter(isUpright).compactMap { $0.names.last?.columns }
    let nameLines = uprights.max() ?? (boxes.contains { !$0.names.isEmpty } ? 1 : 0)
    var lines = [[Unicode.Scalar]](
      repeating: Array(repeating: " ", count: columns), count: nameLines + 1)
    func put(_ text: String, in box: Box, line: Int) {
      let scalars = Array(text.unicodeScalars)
      let start = box.columns.lowerBound * bitColumns + 1 + (width(box) - scalars.count) / 2
      for (place, scalar) in scalars.enumerated() { lines[line][start + place] = scalar }
    }
    for box in boxes {
      for line in lines.indices {
        lines[line][box.columns.lowerBound * bitColumns] = "|"
        lines[line][box.columns.upperBound * bitColumns] = "|"
      }
      put(AnatomyText.fitting(box.values, width(box)), in: box, line: nameLines)
      guard !box.names.isEmpty else { continue }
      if isUpright(box) {
        for (line, letter) in (box.names.last ?? "").unicodeScalars.enumerated() {
          put(String(letter), in: box, line: line)
        }
      } else {
        put(AnatomyText.fitting(box.names, width(box)), in: box, line: nameLines / 2)
      }
    }
    return lines.map { String(String.UnicodeScalarView($0)).trimmedAtEnd }
  }
}

extension String {
  /// Without blanks at the end.
  var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension HeaderDiagram {
  // Units of the drawing.
  private static let bit = 28
  private static let gutter = 40
  private static let top = 22
  private static let namedRow = 44
  private static let plainRow = 26
  private static let nameSize = 12
  private static let bitNameSize = 9
  private static let valueSize = 14

  /// Drawn as SVG in the colour of the text around it. `start` is where the header begins in the frame.
  func svg(title: String, description: String, start: Int) -> String {
    let heights = rows.map { $0.contains { !$0.names.isEmpty } ? Self.namedRow : Self.plainRow }
    let tops = heights.reduce(into: [Self.top]) { $0.append($0[$0.count - 1] + $1) }
    let width = Self.gutter + Self.bitsPerRow * Self.bit + 2
    var svg =
      "<svg class=\"packet-header\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
      + "viewBox=\"0 0 \(width) \(tops[rows.count] + 2)\" font-family=\"inherit\">\n"
    svg += "<title>\(XMLText(title))</title>\n<desc>\(XMLText(description))</desc>\n"
    svg += "<g class=\"ruler\" fill=\"currentColor\" fill-opacity=\"0.7\" font-size=\"10\" text-anchor=\"middle\">\n"
    for bit in 0..<Self.bitsPerRow { svg += Self.text("\(bit)", x: Self.x(bit) + Self.bit / 2, y: Self.top - 7) }
    svg +=
      "</g>\n<g class=\"offsets\" fill=\"currentColor\" fill-opacity=\"0.7\" font-size=\"10\" text-anchor=\"end\">\n"
    for row in rows.indices {
      svg += Self.text("\(start + 4 * row)", x: Self.gutter - 7, y: tops[row] + heights[row] / 2 + 4)
    }
    svg += "</g>\n"
    svg += "<g class=\"set\" fill=\"currentColor\" fill-opacity=\"0.16\">\n"
    for (row, boxes) in rows.enumerated() {
      for box in boxes where box.isSet {
        svg +=
          "<rect x=\"\(Self.x(box.columns.lowerBound))\" y=\"\(tops[row])\" width=\"\(Self.bit)\" height=\"\(heights[row])\"/>\n"
      }
    }
    svg +=
      "</g>\n<path class=\"lines\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.25\" stroke-linecap=\"square\" d=\""
    svg += lines(tops) + "\"/>\n"
    svg += "<path class=\"ticks\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1\" stroke-opacity=\"0.5\" d=\""
    svg += ticks(tops) + "\"/>\n"
    svg +=
      "<g class=\"names\" fill=\"currentColor\" fill-opacity=\"0.75\" font-size=\"\(Self.nameSize)\" text-anchor=\"middle\">\n"
    for (row, boxes) in rows.enumerated() {
      for box in boxes where !box.names.isEmpty {
        let isBit = box.columns.count == 1
        let size = isBit ? Self.bitNameSize : Self.nameSize
        svg += Self.text(
          AnatomyText.fitting(box.names, Self.room(box, size)), x: Self.middle(box), y: tops[row] + 17,
          size: isBit ? size : nil)
      }
    }
    svg += "</g>\n<g class=\"values\" fill=\"currentColor\" font-size=\"\(Self.valueSize)\" font-weight=\"600\" "
    svg += "text-anchor=\"middle\">\n"
    for (row, boxes) in rows.enumerated() {
      for box in boxes {
        svg += Self.text(
          AnatomyText.fitting(box.values, Self.room(box, Self.valueSize)), x: Self.middle(box),
          y: tops[row] + heights[row] - 9)
      }
    }
    return svg + "</g>\n</svg>"
  }

  private static func x(_ bit: Int) -> Int { gutter + bit * self.bit }
  private static func middle(_ box: Box) -> Int { (x(box.columns.lowerBound) + x(box.columns.upperBound)) / 2 }
  /// Characters that fit whatever the font: capitals are hardly wider than two thirds of their height.
  private static func room(_ box: Box, _ size: Int) -> Int { max((box.columns.count * bit - 6) * 3 / (size * 2), 3) }

  /// Every line once, those that continue each other in one.
  private func lines(_ tops: [Int]) -> String {
    var path: [String] = []
    for row in 0...rows.count {
      var start: Int?
      for bit in 0...Self.bitsPerRow {
        if bit < Self.bitsPerRow, hasLine(above: row, at: bit) {
          start = start ?? bit
        } else if let first = start {
          path.append("M\(Self.x(first)) \(tops[row])H\(Self.x(bit))")
          start = nil
        }
      }
      guard row < rows.count else { break }
      for bit in 0...Self.bitsPerRow where hasLine(leftOf: bit, in: row) {
        path.append("M\(Self.x(bit)) \(tops[row])V\(tops[row + 1])")
      }
    }
    return path.joined()
  }

  /// The bits of wider boxes along their lower edge.
  private func ticks(_ tops: [Int]) -> String {
    var path: [String] = []
    for row in rows.indices {
      for bit in 1..<Self.bitsPerRow where hasLine(above: row + 1, at: bit) && hasLine(above: row + 1, at: bit - 1) {
        guard !hasLine(leftOf: bit, in: row) else { continue }
        path.append("M\(Self.x(bit)) \(tops[row + 1] - 3)v3")
      }
    }
    return path.joined()
  }

  private static func text(_ text: String, x: Int, y: Int, size: Int? = nil) -> String {
    "<text x=\"\(x)\" y=\"\(y)\"\(size.map { " font-size=\"\($0)\"" } ?? "")>\(XMLText(text))</text>\n"
  }
}

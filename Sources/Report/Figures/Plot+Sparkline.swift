extension Plot {
  private static var blocks: [Character] { Array("▁▂▃▄▅▆▇█") }

  /// A line of `width` blocks for each series, with its smallest and its largest value.
  public func sparkline(width: Int = 60) -> String {
    let width = max(width, 8), range = self.range.x
    let names = series.map(\.name.columns).max() ?? 0
    return series.map { series in
      let values = series.values.map { $0.top ?? $0.y }
      guard let least = values.min(), let most = values.max() else { return "" }
      // Signs have no height: how many there are.
      if series.style == .marks, least == 0, most == 0 {
        let row = Self.levels(series, 0, 0, in: range, width).map { $0 == nil ? " " : "×" }
        return series.name.padded(to: names) + "  " + row.joined() + "  \(series.total) ×\n"
      }
      let amounts =
        least == most ? amount(most, y.unit) : "\(amount(least, y.unit)) … \(amount(most, y.unit))"
      let blocks = Self.levels(series, least, most, in: range, width).map { $0.map { Self.blocks[$0] } ?? " " }
      return series.name.padded(to: names) + "  " + String(blocks) + "  " + amounts + "\n"
    }.joined()
  }

  /// For each column a height from 0 to 7, of the largest value there; nil where there is none.
  private static func levels(
    _ series: Series, _ least: Int64, _ most: Int64, in range: ClosedRange<Int64>, _ width: Int
  ) -> [Int?] {
    var levels = [Int?](repeating: nil, count: width)
    // What holds until the next value is the last one of a column.
    var latest = levels
    let extent = Int128(range.upperBound) - Int128(range.lowerBound)
    for value in series.values {
      let column = extent > 0 ? Int((Int128(value.x) - Int128(range.lowerBound)) * Int128(width - 1) / extent) : 0
      let height = Int128(value.top ?? value.y) - Int128(least), whole = Int128(most) - Int128(least)
      // What is all the same stands in the middle.
      let level = whole > 0 ? Int(height * 7 / whole) : 3
      levels[column] = max(levels[column] ?? 0, level)
      latest[column] = level
    }
    guard series.style == .steps || series.style == .line else { return levels }
    var last: Int?
    return zip(levels, latest).map { level, latest in
      defer { last = latest ?? last }
      return level ?? last
    }
  }
}

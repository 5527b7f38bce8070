/// Rows of cells under titles, aligned in columns.
struct TextTable {
  enum Alignment { case left, right }

  private let titles: [String]
  private let alignments: [Alignment]
  private(set) var rows: [Row] = []

  enum Row {
    case cells([String])
    /// A line of its own between rows, such as "… 12 more".
    case note(String)
  }

  init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  mutating func add(_ cells: [String]) { rows.append(.cells(cells)) }
  mutating func add(note: String) { rows.append(.note(note)) }

  /// The lines, without the columns that hold nothing, titles included.
  func lines() -> [String] {
    var widths = titles.map(\.unicodeScalars.count)
    var isFilled = titles.map { _ in false }
    for case .cells(let cells) in rows {
      for (index, cell) in cells.enumerated() where !cell.isEmpty {
        widths[index] = max(widths[index], cell.unicodeScalars.count)
        isFilled[index] = true
      }
    }
    let shown = titles.indices.filter { isFilled[$0] }
    func line(_ cells: [String]) -> String {
      var text = ""
      for (position, index) in shown.enumerated() {
        let cell = index < cells.count ? cells[index] : ""
        let gap = String(repeating: " ", count: widths[index] - min(cell.unicodeScalars.count, widths[index]))
        if position > 0 { text += "  " }
        text += alignments[index] == .right ? gap + cell : cell + gap
      }
      while text.last == " " { text.removeLast() }
      return text
    }
    var result: [String] = []
    if titles.contains(where: { !$0.isEmpty }) { result.append(line(titles)) }
    for row in rows {
      switch row {
      case .cells(let cells): result.append(line(cells))
      case .note(let text): result.append(text)
      }
    }
    return result
  }
}

/// Rows of cells under titles, aligned in columns.
struct TextTable {
  enum Alignment { case left, right }

  let titles: [String]
  let alignments: [Alignment]
  private(set) var rows: [Row] = []
  /// A last cell that is too wide goes on below itself.
  var wrapsLast = false

  enum Row {
    /// `last` makes one more cell when it is known how many columns are left for it.
    case cells([String], last: ((_ room: Int) -> String)?)
    /// A line of its own between rows, such as "… 12 more".
    case note(String)
  }

  init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  mutating func add(_ cells: [String], last: ((_ room: Int) -> String)? = nil) {
    rows.append(.cells(cells, last: last))
  }
  mutating func add(note: String) { rows.append(.note(note)) }

  /// What a last cell gets where columns are not counted.
  static let roomWithoutColumns = 80
  /// What a last cell gets at least, however wide the others are.
  private static let leastRoom = 48
  /// What a last cell that wraps gets at least.
  private static let leastRoomWrapped = 20

  /// The places of the columns that hold something.
  var filledColumns: [Int] {
    var isFilled = titles.map { _ in false }
    for case .cells(let cells, let last) in rows {
      if last != nil { isFilled[cells.count] = true }
      for (index, cell) in cells.enumerated() where !cell.isEmpty { isFilled[index] = true }
    }
    return titles.indices.filter { isFilled[$0] }
  }

  /// The lines, without the columns that hold nothing, titles included. Last cells fill up to `width` columns.
  func lines(width: Int) -> [String] {
    var widths = titles.map(\.unicodeScalars.count)
    for case .cells(let cells, _) in rows {
      for (index, cell) in cells.enumerated() where !cell.isEmpty {
        widths[index] = max(widths[index], cell.unicodeScalars.count)
      }
    }
    let shown = filledColumns
    let taken = shown.dropLast().reduce(0) { $0 + widths[$1] + 2 }
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
      case .cells(var cells, nil) where wrapsLast && cells.count == titles.count:
        for part in Self.wrapped(cells[cells.count - 1], room: max(width - taken, Self.leastRoomWrapped)) {
          cells[cells.count - 1] = part
          result.append(line(cells))
          cells = titles.map { _ in "" }
        }
      case .cells(let cells, let last):
        result.append(line(last.map { cells + [$0(max(width - taken, Self.leastRoom))] } ?? cells))
      case .note(let text): result.append(text)
      }
    }
    return result
  }

  /// The lines of a cell; a word that is wider than its room stays whole.
  private static func wrapped(_ text: String, room: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let columns = lines[lines.count - 1].unicodeScalars.count
      if columns > 0, columns + 1 + word.unicodeScalars.count > room {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] += (columns > 0 ? " " : "") + word
      }
    }
    return lines
  }
}

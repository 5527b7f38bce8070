/// Rows of cells under titles, aligned in columns.
struct TextTable {
  enum Alignment { case left, right }

  let titles: [String]
  let alignments: [Alignment]
  private(set) var rows: [Row] = []
  /// A last cell that is too wide goes on below itself.
  var wrapsLast = false
  /// What rows stand for, by their places.
  private(set) var marks: [Int: Marks] = [:]

  enum Row {
    /// `last` makes one more cell when it is known how many columns are left for it.
    case cells([String], last: ((_ room: Int) -> String)?)
    /// A line of its own between rows, such as "… 12 more".
    case note(String)
  }

  /// What a row stands for, and those of its cells, by their columns, that stand for something else.
  struct Marks {
    var row: Meaning?
    var cells: [Int: Meaning] = [:]
  }

  init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  mutating func add(
    _ cells: [String], last: ((_ room: Int) -> String)? = nil, _ meaning: Meaning? = nil, marking: [Int: Meaning] = [:]
  ) {
    if meaning != nil || !marking.isEmpty { marks[rows.count] = Marks(row: meaning, cells: marking) }
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
  func lines(width: Int) -> [String] { styledLines(width: width).map(\.text) }

  /// The same with what they stand for. With a `limit` no line is longer, as far as cells allow: last cells go under their
  /// rows, and columns that there is no room for under the table.
  func styledLines(width: Int, limit: Int? = nil) -> [StyledText] {
    let measured = measure()
    guard let limit, !(wrapsLast && measured.last == nil && limit - measured.taken >= Self.leastRoomWrapped) else {
      let width = min(width, limit ?? width)
      return lines(
        of: Block(columns: measured.shown), measured,
        room: max(width - measured.taken, wrapsLast ? Self.leastRoomWrapped : Self.leastRoom))
    }
    let last = measured.last
    let room = max(min(width, limit) - measured.taken, limit - measured.taken >= Self.leastRoom ? Self.leastRoom : 0)
    let isInline = last == nil || fits(room)
    let columns = measured.shown.filter { isInline || $0 != last }
    func cut(at limit: Int) -> [Block] {
      blocks(of: columns, widths: columns.map { $0 == last ? 0 : measured.widths[$0] }, limit: limit)
    }
    // As few as there must be, and none of them much longer than the others.
    let fewest = cut(at: limit)
    var (low, high) = (0, limit)
    while low < high {
      let middle = (low + high) / 2
      let blocks = cut(at: middle)
      let isWorse =
        blocks.count > fewest.count || blocks.count(where: \.isContinued) < fewest.count(where: \.isContinued)
      if isWorse { low = middle + 1 } else { high = middle }
    }
    return cut(at: low).enumerated().flatMap { number, block in
      lines(of: block, measured, room: room, under: number == 0 && !isInline ? last : nil, limit: limit)
    }
  }

  /// Columns side by side.
  private struct Block {
    var columns: [Int] = []
    /// The first of them is also the first of the block before, and tells which row it is.
    var isContinued = false
  }

  /// Columns of some `widths` in blocks that keep to `limit`, as far as single columns do.
  private func blocks(of columns: [Int], widths: [Int], limit: Int) -> [Block] {
    var blocks = [Block()]
    var taken = 0
    for (column, width) in zip(columns, widths) {
      if !blocks[blocks.count - 1].columns.isEmpty, taken + 2 + width > limit {
        // There has to be room for both.
        let isContinued = widths[0] + 2 + width <= limit
        blocks.append(Block(columns: isContinued ? [columns[0]] : [], isContinued: isContinued))
        taken = isContinued ? widths[0] : 0
      }
      taken += width + (blocks[blocks.count - 1].columns.isEmpty ? 0 : 2)
      blocks[blocks.count - 1].columns.append(column)
    }
    return blocks
  }

  /// What the cells need.
  private struct Measured {
    var widths: [Int]
    /// The columns that hold something.
    var shown: [Int]
    /// The column of last cells.
    var last: Int?
    /// Columns that the others take, and the gaps behind them.
    var taken: Int
  }

  private func measure() -> Measured {
    var widths = titles.map(\.columns)
    var lastColumn: Int?
    for case .cells(let cells, let last) in rows {
      if last != nil { lastColumn = cells.count }
      for (index, cell) in cells.enumerated() where !cell.isEmpty { widths[index] = max(widths[index], cell.columns) }
    }
    let shown = filledColumns
    return Measured(
      widths: widths, shown: shown, last: lastColumn, taken: shown.dropLast().reduce(0) { $0 + widths[$1] + 2 })
  }

  /// Whether all of each last cell is shown in `room` columns.
  private func fits(_ room: Int) -> Bool {
    rows.allSatisfy { row in
      guard case .cells(_, let last?) = row else { return true }
      return last(max(room, Self.leastRoom)).columns <= room
    }
  }

  /// The lines of some columns; with `under` the last cells stand under their rows.
  private func lines(
    of block: Block, _ measured: Measured, room: Int, under last: Int? = nil, limit: Int = .max
  ) -> [StyledText] {
    let columns = block.columns
    let widths = measured.widths
    func line(_ cells: [String], _ marks: Marks? = nil) -> StyledText {
      var text = StyledText()
      for (position, index) in columns.enumerated() {
        let cell = index < cells.count ? cells[index] : ""
        let gap = String.blanks(widths[index] - cell.columns)
        let meaning = marks?.cells[index] ?? marks?.row
        if position > 0 { text.append("  ", marks?.row) }
        if alignments[index] == .right { text.append(gap, marks?.row) }
        text.append(cell, meaning)
        if alignments[index] == .left { text.append(gap, marks?.row) }
      }
      text.removeBlanksAtEnd()
      return text
    }
    // Under the second column, where the first tells which row it is.
    let indent = last == nil ? 0 : columns.first.map { min(widths[$0] + 2, limit / 4) } ?? 0
    func linesUnder(_ cell: String, _ meaning: Meaning?) -> [StyledText] {
      Self.pieces(of: cell, width: limit - indent).map { piece in
        var text = StyledText(.blanks(indent))
        text.append(piece, meaning)
        return text
      }
    }
    var result: [StyledText] = []
    if titles.contains(where: { !$0.isEmpty }) {
      result.append(line(titles))
      if let last { result += linesUnder(titles[last], nil) }
    }
    for (place, row) in rows.enumerated() {
      switch row {
      case .cells(let cells, let makeLast):
        if block.isContinued, columns.dropFirst().allSatisfy({ $0 >= cells.count || cells[$0].isEmpty }) { continue }
        let marks = marks[place]
        if wrapsLast, makeLast == nil, limit == .max, cells.count == titles.count {
          result += wrapped(cells, room: max(room, Self.leastRoomWrapped)).map { line($0, marks) }
          continue
        }
        guard let last else {
          result.append(line(makeLast.map { cells + [$0(room)] } ?? cells, marks))
          continue
        }
        result.append(line(cells, marks))
        if let cell = makeLast?(limit - indent), !cell.isEmpty {
          result += linesUnder(cell, marks?.cells[last] ?? marks?.row)
        }
      case .note(let text):
        result += limit == .max ? [StyledText(text)] : Self.pieces(of: text, width: limit).map { StyledText($0) }
      }
    }
    return result
  }

  /// The cells of the lines that a row takes whose last cell goes on below itself. A word that is wider stays whole.
  private func wrapped(_ cells: [String], room: Int) -> [[String]] {
    var lines = [""]
    for word in cells[cells.count - 1].split(separator: " ") {
      let columns = lines[lines.count - 1].columns
      if columns > 0, columns + 1 + String(word).columns > room {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] += (columns > 0 ? " " : "") + word
      }
    }
    let others = Array(cells.dropLast())
    return lines.enumerated().map { place, part in
      (place == 0 ? others : others.map { _ in "" }) + [part]
    }
  }

  /// `text` in pieces of at most `width` columns, cut behind blanks where there are any; nothing of it is left out.
  private static func pieces(of text: String, width: Int) -> [String] {
    guard text.columns > width else { return [text] }
    var pieces: [String] = []
    var (piece, word) = ("", "")
    var (pieceColumns, wordColumns) = (0, 0)
    for character in text {
      let columns = String(character).columns
      if pieceColumns + wordColumns + columns > width {
        // What has no blank is cut anywhere.
        if piece.isEmpty { swap(&piece, &word) }
        pieces.append(piece)
        piece = ""
        pieceColumns = 0
        wordColumns = word.columns
      }
      word.append(character)
      wordColumns += columns
      if character == " " {
        piece += word
        pieceColumns += wordColumns
        (word, wordColumns) = ("", 0)
      }
    }
    return pieces + [piece + word]
  }
}

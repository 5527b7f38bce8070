/// A header in rows of 32 bits, as RFCs draw them, with the values in the boxes.
struct HeaderDiagram {
  /// A box: a field, or as much of it as is in one row.
  struct Box {
    /// Which field of the header: boxes of one field have no line between them.
    let field: Int
    /// Bits of the row.
    let columns: Range<Int>
    /// What it may be called, from long to short; empty where a box of the same field stands before.
    let names: [String]
    /// What it may show, from long to short.
    let values: [String]
    /// A single bit that is 1.
    let isSet: Bool
  }

  static let bitsPerRow = 32
  /// Rows that are drawn.
  private static let mostRows = 20

  let rows: [[Box]]
  /// Bytes of the header that are not drawn.
  let omitted: Int
  private let owners: [[Int?]]

  init(_ header: HeaderAnatomy, phrases: any AnatomyPhrases) {
    var rows: [[Box]] = []
    for (index, field) in header.fields.enumerated() where !field.isInParts {
      for row in field.bits.lowerBound / Self.bitsPerRow...(field.bits.upperBound - 1) / Self.bitsPerRow
      where row < Self.mostRows {
        let part = field.bits.clamped(to: row * Self.bitsPerRow..<(row + 1) * Self.bitsPerRow)
        let value = part == field.bits ? field.plainValue : field.value(of: part)
        let isFirst = part.lowerBound == field.bits.lowerBound
        while rows.count <= row { rows.append([]) }
        rows[row].append(
          Box(
            field: index, columns: part.lowerBound - row * Self.bitsPerRow..<part.upperBound - row * Self.bitsPerRow,
            names: isFirst ? phrases.names(of: field.name) : [], values: [value ?? "?"],
            isSet: field.style == .bits && field.bits.count == 1 && field.number == 1))
      }
    }
    self.rows = rows
    omitted = max(header.length - Self.mostRows * Self.bitsPerRow / 8, 0)
    owners = rows.map { boxes in
      var owners = [Int?](repeating: nil, count: Self.bitsPerRow)
      for box in boxes { for bit in box.columns { owners[bit] = box.field } }
      return owners
    }
  }

  /// The field at a bit of a row; nil outside.
  private func owner(_ row: Int, _ bit: Int) -> Int? {
    owners.indices.contains(row) && (0..<Self.bitsPerRow).contains(bit) ? owners[row][bit] : nil
  }

  /// Whether there is a line above `row` at `bit`.
  func hasLine(above row: Int, at bit: Int) -> Bool { owner(row - 1, bit) != owner(row, bit) }
  /// Whether there is a line left of `bit` in `row`.
  func hasLine(leftOf bit: Int, in row: Int) -> Bool { owner(row, bit - 1) != owner(row, bit) }
}

extension AnatomyPhrases {
  /// What a field may be called, from long to short.
  func names(of field: FieldName) -> [String] {
    let own = name(of: field)
    let both = own == field.registered ? [] : ["\(own) (\(field.registered))"]
    return both + [own, field.registered, field.short, field.mark]
  }
}

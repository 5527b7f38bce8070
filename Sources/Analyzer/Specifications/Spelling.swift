/// How far two words are from each other.
enum Spelling {
  /// One may be meant by the other.
  static func isNear(_ first: String, _ second: String) -> Bool { distance(first, second).map { $0 <= 2 } ?? false }

  /// Characters to insert, to delete, to replace, or neighbours to exchange, to make one of the other (the optimal string
  /// alignment distance). Nil where one is longer than 64 characters: they are not compared.
  static func distance(_ first: String, _ second: String) -> Int? {
    let (one, other) = (Array(first.unicodeScalars.prefix(65)), Array(second.unicodeScalars.prefix(65)))
    guard one.count <= 64, other.count <= 64 else { return nil }
    var (before, row) = ([Int](), Array(0...other.count))
    for (place, character) in one.enumerated() {
      var next = [place + 1]
      for (column, against) in other.enumerated() {
        var best = min(row[column + 1] + 1, next[column] + 1, row[column] + (character == against ? 0 : 1))
        if place > 0, column > 0, character == other[column - 1], one[place - 1] == against {
          best = min(best, before[column - 1] + 1)
        }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[other.count]
  }
}

extension PacketField {
  /// A field name that is not known, with the known names that look most like it.
  public struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    public let name: String
    /// At most three, nearest first; empty when nothing is near.
    public let nearest: [String]

    init(_ name: String, among known: [String]) {
      self.name = String(name.unicodeScalars.prefix(64).filter { (0x21...0x7e).contains($0.value) }.map(Character.init))
      let limit = max(2, self.name.utf8.count / 3)
      nearest = known.map { (distance: Self.distance(name, $0), name: $0) }
        .filter { $0.distance <= limit }
        .sorted { $0 < $1 }
        .prefix(3)
        .map(\.name)
    }

    public var description: String {
      nearest.isEmpty
        ? "There is no field '\(name)'."
        : "There is no field '\(name)'. Did you mean \(nearest.joined(separator: ", "))?"
    }

    /// Single-character insertions, deletions and replacements between two names (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
      let right = Array(right.utf8)
      var row = Array(0...right.count)
      for (position, byte) in left.utf8.prefix(64).enumerated() {
        var diagonal = row[0]
        row[0] = position + 1
        for column in right.indices {
          let replaced = diagonal + (byte == right[column] ? 0 : 1)
          diagonal = row[column + 1]
          row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
        }
      }
      return row[right.count]
    }
  }
}

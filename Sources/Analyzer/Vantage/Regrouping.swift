/// Bytes of a TCP stream that the two captures have in segments of different sizes: one large segment where a network card
/// cuts or joins them (segmentation or receive offload), several on the wire.
struct Regrouping: Hashable {
  let isFromOriginator: Bool
  /// Places of the segments, in order of their bytes.
  let first: [Int]
  let second: [Int]
  /// Bytes that only one of the captures has.
  let missingBytes: Int

  /// A segment without a partner: its place, and the bytes `[start, end)` that it carries.
  struct Piece: Hashable {
    let place: Int
    let start: Int
    let end: Int
  }

  /// Puts together what overlaps.
  static func find(_ first: [Piece], _ second: [Piece], _ isFromOriginator: Bool) -> [Regrouping] {
    guard !first.isEmpty, !second.isEmpty else { return [] }
    func ordered(_ pieces: [Piece], _ isSecond: Bool) -> [(piece: Piece, isSecond: Bool)] {
      pieces.map { ($0, isSecond) }
    }
    let all = (ordered(first, false) + ordered(second, true)).sorted {
      ($0.piece.start, $0.piece.end, $0.piece.place) < ($1.piece.start, $1.piece.end, $1.piece.place)
    }
    var found: [Regrouping] = []
    var run: [(piece: Piece, isSecond: Bool)] = []
    var reached = Int.min
    func close() {
      if let regrouping = Regrouping(run, isFromOriginator) { found.append(regrouping) }
    }
    for item in all {
      if item.piece.start >= reached {
        close()
        run = []
      }
      run.append(item)
      reached = max(reached, item.piece.end)
    }
    close()
    return found
  }

  /// Nil where only one of the captures has any of it.
  private init?(_ run: [(piece: Piece, isSecond: Bool)], _ isFromOriginator: Bool) {
    let first = run.filter { !$0.isSecond }.map(\.piece), second = run.filter(\.isSecond).map(\.piece)
    guard !first.isEmpty, !second.isEmpty else { return nil }
    self.isFromOriginator = isFromOriginator
    self.first = first.map(\.place)
    self.second = second.map(\.place)
    let covered = (Self.length(first), Self.length(second)), both = Self.length(first + second)
    missingBytes = both * 2 - covered.0 - covered.1
  }

  /// Bytes that the pieces cover.
  private static func length(_ pieces: [Piece]) -> Int {
    var (length, reached) = (0, Int.min)
    for piece in pieces.sorted(by: { $0.start < $1.start }) where piece.end > reached {
      length += piece.end - max(piece.start, reached)
      reached = piece.end
    }
    return length
  }
}

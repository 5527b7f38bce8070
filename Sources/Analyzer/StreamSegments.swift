import Conversations

/// Segments of one side in the order of the stream, to be looked up by the bytes that they carry.
struct StreamSegments {
  private let pieces: [ConversationFrames.Piece]
  /// For each of them, how far it and those before it reach. A segment may hold bytes that others have sent before, and
  /// more: those within it end before it does.
  private let reaches: [Int]

  init(_ pieces: [ConversationFrames.Piece]) {
    self.pieces = pieces.sorted {
      ($0.range.lowerBound, $0.moment.frame) < ($1.range.lowerBound, $1.moment.frame)
    }
    var reach = 0
    reaches = self.pieces.map { piece in
      reach = max(reach, piece.range.upperBound)
      return reach
    }
  }

  /// Those that carry bytes of `range`.
  func carrying(_ range: Range<Int>) -> [ConversationFrames.Piece] {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if reaches[middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return pieces[low...].prefix { $0.range.lowerBound < range.upperBound }.filter { $0.range.overlaps(range) }
  }
}

/// Which bytes of a stream have been seen, as ranges of relative sequence numbers that do not wrap.
struct StreamCoverage {
  /// What a segment turned out to be.
  enum Novelty {
    /// It goes on where the stream had got to, or beyond.
    case advances
    /// It fills a hole, at least in part, and goes no further.
    case fillsHole
    /// Every byte had been seen.
    case repeats
  }

  /// One past the highest byte seen.
  private(set) var end: Int
  /// The lowest byte seen or known to be the first.
  private var start: Int
  /// What lies between, unseen, in order.
  private(set) var holes: [Range<Int>] = []
  /// The stream's first byte is known: there is nothing below `start`.
  private let startsHere: Bool

  /// Holes kept; past it the oldest counts as seen, so that a hostile stream cannot grow the list.
  static var holeLimit: Int { 128 }

  /// Where the last hole ended that counts as seen for that reason.
  private var forgotten = Int.min
  /// The latest segment lies below it: whether it filled the hole cannot be told.
  private(set) var isDoubtful = false

  /// Begins at `start`. When the SYN was not seen, lower bytes may still turn up.
  init(start: Int, startsHere: Bool) {
    (self.start, end) = (start, start)
    self.startsHere = startsHere
  }

  /// Takes in the bytes of a segment, and says how many of them are new.
  mutating func add(_ segment: Range<Int>) -> (newBytes: Int, novelty: Novelty) {
    var newBytes = 0
    var filled = false
    isDoubtful = segment.lowerBound < forgotten
    if segment.lowerBound < start, !startsHere {
      newBytes += min(segment.upperBound, start) - segment.lowerBound
      if segment.upperBound < start { insert(segment.upperBound..<start) }
      start = segment.lowerBound
      filled = true
    }
    if !holes.isEmpty, segment.lowerBound < end {
      var left: [Range<Int>] = []
      for hole in holes {
        let overlap = hole.clamped(to: segment)
        guard !overlap.isEmpty else {
          left.append(hole)
          continue
        }
        newBytes += overlap.count
        filled = true
        if hole.lowerBound < overlap.lowerBound { left.append(hole.lowerBound..<overlap.lowerBound) }
        if overlap.upperBound < hole.upperBound { left.append(overlap.upperBound..<hole.upperBound) }
      }
      // A segment inside a hole makes two of it.
      holes = left
      forget()
    }
    if segment.upperBound > end {
      if segment.lowerBound > end { insert(end..<segment.lowerBound) }
      newBytes += segment.upperBound - max(segment.lowerBound, end)
      end = segment.upperBound
      return (newBytes, .advances)
    }
    return (newBytes, filled ? .fillsHole : .repeats)
  }

  /// Takes in bytes that go on where the stream has got to.
  mutating func extend(by count: Int) { end += count }

  private mutating func insert(_ hole: Range<Int>) {
    let position = holes.firstIndex { $0.lowerBound > hole.lowerBound } ?? holes.count
    holes.insert(hole, at: position)
    forget()
  }

  private mutating func forget() {
    guard holes.count > Self.holeLimit else { return }
    let excess = holes.count - Self.holeLimit
    forgotten = max(forgotten, holes[excess - 1].upperBound)
    holes.removeFirst(excess)
  }
}

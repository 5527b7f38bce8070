import Wire

/// Where packets of a file are that may have to be looked at again: lists of them, in one place.
struct SeenPackets {
  /// One packet: where its bytes are in the file, and what is known of it beside them.
  struct Entry {
    let time: Timestamp
    let offset: Int
    /// Counted from the first of its list.
    private let frame: UInt32
    private let capturedLength: UInt16
    private let wireLength: UInt16

    /// Nil of one that is too large, or too far from the first, for what is usual.
    init?(_ packet: borrowing Packet, at offset: Int, frame: Int, since first: Int) {
      guard let frame = UInt32(exactly: frame - first), let captured = UInt16(exactly: packet.bytes.byteCount),
        let original = UInt16(exactly: packet.originalLength)
      else { return nil }
      time = packet.timestamp
      self.offset = offset
      self.frame = frame
      capturedLength = captured
      wireLength = original
    }

    var count: Int { Int(capturedLength) }
    var originalLength: Int { Int(wireLength) }
    func frame(since first: Int) -> Int { first + Int(frame) }
  }

  /// The beginning and the end of a list.
  struct List {
    fileprivate var first: Int32
    fileprivate var last: Int32
    fileprivate(set) var count: Int

    static let empty = List(first: -1, last: -1, count: 0)
  }

  /// A few packets of one list.
  private struct Piece {
    var entries: InlineArray<6, Entry>
    /// The piece that follows; -1 behind the last.
    var next: Int32 = -1
    var count: Int32 = 1

    init(_ entry: Entry) { entries = InlineArray(repeating: entry) }

    /// Is used once more; gives the piece that followed.
    mutating func begin(with entry: Entry) -> Int32 {
      defer { next = -1 }
      entries[0] = entry
      count = 1
      return next
    }

    /// False where there is no room.
    mutating func add(_ entry: Entry) -> Bool {
      guard count < 6 else { return false }
      entries[Int(count)] = entry
      count += 1
      return true
    }
  }

  private var pieces = ChunkedArray<Piece>()
  /// Pieces that nobody uses any more, one after the other; -1 for none.
  private var free: Int32 = -1

  mutating func begin(with entry: Entry) -> List {
    let place = insert(entry)
    return List(first: place, last: place, count: 1)
  }

  private mutating func insert(_ entry: Entry) -> Int32 {
    guard free >= 0 else {
      pieces.append(Piece(entry))
      return Int32(pieces.count - 1)
    }
    let place = free
    free = pieces[Int(place)].begin(with: entry)
    return place
  }

  mutating func add(_ entry: Entry, to list: inout List) {
    list.count += 1
    let last = Int(list.last)
    if pieces[last].add(entry) { return }
    let place = insert(entry)
    pieces[last].next = place
    list.last = place
  }

  /// Passes each packet of a list to `body`, and forgets it.
  mutating func take(_ list: List, _ body: (Entry) -> Void) {
    var place = list.first
    while place >= 0 {
      let piece = pieces[Int(place)]
      for number in 0..<Int(piece.count) { body(piece.entries[number]) }
      place = piece.next
    }
    forget(list)
  }

  mutating func forget(_ list: List) {
    guard list.first >= 0 else { return }
    pieces[Int(list.last)].next = free
    free = list.first
  }
}

import Wire

/// One layout of capture files, read record by record from bytes at hand.
protocol RecordReader {
  /// What packets begin with: those of all interfaces so far, in the order they came.
  var linkTypes: [LinkType] { get }
  /// 6 or 9: the finest so far.
  var timestampDigits: Int { get }
  /// Bytes of each frame that the first interface kept at most.
  var snapshotLength: Int { get }
  /// What the file says of lost packets; nil when it says nothing.
  var statistics: CaptureStatistics? { get }

  /// Lends the packets of the whole records that `bytes` begin with.
  mutating func read(_ bytes: RawSpan, _ body: (Packet) -> Bool) -> ReadOutcome
}

extension RecordReader {
  /// No frame is longer, whatever a file says: the most that libpcap and Wireshark take.
  static var mostCaptured: Int { 262_144 }
}

/// What reading the bytes at hand came to.
struct ReadOutcome {
  enum Next {
    /// So many bytes are needed from where reading stopped, which is inside this.
    case needs(Int, inside: Piece)
    /// The borrower of a packet wants no more.
    case stopped
    /// What comes next contradicts itself.
    case damaged(String)
  }

  /// What a file can break off in.
  enum Piece {
    /// Between two records: it is whole.
    case nothing
    case frame
    /// A block of pcapng that may hold no frame.
    case block
  }

  /// Bytes that were used up.
  let consumed: Int
  /// Packets that were lent.
  let frames: Int
  let next: Next

  init(_ consumed: Int, frames: Int, _ next: Next) {
    self.consumed = consumed
    self.frames = frames
    self.next = next
  }
}

/// A file's own header says that it cannot be read.
struct UnreadableHeader: Error {
  let reason: String
}

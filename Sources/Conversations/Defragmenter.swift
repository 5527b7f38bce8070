public import Wire

/// Puts fragmented IP datagrams together (RFC 815; RFC 8200, section 4.5), within a bound.
///
/// The first copy of a byte counts. Where the bound is reached, the datagrams that have waited longest are given up.
public struct Defragmenter {
  private struct Key: Hashable {
    let source: IPAddress
    let destination: IPAddress
    let `protocol`: IPProtocol
    let identification: UInt32
  }

  private struct Pieces {
    var bytes: [UInt8] = []
    /// The bytes that are there: ranges in order that do not touch.
    var present: [Range<Int>] = []
    /// Known with the last piece.
    var length: Int?
    var frames: [Int] = []
    var frameBytes = 0
    let first: FrameMoment
    var last: FrameMoment
    /// Of the transport header, known with the first piece.
    var ports: (source: UInt16, destination: UInt16)?
  }

  /// A datagram that has come whole.
  public struct Datagram {
    public let bytes: [UInt8]
    /// The frames of its pieces, the one that completed it last.
    public let frames: [Int]
    /// Original lengths of those frames together.
    public let frameBytes: Int
  }

  /// A datagram that never became whole.
  public struct Incomplete {
    public let frames: [Int]
    public let frameBytes: Int
  }

  private var waiting: [Key: Pieces] = [:]
  /// Keys in order of their first piece; some may be gone from `waiting`.
  private var order: [Key] = []
  private var heldBytes = 0
  private let limit: Int
  private var givenUp: [Incomplete] = []

  /// No IP datagram is longer.
  private static var longestDatagram: Int { 65_535 }
  /// What does not come within this time does not come (RFC 8200, section 4.5: 60 s; Linux gives 30 s).
  private static var lifetime: Int64 { 60_000_000_000 }
  /// Frames remembered of one datagram: no honest one has more pieces.
  private static var frameLimit: Int { 8_192 }
  /// Each datagram costs at least this much of the bound.
  private static var overhead: Int { 256 }

  public init(capacity: Capacity = Capacity()) { limit = capacity.fragmentBytes }

  /// Takes in a piece; gives the datagram when it completes it.
  public mutating func add(
    _ payload: RawSpan, _ fragment: Fragment, from source: IPAddress, to destination: IPAddress,
    protocol next: IPProtocol, at moment: FrameMoment, frameLength: Int
  ) -> Datagram? {
    let end = fragment.offset + payload.byteCount
    guard payload.byteCount > 0, end <= Self.longestDatagram else { return nil }
    let key = Key(source: source, destination: destination, protocol: next, identification: fragment.identification)
    var pieces = waiting.removeValue(forKey: key) ?? Pieces(first: moment, last: moment)
    if moment.time.nanoseconds(since: pieces.last.time) > Self.lifetime {
      // The number came round again.
      giveUp(pieces)
      pieces = Pieces(first: moment, last: moment)
    }
    if pieces.frames.isEmpty {
      order.append(key)
      heldBytes += Self.overhead
    }
    pieces.last = moment
    if pieces.frames.count < Self.frameLimit { pieces.frames.append(moment.frame) }
    pieces.frameBytes += frameLength
    if fragment.offset == 0, payload.byteCount >= 4 {
      func port(_ offset: Int) -> UInt16 {
        UInt16(payload.byte(at: offset)) << 8 | UInt16(payload.byte(at: offset + 1))
      }
      pieces.ports = (port(0), port(2))
    }
    if !fragment.hasMore, pieces.length == nil { pieces.length = end }
    place(payload, at: fragment.offset, in: &pieces)
    if let length = pieces.length, pieces.present.first == 0..<max(length, pieces.bytes.count) {
      heldBytes -= Self.overhead + pieces.bytes.count
      order.removeAll { $0 == key }
      return Datagram(
        bytes: Array(pieces.bytes.prefix(length)), frames: pieces.frames, frameBytes: pieces.frameBytes)
    }
    waiting[key] = pieces
    makeRoom()
    return nil
  }

  /// The ports of the datagram that a piece belongs to, once its first piece has come.
  public func ports(
    of fragment: Fragment, from source: IPAddress, to destination: IPAddress, protocol next: IPProtocol
  ) -> (source: UInt16, destination: UInt16)? {
    waiting[
      Key(source: source, destination: destination, protocol: next, identification: fragment.identification)]?.ports
  }

  /// Datagrams that are not whole: those given up, the first hundred, and those still waiting.
  public var incomplete: [Incomplete] {
    givenUp + order.compactMap { waiting[$0] }.map { Incomplete(frames: $0.frames, frameBytes: $0.frameBytes) }
  }

  /// Writes what is new of `payload` and merges its range into those that are there.
  private mutating func place(_ payload: RawSpan, at offset: Int, in pieces: inout Pieces) {
    let piece = offset..<offset + payload.byteCount
    if pieces.bytes.count < piece.upperBound {
      heldBytes += piece.upperBound - pieces.bytes.count
      pieces.bytes += repeatElement(0, count: piece.upperBound - pieces.bytes.count)
    }
    var merged = piece
    var others: [Range<Int>] = []
    var position = piece.lowerBound
    for range in pieces.present {
      // The gaps between what is there are what this piece fills.
      while position < min(range.lowerBound, piece.upperBound) {
        pieces.bytes[position] = payload.byte(at: position - offset)
        position += 1
      }
      position = max(position, range.upperBound)
      if range.upperBound < merged.lowerBound || range.lowerBound > merged.upperBound {
        others.append(range)
      } else {
        merged = min(merged.lowerBound, range.lowerBound)..<max(merged.upperBound, range.upperBound)
      }
    }
    while position < piece.upperBound {
      pieces.bytes[position] = payload.byte(at: position - offset)
      position += 1
    }
    let place = others.firstIndex { $0.lowerBound > merged.lowerBound } ?? others.count
    others.insert(merged, at: place)
    pieces.present = others
  }

  private mutating func makeRoom() {
    while heldBytes > limit, !order.isEmpty {
      let oldest = order.removeFirst()
      if let pieces = waiting.removeValue(forKey: oldest) { giveUp(pieces) }
    }
  }

  private mutating func giveUp(_ pieces: Pieces) {
    heldBytes -= pieces.frames.isEmpty ? 0 : Self.overhead + pieces.bytes.count
    if givenUp.count < 100 { givenUp.append(Incomplete(frames: pieces.frames, frameBytes: pieces.frameBytes)) }
  }
}

public import Wire

/// Puts fragmented IP datagrams together (RFC 815; RFC 8200, section 4.5), within a bound.
///
/// The first copy of a byte counts. Where the bound is reached, the datagrams that have waited longest are given up.
public struct Defragmenter: Sendable {
  private struct Key: Hashable {
    let source: IPAddress
    let destination: IPAddress
    let `protocol`: IPProtocol
    let identification: UInt32
    /// Networks in different tunnels may use the same addresses.
    let tunnel: Encapsulation.Identity?
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
    /// The piece that came first.
    public let first: FrameMoment
  }

  /// A datagram that never became whole.
  public struct Incomplete: Sendable {
    public let frames: [Int]
    public let frameBytes: Int
  }

  /// Datagrams that are not whole, counted.
  public struct Totals: Sendable {
    public var datagrams = 0
    public var frames = 0
    public var frameBytes = 0

    fileprivate mutating func add(_ pieces: Incomplete) {
      datagrams += 1
      frames += pieces.frames.count
      frameBytes += pieces.frameBytes
    }
  }

  /// A datagram's turn to be given up. It is void when the datagram that `key` waits for began in another frame.
  private struct Turn {
    let key: Key
    let frame: Int
  }

  private var waiting: [Key: Pieces] = [:]
  /// In order of the first piece; those before `oldest` have passed.
  private var order: [Turn] = []
  private var oldest = 0
  /// What is held, in bytes of the bound.
  private var heldBytes = 0
  private let limit: Int
  private var givenUp: [Incomplete] = []
  private var givenUpTotals = Totals()

  /// No IP datagram is longer.
  private static var longestDatagram: Int { 65_535 }
  /// What does not come within this time does not come (RFC 8200, section 4.5: 60 s; Linux gives 30 s).
  private static var lifetime: Int64 { 60_000_000_000 }
  /// Frames remembered of one datagram: no honest one has more pieces.
  private static var frameLimit: Int { 8_192 }
  /// Each datagram costs this much of the bound beside its bytes, and each frame this much.
  private static var overhead: Int { 256 }
  private static var frameOverhead: Int { 32 }

  public init(capacity: Capacity = Capacity()) { limit = capacity.fragmentBytes }

  /// Takes in a piece; gives the datagram when it completes it. `frames` are those that the piece itself took, when it
  /// came in fragments of a tunnel: their lengths together are `frameLength`.
  public mutating func add(
    _ payload: RawSpan, _ fragment: Fragment, from source: IPAddress, to destination: IPAddress,
    protocol next: IPProtocol, in encapsulation: Encapsulation? = nil, at moment: FrameMoment, frameLength: Int,
    frames: [Int] = []
  ) -> Datagram? {
    let end = fragment.offset + payload.byteCount
    let frames = frames.isEmpty ? [moment.frame] : frames
    guard payload.byteCount > 0, end <= Self.longestDatagram else {
      giveUp(Incomplete(frames: frames, frameBytes: frameLength))
      return nil
    }
    let key = Key(
      source: source, destination: destination, protocol: next, identification: fragment.identification,
      tunnel: encapsulation?.identity)
    var pieces = waiting.removeValue(forKey: key) ?? Pieces(first: moment, last: moment)
    if moment.time.nanoseconds(since: pieces.last.time) > Self.lifetime {
      // The number came round again.
      drop(pieces)
      pieces = Pieces(first: moment, last: moment)
    }
    if pieces.frames.isEmpty {
      order.append(Turn(key: key, frame: moment.frame))
      heldBytes += Self.overhead
    }
    pieces.last = moment
    if pieces.frames.count < Self.frameLimit {
      pieces.frames += frames
      heldBytes += frames.count * Self.frameOverhead
    }
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
      heldBytes -= cost(of: pieces)
      return Datagram(
        bytes: Array(pieces.bytes.prefix(length)), frames: pieces.frames, frameBytes: pieces.frameBytes,
        first: pieces.first)
    }
    waiting[key] = pieces
    makeRoom()
    return nil
  }

  /// The ports of the datagram that a piece belongs to, once its first piece has come.
  public func ports(
    of fragment: Fragment, from source: IPAddress, to destination: IPAddress, protocol next: IPProtocol,
    in encapsulation: Encapsulation? = nil
  ) -> (source: UInt16, destination: UInt16)? {
    waiting[
      Key(
        source: source, destination: destination, protocol: next, identification: fragment.identification,
        tunnel: encapsulation?.identity)]?.ports
  }

  /// Datagrams that are not whole, in order of their first frame: of those given up the first hundred, and those still
  /// waiting.
  public var incomplete: [Incomplete] {
    let unfinished = waiting.values.map { Incomplete(frames: $0.frames, frameBytes: $0.frameBytes) }
    return (givenUp + unfinished).sorted { ($0.frames.first ?? 0) < ($1.frames.first ?? 0) }
  }

  /// All datagrams that are not whole.
  public var incompleteTotals: Totals {
    waiting.values.reduce(into: givenUpTotals) {
      $0.add(Incomplete(frames: $1.frames, frameBytes: $1.frameBytes))
    }
  }

  /// Writes what is new of `payload` and merges its range into those that are there.
  private mutating func place(_ payload: RawSpan, at offset: Int, in pieces: inout Pieces) {
    let piece = offset..<offset + payload.byteCount
    if pieces.bytes.count < piece.upperBound {
      heldBytes += piece.upperBound - pieces.bytes.count
      pieces.bytes += repeatElement(0, count: piece.upperBound - pieces.bytes.count)
    }
    if let last = pieces.present.last, last.upperBound == piece.lowerBound {
      // In order, as almost always.
      for position in piece { pieces.bytes[position] = payload.byte(at: position - offset) }
      pieces.present[pieces.present.count - 1] = last.lowerBound..<piece.upperBound
      return
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

  private func cost(of pieces: Pieces) -> Int {
    Self.overhead + pieces.frames.count * Self.frameOverhead + pieces.bytes.count
  }

  private mutating func makeRoom() {
    while heldBytes > limit, oldest < order.count {
      let turn = order[oldest]
      oldest += 1
      guard waiting[turn.key]?.first.frame == turn.frame, let pieces = waiting.removeValue(forKey: turn.key) else {
        continue
      }
      drop(pieces)
    }
    guard order.count > 2 * waiting.count + 64 else { return }
    // Most turns have passed or are void.
    order = order[oldest...].filter { waiting[$0.key]?.first.frame == $0.frame }
    oldest = 0
  }

  private mutating func drop(_ pieces: Pieces) {
    heldBytes -= cost(of: pieces)
    giveUp(Incomplete(frames: pieces.frames, frameBytes: pieces.frameBytes))
  }

  private mutating func giveUp(_ datagram: Incomplete) {
    givenUpTotals.add(datagram)
    if givenUp.count < 100 { givenUp.append(datagram) }
  }
}

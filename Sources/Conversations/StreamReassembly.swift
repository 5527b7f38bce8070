import Wire

/// The payload of one direction of a TCP stream, each byte once and in order, chunk by chunk as Wireshark 4.0 follows a
/// stream.
///
/// Segments beyond a hole are held back, until it is filled, or until the other side has acknowledged what lies beyond:
/// then the capture lacks it. Of bytes that came twice those count that could be handed out first: a segment goes out
/// whole where the stream has got to it, before what is held back; of what is held back the segment that came first.
///
/// `StreamReader`, which compares echoes, has no gaps: it stops at the first.
struct StreamReassembly: Sendable {
  /// A segment beyond a hole.
  private struct Piece {
    let start: Int
    /// As sent; `bytes` are those that were captured.
    let length: Int
    let bytes: [UInt8]
    /// Also the order in which they came.
    let frame: Int

    var end: Int { start + length }
  }

  /// Where a chunk goes, with its bytes; none of a gap.
  typealias Delivery = (_ chunk: StreamChunk, _ bytes: RawSpan) -> Void

  /// Segments held back at a time, so that looking for the next one ends soon even where each holds one byte.
  static var pieceLimit: Int { 16_384 }

  private let side: Side
  /// Payload bytes held back at a time.
  private let holdLimit: Int
  /// The sequence number at `position`; nil before the first segment.
  private var next: SequenceNumber?
  /// How far the stream has been handed out, gaps included.
  private var position = 0
  /// What is held back, in order of its start, then of its coming.
  private var early: [Piece] = []
  private(set) var heldBytes = 0
  var heldSegments: Int { early.count }
  /// What of the stream was handed out, or came too late for that.
  private var coverage = StreamCoverage(start: 0, startsHere: true)
  /// The frame that carried the byte before `position`.
  private var latestFrame: Int?
  /// Where the FIN stands, and in which frame.
  private var fin: (position: Int, frame: Int)?
  /// The stream was placed by a segment without payload, which may have been a keep-alive.
  private var mayBeginWithKeepAlive = false
  /// What the other side acknowledged first and last; the stream has no other beginning where it was not seen.
  private var firstAcknowledged: SequenceNumber?
  private var acknowledged: (number: SequenceNumber, frame: Int)?
  private(set) var totals = StreamTotals()

  init(side: Side, holdLimit: Int) {
    self.side = side
    self.holdLimit = holdLimit
  }

  /// The frame of the segment that ends the first hole.
  var frameAfterHole: Int? { early.first?.frame }

  /// Takes an acknowledgment of the other side.
  mutating func acknowledge(_ number: SequenceNumber, in frame: Int, isReset: Bool, _ deliver: Delivery) {
    // What a RST acknowledges need not be of this connection.
    if !isReset {
      firstAcknowledged = firstAcknowledged ?? number
      if acknowledged.map({ number.distance(from: $0.number) > 0 }) ?? true { acknowledged = (number, frame) }
    }
    guard let next else { return }
    let reached = position + number.distance(from: next)
    while let first = early.first, reached > first.start { giveUp(.notCaptured, deliver) }
  }

  /// Places the stream by its first segment. True where a SYN places it anew: what was acknowledged before was of another
  /// connection.
  mutating func begin(_ segment: TCPSegment) -> Bool {
    let isSYN = segment.flags.contains(.syn)
    let first = isSYN ? segment.sequenceNumber.advanced(by: 1) : segment.sequenceNumber
    guard let next else {
      self.next = first
      mayBeginWithKeepAlive = !isSYN && segment.payloadLength == 0
      return false
    }
    guard position == 0, early.isEmpty, next != first else { return false }
    // A keep-alive has the number before the next byte's (RFC 9293, section 3.8.4).
    let wasKeepAlive = mayBeginWithKeepAlive && first.distance(from: next) == 1
    mayBeginWithKeepAlive = false
    guard isSYN || wasKeepAlive else { return false }
    self.next = first
    fin = nil
    return isSYN
  }

  /// Forgets what was acknowledged of another connection.
  mutating func forgetAcknowledgments() {
    firstAcknowledged = nil
    acknowledged = nil
  }

  /// Takes a segment of this side, after `begin`.
  mutating func take(_ segment: TCPSegment, in frame: Int, _ deliver: Delivery) {
    guard let next else { return }
    let first = segment.flags.contains(.syn) ? segment.sequenceNumber.advanced(by: 1) : segment.sequenceNumber
    let start = position + first.distance(from: next)
    let length = segment.payloadLength
    if segment.flags.contains(.fin), fin == nil { fin = (start + length, frame) }
    guard length > 0 else { return }
    totals.packets += 1
    let payload = segment.payload
    if start > position {
      hold(payload, at: start, length: length, in: frame)
      while early.count > Self.pieceLimit || heldBytes > holdLimit { giveUp(.notAwaited, deliver) }
    } else {
      noteLate(start..<start + length, in: frame)
      hand(payload, at: start, length: length, in: frame, deliver)
      drain(deliver)
    }
  }

  /// Takes a datagram: nothing orders them.
  mutating func take(_ datagram: UDPDatagram, length: Int, in frame: Int, _ deliver: Delivery) {
    totals.packets += 1
    hand(datagram.payload, at: position, length: length, in: frame, deliver)
  }

  /// Gives up the first hole, and hands out what follows it up to the next.
  mutating func giveUp(_ cause: StreamChunk.Gap.Cause, _ deliver: Delivery) {
    guard let first = early.first else { return }
    skip(to: first.start, cause, in: first.frame, deliver)
    drain(deliver)
  }

  /// Tells what is known to be missing after the last byte, when nothing is held back any more.
  mutating func finish(_ deliver: Delivery) {
    // A FIN takes one of the numbers that are acknowledged.
    if let fin {
      skip(to: fin.position, .notCaptured, in: fin.frame, deliver)
    } else if let acknowledged, let start = next ?? firstAcknowledged {
      skip(
        to: position + acknowledged.number.distance(from: start) - 1, .acknowledged, in: acknowledged.frame, deliver)
    }
  }

  private mutating func hold(_ bytes: RawSpan, at start: Int, length: Int, in frame: Int) {
    var (low, high) = (0, early.count)
    while low < high {
      let middle = (low + high) / 2
      if early[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    // It came before, whole.
    if low > 0, early[low - 1].end >= start + length { return }
    heldBytes += bytes.byteCount
    early.insert(Piece(start: start, length: length, bytes: [UInt8](bytes), frame: frame), at: low)
  }

  /// Hands out what is held back and now in order.
  private mutating func drain(_ deliver: Delivery) {
    while true {
      var chosen: Int?
      for index in early.indices {
        guard early[index].start <= position else { break }
        if let best = chosen, early[best].frame <= early[index].frame { continue }
        chosen = index
      }
      guard let chosen else { return }
      let piece = early.remove(at: chosen)
      heldBytes -= piece.bytes.count
      piece.bytes.withBytes { hand($0, at: piece.start, length: piece.length, in: piece.frame, deliver) }
    }
  }

  /// Hands out what is new of a segment that begins at `position` or before.
  private mutating func hand(_ bytes: RawSpan, at start: Int, length: Int, in frame: Int, _ deliver: Delivery) {
    let known = start + min(bytes.byteCount, length)
    if known > position || length == 0 {
      let offset = position
      let new = bytes.extracting(offset - start..<known - start)
      _ = coverage.add(offset..<known)
      advance(to: known)
      latestFrame = frame
      totals.bytes += new.byteCount
      deliver(StreamChunk(side: side, offset: offset, frame: frame), new)
    }
    skip(to: start + length, .snapshotLength, in: frame, deliver)
  }

  /// Leaves a gap up to `end`, if that lies ahead.
  private mutating func skip(
    to end: Int, _ cause: StreamChunk.Gap.Cause, in frame: Int, _ deliver: Delivery
  ) {
    guard end > position else { return }
    let gap = StreamChunk.Gap(bytes: end - position, cause: cause, before: latestFrame)
    let offset = position
    advance(to: end)
    totals.gaps += 1
    totals.missingBytes += gap.bytes
    if cause == .acknowledged { totals.isMissingByteOrFIN = true }
    deliver(StreamChunk(side: side, offset: offset, frame: frame, gap: gap), RawSpan())
  }

  private mutating func advance(to end: Int) {
    next = next?.advanced(by: end - position)
    position = end
  }

  /// Counts the bytes of a gap that come only now.
  private mutating func noteLate(_ range: Range<Int>, in frame: Int) {
    let passed = range.clamped(to: 0..<position)
    guard !passed.isEmpty, totals.gaps > 0 else { return }
    let count = coverage.add(passed).newBytes
    guard count > 0 else { return }
    totals.lateBytes += count
    totals.late.add(frame)
  }
}

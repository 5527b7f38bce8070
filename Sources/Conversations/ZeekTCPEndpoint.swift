import Wire

/// One side of a TCP connection as Zeek keeps it: its state, and how far its stream has got.
///
/// Positions count from the sequence number of the SYN, or one before the first seen, and do not wrap.
struct ZeekTCPEndpoint {
  enum State: UInt8 {
    /// Nothing has come that changes its state.
    case inactive
    case synSent
    /// It sent a SYN-ACK, and no SYN was seen before.
    case synAckSent
    /// It sent something, and no SYN.
    case partial
    case established
    /// It sent a FIN.
    case closed
    /// It sent a RST.
    case reset
  }

  /// What few connections have.
  struct Trouble {
    var wrongChecksums: UInt32 = 0
    var retransmissions: UInt32 = 0
    var zeroWindows: UInt32 = 0
    var gaps: UInt32 = 0
    var missedBytes = 0
    /// Segments beyond a hole, in order, none touching the next.
    var ahead: [Range<Int>] = []
  }

  struct Marks: OptionSet {
    let rawValue: UInt8
    static var hasFIN: Marks { Marks(rawValue: 1 << 0) }
    /// It counts as closed: all that it sent has been delivered, and what it was sent has been acknowledged.
    static var hasClosed: Marks { Marks(rawValue: 1 << 1) }
    /// Its stream was delivered to its end.
    static var reachedEnd: Marks { Marks(rawValue: 1 << 2) }
    /// Too much waited: the stream is not followed any more.
    static var isGivenUp: Marks { Marks(rawValue: 1 << 3) }
  }

  private(set) var state = State.inactive
  private(set) var previous = State.inactive
  var seen: ZeekHistory.Events = []
  var marks: Marks = []
  private var start: UInt32 = 0
  /// One past the last position sent, the SYN's and FIN's own included.
  private(set) var end = 0
  /// Up to where the other side has acknowledged.
  private(set) var acknowledged = 0
  /// Up to where the stream has been delivered, or given up as missing.
  private(set) var delivered = 1
  private(set) var ipBytes = 0
  private(set) var packets: UInt32 = 0
  // Of the last segments with these flags, modulo 2³².
  private var lastSYN: UInt32 = 0
  private var lastRST: UInt32 = 0
  private var finEnd: UInt32 = 0
  /// Empty, or one: made where there is trouble.
  private var troubles: [Trouble] = []

  /// A jump this far is not believed of a SYN or RST, nor of an acknowledgment of 0.
  private static var largestJump: Int { 1_048_576 }
  /// Without an acknowledgment: more than this beyond a hole, or sent at all, and the other direction is not being seen.
  static var unacknowledgedLimit: Int { 16_384 }
  /// More than this waiting for an acknowledgment, and the stream is given up.
  static var bufferLimit: Int { 10_485_760 }
  /// Zeek keeps any number of segments within `bufferLimit`; here the stream is given up sooner, where they do not touch.
  private static var segmentLimit: Int { 512 }

  mutating func withTrouble<Result>(_ body: (inout Trouble) -> Result) -> Result {
    if troubles.isEmpty { troubles = [Trouble()] }
    return body(&troubles[0])
  }

  /// What its lists take.
  var heldBytes: Int {
    troubles.reduce(0) { $0 + MemoryLayout<Trouble>.stride + $1.ahead.capacity * MemoryLayout<Range<Int>>.stride }
  }

  var missedBytes: Int { troubles.first?.missedBytes ?? 0 }
  private var hasAhead: Bool { troubles.first?.ahead.isEmpty == false }

  mutating func enter(_ state: State) {
    guard state != self.state else { return }
    previous = self.state
    self.state = state
  }

  mutating func count(ipBytes: Int) {
    if packets < .max { packets += 1 }
    self.ipBytes += ipBytes
  }

  func position(of number: SequenceNumber) -> Int { position(of: number, near: end) }
  func acknowledgedPosition(of number: SequenceNumber) -> Int { position(of: number, near: acknowledged) }

  private func position(of number: SequenceNumber, near known: Int) -> Int {
    known + number.distance(from: SequenceNumber(start).advanced(by: known))
  }

  /// Sets where positions count from, before what a segment tells is taken in.
  mutating func settleStart(_ number: SequenceNumber, sequenceLength: Int, isSYN: Bool) {
    switch state {
    case .inactive:
      // Without a SYN as though there had been one, and what comes first is nothing sent again.
      restart(isSYN ? number : number.advanced(by: -1), end: isSYN ? sequenceLength : 1)
    case .synSent, .synAckSent:
      if isSYN, number.rawValue != start { restart(number, end: sequenceLength) }
    case .partial, .established:
      if isSYN { restart(number, end: sequenceLength) }
    case .reset:
      // The RST that came first may have been forged.
      if isSYN, previous == .inactive { restart(number, end: sequenceLength) }
    case .closed: break
    }
  }

  /// What it has sent is known by what acknowledges it first.
  mutating func settleStart(acknowledgedBy number: SequenceNumber) { restart(number.advanced(by: -1), end: 0) }

  private mutating func restart(_ number: SequenceNumber, end: Int) {
    start = number.rawValue
    acknowledged = 0
    self.end = end
  }

  /// Whether a SYN at this position is another one than the last.
  mutating func isNewSYN(at position: Int) -> Bool { Self.changes(&lastSYN, position) }
  mutating func isNewRST(at position: Int) -> Bool { Self.changes(&lastRST, position) }

  private static func changes(_ last: inout UInt32, _ position: Int) -> Bool {
    let position = UInt32(truncatingIfNeeded: position)
    defer { last = position }
    return position != last
  }

  /// Notes up to where a FIN reaches, itself included, and says whether the last one reached there too.
  mutating func noteFIN(end position: Int) -> Bool {
    marks.insert(.hasFIN)
    return Self.changes(&finEnd, position)
  }

  /// Takes an acknowledgment of what this side sent.
  mutating func acknowledge(_ position: Int, isZero: Bool) {
    guard position > acknowledged, !(isZero && position - acknowledged > Self.largestJump) else { return }
    acknowledged = position
  }

  /// Takes the end of a segment of this side. True when it brings nothing new.
  mutating func extend(to number: SequenceNumber, _ flags: TCPFlags, hasPayload: Bool) -> Bool {
    let advance = number.distance(from: SequenceNumber(start).advanced(by: end))
    if !flags.isDisjoint(with: [.syn, .rst]), abs(advance) > Self.largestJump { return false }
    if flags.contains(.fin), end == 1 {
      // Only its SYN was seen: up to 4 GiB may lie between.
      end += Int(UInt32(truncatingIfNeeded: advance))
      return false
    }
    if state == .reset { return false }
    if advance > 0 {
      end += advance
      return false
    }
    return hasPayload
  }

  /// The segment is the next of an established stream in which nothing is missing.
  @inline(__always)
  func isNext(_ number: SequenceNumber, payloadLength: Int) -> Bool {
    state == .established && position(of: number) == end && delivered == end && marks.isEmpty && !hasAhead
      && seen.contains(payloadLength > 0 ? .data : .ack)
      && (acknowledged <= 1 || end + payloadLength - acknowledged <= Self.bufferLimit)
  }

  /// The number acknowledges what has been delivered.
  @inline(__always)
  func isDelivered(_ number: SequenceNumber) -> Bool {
    let position = acknowledgedPosition(of: number)
    return state == .established && marks.isEmpty && position >= acknowledged && position <= delivered
      && number.rawValue != 0
  }

  @inline(__always)
  mutating func takeNext(payloadLength: Int) {
    end += payloadLength
    delivered = end
  }

  @inline(__always)
  mutating func takeAcknowledgment(_ number: SequenceNumber) { acknowledged = acknowledgedPosition(of: number) }

  /// Takes in payload: puts the stream in order as far as to know what is missing.
  mutating func deliver(_ payload: Range<Int>) {
    guard !marks.contains(.isGivenUp), payload.upperBound > acknowledged else { return }
    let from = max(payload.lowerBound, acknowledged)
    if payload.upperBound > delivered {
      if from <= delivered {
        delivered = payload.upperBound
        if hasAhead { takeAhead() }
      } else {
        withTrouble { Self.insert(from..<payload.upperBound, into: &$0.ahead) }
      }
    }
    let ahead = troubles.first?.ahead ?? []
    let buffered = acknowledged > 1 || size <= Self.unacknowledgedLimit ? max(delivered - max(acknowledged, 1), 0) : 0
    if ahead.count > Self.segmentLimit
      || acknowledged <= 1 && (ahead.last?.upperBound ?? 0) - delivered > Self.unacknowledgedLimit
      || buffered + ahead.reduce(0, { $0 + $1.count }) > Self.bufferLimit
    {
      marks.insert(.isGivenUp)
      if hasAhead { withTrouble { $0.ahead = [] } }
    }
  }

  /// Goes on with the segments beyond a hole that is filled.
  private mutating func takeAhead() {
    var delivered = delivered
    withTrouble { trouble in
      while let next = trouble.ahead.first, next.lowerBound <= delivered {
        delivered = max(delivered, next.upperBound)
        trouble.ahead.removeFirst()
      }
    }
    self.delivered = delivered
  }

  private static func insert(_ segment: Range<Int>, into ahead: inout [Range<Int>]) {
    let start = ahead.firstIndex { $0.upperBound >= segment.lowerBound } ?? ahead.count
    var merged = segment
    var end = start
    while end < ahead.count, ahead[end].lowerBound <= segment.upperBound {
      merged = min(merged.lowerBound, ahead[end].lowerBound)..<max(merged.upperBound, ahead[end].upperBound)
      end += 1
    }
    ahead.replaceSubrange(start..<end, with: [merged])
  }

  /// Takes what the other side acknowledges as delivered; what is not there is a gap. False when it tells nothing new.
  mutating func trim(
    to position: Int, acknowledgedBefore: Int, countsGaps: Bool, _ noteGap: (inout Trouble) -> Void
  ) -> Bool {
    var position = position
    var before = max(acknowledgedBefore, 1)
    if marks.contains(.hasFIN) {
      let finEnd = end + SequenceNumber(finEnd).distance(from: SequenceNumber(UInt32(truncatingIfNeeded: end)))
      if position >= finEnd { position = finEnd - 1 }
      before = min(before, finEnd - 1)
    }
    guard position > before else { return false }
    guard position > delivered else { return true }
    var delivered = delivered
    if marks.contains(.isGivenUp) {
      self.delivered = position
      return true
    }
    withTrouble { trouble in
      func miss(upTo start: Int) {
        guard countsGaps else { return }
        trouble.missedBytes += start - delivered
        noteGap(&trouble)
      }
      while let next = trouble.ahead.first, next.lowerBound < position {
        miss(upTo: next.lowerBound)
        delivered = next.upperBound
        trouble.ahead.removeFirst()
      }
      if position > delivered {
        miss(upTo: position)
        delivered = position
      }
    }
    self.delivered = delivered
    takeAhead()
    return true
  }

  /// Bytes of payload that it sent by its sequence numbers.
  private var size: Int {
    max(max(end, acknowledged) - (marks.contains(.hasFIN) ? 2 : 1), 0)
  }

  /// Bytes of payload that it sent: by sequence numbers, its own and those acknowledged.
  func size(against peer: State) -> Int {
    // A half-open connection was found out: what was acknowledged is of an older one.
    if previous == .synSent, state == .reset, peer == .inactive, acknowledged > 1 { return 0 }
    return size
  }

  /// Something of what it sent has not been acknowledged.
  private var hasUnacknowledged: Bool {
    if marks.contains(.isGivenUp) { return false }
    if hasAhead { return true }
    return delivered > max(acknowledged, 1) && (acknowledged > 1 || size <= Self.unacknowledgedLimit)
  }

  /// Something that was sent before it closed has not come, or what it was sent has not been acknowledged.
  func isPending(against peer: ZeekTCPEndpoint) -> Bool {
    if marks.contains(.isGivenUp) || end < delivered { return false }
    // A FIN takes one number more than is delivered.
    if delivered != end, delivered != end - 1 { return true }
    return state != .reset && peer.hasUnacknowledged
  }

  /// It has got beyond its SYN.
  var hasBegun: Bool { state.rawValue >= State.partial.rawValue }
  var wasEstablished: Bool { state == .established || previous == .established }

  /// Established, or closed from there: gaps are real then.
  var isClean: Bool { state == .established || (state == .closed && previous == .established) }
}

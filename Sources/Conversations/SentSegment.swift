import Wire

/// A segment as it is remembered to recognise what comes later: a copy of it, or its bytes again.
struct SentSegment {
  /// Its numbers in the stream, SYN and FIN included: relative, without wrapping.
  let start: Int
  let moment: FrameMoment
  private let length: UInt32
  private let acknowledgment: UInt32
  private let clock: UInt32
  /// The IPv4 identification; 0 where there is none, or the sender does not set it.
  let identification: UInt16
  private let flags: TCPFlags
  private let window: UInt16
  private let checksum: UInt16
  private let hasClock: Bool
  /// The capture has the time of the packet.
  let hasTime: Bool
  /// TTL, or hop limit: routers take from it.
  let hopLimit: UInt8

  init(_ segment: TCPSegment, start: Int, timestamp: UInt32?, _ packet: Arrival) {
    self.start = start
    moment = packet.moment
    length = UInt32(clamping: segment.sequenceLength)
    acknowledgment = segment.acknowledgmentNumber.rawValue
    clock = timestamp ?? 0
    identification = packet.identification ?? 0
    flags = segment.flags
    window = segment.window
    checksum = segment.checksum
    hasClock = timestamp != nil
    hasTime = packet.isTimed
    hopLimit = packet.hopLimit
  }

  var end: Int { start + Int(length) }
  /// The sender's clock (RFC 7323); nil without timestamps.
  var timestamp: UInt32? { hasClock ? clock : nil }

  /// Whether this is `other` once more, and not its bytes sent again. `isAskedFor` tells that the receiver wants these
  /// bytes again.
  func isCopy(of other: SentSegment, _ numbering: PacketNumbering.Kind, isAskedFor: Bool) -> Bool {
    guard start == other.start, end == other.end, acknowledgment == other.acknowledgment, flags == other.flags,
      window == other.window, checksum == other.checksum, timestamp == other.timestamp,
      identification == other.identification
    else { return false }
    let elapsed = moment.time.nanoseconds(since: other.moment.time)
    // Taken twice at the same moment. Of ACKs without a number, two may follow each other as fast.
    if hasTime, elapsed.magnitude <= 1_000, end > start || identification != 0 { return true }
    // A sender that numbers its packets would have given it another number.
    if identification != 0, numbering == .distinct { return elapsed.magnitude < 1_000_000_000 }
    if identification != 0, numbering == .unknown { return hasTime && elapsed < 100_000_000 }
    // No SYN is sent again so soon.
    if flags.contains(.syn) { return hasTime && elapsed.magnitude < 1_000_000 }
    // Without a number only its clock can tell, and only of what is not sent as often as others come: an ACK or a RST
    // answers a segment, and two of them answer two.
    return hasTime && end > start && timestamp != nil && !isAskedFor && elapsed < 10_000_000
  }

  /// Whether the capture's time since `earlier` is longer than the sender's clock allows. A tick of that lasts a second at
  /// the most (RFC 7323, section 5.4), and nearly one more may have passed when none is counted; 2 s are left for packets
  /// that waited on the way.
  func isTimeBeyondClock(since earlier: SentSegment) -> Bool {
    guard hasTime, earlier.hasTime, let now = timestamp, let before = earlier.timestamp, now != 0, before != 0 else {
      return false
    }
    let ticks = now &- before
    // Of a segment that others overtook, the clock stands before theirs.
    guard ticks < 0x8000_0000 else { return false }
    return moment.time.nanoseconds(since: earlier.moment.time) / 1_000_000_000 >= Int64(ticks) + 1 + 2
  }

  /// Whether it left its sender after `other`; `isCounted` tells that the sender numbers its packets one by one.
  func isLater(than other: SentSegment, isCounted: Bool) -> Bool? {
    if let timestamp, let earlier = other.timestamp, timestamp != earlier {
      return timestamp &- earlier < 0x8000_0000
    }
    guard isCounted, identification != 0, other.identification != 0, identification != other.identification else {
      return nil
    }
    return identification &- other.identification < 0x8000
  }
}

import Wire

/// A TCP connection in which nothing has happened that a report tells of by itself: opened by the usual handshake, then
/// requests that come back unchanged one by one, each byte sent once and acknowledged, closed by one FIN after the other.
///
/// Of such a connection it is enough to count it. What it keeps is what shows that the next segment goes on like this:
/// as soon as one does not, `TCPConnection` has to see all of them.
struct UneventfulConnection {
  private enum Phase {
    /// By a SYN.
    case opened
    /// By a SYN-ACK.
    case answered
    case established
    case closed(by: Side)
    /// By the other side too, which knew of it.
    case closedByBoth(first: Side)
    /// Both know.
    case over
  }

  /// What one side has sent.
  private struct Flow {
    /// Of its next byte.
    var next = SequenceNumber(0)
    /// The last acknowledgment number.
    var acknowledged = SequenceNumber(0)
    /// Of its latest packet; the earliest there is before the first.
    var time = Timestamp(nanoseconds: .min)
    var identification: UInt16 = 0
    /// The most payload that the other takes in a segment.
    var largestAllowed = UInt16.max

    var hasSent: Bool { time.nanoseconds > .min }
  }

  /// Payload that has not come back.
  fileprivate struct Request {
    let length: Int
    let digest: UInt64
    let time: Timestamp
  }

  private var phase = Phase.opened
  private var originator = Flow()
  private var responder = Flow()
  private var request: Request?
  private var latest: Timestamp
  private let opened: Timestamp
  /// From the SYN to the ACK that answers the SYN-ACK.
  private var handshake: Int64 = 0
  private var quickest = Int64.max
  private var closed: Timestamp
  /// Requests that came back.
  private(set) var replies = 0
  let initialSequenceNumber: SequenceNumber

  /// Nil where the segment is no usual first one.
  init?(_ segment: TCPSegment, _ glance: PacketGlance) {
    guard segment.flags == .syn, Self.isUsualOpening(segment) else { return nil }
    initialSequenceNumber = segment.sequenceNumber
    opened = glance.time
    closed = glance.time
    latest = glance.time
    originator.next = segment.sequenceNumber.advanced(by: 1)
    note(glance, from: .originator)
    if let size = segment.options.maximumSegmentSize { responder.largestAllowed = size }
  }

  private static func isUsualOpening(_ segment: TCPSegment) -> Bool {
    guard segment.payloadLength == 0, segment.window != 0, !segment.areOptionsCut, segment.isLengthKnown else {
      return false
    }
    let options = segment.options
    return options.fastOpenCookieLength == nil && options.malformedKind == nil
  }

  private mutating func note(_ glance: PacketGlance, from side: Side) {
    latest = glance.time
    if side == .originator {
      originator.time = glance.time
      originator.identification = glance.identification
    } else {
      responder.time = glance.time
      responder.identification = glance.identification
    }
  }

  /// Both sides have closed and know it.
  var isOver: Bool { if case .over = phase { true } else { false } }

  /// Nothing has to be looked at if no more comes: it was answered, all that was sent has come back, and not slowly.
  var isSettled: Bool {
    if case .opened = phase { return false }
    return request == nil && !isSlow
  }

  /// Every reply took long, as far as the handshake tells how long the way is.
  private var isSlow: Bool { replies > 0 && quickest >= 10_000_000 && quickest / 10 >= handshake }

  /// Takes in the next segment. False when it is no usual one; then what is kept does not count any more.
  mutating func take(_ segment: TCPSegment, _ glance: PacketGlance, from side: Side) -> Bool {
    guard glance.time >= latest, segment.window != 0, segment.isLengthKnown else { return false }
    let isNext =
      side == .originator
      ? Self.isNext(segment, glance, originator, responder) : Self.isNext(segment, glance, responder, originator)
    guard isNext, advance(segment, glance.time, from: side) else { return false }
    note(glance, from: side)
    if side == .originator {
      originator.acknowledged = segment.acknowledgmentNumber
    } else {
      responder.acknowledged = segment.acknowledgmentNumber
    }
    return true
  }

  /// It goes on where its sender has got to, acknowledges what the other has sent, and comes neither late nor with a number
  /// that leaves one out.
  @inline(__always)
  private static func isNext(
    _ segment: TCPSegment, _ glance: PacketGlance, _ sender: Flow, _ receiver: Flow
  ) -> Bool {
    // The SYN-ACK tells where its side begins.
    guard sender.hasSent else { return segment.flags == [.syn, .ack] }
    guard segment.sequenceNumber == sender.next, glance.time.nanoseconds(since: sender.time) < 3_000_000_000,
      glance.identification &- sender.identification != 2,
      segment.headerLength == TCPSegment.minimumHeaderLength || segment.areOptionsOnlyTimestamps
    else { return false }
    let acknowledged = segment.acknowledgmentNumber.distance(from: sender.acknowledged)
    return acknowledged >= 0 && acknowledged <= receiver.next.distance(from: sender.acknowledged)
  }

  /// Goes on by a segment that `isNext`.
  @inline(__always)
  private mutating func advance(_ segment: TCPSegment, _ time: Timestamp, from side: Side) -> Bool {
    let flags = segment.flags
    let length = segment.payloadLength
    switch (phase, side) {
    case (.established, _):
      if length > 0 { return takePayload(segment, length, time, from: side) }
      if flags == [.fin, .ack] { return close(time, by: side) }
      return flags == .ack && tellsNews(segment, from: side)
    case (.opened, .responder):
      guard flags == [.syn, .ack], Self.isUsualOpening(segment), segment.acknowledgmentNumber == originator.next else {
        return false
      }
      responder.next = segment.sequenceNumber.advanced(by: 1)
      // What has been acknowledged begins behind the SYN.
      originator.acknowledged = segment.sequenceNumber
      if let size = segment.options.maximumSegmentSize { originator.largestAllowed = size }
      phase = .answered
      return true
    case (.answered, .originator):
      guard flags == .ack, length == 0, segment.acknowledgmentNumber == responder.next else { return false }
      handshake = time.nanoseconds(since: opened)
      phase = .established
      return true
    case (.closed(let first), _) where length == 0:
      if flags == .ack { return tellsNews(segment, from: side) }
      guard flags == [.fin, .ack], side != first, time.nanoseconds(since: closed) < 1_000_000_000,
        segment.acknowledgmentNumber == (first == .originator ? originator : responder).next
      else { return false }
      takeNumber(of: side)
      phase = .closedByBoth(first: first)
      return true
    case (.closedByBoth(let first), _) where side == first && length == 0 && flags == .ack:
      guard segment.acknowledgmentNumber == (first == .originator ? responder : originator).next else { return false }
      phase = .over
      return true
    default: return false
    }
  }

  /// It acknowledges more than the one before: else it may be a duplicate, a probe, or an answer to one.
  private func tellsNews(_ segment: TCPSegment, from side: Side) -> Bool {
    segment.acknowledgmentNumber != (side == .originator ? originator : responder).acknowledged
  }

  private mutating func takeNumber(of side: Side) {
    if side == .originator {
      originator.next = originator.next.advanced(by: 1)
    } else {
      responder.next = responder.next.advanced(by: 1)
    }
  }

  private mutating func close(_ time: Timestamp, by side: Side) -> Bool {
    guard request == nil else { return false }
    takeNumber(of: side)
    closed = time
    phase = .closed(by: side)
    return true
  }

  /// A request, or the reply to the one before.
  private mutating func takePayload(
    _ segment: TCPSegment, _ length: Int, _ time: Timestamp, from side: Side
  ) -> Bool {
    // One byte alone may ask whether the other side still answers.
    guard segment.flags == [.psh, .ack] || segment.flags == .ack, length > 1 else { return false }
    let digest = segment.payload.digest(seed: Self.seed)
    if side == .originator {
      guard request == nil, length <= Int(originator.largestAllowed) else { return false }
      request = Request(length: length, digest: digest, time: time)
      originator.next = originator.next.advanced(by: length)
      return true
    }
    guard let answered = request, length <= Int(responder.largestAllowed), answered.length == length,
      answered.digest == digest
    else { return false }
    request = nil
    replies += 1
    quickest = min(quickest, time.nanoseconds(since: answered.time))
    responder.next = responder.next.advanced(by: length)
    return true
  }

  private static let seed = UInt64.random(in: .min ... .max)
}

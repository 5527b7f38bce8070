import Wire

/// A TCP connection in which nothing has happened that a report tells of by itself: opened by the usual handshake, then
/// requests that come back unchanged one by one, each byte sent once and acknowledged, closed by one FIN after the other.
///
/// Of such a connection it is enough to count it. What it keeps is what shows that the next segment goes on like this:
/// as soon as one does not, `TCPConnection` has to see all of them. There are many, and each is looked at for every packet:
/// it is to be small.
struct UneventfulConnection {
  private enum Phase: UInt8 {
    /// By a SYN.
    case opened
    /// By a SYN-ACK.
    case answered
    case established
    case closedByOriginator
    case closedByResponder
    /// By the other side too, which knew of it.
    case closedByBothOriginatorFirst
    case closedByBothResponderFirst
    /// Both know.
    case over
  }

  /// What one side has sent.
  private struct Flow {
    /// Of its latest packet; the earliest there is before the first.
    var time = Timestamp(nanoseconds: .min)
    /// Of its next byte.
    var next = SequenceNumber(0)
    /// The last acknowledgment number.
    var acknowledged = SequenceNumber(0)
    /// Its own clock then (RFC 7323); 0 where it tells none.
    var clock: UInt32 = 0
    var identification: UInt16 = 0
    /// The most payload that the other takes in a segment.
    var largestAllowed = UInt16.max
  }

  /// What both have come to.
  private struct Course {
    var phase = Phase.opened
    /// Requests that came back.
    var replies: UInt16 = 0
    /// Payload of the request that has not come back; 0 where there is none.
    var requested: UInt32 = 0
    var digest: UInt64 = 0
    /// When that request was sent; once one side has closed, when it did.
    var since: Timestamp
    /// From the SYN to the ACK that answers the SYN-ACK.
    var handshake: Int64 = 0
    var quickest = Int64.max
  }

  private var originator = Flow()
  private var responder = Flow()
  private var course: Course
  let initialSequenceNumber: SequenceNumber

  /// Nil where the segment is no usual first one.
  init?(_ segment: TCPSegment, _ glance: PacketGlance) {
    guard segment.flags == .syn, Self.isUsualOpening(segment) else { return nil }
    initialSequenceNumber = segment.sequenceNumber
    course = Course(since: glance.time)
    originator.next = segment.sequenceNumber.advanced(by: 1)
    originator.time = glance.time
    originator.clock = segment.timestamps?.value ?? 0
    originator.identification = glance.identification
    if let size = segment.options.maximumSegmentSize { responder.largestAllowed = size }
  }

  private static func isUsualOpening(_ segment: TCPSegment) -> Bool {
    guard segment.payloadLength == 0, segment.window != 0, !segment.areOptionsCut, segment.isLengthKnown else {
      return false
    }
    let options = segment.options
    return options.fastOpenCookieLength == nil && options.malformedKind == nil
  }

  var replies: Int { Int(course.replies) }

  /// Both sides have closed and know it.
  var isOver: Bool { course.phase == .over }

  /// Nothing has to be looked at if no more comes: it was answered, all that was sent has come back, and not slowly.
  var isSettled: Bool {
    // Every reply took long, as far as the handshake tells how long the way is.
    let isSlow = replies > 0 && course.quickest >= 10_000_000 && course.quickest / 10 >= course.handshake
    return course.phase != .opened && course.requested == 0 && !isSlow
  }

  /// Takes in the next segment. False when it is no usual one; then what is kept does not count any more.
  @inline(__always)
  mutating func take(_ segment: TCPSegment, _ glance: PacketGlance, from side: Side) -> Bool {
    side == .originator
      ? Self.take(segment, glance, from: side, &originator, &responder, &course)
      : Self.take(segment, glance, from: side, &responder, &originator, &course)
  }

  private static func take(
    _ segment: TCPSegment, _ glance: PacketGlance, from side: Side, _ sender: inout Flow, _ receiver: inout Flow,
    _ course: inout Course
  ) -> Bool {
    let number = segment.sequenceNumber, acknowledged = segment.acknowledgmentNumber
    let flags = segment.flags
    let time = glance.time
    let clock = segment.timestamps?.value ?? 0
    guard time >= receiver.time, time >= sender.time, segment.window != 0 else { return false }
    if course.phase == .opened {
      guard side == .responder, flags == [.syn, .ack], acknowledged == receiver.next, isUsualOpening(segment) else {
        return false
      }
      if let size = segment.options.maximumSegmentSize { receiver.largestAllowed = size }
      sender.next = number.advanced(by: 1)
      // What has been acknowledged begins behind the SYN.
      receiver.acknowledged = number
      course.phase = .answered
    } else {
      // It goes on where its sender has got to, acknowledges what the other has sent, and comes neither late nor with a number
      // that leaves one out.
      let news = acknowledged.distance(from: sender.acknowledged)
      guard number == sender.next, news >= 0, news <= receiver.next.distance(from: sender.acknowledged),
        !isClockStep(from: sender, to: clock, time), glance.identification &- sender.identification != 2,
        segment.headerLength == TCPSegment.minimumHeaderLength || segment.areOptionsOnlyTimestamps
      else { return false }
      let length = segment.payloadLength
      if length > 0 {
        guard course.phase == .established, flags == [.psh, .ack] || flags == .ack,
          takePayload(segment, length, time, from: side, sender, &course)
        else { return false }
        sender.next = number.advanced(by: length)
      } else if flags == .ack {
        // One that acknowledges no more than the one before may be a duplicate, a probe, or an answer to one.
        guard news > 0, takeACK(acknowledged == receiver.next, time, from: side, &course) else { return false }
      } else {
        guard flags == [.fin, .ack], close(acknowledged == receiver.next, time, from: side, &course) else {
          return false
        }
        sender.next = number.advanced(by: 1)
      }
    }
    sender.time = time
    sender.clock = clock
    sender.identification = glance.identification
    sender.acknowledged = acknowledged
    return true
  }

  /// By the capture's clock more time may have passed than by the sender's (`SentSegment.isTimeBeyondClock`).
  @inline(__always)
  private static func isClockStep(from sender: Flow, to clock: UInt32, _ time: Timestamp) -> Bool {
    let elapsed = time.nanoseconds(since: sender.time)
    guard elapsed >= 3_000_000_000, clock != 0, sender.clock != 0 else { return false }
    let ticks = clock &- sender.clock
    return ticks < 0x8000_0000 && elapsed / 1_000_000_000 >= Int64(ticks) + 3
  }

  /// An ACK with news; `isOfAll` that was sent.
  @inline(__always)
  private static func takeACK(_ isOfAll: Bool, _ time: Timestamp, from side: Side, _ course: inout Course) -> Bool {
    switch (course.phase, side) {
    case (.established, _), (.closedByOriginator, _), (.closedByResponder, _): return true
    case (.answered, .originator):
      course.handshake = time.nanoseconds(since: course.since)
      course.phase = .established
      return isOfAll
    case (.closedByBothOriginatorFirst, .originator), (.closedByBothResponderFirst, .responder):
      course.phase = .over
      return isOfAll
    default: return false
    }
  }

  /// The FIN of one side.
  private static func close(_ isOfAll: Bool, _ time: Timestamp, from side: Side, _ course: inout Course) -> Bool {
    switch (course.phase, side) {
    case (.established, _):
      course.phase = side == .originator ? .closedByOriginator : .closedByResponder
      defer { course.since = time }
      return course.requested == 0
    case (.closedByOriginator, .responder): course.phase = .closedByBothOriginatorFirst
    case (.closedByResponder, .originator): course.phase = .closedByBothResponderFirst
    default: return false
    }
    // It knows of the other's, and has not waited.
    return isOfAll && time.nanoseconds(since: course.since) < 1_000_000_000
  }

  /// A request, or the reply to the one before.
  @inline(__always)
  private static func takePayload(
    _ segment: TCPSegment, _ length: Int, _ time: Timestamp, from side: Side, _ sender: Flow, _ course: inout Course
  ) -> Bool {
    // One byte alone may ask whether the other side still answers.
    guard length > 1, length <= Int(sender.largestAllowed) else { return false }
    let digest = segment.payload.digest(seed: seed)
    if side == .originator {
      guard course.requested == 0 else { return false }
      course.requested = UInt32(truncatingIfNeeded: length)
      course.digest = digest
      course.since = time
      return true
    }
    guard Int(course.requested) == length, course.digest == digest else { return false }
    course.requested = 0
    course.replies += 1
    course.quickest = min(course.quickest, time.nanoseconds(since: course.since))
    return true
  }

  private static let seed = UInt64.random(in: .min ... .max)
}

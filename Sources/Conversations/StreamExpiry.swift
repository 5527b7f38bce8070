import HeapModule
import Wire

/// Which streams are over when: a queue by time, and what a table needs to forget one.
struct StreamExpiry {
  let lifetime: ConversationLifetime
  /// False where time ends no conversation: then nothing is kept here.
  let isOn: Bool
  /// The capture's time. One packet alone cannot move it by more than an hour, forward or back: its time may be wrong.
  private(set) var now = Timestamp(nanoseconds: .min)
  /// A time so far away from `now`, which the next packet may confirm.
  private var leap: Timestamp?
  /// The stream of the packet that had it.
  private var leaping: (protocol: TransportProtocol, place: Int)?
  private var hasBegun = false
  /// Marks traffic that hosts make by themselves.
  let namesBackground: Bool
  /// Of each stream at least one that is not later than its end.
  private var due = Heap<Due>()
  /// By the places of streams.
  private var tcp: [Stream] = []
  private var udp: [Stream] = []
  /// Keys of streams that are over and whose number is known, the oldest first.
  private var remembered: [(key: ConversationKey, generation: Int)] = []
  private var firstRemembered = 0
  /// Nanoseconds by which the capture's clock was set, as far as that is known: `now` goes on as if it had not been.
  private var offset: Int64 = 0
  /// What it was before: a clock that went wrong may come back.
  private var earlierOffset: Int64 = 0
  /// Records of conversations that are over and that nobody has taken yet.
  var finished: [ConversationRecord] = []

  /// Numbers that are kept of streams that are over.
  private static var memory: Int { 16_384 }

  struct Stream {
    let key: ConversationKey
    let isResumed: Bool
    /// The capture's time at its latest packet.
    var seen: Timestamp
    /// The earliest of its times in the queue.
    var earliest: Timestamp
    /// Tells it from others that had this place.
    let generation: Int
    var isOver = false

    /// `due` is the time at which it is looked at next.
    func isWaiting(for due: Due) -> Bool { generation == due.generation && earliest == due.time && !isOver }
  }

  struct Due: Comparable {
    let time: Timestamp
    let `protocol`: TransportProtocol
    let place: Int
    let generation: Int

    static func < (left: Due, right: Due) -> Bool {
      (left.time, left.generation) < (right.time, right.generation)
    }
  }

  private var generations = 0
  /// Streams that are not over.
  private(set) var live = 0

  init(_ lifetime: ConversationLifetime, namesBackground: Bool) {
    self.lifetime = lifetime
    self.namesBackground = namesBackground
    isOn = lifetime != .capture
  }

  subscript(protocol: TransportProtocol, place: Int) -> Stream {
    get { `protocol` == .tcp ? tcp[place] : udp[place] }
    set { if `protocol` == .tcp { tcp[place] = newValue } else { udp[place] = newValue } }
  }

  func isResumed(_ protocol: TransportProtocol, _ place: Int) -> Bool { isOn && self[`protocol`, place].isResumed }

  mutating func advance(to packetTime: Timestamp) {
    let time = Self.moved(packetTime, back: offset)
    guard hasBegun else {
      (now, hasBegun) = (time, true)
      return
    }
    guard Self.isFar(time, from: now) else {
      (leap, leaping) = (nil, nil)
      now = max(now, time)
      return
    }
    guard let leap, !Self.isFar(time, from: leap) else {
      (leap, leaping) = (time, nil)
      return
    }
    let earlier = Self.moved(packetTime, back: earlierOffset)
    if !Self.isFar(earlier, from: now) {
      // It was set, and has been set right.
      swap(&offset, &earlierOffset)
      now = max(now, earlier)
    } else if time < now {
      // Nothing gets younger: the clock was set back, and what is there would never be over.
      clockWasSet(by: time.nanoseconds(since: now))
    } else {
      now = time
      if let leaping { self[leaping.protocol, leaping.place].seen = time }
    }
    (self.leap, leaping) = (nil, nil)
  }

  /// The capture's clock was set forward, or back, by so many nanoseconds, in which no time has passed.
  mutating func clockWasSet(by nanoseconds: Int64) {
    earlierOffset = offset
    // Times may be anything.
    offset = offset.addingReportingOverflow(nanoseconds).partialValue
    (leap, leaping) = (nil, nil)
  }

  private static func moved(_ time: Timestamp, back offset: Int64) -> Timestamp {
    let (moved, overflow) = time.nanoseconds.subtractingReportingOverflow(offset)
    return Timestamp(nanoseconds: overflow ? (offset < 0 ? .max : .min) : moved)
  }

  private static func isFar(_ time: Timestamp, from other: Timestamp) -> Bool {
    time.nanoseconds(since: other).magnitude > UInt64(ConversationLifetime.afterTCP)
  }

  /// A stream begins at `place`.
  mutating func open(
    _ protocol: TransportProtocol, _ place: Int, _ key: ConversationKey, isResumed: Bool
  ) {
    generations += 1
    live += 1
    // What never gets a conversation of its own waits no longer than others.
    let end = now.advanced(by: `protocol` == .tcp ? ConversationLifetime.afterTCP : ConversationLifetime.afterUDP)
    let stream = Stream(key: key, isResumed: isResumed, seen: now, earliest: end, generation: generations)
    if `protocol` == .tcp {
      if place < tcp.count { tcp[place] = stream } else { tcp.append(stream) }
    } else {
      if place < udp.count { udp[place] = stream } else { udp.append(stream) }
    }
    due.insert(Due(time: end, protocol: `protocol`, place: place, generation: generations))
  }

  /// A packet of the stream has come.
  mutating func see(_ protocol: TransportProtocol, _ place: Int) {
    if `protocol` == .tcp { tcp[place].seen = now } else { udp[place].seen = now }
    if leap != nil { leaping = (`protocol`, place) }
  }

  /// The stream ends at `end`, as things stand.
  mutating func schedule(_ protocol: TransportProtocol, _ place: Int, at end: Timestamp) {
    guard end < self[`protocol`, place].earliest else { return }
    requeue(`protocol`, place, at: end)
  }

  /// Looks at the stream again at `end`.
  mutating func requeue(_ protocol: TransportProtocol, _ place: Int, at end: Timestamp) {
    self[`protocol`, place].earliest = end
    due.insert(
      Due(time: end, protocol: `protocol`, place: place, generation: self[`protocol`, place].generation))
    compact()
  }

  /// The next stream to be looked at, if its time has come.
  mutating func next() -> (protocol: TransportProtocol, place: Int)? {
    while let first = due.min, first.time <= now {
      due.removeMin()
      // Of a stream that was over before, or that was queued for an earlier time too.
      if self[first.protocol, first.place].isWaiting(for: first) { return (first.protocol, first.place) }
    }
    return nil
  }

  /// The stream at `place` is over: none of its times in the queue counts any more.
  mutating func close(_ protocol: TransportProtocol, _ place: Int) {
    self[`protocol`, place].isOver = true
    live -= 1
    compact()
  }

  /// Times that count no more are in the queue until they come: it must not grow by them.
  private mutating func compact() {
    guard due.count > 1_024, due.count > live * 4 else { return }
    due = Heap(due.unordered.filter { self[$0.protocol, $0.place].isWaiting(for: $0) })
  }

  /// Keeps the number of a stream that is over, and gives the key of which the number is not kept any longer.
  mutating func remember(_ key: ConversationKey, _ generation: Int) -> (key: ConversationKey, generation: Int)? {
    remembered.append((key, generation))
    guard remembered.count - firstRemembered > Self.memory else { return nil }
    defer {
      firstRemembered += 1
      if firstRemembered > Self.memory {
        remembered.removeFirst(firstRemembered)
        firstRemembered = 0
      }
    }
    return remembered[firstRemembered]
  }
}

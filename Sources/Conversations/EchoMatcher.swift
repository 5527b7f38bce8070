import Wire

/// Compares what the responder of a TCP connection returns with what it was sent, byte by byte, in stream order.
struct EchoMatcher {
  private enum State {
    case comparing
    /// The streams differ, or the responder spoke first.
    case differs(EchoResult.Difference)
    /// A byte that is needed was not captured, there was no room to keep it, or the streams cannot be laid side by side
    /// because their beginnings are missing.
    case unknown
  }

  private struct Request {
    let end: Int
    let frame: Int
    /// Nil when the clock had just run backwards: no round trip starts here.
    let time: Timestamp?
  }

  private var state = State.comparing
  private var sent: StreamReader
  private var returned: StreamReader
  /// Bytes sent and not returned yet: from `head` on.
  private var outstanding: [UInt8] = []
  private var head = 0
  /// Requests whose last byte has not come back, by that byte.
  private var waiting: [Request] = []
  private var result = EchoResult()
  /// Bytes that came back and were the same.
  private var matchedBytes = 0
  private let sentStart: Int
  /// Both streams were seen from their first byte, so what differs really does.
  private let isAligned: Bool

  /// Requests that wait for their reply at once; past it the comparison is given up.
  private static var waitingLimit: Int { 1_024 }

  /// `sentStart` and `returnedStart` are the relative sequence numbers of the first bytes; `isAligned` says that nothing
  /// can have come before them.
  init(sentStart: Int, returnedStart: Int, isAligned: Bool) {
    self.sentStart = sentStart
    self.isAligned = isAligned
    sent = StreamReader(position: sentStart)
    returned = StreamReader(position: returnedStart)
  }

  /// Something has come back, and nothing but what was sent.
  var isSame: Bool { if case .comparing = state { matchedBytes > 0 } else { false } }

  /// What it takes beside the bytes, for which there is a budget.
  var listBytes: Int { waiting.capacity * MemoryLayout<Request>.stride + (result.rtt?.heldBytes ?? 0) }

  private var heldBytes: Int { sent.heldBytes + returned.heldBytes + outstanding.count - head }

  /// Takes a segment with payload. `isNew` tells whether any byte of it had not been seen before, `acknowledged` how far
  /// the responder has got in the originator's stream.
  mutating func observe(
    _ payload: RawSpan, isCut: Bool, at start: Int, end: Int, from side: Side, isNew: Bool, moment: FrameMoment,
    isClockSound: Bool, acknowledged: Int?, budget: inout DetailBudget
  ) {
    if side == .originator, isNew { result.requests += 1 }
    guard case .comparing = state else { return }
    guard !isCut else { return give(up: .unknown, &budget) }
    guard isNew else { return }
    if side == .originator {
      guard waiting.count < Self.waitingLimit else { return give(up: .unknown, &budget) }
      insert(Request(end: end, frame: moment.frame, time: isClockSound ? moment.time : nil))
      guard take(payload, at: start, &budget) else { return give(up: .unknown, &budget) }
      return
    }
    if returned.takeNext(payload, at: start) {
      // The responder has bytes that the capture has not.
      let isMissing = acknowledged.map { $0 > sent.position } ?? false
      return compare(payload, moment, isClockSound: isClockSound, isMissing: isMissing, &budget)
    }
    var arrived: [UInt8] = []
    guard returned.read(payload, at: start, budget: &budget, holding: heldBytes, deliver: { arrived.append($0) }) else {
      return give(up: .unknown, &budget)
    }
    let isMissing = acknowledged.map { $0 > sent.position } ?? false
    arrived.withBytes { compare($0, moment, isClockSound: isClockSound, isMissing: isMissing, &budget) }
  }

  private mutating func insert(_ request: Request) {
    if let last = waiting.last, last.end > request.end {
      let place = (waiting.lastIndex { $0.end <= request.end } ?? -1) + 1
      return waiting.insert(request, at: place)
    }
    waiting.append(request)
  }

  /// Keeps what the originator sent until it comes back. False when there is no room for it.
  private mutating func take(_ payload: RawSpan, at start: Int, _ budget: inout DetailBudget) -> Bool {
    let held = heldBytes
    if sent.takeNext(payload, at: start) {
      guard budget.takeEchoBytes(payload.byteCount, holding: held) else { return false }
      outstanding.append(payload)
      return true
    }
    var arrived: [UInt8] = []
    guard sent.read(payload, at: start, budget: &budget, holding: held, deliver: { arrived.append($0) }),
      budget.takeEchoBytes(arrived.count, holding: heldBytes)
    else { return false }
    outstanding += arrived
    return true
  }

  private mutating func compare(
    _ arrived: RawSpan, _ moment: FrameMoment, isClockSound: Bool, isMissing: Bool, _ budget: inout DetailBudget
  ) {
    let start = head
    let same = outstanding.withBytes { $0.extracting(droppingFirst: start).commonPrefixLength(with: arrived) }
    head += same
    matchedBytes += same
    budget.echoBytes += same
    if same < arrived.byteCount {
      if !isAligned || (head == outstanding.count && isMissing) { return give(up: .unknown, &budget) }
      result.mismatched += 1
      let place = sentStart + matchedBytes
      let request = head < outstanding.count ? waiting.first { $0.end > place } : nil
      let difference = EchoResult.Difference(offset: matchedBytes, frame: moment.frame, requestFrame: request?.frame)
      return give(up: .differs(difference), &budget)
    }
    if head == outstanding.count {
      outstanding.removeAll(keepingCapacity: outstanding.capacity <= 256)
      head = 0
    } else if head > max(16_384, outstanding.count / 2) {
      outstanding.removeFirst(head)
      head = 0
    }
    // The responder's stream has come this far through the originator's.
    let reached = sentStart + matchedBytes
    var answered = 0
    while answered < waiting.count, waiting[answered].end <= reached {
      result.replies += 1
      result.returned += 1
      let elapsed = isClockSound ? waiting[answered].time.flatMap { moment.time.elapsed(since: $0) } : nil
      if let elapsed { result.addRoundTrip(elapsed) }
      if budget.takePair(having: result.pairs.count) {
        result.pairs.append(
          EchoResult.Pair(request: waiting[answered].frame, reply: moment.frame, nanoseconds: elapsed))
      }
      answered += 1
    }
    if answered == waiting.count {
      waiting.removeAll(keepingCapacity: true)
    } else if answered > 0 {
      waiting.removeFirst(answered)
    }
  }

  private mutating func give(up end: State, _ budget: inout DetailBudget) {
    budget.echoBytes += heldBytes
    state = end
    outstanding = []
    head = 0
    waiting = []
    sent = StreamReader(position: 0)
    returned = StreamReader(position: 0)
  }

  /// Gives back what it holds of the budget.
  mutating func release(_ budget: inout DetailBudget) {
    budget.pairs += result.pairs.count
    releaseBytes(&budget)
  }

  /// Gives back the bytes that it holds.
  mutating func releaseBytes(_ budget: inout DetailBudget) { give(up: .unknown, &budget) }

  /// What came of it. `sentBytes` is how much the originator sent, each byte once; `hasBothDirections` says that the
  /// capture shows any packet of the responder.
  func finish(sentBytes: Int, hasBothDirections: Bool) -> EchoResult {
    var result = result
    result.lost = hasBothDirections ? max(sentBytes - matchedBytes, 0) : nil
    switch state {
    case .comparing: result.isEcho = matchedBytes > 0 ? true : nil
    case .differs(let difference):
      result.isEcho = false
      result.firstDifference = difference
      result.lost = nil
    case .unknown:
      result.isEcho = nil
      result.lost = nil
      result.forgetRoundTrips()
    }
    return result
  }
}

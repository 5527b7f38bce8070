import Wire

/// Compares what the responder of a TCP connection returns with what it was sent, byte by byte, in stream order.
struct EchoMatcher {
  private enum State {
    case comparing
    /// The streams differ, or the responder spoke first.
    case differs(EchoResult.Difference)
    /// A byte that is needed was not captured, or there was no room to keep it.
    case unknown
  }

  private struct Request {
    let end: Int
    let time: Timestamp
  }

  private var state = State.comparing
  private var sent: StreamReader
  private var returned: StreamReader
  /// Bytes sent and not returned yet: from `head` on.
  private var outstanding: [UInt8] = []
  private var head = 0
  /// Requests whose last byte has not come back, oldest first.
  private var waiting: [Request] = []
  private var result = EchoResult()
  /// Bytes that came back and were the same.
  private var matchedBytes = 0
  private let sentStart: Int

  /// Requests that wait for their reply at once; past it they are counted and not timed.
  private static var waitingLimit: Int { 1_024 }

  /// `sentStart` and `returnedStart` are the relative sequence numbers of the first bytes.
  init(sentStart: Int, returnedStart: Int) {
    self.sentStart = sentStart
    sent = StreamReader(position: sentStart)
    returned = StreamReader(position: returnedStart)
  }

  private var heldBytes: Int { sent.heldBytes + returned.heldBytes + outstanding.count - head }

  /// Takes a segment with payload. `isNew` tells whether any byte of it had not been seen before.
  mutating func observe(
    _ payload: RawSpan, isCut: Bool, at start: Int, end: Int, from side: Side, isNew: Bool, moment: FrameMoment,
    budget: inout DetailBudget
  ) {
    if side == .originator, isNew { result.requests += 1 }
    guard case .comparing = state else { return }
    guard !isCut else { return give(up: .unknown, &budget) }
    guard isNew else { return }
    var arrived: [UInt8] = []
    let fits: Bool
    if side == .originator {
      if waiting.count < Self.waitingLimit { waiting.append(Request(end: end, time: moment.time)) }
      fits = sent.read(payload, at: start, budget: &budget, holding: heldBytes) { arrived.append($0) }
    } else {
      fits = returned.read(payload, at: start, budget: &budget, holding: heldBytes) { arrived.append($0) }
    }
    guard fits else { return give(up: .unknown, &budget) }
    if side == .originator {
      guard budget.takeEchoBytes(arrived.count, holding: heldBytes) else { return give(up: .unknown, &budget) }
      outstanding += arrived
    } else {
      compare(arrived, moment, &budget)
    }
  }

  private mutating func compare(_ arrived: [UInt8], _ moment: FrameMoment, _ budget: inout DetailBudget) {
    for byte in arrived {
      guard head < outstanding.count, outstanding[head] == byte else {
        result.mismatched += 1
        let difference = EchoResult.Difference(offset: matchedBytes, frame: moment.frame)
        return give(up: .differs(difference), &budget)
      }
      head += 1
      matchedBytes += 1
      budget.echoBytes += 1
    }
    if head == outstanding.count || head > 16_384 {
      outstanding.removeFirst(head)
      head = 0
    }
    // The responder's stream has come this far through the originator's.
    let reached = sentStart + matchedBytes
    var answered = 0
    while answered < waiting.count, waiting[answered].end <= reached {
      result.replies += 1
      var rtt = result.rtt ?? DurationStatistics()
      rtt.add(moment.time.nanoseconds(since: waiting[answered].time))
      result.rtt = rtt
      answered += 1
    }
    if answered > 0 { waiting.removeFirst(answered) }
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

  /// What came of it. `sentBytes` is how much the originator sent, each byte once.
  func finish(sentBytes: Int) -> EchoResult {
    var result = result
    result.lost = max(sentBytes - matchedBytes, 0)
    switch state {
    case .comparing: result.isEcho = matchedBytes > 0 ? true : nil
    case .differs(let difference):
      result.isEcho = false
      result.firstDifference = difference
      result.rtt = nil
    case .unknown:
      result.isEcho = nil
      result.rtt = nil
    }
    return result
  }
}

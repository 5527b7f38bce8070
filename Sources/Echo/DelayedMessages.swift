/// Messages that go out later, each after the same time, and so in the order in which they came.
struct DelayedMessages<Receiver> {
  struct Entry {
    let due: ContinuousClock.Instant
    let receiver: Receiver
    let message: FaultyMessage

    /// Bytes that it takes, with what it takes to remember it, rounded up.
    var cost: Int { message.bytes.count + Self.overhead }

    static var overhead: Int { 256 }
  }

  let delay: Duration
  private var entries: [Entry?] = []
  private var first = 0
  /// Bytes that all take.
  private(set) var cost = 0

  init(_ delay: Duration) { self.delay = delay }

  var isEmpty: Bool { first == entries.count }

  /// How long the first has to wait from now on, and `limit` at most.
  func wait(atMost limit: Duration) -> Duration {
    guard !isEmpty, let due = entries[first]?.due else { return limit }
    return min(max(due - .now, .zero), limit)
  }

  /// Whether it may be added where all together must not cost more than `limit`.
  func hasRoom(for message: FaultyMessage, atMost limit: Int) -> Bool {
    cost + message.bytes.count + Entry.overhead <= limit
  }

  /// What it costs.
  @discardableResult
  mutating func add(_ message: FaultyMessage, for receiver: Receiver) -> Int {
    let entry = Entry(due: .now + delay, receiver: receiver, message: message)
    entries.append(entry)
    cost += entry.cost
    return entry.cost
  }

  /// The next whose time has come.
  mutating func takeDue() -> Entry? {
    guard !isEmpty, let entry = entries[first], entry.due <= .now else { return nil }
    entries[first] = nil
    first += 1
    cost -= entry.cost
    // What has gone is given back in pieces, so that it costs next to nothing for each.
    if first == entries.count || first >= 1_024 && first > entries.count / 2 {
      entries.removeFirst(first)
      first = 0
    }
    return entry
  }

  /// Forgets those whose receiver is one of these; how many.
  mutating func removeAll(where isGone: (Receiver) -> Bool) -> Int {
    entries.removeFirst(first)
    first = 0
    let count = entries.count
    entries.removeAll { entry in entry.map { isGone($0.receiver) } ?? true }
    cost = entries.reduce(0) { $0 + ($1?.cost ?? 0) }
    return count - entries.count
  }
}

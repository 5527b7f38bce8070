import Capture
import Conversations
import Wire

/// What an engine that reads a file leaves aside: conversations of which it is enough to count them, as long as their
/// packets can be read again.
struct Uneventful: Sendable {
  /// One that is over, and that a summary has to tell all the same, or may have to, for it is large or comes early.
  struct Candidate: Comparable {
    let total: UneventfulConversations.Total
    let numbers: (index: Int, stream: Int)

    /// The order in which summaries tell them: echoes first, and the largest of them.
    static func < (left: Candidate, right: Candidate) -> Bool { left.order > right.order }
    static func == (left: Candidate, right: Candidate) -> Bool { left.order == right.order }

    private var order: (Int, Int, Int) { (total.replies > 0 ? 1 : 0, total.bytes, -total.firstFrame) }
  }

  /// What a candidate has to reach.
  struct Bar {
    /// There are fewer than a summary keeps.
    private let hasRoom: Bool
    /// The last of the largest.
    private let last: Candidate?
    /// Where the last of the first echoes begins.
    private let lastEarly: Int

    /// That of the largest `limit`, and of the first echoes that a summary gives as examples.
    init(_ candidates: [Candidate], limit: Int) {
      let largest = candidates.sorted()
      hasRoom = largest.count < limit
      last = largest.prefix(limit).last
      let early = candidates.filter { $0.total.replies > 0 }.map(\.total.firstFrame).sorted()
        .prefix(RecordCollector.examples)
      lastEarly = early.count < RecordCollector.examples ? .max : early.last ?? .max
    }

    func isReached(by candidate: Candidate) -> Bool {
      if hasRoom { return true }
      if let last, candidate <= last { return true }
      return candidate.total.replies > 0 && candidate.total.firstFrame <= lastEarly
    }
  }

  var conversations: UneventfulConversations
  private let file: FileBytes
  private var buffer: [UInt8] = []
  /// Packets that should have been looked at are not there any more.
  private(set) var hasFailed = false
  /// Those that may have to be told in the end.
  private(set) var candidates: [Candidate] = []
  /// Those in which something has not happened that should have.
  private var unsettled: [Candidate] = []
  /// What a summary keeps.
  private let limit: Int
  /// What counted when there were enough candidates.
  private var bar: Bar?

  init(_ file: FileBytes, _ linkType: LinkType, limit: Int, _ share: ConversationShare, _ capacity: Capacity) {
    self.file = file
    conversations = UneventfulConversations(linkType, share: share, capacity: capacity)
    self.limit = limit
  }

  /// Lends a packet once more.
  private mutating func read(
    _ packet: UneventfulConversations.Packet, _ body: (_ packet: Packet, _ frame: Int) -> Void
  ) {
    let linkType = conversations.linkType
    let isThere: Void? = file.withBytes(at: packet.offset, count: packet.count, &buffer) { bytes in
      body(
        Packet(timestamp: packet.time, originalLength: packet.originalLength, linkType: linkType, bytes: bytes),
        packet.frame)
    }
    if isThere == nil { hasFailed = true }
  }

  /// Lends the packets of conversations in which something has happened.
  mutating func takeTurned(_ body: (_ packet: Packet, _ frame: Int) -> Void) {
    var conversations = conversations
    self.conversations = UneventfulConversations(conversations.linkType)
    conversations.takeTurned { read($0, body) }
    self.conversations = conversations
  }

  /// Keeps one that is over, if it is or may have to be told; else `count` is to count it.
  mutating func add(_ candidate: Candidate, _ count: (UneventfulConversations.Total) -> Void) {
    let total = candidate.total
    guard total.isSettled else { return unsettled.append(candidate) }
    if let bar, !bar.isReached(by: candidate) {
      conversations.forget(total)
      return count(total)
    }
    candidates.append(candidate)
    if candidates.count >= 2 * (limit + RecordCollector.examples) { trim(count) }
  }

  private mutating func trim(_ count: (UneventfulConversations.Total) -> Void) {
    let bar = Bar(candidates, limit: limit)
    trim(to: bar, count)
    self.bar = bar
  }

  private mutating func trim(to bar: Bar, _ count: (UneventfulConversations.Total) -> Void) {
    let reached = candidates.partition { bar.isReached(by: $0) }
    for candidate in candidates[..<reached] {
      conversations.forget(candidate.total)
      count(candidate.total)
    }
    candidates.removeFirst(reached)
  }

  /// Gives those in which something is missing, each once.
  mutating func takeUnsettled() -> [Candidate] {
    defer { unsettled = [] }
    return unsettled
  }

  /// Gives those that reach the bar of all engines. `count` is to count the others.
  mutating func takeCandidates(over bar: Bar, _ count: (UneventfulConversations.Total) -> Void) -> [Candidate] {
    trim(to: bar, count)
    defer { candidates = [] }
    return candidates
  }

  /// Lends the packets of one, and forgets them.
  mutating func take(_ candidate: Candidate, _ body: (_ packet: Packet, _ frame: Int) -> Void) {
    var conversations = conversations
    self.conversations = UneventfulConversations(conversations.linkType)
    conversations.take(candidate.total) { read($0, body) }
    self.conversations = conversations
  }
}

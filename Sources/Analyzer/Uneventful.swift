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

  var conversations: UneventfulConversations
  private let file: FileBytes
  private var buffer: [UInt8] = []
  /// Packets that should have been looked at are not there any more.
  private(set) var hasFailed = false
  private var candidates: [Candidate] = []
  /// Those in which something has not happened that should have.
  private var unsettled: [Candidate] = []
  /// What a summary keeps.
  private let limit: Int
  /// The last of the candidates when there were enough of them, and the last of those that come early.
  private var least: (last: Candidate, lastEarly: Int)?

  init(_ file: FileBytes, _ linkType: LinkType, limit: Int) {
    self.file = file
    conversations = UneventfulConversations(linkType)
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
    if let least, least.last < candidate, total.replies == 0 || total.firstFrame > least.lastEarly {
      conversations.forget(total)
      return count(total)
    }
    candidates.append(candidate)
    if candidates.count >= 2 * (limit + RecordCollector.examples) { trim(count) }
  }

  private mutating func trim(_ count: (UneventfulConversations.Total) -> Void) {
    candidates.sort()
    let early = candidates.filter { $0.total.replies > 0 }.map(\.total.firstFrame).sorted()
      .prefix(RecordCollector.examples)
    let lastEarly = early.count < RecordCollector.examples ? .max : early.last ?? .max
    if limit > 0, candidates.count >= limit { least = (candidates[limit - 1], lastEarly) }
    var kept: [Candidate] = []
    for (place, candidate) in candidates.enumerated() {
      if place < limit || (candidate.total.replies > 0 && candidate.total.firstFrame <= lastEarly) {
        kept.append(candidate)
      } else {
        conversations.forget(candidate.total)
        count(candidate.total)
      }
    }
    candidates = kept
  }

  /// Gives those in which something is missing, each once.
  mutating func takeUnsettled() -> [Candidate] {
    defer { unsettled = [] }
    return unsettled
  }

  /// Gives those that may have to be told in the end. `count` is to count the others.
  mutating func takeCandidates(_ count: (UneventfulConversations.Total) -> Void) -> [Candidate] {
    trim(count)
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

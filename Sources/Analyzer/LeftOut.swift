public import Conversations

/// What is known of conversations that a summary has no record of: counts, and where to look.
public struct LeftOut: Hashable, Sendable, Codable {
  /// Traffic that hosts make by themselves.
  public struct Background: Hashable, Sendable, Codable {
    public var conversations = 0
    public var packets = 0
    public var bytes = 0
    public var firstFrame = Int.max

    public init() {}
  }

  /// Findings of one code.
  public struct Findings: Hashable, Sendable, Codable {
    /// How many there are: one a conversation.
    public var number = 0
    /// What they count, together.
    var count = 0
    /// The first frame of each, with that of its conversation: the first sixteen by this.
    var firsts = Earliest()
  }

  /// Background apart.
  public private(set) var conversations = 0
  /// Those of them that return what they are sent.
  public private(set) var echoes = 0
  public private(set) var background: [BackgroundProtocol: Background] = [:]
  public private(set) var findings: [Finding.Code: Findings] = [:]
  /// TCP connections with payload of which both sides are there.
  private(set) var withBothSides = 0
  /// Segments with ACK, those of unseen bytes, and packets that are there twice: what the capture is judged by.
  private(set) var acknowledgments = 0
  private(set) var unseen = Numbered()
  private(set) var copies = Numbered()
  private(set) var clockSteps: [ClockStep] = []

  /// The first frames that show something, and how many there are.
  struct Numbered: Hashable, Sendable, Codable {
    var total = 0
    var frames = Earliest()

    mutating func add(_ evidence: Evidence) {
      total += evidence.total
      for frame in evidence.frames { frames.add(frame, of: frame) }
    }

    mutating func add(_ other: Numbered) {
      total += other.total
      frames.add(other.frames)
    }
  }

  /// Steps of the capture's clock that are kept: each conversation that goes on over one tells of it.
  private static var stepLimit: Int { 1_024 }

  public init() {}

  /// Background included.
  public var conversationsTotal: Int { background.values.reduce(conversations) { $0 + $1.conversations } }

  public var isEmpty: Bool { conversations == 0 && background.isEmpty }

  /// Counts a conversation in.
  mutating func add(_ record: borrowing ConversationRecord, _ found: [Finding]) {
    if let kind = record.background {
      var traffic = background[kind] ?? Background()
      traffic.conversations += 1
      traffic.packets += record.packets
      traffic.bytes += record.bytes
      traffic.firstFrame = min(traffic.firstFrame, record.first.frame)
      background[kind] = traffic
    } else {
      conversations += 1
      if record.isEcho { echoes += 1 }
    }
    for finding in found {
      findings[finding.code, default: Findings()].number += 1
      findings[finding.code]?.count += finding.count
      if let frame = finding.frames.first { findings[finding.code]?.firsts.add(frame, of: record.first.frame) }
    }
    if record.hasBothSides { withBothSides += 1 }
    if record.isCapturedTwice, !record.copies.isEmpty { copies.add(record.copies) }
    if let events = record.events, record.toResponder.packets > 0, record.toOriginator.packets > 0 {
      acknowledgments += events.acknowledgments
      unseen.add(events.unseenAcknowledged)
    }
    if let steps = record.events?.clockSteps, !steps.isEmpty { add(steps) }
  }

  /// The same of one of which nothing more is known.
  mutating func add(_ total: UneventfulConversations.Total) {
    conversations += 1
    if total.replies > 0 { echoes += 1 }
    guard total.isTCP else { return }
    if total.replies > 0 { withBothSides += 1 }
    acknowledgments += total.acknowledgments
  }

  private mutating func add(_ steps: [ClockStep]) {
    // In order, so that they do not tell which conversation was looked at first.
    for step in steps {
      let place = clockSteps.lastIndex { ($0.frame, $0.after) <= (step.frame, step.after) }.map { $0 + 1 } ?? 0
      clockSteps.insert(step, at: place)
    }
    if clockSteps.count > Self.stepLimit { clockSteps.removeLast(clockSteps.count - Self.stepLimit) }
  }

  /// Counts in what another engine left out.
  mutating func add(_ other: LeftOut) {
    conversations += other.conversations
    echoes += other.echoes
    background.merge(other.background) { own, others in
      var all = own
      all.conversations += others.conversations
      all.packets += others.packets
      all.bytes += others.bytes
      all.firstFrame = min(all.firstFrame, others.firstFrame)
      return all
    }
    findings.merge(other.findings) { own, others in
      var all = own
      all.number += others.number
      all.count += others.count
      all.firsts.add(others.firsts)
      return all
    }
    withBothSides += other.withBothSides
    acknowledgments += other.acknowledgments
    unseen.add(other.unseen)
    copies.add(other.copies)
    add(other.clockSteps)
  }
}

/// The sixteen frames that come first by an order of their own.
struct Earliest: Hashable, Sendable, Codable {
  private struct Entry: Hashable, Codable, Comparable {
    let order: Int
    let frame: Int

    static func < (left: Entry, right: Entry) -> Bool { (left.order, left.frame) < (right.order, right.frame) }
  }

  private var entries: [Entry] = []

  mutating func add(_ frame: Int, of order: Int) { insert(Entry(order: order, frame: frame)) }

  mutating func add(_ other: Earliest) { other.entries.forEach { insert($0) } }

  private mutating func insert(_ entry: Entry) {
    if entries.count == Evidence.limit {
      guard let last = entries.last, entry < last else { return }
      entries.removeLast()
    }
    entries.insert(entry, at: entries.firstIndex { entry < $0 } ?? entries.count)
  }

  var frames: [Int] { entries.map(\.frame) }
}

extension ConversationRecord {
  /// It returns what it is sent.
  public var isEcho: Bool { echo.isEcho == true && echo.replies > 0 }

  /// TCP with payload, and packets of both sides.
  var hasBothSides: Bool {
    `protocol` == .tcp && payloadBytes > 0 && toResponder.packets > 0 && toOriginator.packets > 0
  }
}

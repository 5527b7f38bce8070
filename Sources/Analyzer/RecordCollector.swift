import Conversations

/// The conversations that a summary keeps: all, or of very many the largest and those that show something first.
struct RecordCollector: Sendable {
  private struct Kept {
    var record: ConversationRecord
    let findings: [Finding]
    let bytes: Int

    init(_ record: ConversationRecord, _ findings: [Finding]) {
      (self.record, self.findings) = (record, findings)
      bytes = record.heldBytes + findings.count * (MemoryLayout<Finding>.stride + 128)
    }
  }

  /// Room for detail that a conversation had, of which no record is kept.
  struct Dropped {
    let key: ConversationKey
    let details: Int
    let pairs: Int

    /// Nil where it had none.
    init?(_ record: borrowing ConversationRecord) {
      (details, pairs) = (record.data.count + record.exchanges.count, record.echo.pairs.count)
      guard details + pairs > 0 else { return nil }
      key = ConversationKey(record.protocol, record.originator, record.responder)
    }
  }

  private var kept: [Kept] = []
  private var keptBytes = 0
  private var dropped: [Dropped] = []
  private(set) var leftOut = LeftOut()
  /// The largest that are kept, echoes before all others.
  private let limit: Int
  /// What they may take of memory.
  private let byteLimit: Int

  /// The least of the largest when there were enough of them: what is smaller, and shows nothing, need not be kept.
  private var least: Rank?
  /// Where the last of the first echoes begins.
  private var lastExample = Int.max
  /// Where the last of the first that show each kind of finding begins, of which there are enough.
  private var lastExamples: [Kind: Int] = [:]

  /// How many there are when it is time to let go again, and how many bytes.
  private var trimCount: Int
  private var trimBytes: Int

  /// Conversations kept for each kind of finding, by the severity that it has there, and of echoes: as many as there are
  /// frames in any evidence.
  static var examples: Int { Evidence.limit }

  /// Somebody asks what room became free.
  private let countsDropped: Bool

  /// The order in which conversations are kept: echoes first, and the largest of them.
  private struct Rank: Comparable {
    let isEcho: Bool
    let bytes: Int
    let firstFrame: Int

    init(_ record: borrowing ConversationRecord) {
      (isEcho, bytes, firstFrame) = (record.isEcho, record.bytes, record.first.frame)
    }

    static func < (left: Rank, right: Rank) -> Bool {
      (left.isEcho ? 0 : 1, right.bytes, left.firstFrame) < (right.isEcho ? 0 : 1, left.bytes, right.firstFrame)
    }
  }

  /// `limit` is how many of the largest are kept; nil for as many as there is room for.
  init(limit: Int?, capacity: Capacity = Capacity(), countsDropped: Bool = false) {
    self.limit = min(limit ?? .max, capacity.records)
    self.countsDropped = countsDropped
    byteLimit = capacity.recordBytes
    trimCount = self.limit + min(self.limit, capacity.records / 2) + 256
    trimBytes = byteLimit + byteLimit / 2
  }

  mutating func add(_ record: ConversationRecord) {
    let findings = Finding.about(record)
    if let least, isLess(record, findings, than: least) { return leaveOut(record, findings) }
    kept.append(Kept(record, findings))
    keptBytes += kept[kept.count - 1].bytes
    if kept.count >= trimCount || keptBytes >= trimBytes { trim() }
  }

  private mutating func leaveOut(_ record: borrowing ConversationRecord, _ findings: [Finding]) {
    leftOut.add(record, findings)
    if countsDropped, let room = Dropped(record) { dropped.append(room) }
  }

  /// What became free since it was asked last.
  mutating func takeDropped() -> [Dropped] {
    guard !dropped.isEmpty else { return [] }
    defer { dropped = [] }
    return dropped
  }

  /// Neither large nor among the first that show something.
  private func isLess(_ record: borrowing ConversationRecord, _ findings: [Finding], than least: Rank) -> Bool {
    for finding in findings where record.first.frame <= lastExamples[Kind(finding)] ?? .max { return false }
    if record.background != nil { return true }
    guard least < Rank(record) else { return false }
    return !record.isEcho || record.first.frame > lastExample
  }

  /// Counts a conversation that shows nothing, and is none of the largest.
  mutating func count(_ total: UneventfulConversations.Total) { leftOut.add(total) }

  /// Adds what another engine collected.
  mutating func add(_ other: RecordCollector) {
    kept += other.kept
    keptBytes += other.keptBytes
    leftOut.add(other.leftOut)
  }

  /// Lets go what need not be kept.
  private mutating func trim() {
    guard kept.count > limit || keptBytes > byteLimit else { return }
    var isKept = [Bool](repeating: false, count: kept.count)
    var bytes = 0
    func keep(_ place: Int) -> Bool {
      guard !isKept[place] else { return true }
      guard bytes + kept[place].bytes <= byteLimit else { return false }
      bytes += kept[place].bytes
      isKept[place] = true
      return true
    }
    let order = kept.indices.sorted { kept[$0].record.first.frame < kept[$1].record.first.frame }
    var shown: [Kind: Int] = [:]
    var echoes = 0
    lastExample = .max
    for place in order {
      let frame = kept[place].record.first.frame
      for finding in kept[place].findings {
        let kind = Kind(finding)
        guard shown[kind, default: 0] < Self.examples, keep(place) else { continue }
        shown[kind, default: 0] += 1
        if shown[kind] == Self.examples { lastExamples[kind] = frame }
      }
      guard kept[place].record.background == nil, kept[place].record.isEcho, echoes < Self.examples, keep(place) else {
        continue
      }
      echoes += 1
      lastExample = frame
    }
    if echoes < Self.examples { lastExample = .max }
    let ranks = kept.map { Rank($0.record) }
    let largest = order.filter { kept[$0].record.background == nil }.sorted { ranks[$0] < ranks[$1] }.prefix(limit)
    least = nil
    for (number, place) in largest.enumerated() {
      guard keep(place) else {
        least = number > 0 ? ranks[largest[number - 1]] : nil
        break
      }
      if number == limit - 1 { least = ranks[place] }
    }
    var count = 0
    for place in kept.indices {
      if isKept[place] {
        kept.swapAt(count, place)
        count += 1
      } else {
        leaveOut(kept[place].record, kept[place].findings)
      }
    }
    kept.removeLast(kept.count - count)
    keptBytes = bytes
    // Where very much has to be kept, the work of letting go stays in proportion.
    trimCount = max(trimCount, count + count / 2)
  }

  private struct Kind: Hashable {
    let code: Finding.Code
    let severity: Finding.Severity

    init(_ finding: Finding) { (code, severity) = (finding.code, finding.severity) }
  }

  /// Gives the conversations their numbers among those of all engines.
  mutating func renumber(_ numbers: Openings.Numbers) {
    for place in kept.indices { kept[place].record.renumber(numbers) }
  }

  /// What is kept in the end, in order, with what was found about each.
  mutating func take() -> (records: [ConversationRecord], findings: [Finding]) {
    trim()
    kept.sort { $0.record.index < $1.record.index }
    defer { (kept, keptBytes) = ([], 0) }
    return (
      kept.map(\.record),
      kept.flatMap { each in
        each.findings.map { finding in
          var finding = finding
          finding.conversation = each.record.index
          return finding
        }
      }
    )
  }
}

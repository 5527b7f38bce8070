import Conversations

/// The conversations that a summary keeps: all, or of very many the largest and those that show something first.
struct RecordCollector: Sendable {
  private struct Kept {
    var record: ConversationRecord
    let findings: [Finding]
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
  private var dropped: [Dropped] = []
  private(set) var leftOut = LeftOut()
  /// The largest that are kept, echoes before all others; nil for all.
  private let limit: Int?

  /// The least of the largest when there were enough of them: what is smaller, and shows nothing, need not be kept.
  private var least: (isEcho: Bool, bytes: Int)?
  /// Where the last of the first echoes begins.
  private var lastExample = Int.max

  /// How many there are when it is time to let go again.
  private var trimCount: Int

  /// Conversations kept for each kind of finding, by the severity that it has there, and of echoes: as many as there are
  /// frames in any evidence.
  static var examples: Int { Evidence.limit }

  /// Somebody asks what room became free.
  private let countsDropped: Bool

  init(limit: Int?, countsDropped: Bool = false) {
    self.limit = limit
    self.countsDropped = countsDropped
    trimCount = 4 * (limit ?? 0) + 256
  }

  mutating func add(_ record: ConversationRecord) {
    let findings = Finding.about(record)
    if let least, findings.isEmpty, isLess(record, than: least) { return leaveOut(record, findings) }
    kept.append(Kept(record: record, findings: findings))
    if let limit, kept.count >= trimCount { trim(to: limit) }
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

  private func isLess(_ record: borrowing ConversationRecord, than least: (isEcho: Bool, bytes: Int)) -> Bool {
    if record.background != nil { return true }
    guard record.isEcho else { return least.isEcho || record.bytes < least.bytes }
    return least.isEcho && record.bytes < least.bytes && record.first.frame > lastExample
  }

  /// Counts a conversation that shows nothing, and is none of the largest.
  mutating func count(_ total: UneventfulConversations.Total) { leftOut.add(total) }

  /// Adds what another engine collected.
  mutating func add(_ other: RecordCollector) {
    kept += other.kept
    leftOut.add(other.leftOut)
  }

  /// Lets go what need not be kept.
  private mutating func trim(to limit: Int) {
    guard kept.count > limit else { return }
    var isKept = [Bool](repeating: false, count: kept.count)
    let order = kept.indices.sorted { kept[$0].record.first.frame < kept[$1].record.first.frame }
    var shown: [Kind: Int] = [:]
    var echoes = 0
    lastExample = .max
    for place in order {
      for finding in kept[place].findings {
        let kind = Kind(code: finding.code, severity: finding.severity)
        guard shown[kind, default: 0] < Self.examples else { continue }
        shown[kind, default: 0] += 1
        isKept[place] = true
      }
      guard kept[place].record.background == nil, kept[place].record.isEcho, echoes < Self.examples else { continue }
      echoes += 1
      isKept[place] = true
      lastExample = kept[place].record.first.frame
    }
    let told = order.filter { kept[$0].record.background == nil }
    let (first, others) = (told.filter { kept[$0].record.isEcho }, told.filter { !kept[$0].record.isEcho })
    let largest = [first, others].flatMap { group in
      group.sorted {
        (kept[$1].record.bytes, kept[$0].record.first.frame) < (kept[$0].record.bytes, kept[$1].record.first.frame)
      }
    }
    if echoes < Self.examples { lastExample = .max }
    for place in largest.prefix(limit) { isKept[place] = true }
    if limit > 0, largest.count >= limit {
      let last = largest[limit - 1]
      least = (kept[last].record.isEcho, kept[last].record.bytes)
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
    // Where very much has to be kept, the work of letting go stays in proportion.
    trimCount = max(trimCount, 2 * count)
  }

  private struct Kind: Hashable {
    let code: Finding.Code
    let severity: Finding.Severity
  }

  /// Gives the conversations their numbers among those of all engines.
  mutating func renumber(_ numbers: Openings.Numbers) {
    for place in kept.indices { kept[place].record.renumber(numbers) }
  }

  /// What is kept in the end, in order, with what was found about each.
  mutating func take() -> (records: [ConversationRecord], findings: [Finding]) {
    if let limit { trim(to: limit) }
    kept.sort { $0.record.index < $1.record.index }
    defer { kept = [] }
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

import Analyzer
import Conversations
import Wire

/// Two vantage points as a document: clocks, the way between, and each conversation.
struct VantageStory {
  let phrases: any VantagePhrases
  let numbers: NumberText
  let captures: [CaptureRecord]

  /// Conversations that are told one by one.
  private static var conversationLimit: Int { 12 }
  private static var indent: Int { 4 }

  func write(_ comparison: VantageComparison, on page: inout Document) {
    page.heading(comparison.isOneCapture ? phrases.titleOfOneRecording : phrases.title, level: 1)
    let names = captures.map { Comparison.name(of: $0.path) }
    page.add(
      .fields(
        zip(CapturePoint.allCases, zip(names, comparison.captures)).map { point, capture in
          Document.Field(
            name: point.letter,
            value: ([capture.0, phrases.capture(capture.1), begin(of: capture.1, at: point)]).joined(separator: ", "))
        }))
    for (point, capture) in zip(CapturePoint.allCases, comparison.captures) where capture.isFull {
      page.paragraph(phrases.full(point), .error)
    }
    // One recording has one clock, and no way.
    if !comparison.isOneCapture {
      writeClocks(comparison, on: &page)
      writeWay(comparison, on: &page)
    }
    for record in comparison.conversations.prefix(Self.conversationLimit) {
      page.blank()
      write(record, of: comparison, on: &page)
    }
    if comparison.conversations.count > Self.conversationLimit {
      page.blank()
      page.paragraph(phrases.told(Self.conversationLimit, of: comparison.conversations.count))
    }
    writeAlone(comparison, on: &page)
  }

  private func begin(of capture: VantageComparison.Capture, at point: CapturePoint) -> String {
    guard let first = capture.first else { return "–" }
    return numbers.utc(first, digits: digits(at: point))
  }

  private func digits(at point: CapturePoint) -> Int {
    let place = point == .first ? 0 : 1
    return place < captures.count ? captures[place].timestampDigits : 9
  }

  private func writeClocks(_ comparison: VantageComparison, on page: inout Document) {
    page.blank()
    page.heading(phrases.label(.clocks), level: 2)
    for sentence in phrases.clock(comparison.clock) { page.paragraph(indent: 2, sentence) }
  }

  private func writeWay(_ comparison: VantageComparison, on page: inout Document) {
    guard !comparison.isEmpty else { return }
    page.blank()
    page.heading(phrases.label(.way), level: 2)
    var table = columns()
    add(.outward, comparison.outward, to: &table)
    add(.back, comparison.back, to: &table)
    add(.roundTrip, comparison.roundTrip, to: &table)
    add(.outwardAsRecorded, comparison.outwardAsRecorded, to: &table)
    add(.backAsRecorded, comparison.backAsRecorded, to: &table)
    if !table.rows.isEmpty { page.table(table, indent: 2) }
    page.paragraph(indent: 2, phrases.assumption(comparison.clock, room: comparison.roundTrip?.minimum.nanoseconds))
    if comparison.roundTrip != nil { page.paragraph(indent: 2, phrases.roundTripRemark()) }
    if comparison.outwardAsRecorded != nil { page.paragraph(indent: 2, phrases.asRecorded()) }
    if comparison.conversations.count > 1 {
      page.blank()
      page.heading(phrases.label(.allConversations), level: 3)
      var counts = countColumns()
      for point in CapturePoint.allCases {
        let ways = comparison.conversations.flatMap(\.ways).filter { $0.passesFirst == point }
        if !ways.isEmpty { add(phrases.label(point == .first ? .outward : .back), ways, to: &counts) }
      }
      let undecided = comparison.conversations.flatMap(\.ways).filter { $0.passesFirst == nil && $0.packets.first > 0 }
      if !undecided.isEmpty { add("?", undecided, to: &counts) }
      page.table(counts, indent: 2)
    }
  }

  private func columns() -> TextTable {
    TextTable([
      ("", .left), (phrases.label(.count), .right), (phrases.label(.minimum), .right), (phrases.label(.median), .right),
      (phrases.label(.percentile99), .right), (phrases.label(.maximum), .right),
    ])
  }

  private func add(_ label: VantageLabel, _ summary: DelaySummary?, to table: inout TextTable) {
    guard let summary else { return }
    // Of one sample nothing else is worth telling.
    let samples =
      [summary.minimum] + (summary.count == 1 ? [] : [summary.median, summary.percentile99, summary.maximum])
    let rest = Array(repeating: "", count: 4 - samples.count)
    table.add([phrases.label(label), "\(summary.count)"] + samples.map { numbers.offset($0.nanoseconds) } + rest)
    let frames = samples.map { sample in
      [sample.earlier, sample.frames].compactMap { pair in pair.map { "\($0.first)/\($0.second)" } }
        .joined(separator: ", ")
    }
    table.add(["  " + phrases.label(.framesOfBoth), ""] + frames + rest)
  }

  private func write(_ record: MatchedRecord, of comparison: VantageComparison, on page: inout Document) {
    page.heading(phrases.title(of: record), level: 2)
    if record.isTranslated {
      page.paragraph(indent: 2, comparison.isOneCapture ? phrases.renamed(record) : phrases.translated(record))
    }
    page.section(phrases.label(.found), phrases.evidence(record.evidence))
    if !comparison.isOneCapture { page.section(phrases.label(.order), phrases.order(record.order)) }
    if record.ambiguous > 0 { page.remark(phrases.ambiguous(record.ambiguous)) }
    page.section(phrases.label(.packets), "")
    writeCounts(record, on: &page)
    for way in record.ways { writeTroubles(way, on: &page) }
    let isTold = comparison.conversations.count == 1 && comparison.clock.offset(at: comparison.clock.reference) != nil
    if !isTold, !comparison.isOneCapture {
      var table = columns()
      for way in record.ways {
        let isOutward = way.passesFirst.map { $0 == .first }
        if let delays = way.delays, let isOutward {
          add(isOutward ? .outward : .back, delays, to: &table)
        } else {
          add(isOutward == false ? .backDifference : .outwardDifference, way.differences, to: &table)
        }
      }
      add(.roundTrip, record.roundTrip, to: &table)
      if !table.rows.isEmpty {
        page.section(phrases.label(.times), "")
        page.table(table, indent: Self.indent)
      }
      for way in record.ways where way.delays == nil {
        if let differences = way.differences, differences.minimum.nanoseconds < 0 {
          page.remark(phrases.negativeDifferences(differences))
        }
      }
    }
    page.section(phrases.label(.changes), record.changes.isEmpty ? phrases.unchanged() : "")
    if !record.changes.isEmpty {
      page.add(
        .list(
          record.changes.map { change in
            let way = change.sender == .originator ? record.toResponder : record.toOriginator
            return phrases.change(change, change.effect(passesFirst: comparison.isOneCapture ? nil : way.passesFirst))
          }))
    }
    if record.cutPayloads > 0 { page.remark(phrases.payloadsCut(record.cutPayloads)) }
    writeRows(record, of: comparison, on: &page)
  }

  private func writeCounts(_ record: MatchedRecord, on page: inout Document) {
    var table = countColumns()
    for way in record.ways where way.packets.first + way.packets.second > 0 {
      add(arrow(way.sender), [way], to: &table)
    }
    page.table(table, indent: Self.indent)
  }

  private func countColumns() -> TextTable {
    TextTable([
      ("", .left), (phrases.label(.sentAtA), .right), (phrases.label(.sentAtB), .right),
      (phrases.label(.inBoth), .right), (phrases.label(.lost), .right), (phrases.label(.notCaptured), .right),
      (phrases.label(.otherFates), .right),
    ])
  }

  /// What several ways have together, all of which are passed in one order.
  private func add(_ name: String, _ ways: [VantageWay], to table: inout TextTable) {
    func sum(_ number: (VantageWay) -> Int) -> Int { ways.reduce(0) { $0 + number($1) } }
    let lost = sum { $0.total(.lost) }, missed = sum { $0.total(.notCaptured) }
    let others = PacketFate.allCases.filter { $0 != .lost && $0 != .notCaptured }
    let isKnown = ways.allSatisfy { $0.passesFirst != nil }
    table.add(
      [
        name, "\(sum { $0.packets.first })", "\(sum { $0.packets.second })", "\(sum { $0.matched })",
        isKnown ? "\(lost)" : "–", isKnown ? "\(missed)" : "–",
        "\(sum { way in others.reduce(0) { $0 + way.total($1) } })",
      ], marking: lost > 0 ? [4: .error] : [:])
  }

  private func writeTroubles(_ way: VantageWay, on page: inout Document) {
    for fate in PacketFate.allCases {
      for point in CapturePoint.allCases {
        let evidence = way.evidence(fate, at: point)
        if !evidence.isEmpty {
          page.remark(arrow(way.sender) + " " + phrases.fate(fate, way, at: point, evidence))
        }
      }
    }
    if way.overtakenTotal > 0 { page.remark(arrow(way.sender) + " " + phrases.overtaken(way)) }
    if way.regrouped.first > 0 { page.remark(arrow(way.sender) + " " + phrases.regrouped(way)) }
  }

  private func arrow(_ side: Side) -> String { side == .originator ? "→" : "←" }

  private func writeRows(_ record: MatchedRecord, of comparison: VantageComparison, on page: inout Document) {
    guard let rows = record.rows, !rows.isEmpty else { return }
    var table = TextTable([
      (phrases.label(.frameA), .right), (phrases.label(.frameB), .right), ("", .left),
      (phrases.label(.flags), .left), (phrases.label(.sequence), .right), (phrases.label(.bytes), .right),
      (phrases.label(.timeA), .right), (phrases.label(.timeB), .right), (phrases.label(.delay), .left),
    ])
    func time(_ moment: FrameMoment?, _ point: CapturePoint) -> String {
      let capture = comparison.captures[point == .first ? 0 : 1]
      guard let moment, let first = capture.first else { return "–" }
      return numbers.seconds(moment.time.nanoseconds(since: first), digits: digits(at: point))
    }
    for row in rows {
      let end: String
      if let fate = row.fate {
        end = phrases.fate(fate, at: row.first == nil ? .second : .first)
      } else {
        end = row.isRegrouped ? phrases.regroupedCell : row.delay.map { numbers.duration($0) } ?? "–"
      }
      table.add(
        [
          row.first.map { "\($0.frame)" } ?? "–", row.second.map { "\($0.frame)" } ?? "–", arrow(row.sender),
          row.label.flags?.names(separator: " ") ?? "", row.label.sequence.map { "\($0)" } ?? "",
          "\(row.label.payloadLength)", time(row.first, .first), time(row.second, .second), end,
        ], row.fate == .lost ? .error : nil)
    }
    if record.rowTotal > rows.count {
      table.add(note: phrases.rowsLeftOut(record.rowTotal - rows.count))
    }
    page.table(table, indent: Self.indent)
    page.remark(phrases.timesRemark())
  }

  private func writeAlone(_ comparison: VantageComparison, on page: inout Document) {
    guard comparison.captures.contains(where: { $0.aloneTotal > 0 }) else { return }
    page.blank()
    page.heading(phrases.label(.alone), level: 2)
    var items: [String] = []
    for (point, capture) in zip(CapturePoint.allCases, comparison.captures) {
      items += capture.alone.map { phrases.alone($0, in: point) }
      if capture.aloneTotal > capture.alone.count {
        items.append(phrases.moreAlone(capture.aloneTotal - capture.alone.count, in: point))
      }
    }
    page.add(.list(items))
    if !comparison.isOneCapture { page.paragraph(indent: 2, phrases.aloneRemark()) }
  }
}

import Analyzer
import Conversations
import Wire

// 4. What was done, and what came of it.
extension LabStory {
  /// Packets, messages and segments that a table shows.
  static var rowLimit: Int { 60 }

  func writeResults(on page: inout Document) {
    page.heading(text(.results), level: 2)
    if traces.isEmpty { page.paragraph(text(.noConversation)) }
    for (name, count) in comparison.leftOut { page.paragraph(comparisonPhrases.leftOut(count, of: name)) }
    for (place, column) in traces.enumerated() {
      page.heading("4.\(place + 1) \(name(of: column))", level: 3)
      write(column, on: &page)
    }
    placeholder(.ownAnalysis, on: &page)
  }

  private func write(_ column: Comparison.Trace, on page: inout Document) {
    let record = column.trace.record, story = story(of: record)
    let verdict = Verdict(record, captureEnd: summary.captures[record.capture].lastTime)
    page.paragraph(story.qualified(phrases.verdict(verdict, of: record), .verdict(verdict), of: record))
    page.section(phrases.label(.echo), phrases.echo(record, []))
    writeOthers(beside: record, on: &page)
    page.heading(text(.console), level: 4)
    placeholder(.ownConsole, on: &page)
    if let timeline = summary.socketTimelines.first(where: { $0.conversation == record.index }) {
      page.heading(text(.socketCalls), level: 4)
      SocketTable(
        phrases: phrases, wantsAllDetails: false, start: summary.captures[record.capture].firstTime, logs: summary.logs
      ).write(timeline, on: &page)
    }
    page.heading(text(.packetList), level: 4)
    writePackets(of: record, on: &page)
    page.remark(text(.times))
    page.heading(text(.ladder), level: 4)
    if let figure = ladder(of: column) { page.add(.figure(figure)) }
    writeMessages(of: record, story, on: &page)
  }

  /// Other conversations of the same capture, such as a refused attempt: a sentence each.
  private func writeOthers(beside record: ConversationRecord, on page: inout Document) {
    let chosen = Set(traces.map(\.trace.record.index))
    let others = summary.conversations.filter {
      $0.capture == record.capture && $0.background == nil && !chosen.contains($0.index)
    }
    guard !others.isEmpty,
      traces.first(where: { $0.trace.record.capture == record.capture })?.trace.record.index == record.index
    else { return }
    page.paragraph(text(.otherConversations) + ":")
    page.add(
      .list(
        others.prefix(8).map { other in
          let verdict = Verdict(other, captureEnd: summary.captures[other.capture].lastTime)
          return "\(phrases.title(of: other)): \(phrases.verdict(verdict, of: other))"
        } + (others.count > 8 ? [words.rows(8, of: others.count)] : [])))
  }

  private func writePackets(of record: ConversationRecord, on page: inout Document) {
    let lines = listing.lines[record.index] ?? []
    var table = TextTable([
      (text(.number), .right), (text(.time), .right), (text(.source), .left), (text(.destination), .left),
      (text(.protocolName), .left), (text(.length), .right), (text(.info), .left),
    ])
    let digits = summary.captures[record.capture].timestampDigits
    addRows(lines, total: record.packets + record.icmpErrorTotal, to: &table) { line in
      [
        "\(line.frame)", NumberText.plain.seconds(line.sinceFirst, digits: digits), line.source, line.destination,
        line.protocolName, "\(line.length)", line.info,
      ]
    }
    page.table(table, indent: 2)
  }

  /// A row for each item, or for the first and last of many.
  func addRows<Item>(_ items: [Item], total: Int, to table: inout TextTable, _ cells: (Item) -> [String]) {
    let isShort = items.count <= Self.rowLimit && total <= items.count
    let first = isShort ? items[...] : items.prefix(Self.rowLimit - 10)
    for item in first { table.add(cells(item)) }
    guard !isShort else { return }
    let last = items.count == total ? items.suffix(min(10, items.count - first.count)) : []
    table.add(note: words.rows(first.count + last.count, of: total))
    for item in last { table.add(cells(item)) }
  }

  private func writeMessages(of record: ConversationRecord, _ story: ConversationStory, on page: inout Document) {
    page.heading(text(.messages), level: 4)
    guard record.protocol == .tcp else { return story.writeExchanges(record, on: &page) }
    let requests = record.data.filter { $0.from == .originator && $0.newBytes > 0 }
    guard !requests.isEmpty else { return page.paragraph(text(.notSeen)) }
    let echoes = Dictionary(record.echo.pairs.map { ($0.request, $0) }) { first, _ in first }
    var table = TextTable([
      (phrases.label(.request), .right), (text(.time), .right), (text(.bytes), .right), (phrases.label(.reply), .right),
      (text(.roundTrip), .right), (text(.message), .left),
    ])
    addRows(requests, total: max(record.echo.requests, requests.count), to: &table) { request in
      let pair = echoes[request.frame]
      return [
        "\(request.frame)", story.seconds(request.time), "\(request.length)", pair.map { "\($0.reply)" } ?? "–",
        pair.map { $0.nanoseconds.map { phrases.numbers.duration($0) } ?? phrases.label(.unknown) } ?? "–",
        EscapedText(request.preview, isWhole: request.preview.count >= request.length, limit: 60).quoted,
      ]
    }
    page.table(table, indent: 2)
  }
}

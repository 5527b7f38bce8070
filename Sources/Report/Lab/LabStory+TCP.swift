import Analyzer
import Conversations
import Wire

// 5. What the packets tell of TCP.
extension LabStory {
  func writeTCP(on page: inout Document) {
    page.heading(text(.tcpAnalysis), level: 2)
    guard !tcpTraces.isEmpty else { return page.paragraph(text(.noTCP)) }
    writeEach(tcpTraces, part: 5, on: &page) { writeTCP($0, on: &$1) }
  }

  private func writeTCP(_ column: Comparison.Trace, on page: inout Document) {
    let trace = column.trace, record = trace.record, story = story(of: record)
    page.heading(text(.handshake), level: 4)
    story.writeHandshake(record, on: &page)
    page.heading(text(.segments), level: 4)
    writeSegments(of: record, story, on: &page)
    writeArithmetic(record, on: &page)
    if record.dataTotal > 0 {
      page.heading(text(.roundTrips), level: 4)
      story.writeRoundTrips(record, on: &page)
      for side in [Side.originator, .responder] where story.isTimed(side, record) {
        story.writeEstimates(of: side, record, on: &page)
      }
    }
    page.heading(text(.acknowledgments), level: 4)
    page.paragraph(comparisonPhrases.acknowledgments(trace))
    writeCoverage(record, on: &page)
    page.heading(text(.flow), level: 4)
    page.paragraph(comparisonPhrases.windows(trace))
    page.heading(text(.losses), level: 4)
    let sides = [record.toResponder, record.toOriginator]
    let isClean =
      !record.hasRepeats && sides.allSatisfy { ($0.outOfOrder ?? 0) == 0 && ($0.duplicateAcks ?? 0) == 0 }
    page.paragraph(
      isClean ? text(.noLosses) : comparisonPhrases.reliability(trace) + " " + comparisonPhrases.order(trace))
    summaryStory.writeRows(
      of: summary.findings.filter { $0.conversation == record.index }, LeftOut(), summary.conversations, on: &page)
    if record.outcome != .refused, record.teardown?.kind != Teardown.Kind.none {
      page.heading(text(.teardown), level: 4)
      story.writeTeardown(record, on: &page)
    }
    page.heading(text(.throughput), level: 4)
    story.writeThroughput(record, definition: text(.definition), on: &page)
    let plots = plots(of: column)
    guard !plots.isEmpty else { return }
    page.heading(text(.plots), level: 4)
    for plot in plots { page.add(.figure(plot)) }
  }

  var summaryStory: SummaryStory {
    SummaryStory(phrases: phrases, wantsAllDetails: false, storyLimit: 0, overviewLimit: 0)
  }

  private func writeSegments(of record: ConversationRecord, _ story: ConversationStory, on page: inout Document) {
    let rows = summary.packets[record.index].filter { $0.segment != nil }
    var table = TextTable([
      (phrases.label(.frame), .right), (text(.time), .right), ("", .left), (text(.flags), .left),
      (text(.flagsBinary), .left), (text(.sequence), .right), (text(.acknowledgment), .right), (text(.next), .right),
      (text(.range), .left), (text(.length), .right), (text(.window), .right),
    ])
    addRows(rows, total: record.packets, to: &table) { row in
      guard let segment = row.segment else { return [] }
      let end = segment.sequence &+ UInt32(truncatingIfNeeded: segment.payloadLength)
      return [
        "\(row.frame)", story.seconds(row.time), row.from.map { story.arrow($0) } ?? "", Self.flags(segment.flags),
        Self.bits(segment.flags), "\(segment.sequence)", segment.acknowledgment.map { "\($0)" } ?? "",
        "\(segment.nextSequence)", segment.payloadLength > 0 ? "[\(segment.sequence)–\(end &- 1)]" : "",
        "\(segment.payloadLength)", segment.window.map { "\($0)" } ?? phrases.label(.unknown),
      ]
    }
    page.table(table, indent: 2)
  }

  /// `0x018 PSH ACK`.
  private static func flags(_ flags: TCPFlags) -> String {
    AnatomyText.hexadecimal(UInt64(flags.rawValue), bits: 12) + " " + flags.names(separator: " ")
  }

  /// The twelve bits from the reserved ones to FIN, in fours.
  private static func bits(_ flags: TCPFlags) -> String { AnatomyText.binary(UInt64(flags.rawValue), bits: 12) }

  /// Segments whose numbers are worked out.
  private static var arithmeticLimit: Int { 6 }

  private func writeArithmetic(_ record: ConversationRecord, on page: inout Document) {
    var lines: [String] = []
    if let handshake = record.handshake, let syn = handshake.syn, let synAck = handshake.synAck {
      lines.append(words.arithmetic(syn: syn, synAck: synAck, acknowledgment: nil))
    }
    let segments = record.data.filter { $0.newBytes > 0 }
    lines += segments.prefix(Self.arithmeticLimit).map { words.arithmetic($0) }
    if segments.count > Self.arithmeticLimit {
      lines.append(words.moreArithmetic(segments.count - Self.arithmeticLimit))
    }
    let rows = Dictionary(summary.packets[record.index].map { ($0.frame, $0) }) { first, _ in first }
    for fin in record.teardown?.fins ?? [] {
      guard let segment = rows[fin.frame]?.segment else { continue }
      lines.append(words.arithmetic(fin, sequence: segment.nextSequence &- 1))
    }
    guard !lines.isEmpty else { return }
    page.heading(text(.arithmetic), level: 4)
    page.add(.list(lines))
  }

  private func writeCoverage(_ record: ConversationRecord, on page: inout Document) {
    var covered: [Int: [DataSegment]] = [:]
    for segment in record.data {
      if let frame = segment.acknowledgedBy?.frame { covered[frame, default: []].append(segment) }
    }
    guard !covered.isEmpty else { return }
    page.paragraph(
      words.coverage(
        one: covered.values.count { $0.count == 1 }, several: covered.values.count { $0.count > 1 },
        kept: record.data.count, of: record.dataTotal))
    var table = TextTable([
      (phrases.label(.acknowledgedBy), .right), (text(.covers), .left), (text(.bytes), .right),
    ])
    addRows(covered.sorted { $0.key < $1.key }, total: covered.count, to: &table) { frame, segments in
      ["\(frame)", words.frames(segments.map(\.frame)), "\(segments.reduce(0) { $0 + $1.newBytes })"]
    }
    page.table(table, indent: 2)
  }
}

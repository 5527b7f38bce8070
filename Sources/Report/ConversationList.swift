public import Analyzer
import Conversations

/// Conversations as a table to read: a line each. Where the lines are too wide, columns give way, the least telling first.
public struct ConversationList: Sendable {
  public var language: Language
  /// Columns that a line may have; as many as it needs unless told otherwise.
  public var width = Int.max

  /// Columns of the terminal that shows it: what has no room side by side in the end is shown under each other.
  public var terminalWidth: Int?
  /// Shows by colour what is good and bad (ECMA-48).
  public var isColoured = false

  /// What a paragraph has at most.
  private static let proseWidth = 100

  public init(language: Language = .english) { self.language = language }

  /// Passes the list to `sink` piece by piece. Conversations come in the order that the summary has them in.
  public func write<Failure: Error>(_ summary: Summary, to sink: (String) throws(Failure) -> Void) throws(Failure) {
    for (index, capture) in summary.captures.enumerated() {
      var list = Document()
      if index > 0 { list.blank() }
      list.heading(phrases.heading(of: capture), level: 1)
      let trust = CaptureTrust(of: index, in: summary)
      if let verdict = trust.verdict {
        list.section(phrases.label(.trust), phrases.trust(trust, verdict, of: capture), Meaning(verdict))
      }
      let records = summary.conversations.filter { $0.capture == index }
      if records.isEmpty {
        list.paragraph(indent: 2, phrases.noConversations(hasBackground: false))
      } else {
        list.blank()
        list.table(table(of: records), indent: 0)
      }
      var page = TextPage(
        width: min(width, Self.proseWidth), limit: terminalWidth, isColoured: isColoured)
      page.add(list)
      try sink(page.text)
    }
  }

  private var phrases: any Phrases { language.phrases }

  /// A column of the table. Of those with a `rank` the highest gives way first where all are too wide.
  private struct Column {
    let title: String
    var alignment = TextTable.Alignment.right
    var rank = 0
    var meaning: ((ConversationRecord) -> Meaning?)?
    let cell: (ConversationRecord) -> String
  }

  private var columns: [Column] {
    func sent(_ counts: DirectionCounts) -> String { "\(counts.packets)/\(counts.payloadBytes)" }
    let sentTitle = phrases.label(.packetsAndPayload)
    return [
      Column(title: phrases.label(.stream), alignment: .left) { "\($0.protocol.rawValue):\($0.stream)" },
      Column(title: phrases.label(.conversation), alignment: .left) { record in
        "\(record.originator) → \(record.responder)"
          + (record.encapsulation.map { " [\(EscapedText($0).text)]" } ?? "")
      },
      Column(title: phrases.label(.firstFrame), rank: 4) { "\($0.first.frame)" },
      Column(title: "→ " + sentTitle, rank: 1) { sent($0.toResponder) },
      Column(title: "← " + sentTitle, rank: 1) { sent($0.toOriginator) },
      Column(title: phrases.label(.bytes), rank: 2) { "\($0.bytes)" },
      Column(title: phrases.label(.duration)) { record in
        record.packets > 1 ? record.durationNanoseconds.map { phrases.numbers.duration($0) } ?? "–" : "–"
      },
      Column(title: phrases.label(.outcome), alignment: .left, meaning: { Meaning($0.outcome) }) {
        phrases.outcome($0.outcome)
      },
      Column(title: phrases.label(.background), alignment: .left) { $0.background?.rawValue ?? "" },
      Column(title: phrases.label(.zeekState), alignment: .left, rank: 5) { $0.zeek?.state.rawValue ?? "" },
      Column(title: phrases.label(.retransmissions), rank: 3) { record in
        let again = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
        return again > 0 ? "\(again)" : ""
      },
      Column(title: phrases.label(.echo), alignment: .left, meaning: { Meaning($0.echo) }) { echoed($0.echo) },
      Column(title: phrases.label(.roundTrips), rank: 3) { record in
        record.echo.isEcho == true ? record.echo.rtt?.median.map { phrases.numbers.duration($0) } ?? "" : ""
      },
    ]
  }

  private func table(of records: [ConversationRecord]) -> TextTable {
    // What no conversation has needs no column.
    var shown = columns.filter { column in records.contains { !column.cell($0).isEmpty } }
    while true {
      var table = TextTable(shown.map { ($0.title, $0.alignment) })
      for record in records { table.add(shown.map { $0.cell(record) }, marking: marks(of: record, in: shown)) }
      let least = shown.map(\.rank).max() ?? 0
      guard width < .max, least > 0, table.lines(width: width).contains(where: { $0.columns > width })
      else {
        return table
      }
      shown.removeAll { $0.rank == least }
    }
  }

  private func marks(of record: ConversationRecord, in columns: [Column]) -> [Int: Meaning] {
    guard isColoured else { return [:] }
    return columns.enumerated().reduce(into: [:]) { marks, column in
      marks[column.offset] = column.element.meaning?(record)
    }
  }

  private func echoed(_ echo: EchoResult) -> String {
    switch echo.isEcho {
    case true?: "\(echo.replies)/\(echo.requests)"
    case false?: phrases.label(.no)
    case nil: "–"
    }
  }
}

public import Analyzer
import Conversations

/// Conversations as a table to read: a line each.
public struct ConversationList: Sendable {
  public var language: Language
  public var width = 100

  public init(language: Language = .english) { self.language = language }

  /// Passes the list to `sink` piece by piece. Conversations come in the order that the summary has them in.
  public func write<Failure: Error>(_ summary: Summary, to sink: (String) throws(Failure) -> Void) throws(Failure) {
    for (index, capture) in summary.captures.enumerated() {
      var page = TextPage(width: width)
      if index > 0 { page.line() }
      page.line(phrases.heading(of: capture))
      let trust = CaptureTrust(of: index, in: summary)
      if let verdict = trust.verdict {
        page.section(phrases.label(.trust), phrases.trust(trust, verdict, of: capture))
      }
      let records = summary.conversations.filter { $0.capture == index }
      if records.isEmpty {
        page.paragraph(indent: 2, phrases.noConversations(hasBackground: false))
      } else {
        page.line()
        page.table(table(of: records), indent: 0)
      }
      try sink(page.take())
    }
  }

  private var phrases: any Phrases { language.phrases }

  private func table(of records: [ConversationRecord]) -> TextTable {
    let isTCP = records.contains { $0.protocol == .tcp }
    func sent(_ counts: DirectionCounts) -> String { "\(counts.packets)/\(counts.payloadBytes)" }
    var table = TextTable([
      (phrases.label(.stream), .left), (phrases.label(.conversation), .left), (phrases.label(.firstFrame), .right),
      ("→ " + phrases.label(.packetsAndPayload), .right), ("← " + phrases.label(.packetsAndPayload), .right),
      (phrases.label(.bytes), .right), (phrases.label(.duration), .right), (phrases.label(.outcome), .left),
      (records.contains { $0.background != nil } ? phrases.label(.background) : "", .left),
      (phrases.label(.zeekState), .left),
      (isTCP ? phrases.label(.retransmissions) : "", .right), (phrases.label(.echo), .left), ("RTT", .right),
    ])
    for record in records {
      let again = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
      let echo = record.echo
      table.add([
        "\(record.protocol.rawValue):\(record.stream)",
        "\(record.originator) → \(record.responder)"
          + (record.encapsulation.map { " [\(EscapedText($0).text)]" } ?? ""),
        "\(record.first.frame)", sent(record.toResponder), sent(record.toOriginator), "\(record.bytes)",
        record.packets > 1 ? record.durationNanoseconds.map { NumberText.duration($0) } ?? "–" : "–",
        phrases.outcome(record.outcome), record.background?.rawValue ?? "", record.zeek?.state.rawValue ?? "",
        again > 0 ? "\(again)" : "", echoed(echo),
        echo.isEcho == true ? echo.rtt?.median.map { NumberText.duration($0) } ?? "" : "",
      ])
    }
    return table
  }

  private func echoed(_ echo: EchoResult) -> String {
    switch echo.isEcho {
    case true?: "\(echo.replies)/\(echo.requests)"
    case false?: phrases.label(.no)
    case nil: "–"
    }
  }
}

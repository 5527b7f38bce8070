import Analyzer
import Conversations
import Wire

// How long things took.
extension ConversationStory {
  private func columns(_ name: String) -> TextTable {
    TextTable([
      (name, .left), (phrases.label(.count), .right), (phrases.label(.minimum), .right),
      (phrases.label(.median), .right),
      (phrases.label(.mean), .right), (phrases.label(.percentile99), .right), (phrases.label(.maximum), .right),
      (phrases.label(.standardDeviation), .right),
    ])
  }

  private func add(_ name: String, _ statistics: DurationStatistics, to table: inout TextTable) {
    guard !statistics.isEmpty else { return }
    let sign = statistics.isApproximate ? "≈ " : ""
    func text(_ value: Int64?) -> String { value.map { phrases.numbers.duration($0) } ?? "–" }
    // Of one sample nothing else is worth telling.
    let rest =
      statistics.count == 1
      ? ["", "", "", "", ""]
      : [
        sign + text(statistics.median), text(statistics.mean), sign + text(statistics.percentile99),
        text(statistics.maximum), text(statistics.standardDeviation),
      ]
    table.add([name, "\(statistics.count)", text(statistics.minimum)] + rest)
  }

  func writeRoundTrips(_ record: ConversationRecord, on page: inout Document) {
    let sides = [(Side.originator, record.toResponder.segments), (.responder, record.toOriginator.segments)]
    var rows: [(name: String, values: DurationStatistics)] = []
    for (side, segments) in sides {
      guard let trips = segments?.roundTrips else { continue }
      rows.append((arrow(side) + " " + phrases.roundTrip(.pureACK), trips.pureACK))
      rows.append((arrow(side) + " " + phrases.roundTrip(.piggybackedACK), trips.piggybackedACK))
      if wantsAllDetails, let closing = trips.closing {
        var statistics = DurationStatistics()
        statistics.add(closing)
        rows.append((arrow(side) + " " + phrases.roundTrip(.closing), statistics))
      }
      rows.append((arrow(side) + " " + phrases.roundTrip(.ambiguous), trips.ambiguous))
    }
    if record.echo.isEcho == true, let echo = record.echo.rtt { rows.append((phrases.roundTrip(.echo), echo)) }
    rows.append((phrases.roundTrip(.turnaround), record.turnaround))
    rows.append((phrases.roundTrip(.thinkTime), record.thinkTime))
    // What came once stands beside its segment.
    guard wantsAllDetails || rows.contains(where: { $0.values.count > 1 }) else { return }
    var table = columns("")
    for row in rows { add(row.name, row.values, to: &table) }
    guard !table.rows.isEmpty else { return }
    page.section(phrases.label(.roundTrips), phrases.roundTripsSeen(from: record.vantagePoint))
    page.table(table, indent: Self.indent)
    for (side, segments) in sides {
      guard let trips = segments?.roundTrips, trips.postLoss + trips.cumulative > 0 else { continue }
      page.remark(arrow(side) + " " + phrases.withoutSample(postLoss: trips.postLoss, cumulative: trips.cumulative))
    }
  }

  /// Each request with its reply.
  func writePairs(_ record: ConversationRecord, on page: inout Document) {
    guard !record.echo.pairs.isEmpty else { return }
    page.section(phrases.label(.pairs), phrases.pairsRemark())
    var table = TextTable([
      (phrases.label(.request), .right), (phrases.label(.reply), .right), (phrases.label(.roundTrips), .right),
    ])
    for pair in record.echo.pairs {
      table.add(["\(pair.request)", "\(pair.reply)", pair.nanoseconds.map { phrases.numbers.duration($0) } ?? "–"])
    }
    page.table(table, indent: Self.indent)
    if record.echo.pairs.count < record.echo.replies {
      page.remark(phrases.rowsNotKept(kept: record.echo.pairs.count, of: record.echo.replies))
    }
  }

  func writeLatencies(_ record: ConversationRecord, on page: inout Document) {
    guard let latencies = record.echo.rtt, latencies.count > 1 else { return }
    page.section(phrases.label(.latency), phrases.latencies(jitter: record.echo.jitter))
    var table = columns("")
    add(phrases.roundTrip(.turnaround), latencies, to: &table)
    page.table(table, indent: Self.indent)
  }
}

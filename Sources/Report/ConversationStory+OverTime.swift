import Analyzer
import Conversations
import Wire

// What changed in the course of a connection, with --details.
extension ConversationStory {
  /// Intervals that a transfer is cut into.
  private static var intervalCount: Int { 20 }
  /// Samples whose formulas are written out.
  private static var formulaLimit: Int { 10 }

  func writeEstimates(of side: Side, _ record: ConversationRecord, on page: inout Document) {
    let estimates = RoundTripEstimate.all(of: side, in: record.data)
    guard !estimates.isEmpty else { return }
    let bySegment = Dictionary(estimates.map { ($0.segment.frame, $0) }) { first, _ in first }
    page.section(phrases.label(.estimates), arrow(side) + " " + phrases.estimatesRemark())
    var table = TextTable([
      (phrases.label(.frame), .right), (phrases.label(.time), .right), (phrases.label(.acknowledgedBy), .right),
      (phrases.label(.roundTrips), .right), (phrases.label(.sample), .left), ("EstimatedRTT", .right),
      ("DevRTT", .right),
      ("TimeoutInterval", .right),
      ("SRTT", .right),
      ("RTTVAR", .right), ("RTO", .right),
    ])
    for segment in record.data where segment.from == side {
      guard let acknowledgment = segment.acknowledgedBy, let worth = segment.roundTrip else { continue }
      var cells = [
        "\(segment.frame)", seconds(segment.time), "\(acknowledgment.frame)",
        elapsed(acknowledgment.time.nanoseconds(since: segment.time)), phrases.worth(worth),
      ]
      if let estimate = bySegment[segment.frame] {
        cells += [
          estimate.estimate, estimate.deviation, estimate.timeoutInterval, estimate.smoothed, estimate.variation,
          estimate.retransmissionTimeout,
        ].map { phrases.numbers.duration($0) }
      }
      table.add(cells)
    }
    page.table(table, indent: Self.indent)
    page.remark(phrases.estimatesLegend())
    for estimate in estimates.prefix(Self.formulaLimit) {
      for line in phrases.formulas(estimate) { page.remark(line) }
    }
    if estimates.count > Self.formulaLimit {
      page.remark(phrases.formulasLeftOut(estimates.count - Self.formulaLimit))
    }
  }

  func writeFleets(of side: Side, _ record: ConversationRecord, on page: inout Document) {
    let fleets = Fleet.all(of: side, in: record.data)
    guard fleets.contains(where: { $0.segments > 1 }) else { return }
    page.section(phrases.label(.fleets), arrow(side) + " " + phrases.fleetsRemark())
    var table = TextTable([
      ("", .right), (phrases.label(.frames), .left), (phrases.label(.time), .right), (phrases.label(.packets), .right),
      (phrases.label(.bytes), .right), (phrases.label(.acknowledgedBy), .left),
      (phrases.label(.retransmissions), .right),
    ])
    for (number, fleet) in fleets.enumerated() {
      let frames =
        fleet.first.frame == fleet.last.frame ? "\(fleet.first.frame)" : "\(fleet.first.frame)–\(fleet.last.frame)"
      table.add([
        "\(number + 1)", frames, seconds(fleet.first.time), "\(fleet.segments)", "\(fleet.bytes)",
        fleet.acknowledgedBy.map {
          phrases.acknowledged(by: $0.frame, after: elapsed($0.time.nanoseconds(since: fleet.first.time)))
        } ?? phrases.label(.noAcknowledgment),
        fleet.retransmissions.isEmpty ? "" : "\(fleet.retransmissions.total)",
      ])
    }
    page.table(table, indent: Self.indent)
  }

  func writeIntervals(of side: Side, _ record: ConversationRecord, on page: inout Document) {
    let intervals = ThroughputInterval.all(of: side, in: record.data, count: Self.intervalCount)
    guard let beginning = intervals.first?.start, record.data.count(where: { $0.from == side }) > 2 else { return }
    page.section(phrases.label(.overTime), arrow(side) + " " + phrases.overTimeRemark())
    var table = TextTable([
      (phrases.label(.time), .right), (phrases.label(.frames), .left), (phrases.label(.sentRate), .right),
      (phrases.label(.newRate), .right), (phrases.label(.acknowledgedRate), .right), (phrases.label(.meanRate), .right),
      (phrases.label(.inFlight), .right), (phrases.label(.window), .right),
    ])
    for interval in intervals where interval.sent > 0 || interval.acknowledged > 0 {
      let rates = interval.rates(since: beginning)
      let frames = interval.frames.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
      let windows = interval.windows.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
      table.add([
        seconds(interval.start), frames ?? "–", rate(rates.sent), rate(rates.new), rate(rates.acknowledged),
        rate(rates.mean), interval.bytesInFlight.map { "\($0)" } ?? "", windows ?? "",
      ])
    }
    page.table(table, indent: Self.indent)
    if record.data.count < record.dataTotal {
      page.remark(phrases.rowsNotKept(kept: record.data.count, of: record.dataTotal))
    }
  }
}

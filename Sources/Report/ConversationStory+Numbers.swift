import Analyzer
import Conversations
import Wire

// What was measured of a conversation: round trips always, everything else with --details.
extension ConversationStory {
  /// Intervals that a transfer is cut into.
  private static var intervalCount: Int { 20 }
  /// Samples whose formulas are written out.
  private static var formulaLimit: Int { 10 }

  func writeNumbers(_ record: ConversationRecord, on page: inout TextPage) {
    guard record.protocol == .tcp else { return writeLatencies(record, on: &page) }
    writeRoundTrips(record, on: &page)
    guard wantsAllDetails else { return }
    writePairs(record, on: &page)
    writeMeasures(record, on: &page)
    for side in [Side.originator, .responder] {
      if isTimed(side, record) {
        writeEstimates(of: side, record, on: &page)
        writeFleets(of: side, record, on: &page)
      }
      writeIntervals(of: side, record, on: &page)
    }
  }

  /// At the other end of the network the ACKs of `side` come at once: that tells nothing of what it sees itself.
  private func isTimed(_ side: Side, _ record: ConversationRecord) -> Bool {
    switch record.vantagePoint {
    case .originator: side == .originator
    case .responder: side == .responder
    case .between, .nearBoth, nil: true
    }
  }

  // MARK: Round trips

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
    func text(_ value: Int64?) -> String { value.map { NumberText.duration($0) } ?? "–" }
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

  private func writeRoundTrips(_ record: ConversationRecord, on page: inout TextPage) {
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
  private func writePairs(_ record: ConversationRecord, on page: inout TextPage) {
    guard !record.echo.pairs.isEmpty else { return }
    page.section(phrases.label(.pairs), "")
    var table = TextTable([
      (phrases.label(.request), .right), (phrases.label(.reply), .right), ("RTT", .right),
    ])
    for pair in record.echo.pairs {
      table.add(["\(pair.request)", "\(pair.reply)", pair.nanoseconds.map { NumberText.duration($0) } ?? "–"])
    }
    page.table(table, indent: Self.indent)
    if record.echo.pairs.count < record.echo.replies {
      page.remark(phrases.rowsNotKept(kept: record.echo.pairs.count, of: record.echo.replies))
    }
  }

  private func writeLatencies(_ record: ConversationRecord, on page: inout TextPage) {
    guard let latencies = record.echo.rtt, latencies.count > 1 else { return }
    page.section(phrases.label(.latency), phrases.latencies(jitter: record.echo.jitter))
    var table = columns("")
    add(phrases.roundTrip(.turnaround), latencies, to: &table)
    page.table(table, indent: Self.indent)
  }

  // MARK: Counts and rates

  private func writeMeasures(_ record: ConversationRecord, on page: inout TextPage) {
    guard let out = record.toResponder.segments, let back = record.toOriginator.segments else { return }
    page.section(phrases.label(.numbers), phrases.numbersRemark())
    var table = TextTable([("", .left), ("→", .right), ("←", .right)])
    for measure in Measure.allCases {
      table.add([
        phrases.measure(measure), value(measure, record.toResponder, out, record.durationNanoseconds),
        value(measure, record.toOriginator, back, record.durationNanoseconds),
      ])
    }
    page.table(table, indent: Self.indent)
  }

  private func value(
    _ measure: Measure, _ counts: DirectionCounts, _ segments: SegmentStatistics, _ duration: Int64?
  ) -> String {
    let unknown = phrases.label(.unknown)
    func text(_ value: Int?) -> String { value.map { "\($0)" } ?? unknown }
    func time(_ value: Int64?) -> String { value.map { NumberText.duration($0) } ?? unknown }
    func three(_ values: [Int?]) -> String {
      values.contains(nil) ? "–" : values.map { text($0) }.joined(separator: " / ")
    }
    let rates = Throughput(counts, connectionNanoseconds: duration)
    switch measure {
    case .packets: return "\(counts.packets)"
    case .acknowledgments: return "\(segments.ackPackets)"
    case .pureAcknowledgments: return "\(segments.pureACKs)"
    case .duplicateAcknowledgments: return text(counts.duplicateAcks)
    case .tripleDuplicateAcknowledgments: return "\(segments.tripleDuplicateACKs)"
    case .selectiveAcknowledgments: return "\(segments.sackPackets)"
    case .duplicateSelectiveAcknowledgments: return "\(segments.duplicateSACKPackets)"
    case .mostSACKBlocks: return "\(segments.largestSACKCount)"
    case .dataPackets: return "\(segments.dataPackets)"
    case .payload: return "\(counts.payloadBytes)"
    case .uniquePayload: return "\(counts.uniquePayloadBytes)"
    case .pushedPackets: return "\(segments.pushedDataPackets)"
    case .urgentPackets: return "\(segments.urgentDataPackets) / \(segments.urgentDataBytes)"
    case .retransmissions: return text(counts.retransmissions)
    case .retransmittedBytes: return "\(segments.retransmittedBytes)"
    case .mostRetransmissions: return "\(segments.mostRetransmissions)"
    case .retransmissionTimes:
      let times = segments.retransmissionTimes
      return times.isEmpty ? "–" : "\(time(times.minimum)) / \(time(times.mean)) / \(time(times.maximum))"
    case .outOfOrder: return text(counts.outOfOrder)
    case .synAndFIN: return "\(segments.synPackets) / \(segments.finPackets)"
    case .synAndFINRetries: return "\(segments.synRetries) / \(segments.finRetries)"
    case .resets: return "\(segments.resetPackets)"
    case .segmentSizes:
      return three([
        segments.smallestSegment, segments.averageSegment(of: counts.payloadBytes), segments.largestSegment,
      ])
    case .windows: return text(segments.windows.average)
    case .smallestWindow:
      return segments.windows.minimum.map { "\($0) (\(text(segments.windows.minimumFrame)))" } ?? unknown
    case .largestWindow:
      return segments.windows.maximum.map { "\($0) (\(text(segments.windows.maximumFrame)))" } ?? unknown
    case .fullWindow:
      let filled = segments.windowFilled
      return "\(filled.total)" + (filled.frames.first.map { " (\($0))" } ?? "")
    case .closedWindow:
      let windows = segments.windows
      return "\(windows.closings)" + (windows.closings > 0 ? " / \(time(windows.closedNanoseconds))" : "")
    case .windowProbes: return "\(segments.windowProbes) / \(segments.windowProbeBytes)"
    case .initialWindow: return "\(text(segments.initialWindowPackets)) / \(text(segments.initialWindowBytes))"
    case .bytesInFlight:
      let inFlight = segments.inFlight
      return inFlight.count == 0
        ? "–" : "\(text(inFlight.average)) / \(inFlight.maximum) (\(text(inFlight.maximumFrame)))"
    case .timeWeightedInFlight: return segments.inFlight.timeWeightedAverage.map { "\($0)" } ?? "–"
    case .streamLength: return text(segments.streamLength)
    case .missedBytes: return text(counts.missedBytes)
    case .truncated: return "\(segments.truncatedPackets) / \(segments.truncatedBytes)"
    case .dataTime: return segments.dataPackets == 0 ? "–" : time(segments.dataNanoseconds)
    case .longestIdle:
      return segments.longestIdle.map { "\(time($0)) (\(text(segments.longestIdleFrame)))" } ?? "–"
    case .wireThroughput: return rate(rates.wire)
    case .payloadThroughput: return rate(rates.payload)
    case .goodput: return rate(rates.goodput)
    case .transferThroughput: return rate(rates.transfer)
    case .transferToACKThroughput: return rate(rates.transferToACK)
    }
  }

  private func rate(_ bytesPerSecond: Int?) -> String { bytesPerSecond.map { "\($0)" } ?? "–" }

  // MARK: Over time

  private func writeEstimates(of side: Side, _ record: ConversationRecord, on page: inout TextPage) {
    let estimates = RoundTripEstimate.all(of: side, in: record.data)
    guard !estimates.isEmpty else { return }
    let bySegment = Dictionary(estimates.map { ($0.segment.frame, $0) }) { first, _ in first }
    page.section(phrases.label(.estimates), arrow(side) + " " + phrases.estimatesRemark())
    var table = TextTable([
      (phrases.label(.frame), .right), (phrases.label(.time), .right), (phrases.label(.acknowledgedBy), .right),
      ("RTT", .right), (phrases.label(.sample), .left), ("EstimatedRTT", .right), ("DevRTT", .right),
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
        ].map { NumberText.duration($0) }
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

  private func writeFleets(of side: Side, _ record: ConversationRecord, on page: inout TextPage) {
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

  private func writeIntervals(of side: Side, _ record: ConversationRecord, on page: inout TextPage) {
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

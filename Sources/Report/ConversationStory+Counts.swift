import Analyzer
import Conversations
import Wire

// What was counted of the segments of each side, with --details.
extension ConversationStory {
  func writeMeasures(_ record: ConversationRecord, on page: inout Document) {
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

  /// How fast the bytes of each side went, by each definition.
  func writeThroughput(_ record: ConversationRecord, definition: String, on page: inout Document) {
    guard let out = record.toResponder.segments, let back = record.toOriginator.segments else { return }
    var table = TextTable([(definition, .left), ("→ B/s", .right), ("← B/s", .right)])
    let measures: [Measure] = [
      .wireThroughput, .payloadThroughput, .goodput, .transferThroughput, .transferToACKThroughput,
    ]
    for measure in measures {
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
    func time(_ value: Int64?) -> String { value.map { phrases.numbers.duration($0) } ?? unknown }
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
    case .initialWindow:
      guard let packets = segments.initialWindowPackets, let bytes = segments.initialWindowBytes else { return unknown }
      return "\(packets) / \(bytes)"
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

  func rate(_ bytesPerSecond: Int?) -> String { bytesPerSecond.map { "\($0)" } ?? "–" }
}

public import Conversations
import Wire

/// Makes the plots that a conversation has numbers for.
struct PlotBuilder {
  let record: ConversationRecord
  let rows: [PacketRow]
  let phrases: any FigurePhrases

  /// The names of what a plot shows.
  enum SeriesName: Hashable, Sendable, CaseIterable {
    case sent, sentAgain, acknowledged, window, selective
    case pureACK, piggybackedACK, handshake, noSample, estimate
    case inFlight, sentRate, acknowledgedRate, meanRate
    case latency, overtaken, noReply
  }

  enum AxisName: Hashable, Sendable, CaseIterable {
    case time, sequenceNumber, roundTrip, latency, bytesInFlight, rate, samples

    var unit: Plot.Unit {
      switch self {
      case .time, .roundTrip, .latency: .nanoseconds
      case .sequenceNumber, .bytesInFlight: .bytes
      case .rate: .bytesPerSecond
      case .samples: .count
      }
    }
  }

  func time(_ time: Timestamp) -> Int64 { time.nanoseconds(since: record.first.time) }

  func series(
    _ name: SeriesName, _ style: Plot.Style, _ values: [Plot.Value], isBound: Bool = false
  ) -> Plot.Series? {
    guard !values.isEmpty else { return nil }
    return Plot.Series(
      name: phrases.series(name), style: style, values: Self.thinned(values), total: values.count, isBound: isBound)
  }

  /// Nil where nothing but bounds is there to show.
  func plot(
    _ kind: PlotKind, _ variant: Plot.Variant? = nil, of side: Side?, _ x: AxisName, _ y: AxisName,
    _ series: [Plot.Series?]
  ) -> Plot? {
    let series = series.enumerated().compactMap { place, series in
      var series = series
      series?.look = place
      return series
    }
    guard series.contains(where: { !$0.isBound }) else { return nil }
    return Plot(
      kind: kind, variant: variant, side: side,
      title: phrases.title(of: kind, variant, from: side, record.protocol),
      x: Plot.Axis(name: phrases.axis(x), unit: x.unit), y: Plot.Axis(name: phrases.axis(y), unit: y.unit),
      series: series, words: Ladder.Words(phrases))
  }

  /// At most `valueLimit` of them: of each of equally many in a row the first, the last, the smallest and the largest.
  private static func thinned(_ values: [Plot.Value]) -> [Plot.Value] {
    guard values.count > Plot.valueLimit else { return values }
    let stretches = Plot.valueLimit / 4
    return (0..<stretches).flatMap { stretch -> [Plot.Value] in
      let range = values.count * stretch / stretches..<values.count * (stretch + 1) / stretches
      let least = range.min { values[$0].y < values[$1].y }
      let most = range.max { values[$0].top ?? values[$0].y < values[$1].top ?? values[$1].y }
      let kept = Set([range.lowerBound, range.upperBound - 1, least, most].compactMap(\.self))
      return kept.sorted().map { values[$0] }
    }
  }

  func plots(of sides: [Side], _ kinds: Set<PlotKind>) -> [Plot] {
    var plots: [Plot?] = []
    for kind in PlotKind.allCases where kinds.contains(kind) {
      switch kind {
      case .latency: plots.append(latency())
      case .rttDistribution where record.protocol == .udp: plots.append(latencyDistribution())
      default:
        guard record.protocol == .tcp else { continue }
        for side in sides { plots += tcp(kind, of: side) }
      }
    }
    return plots.compactMap(\.self)
  }

  private func tcp(_ kind: PlotKind, of side: Side) -> [Plot?] {
    switch kind {
    case .timeSequence: [timeSequence(of: side), stevens(of: side)]
    case .rtt: [roundTrips(of: side)]
    case .rttDistribution: [distribution(of: side)]
    case .inFlight: [inFlight(of: side)]
    case .throughput: [throughput(of: side)]
    case .latency: []
    }
  }
}

extension Plot {
  /// What `record` and its packets have numbers for: each kind once for each of `sides`, about the payload that it sent.
  public static func all(
    of record: ConversationRecord, rows: [PacketRow], sides: [Side] = [.originator, .responder],
    kinds: Set<PlotKind> = Set(PlotKind.allCases), language: Language = .english
  ) -> [Plot] {
    all(of: record, rows: rows, sides: sides, kinds: kinds, phrases: language.figurePhrases)
  }

  static func all(
    of record: ConversationRecord, rows: [PacketRow], sides: [Side] = [.originator, .responder],
    kinds: Set<PlotKind> = Set(PlotKind.allCases), phrases: any FigurePhrases
  ) -> [Plot] {
    PlotBuilder(record: record, rows: rows, phrases: phrases).plots(of: sides, kinds)
  }
}

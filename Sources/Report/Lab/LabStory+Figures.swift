import Analyzer
import Conversations
import Wire

// The drawings.
extension LabStory {
  func ladder(of column: Comparison.Trace) -> Document.Figure? {
    let record = column.trace.record
    let ladder = Ladder(
      record, rows: summary.packets[record.index],
      timeline: summary.socketTimelines.first { $0.conversation == record.index }, logs: summary.logs,
      digits: summary.captures[record.capture].timestampDigits, language: language)
    guard !ladder.isEmpty else { return nil }
    return Document.Figure(caption: "\(text(.ladder)): \(name(of: column))", svg: ladder.svg(), text: ladder.text())
  }

  /// Those that show more than a table with their few numbers; of time and sequence numbers one in any case.
  func plots(of column: Comparison.Trace) -> [Document.Figure] {
    let record = column.trace.record
    let plots = Plot.all(of: record, rows: summary.packets[record.index], language: language)
    return plots.filter(Self.isTelling).map { plot in
      Document.Figure(
        caption: "\(plot.title): \(name(of: column))", svg: plot.svg(), text: plot.sparkline(), isPlot: true)
    }
  }

  private static func isTelling(_ plot: Plot) -> Bool {
    if plot.kind == .timeSequence, plot.variant != .stevens, plot.side == .originator { return true }
    return plot.series.first.map { $0.total >= 3 } ?? false
  }

  /// The headers of a packet.
  func writeAnatomy(of sample: PacketListing.Sample, in column: Comparison.Trace, on page: inout Document) {
    let record = column.trace.record
    let isFromOriginator = summary.packets[record.index].first { $0.frame == sample.frame }?.from == .originator
    let (own, other) = (record.handshake?.syn, record.handshake?.synAck)
    let sender = isFromOriginator ? own : other, receiver = isFromOriginator ? other : own
    // Windows are scaled where both offered it (RFC 7323, section 2.2).
    let shift = receiver?.windowScale == nil ? nil : sender?.windowScale
    let context = PacketAnatomy.Context(
      frame: sample.frame, timestamp: sample.time, timestampDigits: summary.captures[record.capture].timestampDigits,
      windowShift: sender == nil || receiver == nil ? nil : shift ?? 0,
      sequenceBase: sender?.initialSequenceNumber.rawValue, acknowledgmentBase: receiver?.initialSequenceNumber.rawValue
    )
    PacketAnatomy(
      sample.bytes, originalLength: sample.originalLength, linkType: sample.linkType, context: context,
      language: language
    ).write(on: &page, level: 4)
  }
}

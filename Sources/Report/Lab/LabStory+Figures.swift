import Analyzer
import Conversations
import Wire

// The drawings.
extension LabStory {
  func ladder(of column: Comparison.Trace) -> Document.Figure? { nil }

  func plots(of column: Comparison.Trace) -> [Document.Figure] { [] }

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

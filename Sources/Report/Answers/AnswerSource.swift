import Analyzer
import Conversations
import Wire

/// What answers are drawn from: a conversation, its packets, and the packet of it that was kept whole.
struct AnswerSource: Sendable {
  let summary: Summary
  let record: ConversationRecord
  /// The packets of the conversation, the first of them where there are many.
  let rows: [PacketRow]
  let trace: EchoTrace
  let sample: PacketListing.Sample?
  let request: RequestMethodSearch?
  let captureName: String
  private let start: Timestamp

  init(_ summary: Summary, _ listing: PacketListing, _ record: ConversationRecord) {
    self.summary = summary
    self.record = record
    rows = summary.packets[record.index]
    trace = EchoTrace(record, rows)
    sample = listing.samples[record.index]
    request = listing.requests[record.index]
    captureName = Comparison.name(of: summary.captures[record.capture].path)
    start = summary.captures[record.capture].firstTime ?? record.first.time
  }

  /// The side with more payload: the sender of a transfer. The originator's where both have as much.
  var sender: Side {
    record.toOriginator.uniquePayloadBytes > record.toResponder.uniquePayloadBytes ? .responder : .originator
  }

  func counts(of side: Side) -> DirectionCounts { side == .originator ? record.toResponder : record.toOriginator }
  func syn(of side: Side) -> Handshake.SYN? { side == .originator ? record.handshake?.syn : record.handshake?.synAck }

  /// Since the first packet of the capture.
  func elapsed(_ time: Timestamp) -> Int64 { time.nanoseconds(since: start) }

  /// Segments with payload of one side.
  func data(of side: Side) -> [DataSegment] { record.data.filter { $0.from == side } }
  /// All that it sent, kept or not.
  func dataTotal(of side: Side) -> Int { counts(of: side).segments?.dataPackets ?? 0 }

  /// Each segment with payload is kept; else `record.data` has the first of them.
  var hasAllData: Bool { record.data.count >= record.dataTotal }
  /// That there are more segments with payload than are kept.
  var firstKept: AnswerObstacle { .firstKept(record.data.count, of: record.dataTotal) }
  /// Why there is no segment with payload of `side` to look at.
  func noData(of side: Side) -> AnswerObstacle {
    if dataTotal(of: side) > 0 { return record.data.isEmpty ? .notLookedAt : firstKept }
    return counts(of: side).packets == 0 ? .oneDirection : .noData
  }

  /// Why there is no packet with payload to look at.
  var noSample: AnswerObstacle { record.payloadBytes > 0 ? .notLookedAt : .noSample }

  /// UDP: why there is no request with its reply to look at.
  var noReply: AnswerObstacle {
    record.echo.replies == 0 || record.exchanges.count >= record.exchangesTotal
      ? .noReply : .firstKept(record.exchanges.count, of: record.exchangesTotal)
  }

  /// The frame whose ACK covers the FIN of `side`, and all that it sent with it.
  func acknowledgmentOfEnd(of side: Side) -> FrameMoment? {
    guard let fin = record.teardown?.fins.first(where: { $0.from == side }),
      counts(of: side).segments?.lastData.map({ $0.frame <= fin.frame }) ?? true
    else { return nil }
    return fin.acknowledgedBy
  }

  func row(_ frame: Int) -> PacketRow? { rows.first { $0.frame == frame } }

  /// The headers of the packet that was kept.
  var anatomy: PacketAnatomy? {
    sample.map { sample in
      PacketAnatomy(
        sample.bytes, originalLength: sample.originalLength, linkType: sample.linkType,
        context: PacketAnatomy.Context(frame: sample.frame), language: .english)
    }
  }
}

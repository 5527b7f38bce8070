import Analyzer
import Conversations
import Wire

// What was measured of a conversation: round trips always, everything else with --details.
extension ConversationStory {
  func writeNumbers(_ record: ConversationRecord, on page: inout Document) {
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
  func isTimed(_ side: Side, _ record: ConversationRecord) -> Bool {
    switch record.vantagePoint {
    case .originator: side == .originator
    case .responder: side == .responder
    case .between, .nearBoth, nil: true
    }
  }
}

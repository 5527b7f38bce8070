import Analyzer
import Conversations

/// The words of a comparison of two vantage points. The captures are A and B, in the order in which they were given.
protocol VantagePhrases: Sendable {
  var title: String { get }
  func label(_ label: VantageLabel) -> String
  func capture(_ capture: VantageComparison.Capture) -> String
  /// There was no room for all packets of a capture.
  func full(_ point: CapturePoint) -> String
  /// What heads the comparison of one recording with itself.
  var titleOfOneRecording: String { get }
  /// `count` conversations are told, of so many.
  func told(_ count: Int, of total: Int) -> String

  // The clocks.
  func clock(_ clock: ClockOffset) -> [String]
  /// What one-way delays rest on; what is missing where there are none.
  func assumption(_ clock: ClockOffset, room: Int64?) -> String
  func roundTripRemark() -> String
  /// Both clocks may be one.
  func asRecorded() -> String
  /// A number of packets had a time difference that is negative.
  func negativeDifferences(_ difference: DelaySummary) -> String

  // A conversation.
  func title(of record: MatchedRecord) -> String
  func evidence(_ evidence: PairEvidence) -> String
  func translated(_ record: MatchedRecord) -> String
  /// The same where both are one recording: then nothing is known of a way.
  func renamed(_ record: MatchedRecord) -> String
  func order(_ order: VantageOrder) -> String
  func ambiguous(_ count: Int) -> String
  /// Packets of one capture alone, and what became of them.
  func fate(_ fate: PacketFate, _ way: VantageWay, at point: CapturePoint, _ evidence: Evidence) -> String
  /// The same in a cell.
  func fate(_ fate: PacketFate, at point: CapturePoint) -> String
  func overtaken(_ way: VantageWay) -> String
  func regrouped(_ way: VantageWay) -> String
  var regroupedCell: String { get }
  func change(_ change: PathChange, _ effect: PathChange.Effect) -> String
  func unchanged() -> String
  func payloadsCut(_ count: Int) -> String
  func rowsLeftOut(_ count: Int) -> String
  func timesRemark() -> String

  // Conversations of one capture alone.
  func alone(_ conversation: VantageComparison.Alone, in point: CapturePoint) -> String
  func moreAlone(_ count: Int, in point: CapturePoint) -> String
  func aloneRemark() -> String
}

/// Headings, titles of columns, and names of rows.
enum VantageLabel: CaseIterable {
  case clocks, way, allConversations, changes, packets, alone, order, found
  case count, framesOfBoth, times, minimum, median, percentile99, maximum
  case sentAtA, sentAtB, inBoth, lost, notCaptured, otherFates
  case frameA, frameB, flags, sequence, bytes, timeA, timeB, delay
  case outward, back, roundTrip, outwardAsRecorded, backAsRecorded, outwardDifference, backDifference
}

extension CapturePoint {
  /// What it is called in reports.
  var letter: String { self == .first ? "A" : "B" }
}

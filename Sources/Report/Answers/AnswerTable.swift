/// Rows of an answer.
struct AnswerTable: Hashable, Sendable {
  enum Column: Hashable, Sendable, CaseIterable {
    case number, frame, sequence, payload, header, headerAndPayload, frameLength, sent, acknowledgedBy, acknowledgedAt,
      sampleRTT, worth, estimatedRTT, devRTT, timeoutInterval, srtt, rttvar, rto
    case acknowledgment, acknowledgedBytes, covers, times, time, cause, original, from, direction, minimum, maximum
    case field, size, offsetInHeader, offsetInFrame, value, source, destination, segments, bytes, frames, after
  }

  enum Cell: Hashable, Sendable {
    case integer(Int)
    case duration(Int64)
    /// Since the first packet of the capture.
    case time(Int64)
    case frames([Int])
    /// The same in every language, and safe.
    case text(String)
    case worth(RoundTripWorth)
    case cause(RetransmissionCause)
    case client, server
    case none
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// Rows that there are, where some are left out.
  var total: Int?

  /// Rows that are shown.
  static var rowLimit: Int { 40 }

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ cells: [Cell]) {
    total = (total ?? 0) + 1
    if rows.count < Self.rowLimit { rows.append(cells) }
  }
}

public import Conversations
import Wire

/// Conversations as comma-separated values (RFC 4180): a line of names, then a line for each. What is unknown is empty.
public struct ConversationCSV: Sendable {
  public init() {}

  /// The names of the columns, with the end of their line.
  public func header() -> [UInt8] {
    Array((ConversationColumn.allCases.map(\.rawValue).joined(separator: ",") + "\r\n").utf8)
  }

  /// One conversation, with the end of its line; times have `timestampDigits` decimals.
  public func line(_ record: ConversationRecord, timestampDigits: Int) -> [UInt8] {
    let cells = ConversationColumn.allCases.map { column in
      switch column.value(of: record) {
      case .number(let number): "\(number)"
      case .nanoseconds(let nanoseconds): NumberText.plain.seconds(nanoseconds, digits: timestampDigits)
      case .address(let address): address.description
      case .text(let text): CSVText(text).description
      case .unknown: ""
      }
    }
    return Array((cells.joined(separator: ",") + "\r\n").utf8)
  }
}

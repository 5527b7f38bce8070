import ArgumentParser
import Report

/// A column to sort by, as users write it: `bytes`, `bytes:desc`.
struct SortOrder {
  let column: ConversationColumn
  let isDescending: Bool

  init(_ argument: String) throws {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, let column = ConversationColumn(name: String(name)), parts.count <= 2 else {
      throw ValidationError(
        "there is no such column; such as bytes, duration, packets, outcome, echo.rtt.median (--help lists all)")
    }
    switch parts.count == 2 ? parts[1] : "asc" {
    case "asc": isDescending = false
    case "desc": isDescending = true
    default: throw ValidationError("a column is followed by :asc, :desc or nothing")
    }
    self.column = column
  }
}

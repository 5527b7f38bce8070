/// A TCP or UDP port, or all from one to another.
public struct DemandedPorts: Hashable, Sendable, CustomStringConvertible {
  public let range: ClosedRange<UInt16>

  /// Reads `12345` or `49152-65535`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { (48...57).contains($0) } ? UInt16(part) : nil
    }
    guard (1...2).contains(parts.count), numbers.count == parts.count, let first = numbers.first,
      let last = numbers.last, first <= last
    else { return nil }
    range = first...last
  }

  public var description: String {
    range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }
}

/// A position in a TCP stream, counted modulo 2³² (RFC 9293, section 3.4).
public struct SequenceNumber: Hashable, Sendable, Codable {
  public let rawValue: UInt32
  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// The signed distance from `other` to `self`, correct across the wrap.
  public func distance(from other: SequenceNumber) -> Int { Int(Int32(bitPattern: rawValue &- other.rawValue)) }

  /// The position `count` bytes on.
  public func advanced(by count: Int) -> SequenceNumber {
    SequenceNumber(rawValue &+ UInt32(truncatingIfNeeded: count))
  }
}

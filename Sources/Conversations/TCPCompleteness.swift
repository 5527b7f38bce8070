import Wire

/// Which parts of a connection a capture shows, as the number that Wireshark prints as `tcp.completeness`.
public struct TCPCompleteness: OptionSet, Hashable, Sendable, Codable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first packet of the stream is a SYN.
  public static var syn: TCPCompleteness { TCPCompleteness(rawValue: 1) }
  public static var synACK: TCPCompleteness { TCPCompleteness(rawValue: 2) }
  /// An ACK without payload.
  public static var ack: TCPCompleteness { TCPCompleteness(rawValue: 4) }
  public static var data: TCPCompleteness { TCPCompleteness(rawValue: 8) }
  public static var fin: TCPCompleteness { TCPCompleteness(rawValue: 16) }
  public static var rst: TCPCompleteness { TCPCompleteness(rawValue: 32) }

  /// Adds what a segment shows. Of the first packet of a stream Wireshark looks at nothing but the SYN.
  mutating func note(_ segment: TCPSegment, isFirst: Bool) {
    let flags = segment.flags
    let hasPayload = segment.payloadLength > 0
    if isFirst {
      guard flags.contains(.syn), !flags.contains(.ack) else { return }
      insert(.syn)
      if hasPayload, !segment.isHeaderLengthWrong { insert(.data) }
      return
    }
    guard !segment.isHeaderLengthWrong else { return }
    if flags.contains(.ack) {
      if flags.contains(.syn) { insert(.synACK) } else { insert(hasPayload ? .data : .ack) }
      if flags.contains(.fin) { insert(.fin) }
    }
    if flags.contains(.rst) { insert(.rst) }
  }
}

public import Wire

/// A TCP segment that carries payload, as the report tells it.
public struct DataSegment: Hashable, Sendable, Codable {
  public let frame: Int
  public let time: Timestamp
  public let from: Side
  public let flags: TCPFlags
  /// Relative to the sender's ISN, modulo 2³² (`tcp.seq`).
  public let sequence: UInt32
  public let rawSequence: SequenceNumber
  /// Payload bytes that were sent.
  public let length: Int
  /// Payload bytes that had not been seen before.
  public let newBytes: Int
  /// Every byte of it had been seen before.
  public let isRetransmission: Bool
  /// It fills a hole that later bytes had left.
  public let isOutOfOrder: Bool
  /// The frame whose ACK covers its last byte; nil when none in the capture does.
  public var acknowledgedBy: FrameMoment?
  /// What the time until then is worth; nil without an ACK.
  public var roundTrip: RoundTrip?
  /// Bytes of its sender that were not acknowledged when it had been sent, its own included; nil where it brings nothing
  /// new.
  public var bytesInFlight: Int?
  /// The room that the other side had last told, in bytes; nil where it had not, or in units that are not known.
  public var window: Int?
  /// The first payload bytes, at most `previewLength`, as they came: hostile until escaped.
  public let preview: [UInt8]

  /// Bytes of payload kept for the report.
  public static var previewLength: Int { 64 }
}

import Wire

/// How fast one side's bytes went, by four definitions, in bytes per second; nil where no time passed.
public struct Throughput: Hashable, Sendable {
  /// Payload, each byte once, over the whole connection, from its first packet to its last: tcptrace's.
  public let connection: Int?
  /// Payload, each byte once, from the first segment with payload to the ACK of the last: what arrived while there was
  /// anything to transfer.
  public let transfer: Int?
  /// Payload as it was sent, retransmissions included, from the first to the last segment with payload. Of one segment
  /// alone there is none.
  public let sending: Int?
  /// Frames with all their headers, over the whole connection.
  public let wire: Int?

  public init(_ counts: DirectionCounts, connectionNanoseconds: Int64?) {
    connection = Self.rate(counts.uniquePayloadBytes, connectionNanoseconds)
    wire = Self.rate(counts.bytes, connectionNanoseconds)
    sending = Self.rate(counts.payloadBytes, counts.segments?.dataNanoseconds)
    let segments = counts.segments
    transfer = segments?.firstData.flatMap { first in
      Self.rate(counts.uniquePayloadBytes, segments?.lastAcknowledged?.time.elapsed(since: first.time))
    }
  }

  /// To the nearest byte.
  static func rate(_ bytes: Int, _ nanoseconds: Int64?) -> Int? {
    guard let nanoseconds, nanoseconds > 0 else { return nil }
    return Int(clamping: (Int128(bytes) * 1_000_000_000 + Int128(nanoseconds / 2)) / Int128(nanoseconds))
  }
}

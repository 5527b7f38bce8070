import Wire

/// How fast one side's bytes went, by four definitions (the last in two forms), in bytes per second; nil where no time
/// passed, and for a side of which no packet was seen.
public struct Throughput: Hashable, Sendable {
  /// Frames with all their headers, over the duration of the connection.
  public let wire: Int?
  /// Payload as it was sent, retransmissions included, over the duration.
  public let payload: Int?
  /// Payload, each byte once, over the duration: tcptrace's.
  public let goodput: Int?
  /// Payload, each byte once, from the first to the last segment with payload. Of one segment alone there is none.
  public let transfer: Int?
  /// The same until the ACK of the last byte: the textbook's.
  public let transferToACK: Int?

  public init(_ counts: DirectionCounts, connectionNanoseconds: Int64?) {
    let duration = counts.packets > 0 ? connectionNanoseconds : nil
    wire = Self.rate(counts.bytes, duration)
    payload = Self.rate(counts.payloadBytes, duration)
    goodput = Self.rate(counts.uniquePayloadBytes, duration)
    transfer = Self.rate(counts.uniquePayloadBytes, counts.segments?.dataNanoseconds)
    let segments = counts.segments
    transferToACK = segments?.firstData.flatMap { first in
      Self.rate(counts.uniquePayloadBytes, segments?.lastAcknowledged?.time.elapsed(since: first.time))
    }
  }

  /// To the nearest byte.
  static func rate(_ bytes: Int, _ nanoseconds: Int64?) -> Int? {
    guard let nanoseconds, nanoseconds > 0 else { return nil }
    return Int(clamping: (Int128(bytes) * 1_000_000_000 + Int128(nanoseconds / 2)) / Int128(nanoseconds))
  }
}

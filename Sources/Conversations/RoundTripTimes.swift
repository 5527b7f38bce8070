/// Round trips of what one side sent, from the capture to the other side and back, told apart by what the time means.
///
/// A segment gives a sample when an ACK covers it to its last byte and no further, it was sent once, and nothing before
/// it that the ACK covers as well had been sent again (Karn's rule, RFC 6298, section 3) or was overtaken by it. RSTs
/// acknowledge nothing here.
public struct RoundTripTimes: Hashable, Sendable, Codable {
  /// Until an ACK without payload: the way, and what a receiver delays an ACK (RFC 9293, section 3.8.6.3).
  public internal(set) var pureACK = DurationStatistics()
  /// Until an ACK that came with payload or a FIN: it may have waited for the other side's program.
  public internal(set) var piggybackedACK = DurationStatistics()
  /// Those of both kinds whose segment was as large as any before it.
  public internal(set) var fullSize = DurationStatistics()
  /// From the SYN, or SYN-ACK, to its ACK, in nanoseconds.
  public internal(set) var handshake: Int64?
  /// From a FIN without payload to its ACK, in nanoseconds.
  public internal(set) var closing: Int64?
  /// ACKs of segments that were sent more than once, timed from the last copy: nobody can tell which copy they answer. No
  /// sample.
  public internal(set) var ambiguous = DurationStatistics()
  /// ACKs of a segment sent once that cover an earlier one which was sent again, or was overtaken: they waited for that one.
  /// No sample.
  public internal(set) var postLoss = 0
  /// Segments covered by the ACK of a later one: no sample.
  public internal(set) var cumulative = 0

  public init() {}

  /// What its lists take.
  var heldBytes: Int { pureACK.heldBytes + piggybackedACK.heldBytes + fullSize.heldBytes + ambiguous.heldBytes }

  /// All that count as samples.
  public var samples: Int {
    pureACK.count + piggybackedACK.count + (handshake == nil ? 0 : 1) + (closing == nil ? 0 : 1)
  }
}

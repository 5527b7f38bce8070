/// What the time from a segment to the ACK that covers it is worth.
public enum RoundTrip: String, Hashable, Sendable, Codable {
  /// A sample: the ACK came without payload.
  case pureACK = "pure-ack"
  /// A sample of the way and of the other side's program: the ACK came with payload, or with a FIN.
  case piggybackedACK = "piggybacked-ack"
  /// It was sent more than once.
  case ambiguous
  /// The ACK covers an earlier segment too that was sent again, or overtaken: it waited for that.
  case postLoss = "post-loss"
  /// The ACK is that of a later segment.
  case cumulative
  /// The clock ran backwards, or the capture has no time for one of the two.
  case untimed
}

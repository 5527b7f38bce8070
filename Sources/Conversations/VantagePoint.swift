/// Where between the two ends a capture was made, as the two halves of the handshake tell it: from SYN to SYN-ACK is the
/// way to the responder and back, from SYN-ACK to ACK the way to the originator and back.
public enum VantagePoint: Hashable, Sendable, Codable {
  /// The way to the responder takes at least `ratio` times as long as that to the originator.
  case originator
  case responder
  /// Between the two: so many percent of the way lie on the responder's side.
  case between(percentToResponder: Int)
  /// Both halves are shorter than `shortest`: both ends are one machine, or next to each other.
  case nearBoth

  /// Times in which a host answers by itself, in nanoseconds.
  public static var shortest: Int64 { 200_000 }
  /// How many times as long one half must take for the capture to be at the other end.
  public static var ratio: Int64 { 4 }

  /// Nil where the handshake is not whole, or a SYN or SYN-ACK was sent again, so that nobody can tell which copy was
  /// answered.
  public init?(_ handshake: Handshake) {
    guard handshake.synRetries.isEmpty, handshake.synAckRetries.isEmpty, !handshake.isSimultaneous,
      let far = handshake.synToSynAckNanoseconds, let near = handshake.synAckToAckNanoseconds
    else { return nil }
    if far < Self.shortest, near < Self.shortest {
      self = .nearBoth
    } else if far / Self.ratio >= near {
      self = .originator
    } else if near / Self.ratio >= far {
      self = .responder
    } else {
      let whole = Int128(far) + Int128(near)
      self = .between(percentToResponder: Int((Int128(far) * 100 + whole / 2) / whole))
    }
  }
}

/// One of the two parties of a conversation.
public enum Side: String, Hashable, Sendable, Codable {
  /// The one that began: the sender of the SYN, or of the first datagram.
  case originator
  case responder

  public var other: Side { self == .originator ? .responder : .originator }
}

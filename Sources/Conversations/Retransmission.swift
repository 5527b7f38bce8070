public import Wire

/// A segment whose bytes its sender had sent before, with the reason why it sent them again.
public struct Retransmission: Hashable, Sendable, Codable {
  /// What made the sender send again.
  public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing came back for the length of a retransmission timeout (RFC 6298).
    case timeout
    /// Duplicate ACKs or SACK blocks told that it was missing (RFC 5681, section 3.2; RFC 6675).
    case fast
    /// The end of what was sent, once more and well before the timeout, to hear whether it had arrived (RFC 8985,
    /// section 7).
    case tailLossProbe = "tail-loss-probe"
    /// It follows a timeout: what was in flight then is sent again as the window opens.
    case afterTimeout = "after-timeout"
    /// An ICMP error about the connection, or a RST that the sender ignored, had come in between.
    case afterError = "after-error"
    /// The capture does not tell: nothing of the other side is in it, or too little.
    case unknown
  }

  public let frame: Int
  public let time: Timestamp
  public let from: Side
  /// Its bytes in the stream, relative and without wrapping: from the first to one past the last.
  public let start: Int
  public let end: Int
  /// The latest copy of these bytes before it; nil when the capture has none, for it was lost on the way to it.
  public let original: FrameMoment?
  public internal(set) var cause: Cause
  /// Which timeout in a row it is, from 1: the wait doubles each time (RFC 6298, section 5.5). 0 of other causes.
  public internal(set) var timeoutNumber: Int
  /// Nanoseconds that the sender waited: since the latest copy, or since an ACK had last set the timer anew.
  public let waited: Int64?
  /// The capture has an ACK of all of it before: that was lost, or late, on its way from here to the sender.
  public let wasAcknowledged: Bool
  /// The frame whose D-SACK tells that both copies arrived, so that this one was not needed (RFC 2883).
  public var needlessBy: Int?
}

/// When a conversation is over, in capture time.
public enum ConversationLifetime: Hashable, Sendable {
  /// With the capture: time ends none.
  case capture
  /// TCP: 10 s after the last packet once both sides have sent FIN, or one a RST; otherwise an hour after it. UDP: 180 s.
  case idle
  /// When Zeek would write it down, by its timers (`ZeekTimers`).
  case zeek
}

extension ConversationLifetime {
  /// Nanoseconds without a packet after which a conversation is over.
  static var afterClose: Int64 { 10_000_000_000 }
  static var afterTCP: Int64 { 3_600_000_000_000 }
  static var afterUDP: Int64 { 180_000_000_000 }
}

/// How a conversation went.
public enum Outcome: String, Hashable, Sendable, Codable {
  /// TCP: opened and closed by both sides with FIN. UDP: every request was answered.
  case complete
  /// A RST ended a connection that had been established.
  case reset
  /// The SYN was answered by RST, or the datagram by an ICMP error: no one serves that port.
  case refused
  /// No answer at all came back.
  case unanswered
  /// The capture ends before the conversation does. UDP: some requests were answered, not all.
  case open
  /// The capture begins after the connection did: no SYN was seen.
  case midstream
}

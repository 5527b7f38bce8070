/// A place where a payload holds certain bytes.
public struct PayloadOccurrence: Hashable, Sendable {
  /// Which of the patterns that are looked for.
  public let pattern: Int
  public let `protocol`: TransportProtocol
  /// Wireshark's `tcp.stream` or `udp.stream`.
  public let stream: Int
  /// The `index` of the conversation; nil where conversations are not followed.
  public let conversation: Int?
  /// Who sent it.
  public let side: Side
  /// Where it begins among the payload bytes of its sender, counted from 0; of UDP those of all datagrams, one after the
  /// other.
  public let offset: Int
  /// The frames that carried it, in the order of the bytes: more than one where segments cut it. Of a datagram that came in
  /// fragments the frame that completes it.
  public let frames: [Int]
}

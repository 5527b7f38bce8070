/// What is in a generated capture: known, and not counted by the tool that it measures.
public struct CaptureTruth: Equatable, Sendable {
  public var packets = 0
  public var bytes = 0
  public var tcpConversations = 0
  public var udpConversations = 0
  /// Connections that both sides have closed.
  public var complete = 0
  /// Segments with payload that were sent again.
  public var retransmissions = 0
  /// Segments that a later one has overtaken.
  public var outOfOrder = 0
  /// Payload bytes, those sent again included.
  public var payloadBytes = 0

  public init() {}
}

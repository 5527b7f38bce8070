/// What bad behaviour a server or client has shown. A message that went out is counted for all that was done to it; one
/// that did not, as dropped alone.
public struct FaultCounters: Hashable, Sendable {
  /// Messages of which nothing went out: by chance, for want of room, or because their connection or the server ended
  /// while they were delayed.
  public internal(set) var dropped = 0
  /// Of those, the datagrams for which there was no room among the delayed ones.
  public internal(set) var droppedForRoom = 0
  public internal(set) var delayed = 0
  public internal(set) var duplicated = 0
  public internal(set) var corrupted = 0
  public internal(set) var truncated = 0
  /// Connections that this end closed with RST because it was asked to.
  public internal(set) var resets = 0

  public init() {}

  /// `message` went out.
  mutating func count(_ message: FaultyMessage, isDelayed: Bool) {
    delayed += isDelayed ? 1 : 0
    duplicated += message.isDuplicated ? 1 : 0
    corrupted += message.isCorrupted ? 1 : 0
    truncated += message.isTruncated ? 1 : 0
  }
}

/// What comes next in a stream that is followed: bytes of one side, or the news that some are missing.
public struct StreamChunk: Hashable, Sendable {
  /// Bytes that a side sent and the capture does not hold.
  public struct Gap: Hashable, Sendable {
    /// Why nothing stands in their place.
    public enum Cause: Hashable, Sendable {
      /// The chunk's frame has what follows them in the stream, and none that came in time had them.
      case notCaptured
      /// The same, but the capture goes on: too much that follows was held back to wait for them any longer.
      case notAwaited
      /// The snapshot length cut the chunk's frame.
      case snapshotLength
      /// The chunk's frame acknowledges them, and nothing that follows them was seen. One number more than `bytes` was
      /// acknowledged, which may be a byte, or the FIN.
      case acknowledged
    }

    public let bytes: Int
    public let cause: Cause
    /// The frame that carried the byte before them; nil where no byte came before.
    public let before: Int?

    public init(bytes: Int, cause: Cause, before: Int?) {
      self.bytes = bytes
      self.cause = cause
      self.before = before
    }
  }

  /// Who sent it.
  public let side: Side
  /// Where it begins among the bytes that its sender sent, missing ones included, counted from 0.
  public let offset: Int
  /// The frame that carried it, the one that completes its datagram where that came in fragments; of a gap the frame
  /// that shows it.
  public let frame: Int
  /// Nil of bytes.
  public let gap: Gap?

  public init(side: Side, offset: Int, frame: Int, gap: Gap? = nil) {
    self.side = side
    self.offset = offset
    self.frame = frame
    self.gap = gap
  }
}

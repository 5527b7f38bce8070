/// What one side of a followed stream came to.
public struct StreamTotals: Hashable, Sendable {
  /// Segments with payload, repeated ones included; of UDP all datagrams.
  public internal(set) var packets = 0
  /// Payload bytes handed out: of TCP each once.
  public internal(set) var bytes = 0
  public internal(set) var gaps = 0
  /// Bytes in the gaps.
  public internal(set) var missingBytes = 0
  /// One more may be missing (`StreamChunk.Gap.Cause.acknowledged`).
  public internal(set) var isMissingByteOrFIN = false
  /// Bytes of a gap that came after all, too late to be handed out in order.
  public internal(set) var lateBytes = 0
  /// The frames that carried those.
  public internal(set) var late = Evidence()

  public init() {}
}

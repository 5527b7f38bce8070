/// One captured frame, lent for the duration of a call: it, and every view cut from it, cannot be kept.
public struct Packet: ~Escapable {
  /// When the capture saw it.
  public let timestamp: Timestamp
  /// Bytes that were on the link (`frame.len`). Never less than `bytes.byteCount` in a sound capture, but a file may lie.
  public let originalLength: Int
  /// What `bytes` begin with.
  public let linkType: LinkType
  /// The captured bytes (`frame.cap_len` of them): all of the frame, or as much as the snapshot length allowed.
  public let bytes: RawSpan

  @_lifetime(copy bytes)
  public init(timestamp: Timestamp, originalLength: Int, linkType: LinkType, bytes: RawSpan) {
    self.timestamp = timestamp
    self.originalLength = originalLength
    self.linkType = linkType
    self.bytes = bytes
  }
}

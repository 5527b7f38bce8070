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

  /// The interface that saw it: counted from 0 over all that the capture describes, 0 where it describes none.
  public let interface: Int
  /// False where the capture tells no time for it; `timestamp` is then that of the packet before.
  public let isTimed: Bool
  /// What somebody wrote about the packet into the capture, in UTF-8; empty where nobody did. Of several comments all,
  /// with a zero byte between them.
  public let comment: RawSpan

  @_lifetime(copy bytes, copy comment)
  public init(
    timestamp: Timestamp, originalLength: Int, linkType: LinkType, bytes: RawSpan, interface: Int = 0,
    isTimed: Bool = true, comment: RawSpan = RawSpan()
  ) {
    self.timestamp = timestamp
    self.originalLength = originalLength
    self.linkType = linkType
    self.bytes = bytes
    self.interface = interface
    self.isTimed = isTimed
    self.comment = comment
  }

  /// Lends each of the comments to `body`.
  public func forEachComment(_ body: (RawSpan) -> Void) {
    var start = 0
    for offset in 0..<comment.byteCount where comment.byte(at: offset) == 0 {
      if offset > start { body(comment.extracting(start..<offset)) }
      start = offset + 1
    }
    if start < comment.byteCount { body(comment.extracting(start..<comment.byteCount)) }
  }
}

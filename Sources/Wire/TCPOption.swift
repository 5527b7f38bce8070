/// One option of a TCP header, by name (the registry of RFC 9293, section 3.2, and what RFC 2018, 7323, 7413 and 8684 add).
public enum TCPOption: Hashable, Sendable {
  case endOfOptions
  case noOperation
  /// Largest segment the sender will take, in bytes of payload.
  case maximumSegmentSize(UInt16)
  /// Shift of every later window of the sender (RFC 7323, section 2).
  case windowScale(UInt8)
  case sackPermitted
  /// Blocks received out of order: left and right edges, at most four (RFC 2018, section 3).
  case sack([SACKBlock])
  case timestamps(value: UInt32, echo: UInt32)
  /// TCP Fast Open: the bytes of the cookie; none asks for one (RFC 7413, section 4.1.1).
  case fastOpen(cookieLength: Int)
  /// Multipath TCP, by subtype (RFC 8684, section 3).
  case multipath(subtype: UInt8)
  case userTimeout(UInt16)
  case md5Signature
  case authentication
  /// A kind that is not named here, with the bytes that it takes.
  case other(kind: UInt8, length: Int)
  /// An option whose length contradicts its kind, or the header: then nothing after it can be read.
  case malformed(kind: UInt8)

  /// A block of bytes that arrived out of order: `[left, right)`.
  public struct SACKBlock: Hashable, Sendable {
    public let left: SequenceNumber
    public let right: SequenceNumber
    public init(left: SequenceNumber, right: SequenceNumber) {
      self.left = left
      self.right = right
    }
  }
}

extension TCPSegment {
  /// Calls `body` with each option in order. The end-of-options mark is the last, and so is an option that runs past the
  /// header or is shorter than two bytes; one whose length is only wrong for its kind is stepped over.
  public func forEachOption(_ body: (TCPOption) -> Void) {
    let bytes = optionBytes
    var offset = 0
    while offset < bytes.byteCount {
      let kind = bytes.byte(at: offset)
      if kind == 0 { return body(.endOfOptions) }
      if kind == 1 {
        body(.noOperation)
        offset += 1
        continue
      }
      guard offset + 1 < bytes.byteCount else { return body(.malformed(kind: kind)) }
      let length = Int(bytes.byte(at: offset + 1))
      guard length >= 2, offset + length <= bytes.byteCount else { return body(.malformed(kind: kind)) }
      body(TCPOption(kind: kind, bytes.part(from: offset, length: length)))
      offset += length
    }
  }

  /// Calls `body` with the kind, the length that it claims, and the bytes of each option that has a length and lies in
  /// the header: also where they are cut, or the length is not that of the kind.
  public func forEachOptionBytes(_ body: (_ kind: UInt8, _ length: Int, _ bytes: RawSpan) -> Void) {
    let bytes = optionBytes
    let end = headerLength - Self.minimumHeaderLength
    var offset = 0
    while offset < bytes.byteCount {
      let kind = bytes.byte(at: offset)
      if kind == 0 { return }
      if kind == 1 {
        offset += 1
        continue
      }
      guard offset + 1 < bytes.byteCount else { return }
      let length = Int(bytes.byte(at: offset + 1))
      guard length >= 2, offset + length <= end else { return }
      body(kind, length, bytes.part(from: offset, length: length))
      offset += length
    }
  }

  /// The options that a handshake negotiates, and the timestamps of any segment.
  public var options: TCPOptions {
    var options = TCPOptions()
    if headerLength > Self.minimumHeaderLength { forEachOption { options.note($0) } }
    return options
  }
}

extension TCPOption {
  /// Names one option whose kind and length bytes are at the start of `bytes`, which is exactly as long as it says.
  fileprivate init(kind: UInt8, _ bytes: RawSpan) {
    let length = bytes.byteCount
    switch (kind, length) {
    case (2, 4): self = .maximumSegmentSize(bytes.load(fromByteOffset: 2))
    case (3, 3): self = .windowScale(bytes.byte(at: 2))
    case (4, 2): self = .sackPermitted
    case (5, 10...34) where (length - 2) % 8 == 0:
      self = .sack(
        stride(from: 2, to: length, by: 8).map { offset in
          SACKBlock(
            left: SequenceNumber(bytes.load(fromByteOffset: offset)),
            right: SequenceNumber(bytes.load(fromByteOffset: offset + 4)))
        })
    case (8, 10): self = .timestamps(value: bytes.load(fromByteOffset: 2), echo: bytes.load(fromByteOffset: 6))
    case (19, 18): self = .md5Signature
    case (28, 4): self = .userTimeout(bytes.load(fromByteOffset: 2))
    case (29, 4...): self = .authentication
    case (30, 3...): self = .multipath(subtype: bytes.byte(at: 2) >> 4)
    case (34, _): self = .fastOpen(cookieLength: length - 2)
    // The experimental kind with Fast Open's magic number (RFC 7413, appendix A).
    case (254, 4...) where bytes.load(fromByteOffset: 2, as: UInt16.self) == 0xf989:
      self = .fastOpen(cookieLength: length - 4)
    case (2...5, _), (8, _), (19, _), (28...30, _): self = .malformed(kind: kind)
    default: self = .other(kind: kind, length: length)
    }
  }
}

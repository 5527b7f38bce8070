/// Which end of a multi-byte integer comes first.
enum ByteOrder { case bigEndian, littleEndian }

extension RawSpan {
  /// Reads an integer at `offset`, trapping when it does not fit: every header checks its length before it reads.
  @inline(__always)
  func load<T: FixedWidthInteger & BitwiseCopyable>(
    fromByteOffset offset: Int, as type: T.Type = T.self, _ order: ByteOrder = .bigEndian
  ) -> T {
    let value = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
    return order == .bigEndian ? T(bigEndian: value) : T(littleEndian: value)
  }

  /// The bytes from `offset` on, at most `length` of them: nothing when `offset` lies past the end.
  @inline(__always)
  @_lifetime(copy self)
  func part(from offset: Int, length: Int = .max) -> RawSpan {
    let start = Swift.min(Swift.max(offset, 0), byteCount)
    let end = length >= byteCount - start ? byteCount : start + Swift.max(length, 0)
    return extracting(start..<end)
  }

  /// The byte at `offset`, which the caller has checked against `byteCount`.
  public func byte(at offset: Int) -> UInt8 { load(fromByteOffset: offset) }
}

extension [UInt8] {
  /// Copies what a view lends, at most `limit` bytes of it.
  public init(_ bytes: RawSpan, limit: Int = .max) {
    let count = Swift.min(bytes.byteCount, limit)
    self.init(capacity: count) { output in
      for offset in 0..<count { output.append(bytes.byte(at: offset)) }
    }
  }
}

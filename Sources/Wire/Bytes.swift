/// Which end of a multi-byte integer comes first.
public enum ByteOrder: Sendable { case bigEndian, littleEndian }

extension RawSpan {
  /// Reads an integer at `offset`, trapping when it does not fit: every header checks its length before it reads.
  // Inlinable: other modules would call it for every field, and look up its type each time.
  @inlinable @inline(__always)
  public func load<T: FixedWidthInteger & BitwiseCopyable>(
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

  /// A value that hardly two different payloads share; who does not know `seed` cannot aim at one.
  public func digest(seed: UInt64) -> UInt64 {
    func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
      let (high, low) = left.multipliedFullWidth(by: right)
      return high ^ low
    }
    var digest = mixed(seed ^ 0xa076_1d64_78bd_642f, UInt64(byteCount) ^ 0xe703_7ed1_a0b4_28db)
    var offset = 0
    while offset + 16 <= byteCount {
      let first = load(fromByteOffset: offset, as: UInt64.self, .littleEndian)
      let second = load(fromByteOffset: offset + 8, as: UInt64.self, .littleEndian)
      digest = mixed(first ^ seed ^ 0x8ebc_6af0_9c88_c6e3, second ^ digest)
      offset += 16
    }
    // What is left, fewer than 16 bytes, by two words that overlap.
    let left = byteCount - offset
    var (first, second) = (UInt64(0), UInt64(0))
    if left >= 8 {
      first = load(fromByteOffset: offset, as: UInt64.self, .littleEndian)
      second = load(fromByteOffset: byteCount - 8, as: UInt64.self, .littleEndian)
    } else if left >= 4 {
      first = UInt64(load(fromByteOffset: offset, as: UInt32.self, .littleEndian))
      second = UInt64(load(fromByteOffset: byteCount - 4, as: UInt32.self, .littleEndian))
    } else {
      for place in offset..<byteCount { first = first << 8 | UInt64(byte(at: place)) }
    }
    return mixed(first ^ seed ^ 0x5899_65cc_7537_4cc3, second ^ digest)
  }

  /// How many bytes both begin with alike.
  public func commonPrefixLength(with other: RawSpan) -> Int {
    let limit = Swift.min(byteCount, other.byteCount)
    var offset = 0
    while offset + 8 <= limit {
      let difference =
        load(fromByteOffset: offset, as: UInt64.self, .littleEndian)
        ^ other.load(fromByteOffset: offset, as: UInt64.self, .littleEndian)
      if difference != 0 { return offset + difference.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < limit, byte(at: offset) == other.byte(at: offset) { offset += 1 }
    return offset
  }

  /// The byte at `offset`, which the caller has checked against `byteCount`.
  public func byte(at offset: Int) -> UInt8 { load(fromByteOffset: offset) }
}

extension [UInt8] {
  /// Copies what a view lends, at most `limit` bytes of it.
  public init(_ bytes: RawSpan, limit: Int = .max) {
    self = []
    append(bytes.part(from: 0, length: limit))
  }

  /// Copies what a view lends to the end.
  public mutating func append(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Lends the bytes as a view for the duration of a call.
  public func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    let bytes = unsafe span.bytes
    return body(bytes)
  }
}

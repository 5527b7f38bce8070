import Wire

/// Bytes that are looked for, prepared so that each byte of a payload is looked at once, whatever it may begin anew
/// (D. E. Knuth, J. H. Morris, V. R. Pratt: Fast Pattern Matching in Strings, 1977).
struct PayloadPattern: Sendable {
  private let bytes: [UInt8]
  /// For each place, how many of the bytes up to it are the beginning of the pattern once more.
  private let fallbacks: [Int]

  var length: Int { bytes.count }

  /// `bytes` is not empty.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var fallbacks = [Int](repeating: 0, count: bytes.count)
    var matched = 0
    for place in bytes.indices.dropFirst() {
      while matched > 0, bytes[matched] != bytes[place] { matched = fallbacks[matched - 1] }
      if bytes[matched] == bytes[place] { matched += 1 }
      fallbacks[place] = matched
    }
    self.fallbacks = fallbacks
  }

  /// Looks at bytes of a stream, in order, until the pattern is complete: true then, and `place` is behind its last byte.
  /// `matched` is how many of its bytes the stream ends with so far.
  func find(in payload: RawSpan, from place: inout Int, matched: inout Int) -> Bool {
    while place < payload.byteCount {
      let byte = payload.byte(at: place)
      while matched > 0, bytes[matched] != byte { matched = fallbacks[matched - 1] }
      if bytes[matched] == byte { matched += 1 }
      place += 1
      if matched == bytes.count { return true }
    }
    return false
  }
}

import Wire

/// The options at the end of a pcapng block (draft-ietf-opsawg-pcapng, section 3.5).
enum PcapngOptions {
  enum Code {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1
    static let timestampResolution: UInt16 = 9
    static let timestampOffset: UInt16 = 14
    static let received: UInt16 = 4
    static let droppedByInterface: UInt16 = 5
    static let acceptedByFilter: UInt16 = 6
    static let droppedBySystem: UInt16 = 7
  }

  private static let headerLength = 4

  /// Tells `body` each option's code and where in `bytes` its value is. False when one claims more than there is.
  static func forEach(
    in range: Range<Int>, of bytes: RawSpan, _ order: ByteOrder, _ body: (UInt16, Range<Int>) -> Void
  ) -> Bool {
    var offset = range.lowerBound
    while range.upperBound - offset >= headerLength {
      let code: UInt16 = bytes.load(fromByteOffset: offset, order)
      let length = Int(bytes.load(fromByteOffset: offset + 2, as: UInt16.self, order))
      guard code != Code.end else { return true }
      let start = offset + headerLength
      guard range.upperBound - start >= length else { return false }
      body(code, start..<start + length)
      // Values are filled up to 32 bits.
      offset = start + (length + 3) & ~3
    }
    return true
  }
}

/// What goes out of a message.
struct FaultyMessage: Hashable {
  let bytes: [UInt8]
  var isDuplicated = false
  var isCorrupted = false
  var isTruncated = false

  /// How often it goes out.
  var copies: Int { isDuplicated ? 2 : 1 }
}

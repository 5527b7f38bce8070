/// What goes out of a message.
struct FaultyMessage: Hashable {
  let bytes: [UInt8]
  var isDuplicated = false
  var isCorrupted = false
  var isTruncated = false

  /// What was done to it, as users write it.
  func faults(isDelayed: Bool) -> [String] {
    let all = [
      (isDelayed, "delay"), (isDuplicated, "duplicate"), (isCorrupted, "corrupt"), (isTruncated, "truncate"),
    ]
    return all.filter(\.0).map(\.1)
  }

  /// All bytes that go out of it, where they are one after another in a stream.
  var stream: [UInt8] { isDuplicated ? bytes + bytes : bytes }

  /// How often it goes out.
  var copies: Int { isDuplicated ? 2 : 1 }
}

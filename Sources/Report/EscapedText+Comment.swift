import Wire

extension EscapedText {
  /// Columns of a comment on a line of a packet list.
  static let commentColumns = 200

  /// A packet comment. Others wrote it, and it may hold anything.
  init(comment: RawSpan, quotes: Bool, backslashes: Bool = true, limit: Int = .max) {
    self.init([UInt8](comment), quotes: quotes, backslashes: backslashes, limit: limit)
  }
}

/// Finds `exit` among what a chat client sends.
///
/// A client says it as one message, with a line end or without, or as a line that a terminal program sends character by
/// character.
struct ChatReader {
  /// The beginning of a line whose end has not come; more of it than `exit` with its line end is never needed.
  private var line: [UInt8] = []
  /// The last receive was full and more was there: what comes next is the rest of its last message.
  private var isCut = false

  private static let newline = UInt8(ascii: "\n")
  private static let longest = 6

  /// How much of one receive is to be sent back, and whether `exit` follows it. `isCut` tells that more is there.
  mutating func read(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> (echoed: ArraySlice<UInt8>, isExit: Bool) {
    var rest = bytes
    while let first = rest.first {
      if first == Self.newline, line.isEmpty {
        rest.removeFirst()
        continue
      }
      let end = rest.firstIndex(of: Self.newline)
      let message = rest[..<(end ?? rest.endIndex)]
      let isWhole = !self.isCut && (end != nil || !isCut)
      self.isCut = false
      line += message.prefix(Self.longest - line.count)
      if isWhole && Self.isExit(message, isLine: end != nil) || end != nil && Self.isExit(line[...], isLine: true) {
        return (bytes[..<rest.startIndex], true)
      }
      if let end {
        line = []
        rest = rest[(end + 1)...]
      } else {
        self.isCut = isCut
        rest = rest[rest.endIndex...]
      }
    }
    return (bytes, false)
  }

  /// Calls `body` with every message of one receive, without its line end, and whether it had one; empty lines are none.
  /// With `exit`, the message that begins there is the last.
  static func forEachMessage(
    in bytes: ArraySlice<UInt8>, endingAfter exit: Int?, _ body: (ArraySlice<UInt8>, _ hasEnded: Bool) -> Void
  ) {
    var rest = bytes
    while !rest.isEmpty {
      let isLast = rest.startIndex == exit
      let end = rest.firstIndex(of: newline)
      var message = rest[..<(end ?? rest.endIndex)]
      if end != nil, message.last == UInt8(ascii: "\r") { message.removeLast() }
      if !message.isEmpty { body(message, end != nil) }
      guard let end, !isLast else { return }
      rest = rest[(end + 1)...]
    }
  }

  private static func isExit(_ message: ArraySlice<UInt8>, isLine: Bool) -> Bool {
    isExit(isLine && message.last == UInt8(ascii: "\r") ? message.dropLast() : message)
  }

  static func isExit(_ message: some Sequence<UInt8>) -> Bool {
    message.elementsEqual("exit".utf8) { $0 | 0x20 == $1 }
  }
}

/// Finds `exit` among what a chat client sends.
///
/// A client says it as one send without a line end, or as a line, which a terminal program may send character by
/// character.
struct ChatReader {
  /// The beginning of a line whose end has not come; more of it than `exit` with its line end is never needed.
  private var line: [UInt8] = []
  /// The last receive was full: what comes next may be the rest of its last message.
  private var isCut = false

  private static let newline = UInt8(ascii: "\n")
  private static let longest = 6

  /// How much of one receive is to be sent back, and whether `exit` follows it. `isCut` tells that the receive was full.
  mutating func read(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> (echoed: ArraySlice<UInt8>, isExit: Bool) {
    var rest = bytes
    while let first = rest.first {
      if first == Self.newline, line.isEmpty {
        rest.removeFirst()
        self.isCut = false
        continue
      }
      let end = rest.firstIndex(of: Self.newline)
      let message = rest[..<(end ?? rest.endIndex)]
      let isContinued = self.isCut
      self.isCut = false
      if end == nil, !isContinued, !isCut, Self.isExit(message) { return (bytes[..<rest.startIndex], true) }
      line += message.prefix(Self.longest - line.count)
      if let end {
        if Self.isExit(line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]) {
          return (bytes[..<rest.startIndex], true)
        }
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

  static func isExit(_ message: some Sequence<UInt8>) -> Bool {
    message.elementsEqual("exit".utf8) { $0 | 0x20 == $1 }
  }
}

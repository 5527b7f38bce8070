/// The text that one side of a stream sends, piece by piece as it comes, made safe to print line by line.
///
/// A character that is cut at the end of a piece is held back for the next one, and so is a CR that an LF may follow.
struct FollowedText {
  /// Four bytes at most.
  private var held: [UInt8] = []
  private var marks = EscapedText.mostMarks

  /// The lines of what came before and of `bytes`: each but the last is ended. With `isLast` nothing is held back, and
  /// the next piece begins a new text.
  mutating func lines(_ bytes: [UInt8], isLast: Bool) -> [String] {
    var lines: [String] = []
    var rest = (held + bytes)[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      var line = rest[..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      lines.append(escaped(line, isWhole: true).text)
      marks = EscapedText.mostMarks
      rest = rest[(end + 1)...]
    }
    var waiting: [UInt8] = []
    if !isLast, rest.last == UInt8(ascii: "\r") { waiting = [rest.removeLast()] }
    let text = escaped(rest, isWhole: isLast || !waiting.isEmpty)
    lines.append(text.text)
    held = rest[(rest.startIndex + text.length)...] + waiting
    marks = isLast ? EscapedText.mostMarks : text.marks
    return lines
  }

  private func escaped(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> EscapedText {
    EscapedText(Array(bytes), isWhole: isWhole, quotes: false, backslashes: false, marks: marks)
  }
}

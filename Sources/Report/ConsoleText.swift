/// Bytes from the network made safe to print on one line of a console, piece by piece as they come.
///
/// What is readable stays as it is, backslashes and quotes too: the course's programs print the text unchanged. All that
/// a terminal could obey or a reader could not see is written as an escape. A character that is cut at the end of a
/// piece is held back and printed with the next one.
public struct ConsoleText: Sendable {
  /// No console line shows more bytes of one message: a terminal is no place for the 65,507 that a datagram can carry.
  public static let messageLimit = 2_048

  /// The beginning of a character whose other bytes have not come; three at most.
  private var held: [UInt8] = []
  private var marks = EscapedText.mostMarks

  public init() {}

  /// Whether the beginning of a character waits for the next piece.
  public var isHolding: Bool { !held.isEmpty }

  /// The printable text of what came before and of `bytes`. With `isLast`, what is incomplete is shown as numbers, and
  /// the next piece begins a new text.
  public mutating func piece(_ bytes: some Sequence<UInt8>, isLast: Bool = false) -> String {
    let bytes = held + bytes
    let text = Self.escaped(bytes, isWhole: isLast, marks: marks)
    held = Array(bytes[text.length...])
    marks = isLast ? EscapedText.mostMarks : text.marks
    return text.text
  }

  /// What is shown of one message, and how many of its bytes are not.
  static func message(_ bytes: [UInt8]) -> (text: String, left: Int) {
    let isWhole = bytes.count <= messageLimit
    let text = escaped(isWhole ? bytes : Array(bytes.prefix(messageLimit)), isWhole: isWhole)
    return (text.text, bytes.count - text.length)
  }

  /// Words that a user typed or a system gave, or the name of a file: on one line.
  public static func words(_ text: String) -> String { escaped(Array(text.utf8), isWhole: true).text }

  /// Lines that the program wrote, in which such words are; escaping them once more changes nothing.
  public static func lines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { words(String($0)) }
      .joined(separator: "\n")
  }

  private static func escaped(
    _ bytes: [UInt8], isWhole: Bool, marks: Int = EscapedText.mostMarks
  ) -> EscapedText {
    EscapedText(bytes, isWhole: isWhole, quotes: false, backslashes: false, marks: marks)
  }
}

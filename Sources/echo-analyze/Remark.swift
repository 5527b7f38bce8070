import Capture
import Report

/// A line for the user beside the results: words of the program around those of others, such as the names of files, which may
/// be anything. Nothing of theirs is obeyed by a terminal, or begins a line of its own.
struct Remark: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    /// What others chose, on one line.
    mutating func appendInterpolation(_ words: some CustomStringConvertible) {
      text += ConsoleText.words(words.description)
    }
    @_disfavoredOverload mutating func appendInterpolation(_ error: any Error) { text += ConsoleText.words("\(error)") }
    /// Its names are on one line already; its hints may stand on more.
    mutating func appendInterpolation(_ error: CaptureError) { appendInterpolation(lines: error.description) }
    /// Lines of the program itself, in which what others chose is on one.
    mutating func appendInterpolation(lines: String) { text += ConsoleText.lines(lines) }
  }

  let text: String

  init(stringLiteral text: String) { self.text = text }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  static func + (first: Remark, second: Remark) -> Remark { "\(lines: first.text)\(lines: second.text)" }
}

import Capture
import Report
import SystemPackage

/// Where an echo program prints its lines, each at once: someone is looking, or another program waits for them.
struct Console {
  let isQuiet: Bool
  /// Nothing can be printed any more; the reason was told.
  private(set) var hasFailed = false
  private var isInterrupted = false

  init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

  mutating func print(_ lines: String...) {
    if !isQuiet { write(lines.map { $0 + "\n" }.joined()) }
  }

  /// Prints what the user cannot do without.
  mutating func announce(_ line: String) { write(line + "\n") }

  /// Prints what the user's answer is to stand beside.
  mutating func prompt(_ text: String) {
    if !isQuiet { write(text) }
  }

  private mutating func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty, !hasFailed {
      do throws(Errno) {
        rest = rest.dropFirst(try writeToStandardOutput(rest))
        // Where nobody reads the pipe any more, Ctrl-C must end the waiting; it may have cut the write short.
        if !rest.isEmpty, StopSignal.isRaised { throw .interrupted }
      } catch {
        if error == .interrupted, !StopSignal.isRaised { continue }
        remark("standard output cannot be written: \(error)")
        hasFailed = true
      }
    }
  }

  /// Begins a new line where Ctrl-C has ended the program: the terminal has put ^C at the beginning of this one.
  mutating func breakAfterInterrupt() {
    if !isInterrupted, StandardStream.errors.isTerminal { tell("") }
    isInterrupted = true
  }

  /// Tells the user beside the results.
  func remark(_ text: String) { tell("echo-analyze: \(lines: text)") }
}

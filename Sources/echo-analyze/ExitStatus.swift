import ArgumentParser

/// What the exit status says.
enum ExitStatus: Int32 {
  case done = 0
  /// It could not be done; the message says why.
  case failed = 1
  /// The capture is cut or damaged, and what could be read is reported.
  case cut = 2
  /// It was done, and the answer is no.
  case no = 3

  /// What a shell shows of a program that wrote where nobody reads any more (SIGPIPE).
  static let brokenPipe: Int32 = 128 + 13

  /// Of several files' the one that counts: failed before cut before no before done.
  mutating func merge(_ other: ExitStatus) {
    func rank(_ status: ExitStatus) -> Int {
      switch status {
      case .failed: 0
      case .cut: 1
      case .no: 2
      case .done: 3
      }
    }
    if rank(other) < rank(self) { self = other }
  }

  /// Ends the command with this status.
  func end() throws {
    if self != .done { throw ExitCode(rawValue) }
  }
}

import Report

/// Where an echo program prints its lines, each at once: someone is looking, or another program waits for them.
struct Console {
  private var output = Output.standardOutput
  private let isQuiet: Bool
  /// Nobody reads any more; the reason was told.
  private(set) var hasFailed = false

  init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

  mutating func print(_ lines: String...) { write(lines.map { $0 + "\n" }.joined()) }

  /// Prints what the user's answer is to stand beside.
  mutating func prompt(_ text: String) { write(text) }

  private mutating func write(_ text: String) {
    guard !isQuiet, !hasFailed else { return }
    do {
      try output.write(text)
    } catch {
      hasFailed = true
    }
  }

  /// Tells the user beside the results.
  func remark(_ text: String) { tell("echo-analyze: \(text)") }
}

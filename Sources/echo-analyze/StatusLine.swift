import Synchronization
import SystemPackage

/// The last line of the terminal, which tells how far the work is: it is written over in place, and gone before anything
/// else is written there. There is one terminal, and one such line.
enum StatusLine {
  private static let latest = Mutex<ContinuousClock.Instant?>(nil)
  /// Nobody can read faster.
  private static let interval = Duration.milliseconds(100)

  /// Whether someone sees it: it goes to standard error.
  static let isPossible = StandardStream.errors.isTerminal && !isTerminalDumb()

  /// Shows `text`, of ASCII characters, unless another was shown a moment ago.
  static func show(_ text: () -> String) {
    guard isPossible else { return }
    latest.withLock { latest in
      let now = ContinuousClock.now
      if let earlier = latest, now - earlier < interval { return }
      latest = now
      // A line that fills the terminal would go on in the next one, and stay.
      let room = (StandardStream.errors.terminalWidth ?? 80) - 1
      write("\r" + text().prefix(max(room, 0)) + erasure)
    }
  }

  /// Takes the line away, if it is there.
  static func clear() {
    latest.withLock { latest in
      guard latest != nil else { return }
      latest = nil
      write("\r" + erasure)
    }
  }

  /// Erases what is left of the line (ECMA-48, section 8.3.41).
  private static let erasure = "\u{1b}[K"

  private static func write(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(text.utf8) }
}

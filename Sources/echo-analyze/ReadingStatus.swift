import Capture

/// How far the reading of a capture is, in a line.
struct ReadingStatus {
  var bytes: Int
  /// Nil where nobody knows how much will come.
  var totalBytes: Int?
  var packets: Int
  var elapsed: Duration

  /// What takes less shows nothing.
  private static let patience = Duration.seconds(1)

  /// Shows it at the foot of the terminal while `source` is read; nil where nobody sees it.
  static func progress(of source: CaptureSource) -> ReadingProgress? {
    guard StatusLine.isPossible else { return nil }
    let start = ContinuousClock.now
    return ReadingProgress(source) { progress in
      let elapsed = ContinuousClock.now - start
      guard elapsed >= patience else { return }
      StatusLine.show {
        ReadingStatus(
          bytes: progress.bytes, totalBytes: progress.totalBytes, packets: progress.packets, elapsed: elapsed
        ).text
      }
    }
  }

  var text: String {
    let rate = elapsed > .zero ? Int(Double(bytes) / (elapsed / .seconds(1))) : 0
    let amount =
      totalBytes.map { total in
        // A file may have grown.
        let read = min(bytes, total)
        return
          "\(total > 0 ? Int(Double(read) / Double(total) * 100) : 100) %, \(Self.size(read)) of \(Self.size(total))"
      } ?? Self.size(bytes)
    return "\(amount), \(packets) packets, \(Self.size(rate))/s"
  }

  private static func size(_ bytes: Int) -> String {
    let units = ["kB", "MB", "GB", "TB"]
    var (unit, tenths) = (0, bytes / 100)
    while tenths >= 10_000, unit < units.count - 1 {
      tenths /= 1_000
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}

import Analyzer
import Capture

/// How far a live capture is, in a line.
struct LiveStatus {
  var packets: Int
  var conversations: Int
  /// Nil where nobody counts them.
  var dropped: Int?
  var elapsed: Duration

  init(packets: Int, conversations: Int, dropped: Int?, elapsed: Duration) {
    self.packets = packets
    self.conversations = conversations
    self.dropped = dropped
    self.elapsed = elapsed
  }

  init(_ figures: LiveFigures, elapsed: Duration) {
    self.init(
      packets: figures.packets, conversations: figures.conversations,
      dropped: figures.statistics.map { ($0.droppedByKernel ?? 0) + ($0.droppedByInterface ?? 0) }, elapsed: elapsed)
  }

  var text: String {
    func count(_ number: Int, _ name: String) -> String { "\(number) \(name)\(number == 1 ? "" : "s")" }
    let parts = [
      count(packets, "packet"), dropped.map { "\($0) dropped" }, count(conversations, "conversation"), clock,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private var clock: String {
    let seconds = Int(elapsed / .seconds(1))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}

public import Wire

/// One of the files that are read as one capture, as far as it has been read.
public struct CapturePart: Hashable, Sendable {
  public let path: String
  /// Nil of a file that cannot be opened.
  public internal(set) var format: CaptureFormat?
  /// Packets that it has given; nil of a file that was not read at all.
  public internal(set) var packets: Int?
  /// The number of its first packet, and of its last so far, in the order in which packets are lent.
  public internal(set) var firstFrame: Int?
  public internal(set) var lastFrame: Int?
  /// The time of its first packet that has one.
  public internal(set) var firstTime: Timestamp?
  /// The latest time in it.
  public internal(set) var lastTime: Timestamp?
  /// Where it breaks off, and why, in its own frame numbers; nil of one that is whole, or not read to its end.
  public internal(set) var cut: String?
  /// Why it cannot be opened.
  public internal(set) var failure: CaptureError?

  init(path: String) { self.path = path }

  /// Counts a packet that is lent as frame number `frame`; `time` is nil where it has none.
  mutating func count(_ frame: Int, _ time: Timestamp?) {
    packets = (packets ?? 0) + 1
    if firstFrame == nil { firstFrame = frame }
    lastFrame = frame
    guard let time else { return }
    if firstTime == nil { firstTime = time }
    lastTime = max(lastTime ?? time, time)
  }
}

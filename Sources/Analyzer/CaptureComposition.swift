public import Wire

/// How a capture was put together: of several files, or of the packets of one in order of time.
public struct CaptureComposition: Hashable, Sendable, Codable {
  /// What the numbers of frames follow.
  public enum Order: String, Hashable, Sendable, Codable {
    /// The files, one after the other.
    case joined
    /// Time, of files that are in order themselves.
    case merged
    /// Time.
    case sorted
  }

  /// One of the files.
  public struct File: Hashable, Sendable, Codable {
    /// As given, `-` for standard input.
    public let path: String
    /// Nil of a file that could not be opened.
    public let format: String?
    /// Packets in it, with those that a filter drops; nil of a file that was not read.
    public let packets: Int?
    /// The capture's numbers of its first packet and of its last; nil where it has none.
    public let firstFrame: Int?
    public let lastFrame: Int?
    /// The time of its first packet that has one, and the latest.
    public let firstTime: Timestamp?
    public let lastTime: Timestamp?
    /// Why it was not read to its end, in its own frame numbers; nil when it was.
    public let cut: String?
    /// Why it could not be opened.
    public let failure: String?

    public init(
      path: String, format: String?, packets: Int?, firstFrame: Int?, lastFrame: Int?, firstTime: Timestamp? = nil,
      lastTime: Timestamp? = nil, cut: String? = nil, failure: String? = nil
    ) {
      self.path = path
      self.format = format
      self.packets = packets
      self.firstFrame = firstFrame
      self.lastFrame = lastFrame
      self.firstTime = firstTime
      self.lastTime = lastTime
      self.cut = cut
      self.failure = failure
    }

    /// All of it was there.
    public var isWhole: Bool { cut == nil && failure == nil }
  }

  public let order: Order
  /// In the order they were named; one, where one was sorted.
  public let files: [File]
  /// Packets that stood behind one with a later time, before they were sorted; nil where nothing was sorted.
  public let outOfOrder: Int?

  public init(order: Order, files: [File], outOfOrder: Int? = nil) {
    self.order = order
    self.files = files
    self.outOfOrder = outOfOrder
  }

  /// Of joined files the first that begins before one ends that was named before it, and that one.
  public var wrongOrder: (file: File, before: File)? {
    guard order == .joined else { return nil }
    var latest: (time: Timestamp, file: File)?
    for file in files {
      if let first = file.firstTime, let latest, first < latest.time { return (file, latest.file) }
      guard let last = file.lastTime else { continue }
      if let latest, latest.time >= last { continue }
      latest = (last, file)
    }
    return nil
  }

  /// The last frames before what is missing, where files break off or could not be opened.
  var framesBeforeGaps: [Int] {
    var frames: [Int] = []
    var previous: Int?
    for file in files {
      let last = file.lastFrame ?? (order == .joined ? previous : nil)
      // Sorted, what is missing may have been anywhere.
      if !file.isWhole, order != .sorted, let last, frames.last != last { frames.append(last) }
      previous = last ?? previous
    }
    return frames
  }
}

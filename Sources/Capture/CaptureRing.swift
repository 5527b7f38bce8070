public import Wire

/// A capture that is written to one file after the other, each a whole one, of which only the latest may be kept.
///
/// The names are those of `dumpcap` and sort in the order in which they were written: `lan.pcap` becomes
/// `lan_00001_20261128151400.pcap`, with a number and the local time at which it was begun. Numbers go on after those of
/// files that are there. No file is overwritten, and none is removed that this ring has not written.
public struct CaptureRing: ~Copyable {
  /// When a file is full, and how many are kept. At least one of the first two is needed.
  public struct Limits: Hashable, Sendable {
    /// Bytes of a file at most; a single packet that takes more has one alone.
    public var bytes: Int64?
    /// How long a file is written; the next begins with the packet that comes after that.
    public var duration: Duration?
    /// Files that are kept; nil for all.
    public var files: Int?

    public init(bytes: Int64? = nil, duration: Duration? = nil, files: Int? = nil) {
      self.bytes = bytes
      self.duration = duration
      self.files = files
    }
  }

  /// A file that was written here.
  private struct Written {
    let path: String
    /// Tells it from another one that was put in its place.
    let identity: FileIdentity?

    init(_ path: String) {
      self.path = path
      identity = FileIdentity(path)
    }

    var isThere: Bool { identity != nil && FileIdentity(path) == identity }
  }

  private let limits: Limits
  private let names: RingNames
  private let linkType: LinkType
  private let snapshotLength: Int
  private let timestampDigits: Int
  private var writer: CaptureWriter
  private var current: Written
  private var number: Int
  private var begun = ContinuousClock.now
  private var isEmpty = true
  /// The latest files before the current one, the oldest first: all that are kept where `limits` say how many.
  private var earlier: [Written] = []
  /// Files that were begun.
  public private(set) var filesTotal = 1
  /// Those of them that were removed because there were too many.
  public private(set) var removedTotal = 0
  /// The first file that was removed, or replaced, by somebody else while it was written: its packets are lost.
  public private(set) var loss: CaptureError?

  /// Files that are remembered where all are kept.
  private static let memory = 8

  /// Creates the first file. `path` gives its folder, and the beginning and end of its name.
  public init(
    path: String, limits: Limits, linkType: LinkType, snapshotLength: Int, timestampDigits: Int = 6
  ) throws(CaptureError) {
    self.limits = limits
    self.linkType = linkType
    self.snapshotLength = snapshotLength
    self.timestampDigits = timestampDigits
    names = RingNames(path)
    number = names.latestNumber + 1
    let name = names.path(number)
    writer = try CaptureWriter(
      path: name, linkType: linkType, snapshotLength: snapshotLength, timestampDigits: timestampDigits)
    current = Written(name)
  }

  /// Finds out whether more files can be created in the folder, and removed, by whoever the process is now.
  public borrowing func checkFolder() throws(CaptureError) {
    if let reason = names.obstacle { throw .folderNotWritable(path: names.folder, reason: reason) }
  }

  /// Adds `packet`, to the next file where this one is full.
  public mutating func write(_ packet: Packet) throws(CaptureError) {
    if isFull(with: packet) { try rotate() }
    isEmpty = false
    try writer.write(packet)
  }

  /// Writes out what has gathered.
  public mutating func flush() throws(CaptureError) { try writer.flush() }

  /// Writes out the rest and closes the file.
  public mutating func close() throws(CaptureError) {
    try writer.close()
    noteLoss()
  }

  /// The files that are there now, the oldest first, as far as they are remembered.
  public var files: [String] { (earlier + [current]).filter(\.isThere).map(\.path) }

  private func isFull(with packet: Packet) -> Bool {
    // A file without a packet tells nobody anything.
    guard !isEmpty else { return false }
    if let bytes = limits.bytes, writer.length + CaptureWriter.length(of: packet) > bytes { return true }
    return limits.duration.map { ContinuousClock.now - begun >= $0 } ?? false
  }

  private mutating func rotate() throws(CaptureError) {
    try writer.close()
    noteLoss()
    number += 1
    let path = names.path(number)
    do throws(CaptureError) {
      writer = try CaptureWriter(
        path: path, linkType: linkType, snapshotLength: snapshotLength, timestampDigits: timestampDigits)
    } catch {
      switch error {
      case .cannotCreate(_, let reason):
        // On a full disk it may be there, without its header.
        removeFile(ifEmpty: path)
        throw .cannotRotate(path: path, reason: reason)
      case .fileExists: throw .cannotRotate(path: path, reason: "it exists already")
      default: throw error
      }
    }
    earlier.append(current)
    current = Written(path)
    filesTotal += 1
    begun = .now
    isEmpty = true
    try removeOldest()
  }

  private mutating func removeOldest() throws(CaptureError) {
    guard let kept = limits.files else {
      if earlier.count >= Self.memory { earlier.removeFirst() }
      return
    }
    while earlier.count >= kept {
      let oldest = earlier.removeFirst()
      // Somebody else may have taken it away, or put another one there.
      guard oldest.isThere else { continue }
      if let error = removeFile(oldest.path) { throw .cannotRemove(path: oldest.path, reason: error.description) }
      removedTotal += 1
    }
  }

  private mutating func noteLoss() {
    if loss == nil, !current.isThere { loss = .vanished(path: current.path) }
  }
}

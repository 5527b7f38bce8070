public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Several capture files read as one capture, or one whose packets are put in order of time.
///
/// A file that cannot be opened, or breaks off, leaves a gap; what the others hold is lent all the same. Packets keep what
/// their file says of them, the number of their interface too: files of one capture have the same interfaces.
public struct CaptureSequence: ~Copyable {
  public let order: PacketOrder
  /// The files, in the order they were named, as far as each has been read.
  public private(set) var parts: [CapturePart]
  /// Those of all files so far, each once.
  public private(set) var linkTypes: [LinkType] = []
  /// The finest of the files: 6 or 9.
  public private(set) var timestampDigits = 6
  /// The largest of the files.
  public private(set) var snapshotLength = 0
  private var files: OpenFiles
  private let progress: ReadingProgress?
  private var knownLinkTypes: Set<LinkType> = []
  /// The sums of what the files tell that were read to their end, and which of them some file does not tell.
  private var told = CaptureStatistics()
  private var isReceivedUntold = false
  private var isKernelDropUntold = false
  private var isInterfaceDropUntold = false
  /// Packets that were lent.
  private var frames = 0
  /// Joined: the file whose turn it is.
  private var turn = 0
  /// Merged: the time of each file's next packet; nil where there is none.
  private var nextTimes: [Int64?]
  /// Merged: files whose next packet is not held yet.
  private var unread: [Int] = []
  /// Sorted: all packets.
  private var store: PacketStore
  /// Sorted: a signal ended the reading.
  private var isInterrupted = false

  /// Bytes of packets that sorting holds at most: 1 GiB.
  public static var sortLimit: Int { 1_073_741_824 }
  /// Enough to recognise a file and to find the interfaces that it begins with.
  private static let probeCapacity = 16_384
  /// Bytes that the buffers of files read side by side take together, as long as each has a few kilobytes.
  private static let mergeCapacity = 67_108_864

  /// Looks into all files. To sort, it also reads them to their ends. Throws where not one can be opened, where the
  /// system does not let as many be opened at once as a merge needs, and where there is too much to sort.
  ///
  /// Files that are joined are opened one after the other; only what is no regular file, and cannot be opened twice,
  /// stays open from here on.
  public init(
    _ source: CaptureSource, sortLimit: Int = Self.sortLimit, progress: ReadingProgress? = nil
  ) throws(CaptureError) {
    order = source.order
    self.progress = progress
    parts = source.paths.map(CapturePart.init)
    files = OpenFiles(count: source.paths.count)
    nextTimes = Array(repeating: nil, count: source.paths.count)
    store = PacketStore(limit: sortLimit)
    for place in parts.indices { try look(into: place) }
    let failures = parts.compactMap(\.failure)
    if failures.count == parts.count { throw failures.count == 1 ? failures[0] : .noneReadable(failures) }
    switch order {
    case .joined: break
    case .merged: unread = parts.indices.filter { parts[$0].failure == nil }.reversed()
    case .sorted: try load()
    }
  }

  /// Packets with a time before that of the packet in front of them, before they were sorted; nil where nothing is sorted.
  public var outOfOrder: Int? { order == .sorted ? store.outOfOrder : nil }

  /// The sums of what the files tell that were read to their end. Where a file tells nothing, loss is at least what the
  /// others tell; and if they tell of none, it is unknown.
  public var statistics: CaptureStatistics? {
    func loss(_ count: Int?, _ isUntold: Bool) -> Int? { count == 0 && isUntold ? nil : count }
    let statistics = CaptureStatistics(
      received: isReceivedUntold ? nil : told.received, droppedByKernel: loss(told.droppedByKernel, isKernelDropUntold),
      droppedByInterface: loss(told.droppedByInterface, isInterfaceDropUntold))
    return statistics == CaptureStatistics() ? nil : statistics
  }

  /// Lends every packet that is left to `body`, until it returns false.
  ///
  /// Where files break off, or could not be opened, the end says which, after all packets of the others were lent.
  public mutating func forEach(_ body: (Packet) -> Bool) -> CaptureEnd {
    let isDone =
      switch order {
      case .joined: lendJoined(body)
      case .merged: lendMerged(body)
      case .sorted: lendSorted(body)
      }
    guard isDone, !isInterrupted else { return .stopped }
    let broken = parts.filter { $0.failure != nil || $0.cut != nil }
    return broken.isEmpty ? .complete : .cut(in: broken)
  }
}

extension CaptureSequence {
  private mutating func look(into place: Int) throws(CaptureError) {
    let path = parts[place].path
    let isKept = order == .merged || !Self.canBeOpenedAgain(path)
    var capacity = isKept ? CaptureInput.capacity : Self.probeCapacity
    if order == .merged { capacity = min(capacity, max(4_096, Self.mergeCapacity / parts.count)) }
    do throws(CaptureError) {
      let file = try CaptureFile(path: path, bufferCapacity: capacity, progress)
      parts[place].format = file.format
      note(file)
      if isKept { files.put(file, at: place) }
    } catch {
      if case .tooManyOpenFiles = error { throw error }
      parts[place].failure = error
    }
  }

  private static func canBeOpenedAgain(_ path: String) -> Bool {
    var status = stat()
    return unsafe path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private mutating func note(_ file: borrowing CaptureFile) {
    for type in file.linkTypes where knownLinkTypes.insert(type).inserted { linkTypes.append(type) }
    timestampDigits = max(timestampDigits, file.timestampDigits)
    snapshotLength = max(snapshotLength, file.snapshotLength)
  }

  /// Opens the file at `place`, if it is not open already; false where that cannot be done.
  private mutating func begin(_ place: Int) -> Bool {
    guard parts[place].failure == nil else { return false }
    if !files.isOpen(place) {
      do throws(CaptureError) {
        files.put(try CaptureFile(path: parts[place].path, progress: progress), at: place)
      } catch {
        // It was there when it was looked into.
        parts[place].failure = error
        return false
      }
    }
    parts[place].packets = parts[place].packets ?? 0
    return true
  }

  /// Notes why the file at `place` has no more packets, and closes it.
  private mutating func finish(_ place: Int, _ end: CaptureEnd) {
    if case .cut(let reason) = end { parts[place].cut = reason }
    guard let file = files.take(place) else { return }
    note(file)
    let counts = file.statistics ?? CaptureStatistics()
    told = told + counts
    isReceivedUntold = isReceivedUntold || counts.received == nil
    isKernelDropUntold = isKernelDropUntold || counts.droppedByKernel == nil
    isInterfaceDropUntold = isInterfaceDropUntold || counts.droppedByInterface == nil
  }

  private mutating func lendJoined(_ body: (Packet) -> Bool) -> Bool {
    while turn < parts.count {
      guard begin(turn) else {
        turn += 1
        continue
      }
      var part = parts[turn]
      var frame = frames
      let end = files.with(turn) { file in
        file.forEach { packet in
          frame += 1
          part.count(frame, packet.isTimed ? packet.timestamp : nil)
          return body(packet)
        }
      }
      parts[turn] = part
      frames = frame
      if end == .stopped { return false }
      finish(turn, end)
      turn += 1
    }
    return true
  }

  private mutating func lendMerged(_ body: (Packet) -> Bool) -> Bool {
    while true {
      while let place = unread.last {
        parts[place].packets = parts[place].packets ?? 0
        switch files.with(place, { file in file.pull() }) {
        case nil:
          let time = files.with(place) { file in file.time }
          // Without a time it comes next.
          nextTimes[place] = time?.nanoseconds ?? .min
        case .stopped?: return false
        case let end?: finish(place, end)
        }
        unread.removeLast()
      }
      guard let place = earliest() else { return true }
      nextTimes[place] = nil
      unread.append(place)
      frames += 1
      parts[place].count(frames, files.with(place) { file in file.time })
      guard files.with(place, { file in file.lend(body) }) else { return false }
    }
  }

  /// Of files whose next packets have the same time the one that was named first.
  private func earliest() -> Int? {
    var earliest: Int?
    var time = Int64.max
    for place in nextTimes.indices {
      guard let next = nextTimes[place], earliest == nil || next < time else { continue }
      (earliest, time) = (place, next)
    }
    return earliest
  }

  private mutating func load() throws(CaptureError) {
    var store = store
    var isFull = false
    for place in parts.indices where begin(place) {
      let end = files.with(place) { file in
        file.forEach { packet in
          isFull = !store.add(packet, of: place)
          return !isFull
        }
      }
      if isFull { throw .tooLargeToSort(paths: parts.map(\.path), limit: store.limit) }
      finish(place, end)
      isInterrupted = end == .stopped
      if isInterrupted { break }
    }
    store.sort()
    self.store = store
  }

  private mutating func lendSorted(_ body: (Packet) -> Bool) -> Bool {
    while frames < store.count {
      let (part, time) = store.origin(of: frames)
      frames += 1
      parts[part].count(frames, time)
      guard store.lend(frames - 1, body) else { return false }
    }
    return true
  }
}

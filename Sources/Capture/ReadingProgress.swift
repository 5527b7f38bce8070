import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far the reading of a capture is, on any thread.
///
/// Those who read add what they have read, some hundred kilobytes at a time; whoever wants to know is told then, on their
/// thread, and should be quick.
public final class ReadingProgress: Sendable {
  /// Bytes of the capture's files; nil where one of them is none, but a pipe.
  public let totalBytes: Int?
  private let byteCount = Atomic(0)
  private let packetCount = Atomic(0)
  private let readerCount = Atomic(1)
  private let onChange: @Sendable (ReadingProgress) -> Void

  public init(_ source: CaptureSource, _ onChange: @escaping @Sendable (ReadingProgress) -> Void) {
    let sizes = source.paths.map(Self.size)
    totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    self.onChange = onChange
  }

  /// Bytes that were read, as they are in the files; of readers that read the same side by side, their mean.
  public var bytes: Int { byteCount.load(ordering: .relaxed) / readerCount.load(ordering: .relaxed) }
  public var packets: Int { packetCount.load(ordering: .relaxed) / readerCount.load(ordering: .relaxed) }

  /// All begins anew, with so many readers of the same.
  public func restart(readers: Int) {
    precondition(readers > 0, "nobody would read")
    byteCount.store(0, ordering: .relaxed)
    packetCount.store(0, ordering: .relaxed)
    readerCount.store(readers, ordering: .relaxed)
  }

  func add(bytes: Int, packets: Int) {
    packetCount.add(packets, ordering: .relaxed)
    guard bytes > 0 else { return }
    byteCount.add(bytes, ordering: .relaxed)
    onChange(self)
  }

  private static func size(of path: String) -> Int? {
    var status = stat()
    let isThere = unsafe path == "-" ? fstat(0, &status) == 0 : stat(path, &status) == 0
    return isThere && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or pipe being read, as the kernel sees it. Closed when it goes away.
struct InputDescriptor: ~Copyable {
  /// What one attempt to read came to.
  enum Outcome {
    case bytes(Int)
    case end
    /// A signal came that asks to stop.
    case stopped
    case failed(SystemError)
  }

  private let number: Int32
  /// Where the next byte is read; nil where the descriptor's own place counts, which others may share.
  private var place: Int?
  /// Where a file ends that is read as it was; nil where it ends when nothing more comes.
  private var end: Int?

  /// Reads through a duplicate of `descriptor`, so that closing one leaves the other alone.
  init(duplicating descriptor: Int32) throws(SystemError) {
    let number = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard number >= 0 else { throw .last }
    self.number = number
    place = nil
    end = nil
  }

  /// Reads the regular file of `other` from its beginning, up to `end`, at a place of its own.
  init(from other: borrowing InputDescriptor, upTo end: Int) throws(SystemError) {
    try self.init(duplicating: other.number)
    place = 0
    self.end = end
  }

  /// How long the file is; nil where it is none, but a pipe or a device.
  borrowing func fileLength() -> Int? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  deinit { _ = close(number) }

  /// Where in the file the next byte is read; nil where nobody knows.
  var offset: Int? { place }

  /// Fills `buffer` from `offset` on; false where the file ends before, or cannot be read.
  borrowing func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var filled = 0
    while filled < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = unsafe pread(number, rest.baseAddress, rest.count, off_t(offset + filled))
      if count < 0, SystemError.last.code == EINTR { continue }
      guard count > 0 else { return false }
      filled += count
    }
    return true
  }

  /// Reads into `buffer` what is there, after waiting for the first byte of it.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      // A signal just before `read` would not interrupt it, and be noticed with the next byte alone.
      while place == nil, !isReadable() {
        if StopSignal.isRaised { return .stopped }
      }
      let count = unsafe readSome(into: buffer)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      let error = SystemError.last
      guard error.code == EINTR else { return .failed(error) }
      if StopSignal.isRaised { return .stopped }
    }
  }

  /// Waits until there is something to read, or an end or an error, for a tenth of a second at most.
  private borrowing func isReadable() -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    let count = unsafe poll(&request, 1, 100)
    return count > 0 || (count < 0 && SystemError.last.code != EINTR)
  }

  private mutating func readSome(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let place else { return unsafe Self.read(number, buffer) }
    let wanted = min(buffer.count, max((end ?? .max) - place, 0))
    let count = unsafe pread(number, buffer.baseAddress, wanted, off_t(place))
    if count > 0 { self.place = place + count }
    return count
  }

  private static func read(_ number: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      unsafe Musl.read(number, buffer.baseAddress, buffer.count)
    #else
      unsafe Darwin.read(number, buffer.baseAddress, buffer.count)
    #endif
  }
}

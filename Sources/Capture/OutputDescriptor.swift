#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file being written, as the kernel sees it. Closed when it goes away, except for standard output.
struct OutputDescriptor: ~Copyable {
  /// -1 once closed.
  private var number: Int32
  private let isRegular: Bool
  /// It had a name when it was opened; what is in /proc/self/fd may have none.
  private let hadName: Bool

  var isStandardOutput: Bool { number == 1 }

  /// What writing came to: how many bytes went, and the error that kept the rest.
  struct Outcome {
    let count: Int
    let error: SystemError?
  }

  static var standardOutput: OutputDescriptor { OutputDescriptor(number: 1) }

  /// Takes over `number`, which is open.
  init(number: Int32) {
    self.number = number
    var status = stat()
    let isKnown = unsafe fstat(number, &status) == 0
    isRegular = isKnown && status.st_mode & S_IFMT == S_IFREG
    hadName = isKnown && status.st_nlink > 0
  }

  deinit { if number > 1 { _ = close(number) } }

  /// The file was removed, or the folder that it was in: what is written now, nobody will find.
  var isGone: Bool {
    guard isRegular, hadName else { return false }
    var status = stat()
    return unsafe fstat(number, &status) == 0 && status.st_nlink == 0
  }

  /// Writes all of `bytes`, in as many calls as the kernel wants. A reader who has gone away from a pipe is an error (EPIPE).
  borrowing func put(_ bytes: [UInt8]) -> Outcome {
    // Standard output is the user's: whether its end is an error or the end of all is for the tool to say.
    if isRegular || isStandardOutput { return putAll(bytes) }
    return PipeSignal.held { putAll(bytes) }
  }

  private borrowing func putAll(_ bytes: [UInt8]) -> Outcome {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(number, buffer.baseAddress! + done, buffer.count - done)
      }
      if count >= 0 {
        done += count
        continue
      }
      let error = SystemError.last
      if error.code != EINTR { return Outcome(count: done, error: error) }
    }
    return Outcome(count: done, error: nil)
  }

  /// Cuts the file to `length` bytes. Pipes and devices cannot be cut, and nothing is lost by that.
  borrowing func truncate(to length: Int64) { _ = ftruncate(number, off_t(length)) }

  /// Closes the file and returns the error if the file system could not keep what was written.
  mutating func finish() -> SystemError? {
    guard number > 1 else { return nil }
    // Never a second time, not even after EINTR: the number may be another file's by then.
    let result = close(number)
    let error = result == 0 ? nil : SystemError.last
    number = -1
    return error
  }
}

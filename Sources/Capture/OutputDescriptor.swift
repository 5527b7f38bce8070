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

  var isStandardOutput: Bool { number == 1 }

  /// What writing came to: how many bytes went, and the error that kept the rest.
  struct Outcome {
    let count: Int
    let error: SystemError?
  }

  static var standardOutput: OutputDescriptor { OutputDescriptor(number: 1) }

  /// Creates the file at `path`; one that exists is an error (EEXIST) unless it may be overwritten.
  static func create(_ path: String, overwrite: Bool) throws(SystemError) -> OutputDescriptor {
    let number = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0o644)
    guard number >= 0 else { throw .last }
    return OutputDescriptor(number: number)
  }

  private init(number: Int32) { self.number = number }

  deinit { if number > 1 { _ = close(number) } }

  /// Writes all of `bytes`, in as many calls as the kernel wants.
  borrowing func put(_ bytes: [UInt8]) -> Outcome {
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

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

  /// Reads through a duplicate of `descriptor`, so that closing one leaves the other alone.
  init(duplicating descriptor: Int32) throws(SystemError) {
    let number = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard number >= 0 else { throw .last }
    self.number = number
  }

  deinit { _ = close(number) }

  /// Reads into `buffer` what is there, after waiting for the first byte of it.
  borrowing func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      let count = unsafe Self.read(number, buffer)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      let error = SystemError.last
      guard error.code == EINTR else { return .failed(error) }
      if StopSignal.isRaised { return .stopped }
    }
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

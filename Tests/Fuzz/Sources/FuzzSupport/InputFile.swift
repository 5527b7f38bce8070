#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The C libraries have it; their Swift modules leave it out.
@_silgen_name("memfd_create")
private func createMemoryFile(_ name: UnsafePointer<CChar>, _ flags: UInt32) -> Int32

/// A file in memory that a path leads to, for what reads files by their path. Its bytes are replaced for each input.
public struct InputFile: Sendable {
  private let descriptor: Int32
  public var path: String { "/proc/self/fd/\(descriptor)" }

  public init() {
    descriptor = createMemoryFile("input", 0)
    precondition(descriptor >= 0, "a file in memory is needed")
  }

  /// Makes `bytes` all that is in it.
  public func fill(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    precondition(ftruncate(descriptor, 0) == 0)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress! + written, $0.count - written, written) }
      precondition(count > 0, "the file in memory takes no more")
      written += count
    }
  }
}

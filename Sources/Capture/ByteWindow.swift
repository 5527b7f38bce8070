#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A part of a file in memory, moved to wherever is asked next. However large the file, it holds 64 KiB.
struct ByteWindow: ~Copyable {
  private static let capacity = 65_536

  /// The open file, which stays its owner's; nil when the bytes given are all there are.
  private let descriptor: Int32?
  private var bytes: [UInt8]
  /// How many of `bytes` are the file's.
  private var filled: Int
  /// Where in the file `bytes` begins.
  private var start: Int64 = 0

  /// Looks at a file that can be read at any place. Its read position stays where it is.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    bytes = [UInt8](repeating: 0, count: Self.capacity)
    filled = 0
  }

  /// Looks at bytes already read.
  init(_ bytes: [UInt8]) {
    descriptor = nil
    self.bytes = bytes
    filled = bytes.count
  }

  /// The integer at `offset`, or nil when the file does not reach that far.
  mutating func load<T: FixedWidthInteger>(at offset: Int64, as type: T.Type = T.self, bigEndian: Bool) -> T? {
    let width = T.bitWidth / 8
    guard offset >= 0, holds(offset, width) || move(to: offset, width) else { return nil }
    let first = Int(offset - start)
    var value: T = 0
    for index in 0..<width {
      let byte = bytes[first + (bigEndian ? index : width - 1 - index)]
      value = value << 8 | T(truncatingIfNeeded: byte)
    }
    return value
  }

  private func holds(_ offset: Int64, _ width: Int) -> Bool {
    offset >= start && offset - start <= Int64(filled - width)
  }

  private mutating func move(to offset: Int64, _ width: Int) -> Bool {
    guard let descriptor, offset <= Int64.max - Int64(Self.capacity) else { return false }
    filled = 0
    start = offset
    while filled < width {
      let already = filled
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress! + already, buffer.count - already, off_t(offset) + off_t(already))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    return filled >= width
  }
}

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
  /// Where in the file `bytes` begins.
  private var start: Int64 = 0

  /// Looks at a file that can be read at any place. Its read position stays where it is.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    bytes = []
  }

  /// Looks at bytes already read.
  init(_ bytes: [UInt8]) {
    descriptor = nil
    self.bytes = bytes
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
    offset >= start && offset - start <= Int64(bytes.count - width)
  }

  private mutating func move(to offset: Int64, _ width: Int) -> Bool {
    guard let descriptor, offset <= Int64.max - Int64(Self.capacity) else { return false }
    bytes.append(contentsOf: repeatElement(0, count: Self.capacity - bytes.count))
    var filled = 0
    while filled < width {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset) + off_t(filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    start = offset
    return filled >= width
  }
}

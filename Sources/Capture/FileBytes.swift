/// The bytes of a capture file at any place in it: for packets that are looked at once more.
public final class FileBytes: Sendable {
  private let descriptor: InputDescriptor

  init(_ descriptor: consuming InputDescriptor) { self.descriptor = descriptor }

  /// Lends `count` bytes at `offset`, which it puts into `buffer`. Nil where they are not there any more.
  public func withBytes<Result>(
    at offset: Int, count: Int, _ buffer: inout [UInt8], _ body: (RawSpan) -> Result
  ) -> Result? {
    if buffer.count < count { buffer += repeatElement(0, count: count - buffer.count) }
    let isThere = unsafe buffer.withUnsafeMutableBytes { buffer in
      unsafe descriptor.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    }
    guard isThere else { return nil }
    return body(unsafe buffer.span.bytes.extracting(0..<count))
  }
}

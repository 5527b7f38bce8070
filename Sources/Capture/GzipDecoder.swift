import CZlib

/// Unpacks gzip (RFC 1952): one member after another.
@safe
struct GzipDecoder: ~Copyable {
  /// Behind a pointer, because zlib's own state points back at it.
  private let stream: UnsafeMutablePointer<z_stream>

  /// The largest window, and gzip headers only (zlib.h, `inflateInit2`).
  private static let windowBits: Int32 = 15 + 16
  private static let firstByte: UInt8 = 0x1F

  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  borrowing func unpack(
    _ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, _ isBetween: inout Bool
  ) -> Decompressor.Progress {
    var start = 0
    if isBetween {
      // Zeros may fill up a tape's last block; another member may follow (section 2.2).
      while start < packed.count, unsafe packed[start] == 0 { start += 1 }
      guard start < packed.count else { return Decompressor.Progress(taken: start) }
      guard unsafe packed[start] == Self.firstByte else {
        return Decompressor.Progress(taken: start, damage: "what follows it is not gzip")
      }
      unsafe inflateReset(stream)
      isBetween = false
    }
    // zlib only reads from it.
    let input = unsafe UnsafeMutableRawBufferPointer(mutating: packed)
    unsafe stream.pointee.next_in = unsafe (input.baseAddress! + start).assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(clamping: packed.count - start)
    unsafe stream.pointee.next_out = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(clamping: room.count)
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    var progress = unsafe Decompressor.Progress(
      taken: packed.count - Int(stream.pointee.avail_in), given: room.count - Int(stream.pointee.avail_out))
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetween = true
    default: progress.damage = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(status)"
    }
    return progress
  }
}

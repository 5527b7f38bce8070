import CZstd

/// Unpacks Zstandard (RFC 8878): one frame after another. A window larger than 128 MiB is refused, as the program `zstd` does.
@safe
struct ZstdDecoder: ~Copyable {
  private let stream: OpaquePointer

  init?() {
    guard let stream = unsafe ZSTD_createDStream() else { return nil }
    unsafe self.stream = stream
  }

  deinit { unsafe ZSTD_freeDStream(stream) }

  borrowing func unpack(
    _ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, _ isBetween: inout Bool
  ) -> Decompressor.Progress {
    var input = unsafe ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: 0)
    var output = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
    let hint = unsafe ZSTD_decompressStream(stream, &output, &input)
    var progress = unsafe Decompressor.Progress(taken: input.pos, given: output.pos)
    if ZSTD_isError(hint) != 0 {
      progress.damage = unsafe String(cString: ZSTD_getErrorName(hint))
    } else if hint == 0 {
      isBetween = true
    } else if progress.taken > 0 || progress.given > 0 {
      isBetween = false
    }
    return progress
  }
}

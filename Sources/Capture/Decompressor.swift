/// Unpacks what is read, piece by piece.
enum Decompressor: ~Copyable {
  /// What one piece came to.
  struct Progress {
    /// Packed bytes that were used, and bytes that came of them.
    var taken = 0
    var given = 0
    /// Why nothing more will come.
    var damage: String?
  }

  case gzip(GzipDecoder)
  case zstd(ZstdDecoder)

  /// Nil when there is no memory for it.
  init?(_ compression: Compression) {
    switch compression {
    case .gzip:
      guard let decoder = GzipDecoder() else { return nil }
      self = .gzip(decoder)
    case .zstd:
      guard let decoder = ZstdDecoder() else { return nil }
      self = .zstd(decoder)
    }
  }

  /// Unpacks from `packed` as much as fits into `room`. `isBetween` is true where the packed file could end.
  borrowing func unpack(
    _ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, _ isBetween: inout Bool
  ) -> Progress {
    switch self {
    case .gzip(let decoder): unsafe decoder.unpack(packed, into: room, &isBetween)
    case .zstd(let decoder): unsafe decoder.unpack(packed, into: room, &isBetween)
    }
  }
}

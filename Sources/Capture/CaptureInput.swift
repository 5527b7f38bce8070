/// The bytes of a capture in a sliding buffer, unpacked where they were packed.
///
/// What has been read of a record stays until the record is whole, and is lent from here.
struct CaptureInput: ~Copyable {
  /// Why fewer bytes are there than were asked for.
  enum Shortage: Equatable {
    case end
    /// The packed file ends before its own end.
    case cut(Compression)
    /// The packed file contradicts itself.
    case damaged(Compression, String)
    /// The kernel refuses, in these words.
    case failed(String)
    /// A signal came that asks to stop; what is missing may still come.
    case stopped
  }

  /// What fits into a processor's second cache is read again soonest.
  static let capacity = 262_144
  private static let packedCapacity = 65_536

  private var descriptor: InputDescriptor
  /// What is at hand is `filled` of it. It grows for a record that needs more, as the record's bytes come.
  private(set) var storage: [UInt8]
  private(set) var filled = 0..<0

  private var decompressor: Decompressor?
  private var compression = Compression.gzip
  private var packed: [UInt8] = []
  private var packedFilled = 0..<0
  /// Whether the packed file could end here.
  private var isBetween = true
  /// Bytes that came from the descriptor and were not asked for by `takeReadCount`.
  private var readCount = 0
  /// What ends the input, once it is known.
  private var shortage: Shortage?

  init(_ descriptor: consuming InputDescriptor, capacity: Int = Self.capacity) {
    self.descriptor = descriptor
    storage = [UInt8](repeating: 0, count: capacity)
  }

  /// Bytes of the regular file that is read as it stands; nil where it is packed, or no file.
  var plainFileLength: Int? { decompressor == nil ? descriptor.fileLength() : nil }

  /// Where in the file what is at hand begins; nil where nobody knows.
  var offset: Int? { decompressor == nil ? descriptor.offset.map { $0 - filled.count } : nil }

  /// Bytes of the same file at any place.
  func bytesOfFile() throws(SystemError) -> FileBytes {
    FileBytes(try InputDescriptor(from: descriptor, upTo: .max))
  }

  /// The bytes of the same file from the first on, to be read beside these; of no more than `end`, however it grows.
  func again(upTo end: Int, capacity: Int) throws(SystemError) -> sending CaptureInput {
    CaptureInput(try InputDescriptor(from: descriptor, upTo: end), capacity: capacity)
  }

  /// How many bytes were read since this was asked last, as they are in the file.
  mutating func takeReadCount() -> Int {
    defer { readCount = 0 }
    return readCount
  }

  mutating func consume(_ count: Int) { filled = filled.lowerBound + count..<filled.upperBound }

  /// Takes what is at hand, and all that follows, for packed. False when there is no memory for that.
  mutating func unpack(_ compression: Compression) -> Bool {
    guard let decompressor = Decompressor(compression) else { return false }
    self.decompressor = consume decompressor
    self.compression = compression
    packed = [UInt8](repeating: 0, count: max(Self.packedCapacity, filled.count))
    packed.replaceSubrange(0..<filled.count, with: storage[filled])
    packedFilled = 0..<filled.count
    filled = 0..<0
    return true
  }

  /// Waits until `count` bytes are at hand; says why, where they will not be. Takes more where more is there.
  mutating func fill(_ count: Int) -> Shortage? { fill(count, atMost: .max) }

  private mutating func fill(_ count: Int, atMost most: Int) -> Shortage? {
    compact()
    while filled.count < count {
      if let shortage { return shortage }
      if filled.upperBound == storage.count {
        storage.append(contentsOf: repeatElement(0, count: storage.count))
      }
      guard let shortage = read(atMost: most - filled.count) else { continue }
      if shortage == .stopped { return .stopped }
      self.shortage = shortage
    }
    return nil
  }

  /// Takes so much, or as much as there is room for; true where that is all, or the input ends.
  mutating func fillUp(atMost count: Int) -> Bool {
    let wanted = min(count, storage.count)
    return fill(wanted, atMost: wanted) != nil || filled.count == storage.count || wanted == storage.count
  }

  /// Moves what is at hand, the beginning of one record, to the front.
  private mutating func compact() {
    guard filled.lowerBound > 0 else { return }
    let bytes = filled
    unsafe storage.withUnsafeMutableBytes { buffer in
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<bytes.count]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: buffer[bytes]))
    }
    filled = 0..<bytes.count
  }

  /// Adds some bytes, of a file that is not packed no more than `most`.
  private mutating func read(atMost most: Int) -> Shortage? {
    guard decompressor == nil else { return unpackSome() }
    let end = filled.upperBound
    let limit = min(storage.count - end, most) + end
    let outcome = unsafe storage.withUnsafeMutableBytes { buffer in
      unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end..<limit]))
    }
    switch outcome {
    case .bytes(let count):
      readCount += count
      filled = filled.lowerBound..<end + count
      return nil
    case .end: return .end
    case .stopped: return .stopped
    case .failed(let error): return .failed(error.description)
    }
  }

  /// Adds some unpacked bytes: those of what is at hand before any more is waited for.
  private mutating func unpackSome() -> Shortage? {
    while true {
      let progress = unpackAtHand()
      packedFilled = packedFilled.lowerBound + progress.taken..<packedFilled.upperBound
      filled = filled.lowerBound..<filled.upperBound + progress.given
      if let damage = progress.damage {
        return .damaged(compression, damage)
      }
      if progress.given > 0 { return nil }
      if !packedFilled.isEmpty, progress.taken > 0 { continue }
      let outcome = unsafe packed.withUnsafeMutableBytes { buffer in unsafe descriptor.read(into: buffer) }
      switch outcome {
      case .bytes(let count):
        readCount += count
        packedFilled = 0..<count
      case .end: return isBetween ? .end : .cut(compression)
      case .stopped: return .stopped
      case .failed(let error): return .failed(error.description)
      }
    }
  }

  private mutating func unpackAtHand() -> Decompressor.Progress {
    let source = packedFilled, end = filled.upperBound
    switch decompressor {
    case .some(let decompressor):
      return unsafe packed.withUnsafeBytes { packed in
        unsafe storage.withUnsafeMutableBytes { storage in
          unsafe decompressor.unpack(
            UnsafeRawBufferPointer(rebasing: packed[source]),
            into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]), &isBetween)
        }
      }
    case .none: return Decompressor.Progress()
    }
  }
}

public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open capture file, or a capture arriving on standard input. Packed ones are unpacked while they are read.
public struct CaptureFile: ~Copyable {
  /// As the caller named it; "-" is standard input.
  public let path: String
  public let format: CaptureFormat
  private var input: CaptureInput
  private var reader: any RecordReader
  private var frames = 0
  /// Is told how much was read.
  private let progress: ReadingProgress?
  /// Why no more packets come, once that is known.
  private var end: CaptureEnd?

  /// Opens the file at `path`, or standard input for "-".
  public init(path: String, progress: ReadingProgress? = nil) throws(CaptureError) {
    try self.init(path: path, bufferCapacity: CaptureInput.capacity, progress)
  }

  /// Opens it with so many bytes to read into; a larger record makes room for itself.
  init(path: String, bufferCapacity: Int, _ progress: ReadingProgress? = nil) throws(CaptureError) {
    if path == "-" {
      try self.init(descriptor: 0, path: path, bufferCapacity: bufferCapacity, progress)
      return
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(SystemError.last, path) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, path: path, bufferCapacity: bufferCapacity, progress)
  }

  /// Reads from an open descriptor, which stays its owner's; `path` is how messages call it.
  ///
  /// A pipe may still be written to: packets are handed out as they arrive.
  public init(descriptor: Int32, path: String) throws(CaptureError) {
    try self.init(descriptor: descriptor, path: path, bufferCapacity: CaptureInput.capacity)
  }

  /// How long the file is, where `again` can read it beside this one; nil of what is packed, and of what is no file.
  public var plainLength: Int? { input.plainFileLength }

  /// The same file from its first packet on, as it was when it had `length` bytes.
  ///
  /// It has a place of its own in the file, and room for `capacity` bytes to read into.
  public func again(upTo length: Int, capacity: Int) throws(CaptureError) -> sending CaptureFile {
    let input: CaptureInput
    do throws(SystemError) {
      input = try self.input.again(upTo: length, capacity: capacity)
    } catch {
      throw Self.refusal(error, path)
    }
    return try CaptureFile(input, path: path, progress)
  }

  /// The bytes of a file that `again` gave, to be read beside it.
  public func bytesOfFile() throws(CaptureError) -> FileBytes {
    do throws(SystemError) {
      return try input.bytesOfFile()
    } catch {
      throw Self.refusal(error, path)
    }
  }

  private init(
    _ input: consuming CaptureInput, path: String, _ progress: ReadingProgress?
  ) throws(CaptureError) {
    let (format, timestampDigits) = try Self.recognise(&input, path)
    reader = try Self.reader(format, timestampDigits, &input, path)
    self.input = input
    self.path = path
    self.format = format
    self.progress = progress
  }

  private init(
    descriptor: Int32, path: String, bufferCapacity: Int, _ progress: ReadingProgress? = nil
  ) throws(CaptureError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.refusal(SystemError.last, path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
    let input: CaptureInput
    do throws(SystemError) {
      input = CaptureInput(try InputDescriptor(duplicating: descriptor), capacity: bufferCapacity)
    } catch {
      throw Self.refusal(error, path)
    }
    try self.init(input, path: path, progress)
  }

  /// What the first interface's packets begin with; nil where none is described yet.
  public var linkType: LinkType? { reader.linkTypes.first }
  /// Those of all interfaces so far, in the order they came: a pcapng file may describe one at any place.
  public var linkTypes: [LinkType] { reader.linkTypes }
  /// Bytes of each frame that the first interface kept at most.
  public var snapshotLength: Int { reader.snapshotLength }
  /// Digits after the decimal point the file's times are good for: 6 or 9.
  ///
  /// Each interface of a pcapng file has a resolution of its own; the finest so far counts.
  public var timestampDigits: Int { reader.timestampDigits }
  /// What the file itself tells of packets that were lost when it was made. It stands at the end of most files; nil where
  /// there is nothing.
  public var statistics: CaptureStatistics? { reader.statistics }

  /// Lends every packet that is left to `body`, until it returns false. A packet's bytes are the reader's own buffer.
  ///
  /// A file that breaks off or is damaged further on is not an error: what could be read was lent, and the end says where it broke.
  public mutating func forEach(_ body: (Packet) -> Bool) -> CaptureEnd {
    while true {
      if let end { return end }
      if let end = settle(Self.read(&reader, input, body)) { return end }
    }
  }

  /// Lends every packet that is left to `see`, together with its place among the bytes that were read at once, and those
  /// bytes; and all of them once more to `finish`, when the last packet in them was seen. `offset` is where in the file they
  /// begin; nil where nobody knows.
  ///
  /// So packets can be looked at again, in another order. In all else it is as `forEach`.
  public mutating func forEachBlock(
    _ see: (_ packet: Packet, _ place: Range<Int>, _ block: RawSpan, _ offset: Int?) -> Bool,
    _ finish: (_ block: RawSpan) -> Void
  ) -> CaptureEnd {
    while true {
      if let end { return end }
      let outcome = readBlock(see)
      finish(unsafe input.storage.span.bytes.extracting(input.filled))
      if let end = settle(outcome) { return end }
    }
  }

  /// Bytes that are read at once: fewer than a block, so that the processor's cache still has them when they are looked at.
  private static var pieceLength: Int { 524_288 }

  /// Reads until there is no room for more.
  private mutating func readBlock(
    _ see: (Packet, Range<Int>, RawSpan, Int?) -> Bool
  ) -> ReadOutcome {
    var (consumed, frames) = (0, 0)
    while true {
      let isLast = input.fillUp(atMost: input.filled.count + Self.pieceLength)
      let outcome = Self.read(&reader, input, from: consumed, see)
      consumed += outcome.consumed
      frames += outcome.frames
      if case .needs = outcome.next, !isLast { continue }
      return ReadOutcome(consumed, frames: frames, outcome.next)
    }
  }

  private static func read(
    _ reader: inout any RecordReader, _ input: borrowing CaptureInput, from start: Int,
    _ see: (Packet, Range<Int>, RawSpan, Int?) -> Bool
  ) -> ReadOutcome {
    let block = unsafe input.storage.span.bytes.extracting(input.filled)
    let offset = input.offset
    return reader.read(block.extracting(start..<block.byteCount)) { packet in
      // What holds no frame has no bytes either.
      see(packet, block.byteOffsets(of: packet.bytes) ?? 0..<0, block, offset)
    }
  }

  /// Goes on after a read; gives the end where there is nothing to go on to.
  private mutating func settle(_ outcome: ReadOutcome) -> CaptureEnd? {
    input.consume(outcome.consumed)
    frames += outcome.frames
    progress?.add(bytes: input.takeReadCount(), packets: outcome.frames)
    switch outcome.next {
    case .stopped: return .stopped
    case .damaged(let reason): end = .cut(damagedAfter: frames, reason: reason)
    case .needs(let count, let piece):
      switch input.fill(count) {
      case nil: break
      case .stopped: return .stopped
      case .end: end = piece == .nothing && input.filled.isEmpty ? .complete : .cut(inside: piece, after: frames)
      case .cut(let compression): end = .cut(insidePacked: compression, after: frames)
      case .damaged(let compression, let reason):
        end = .cut(damagedPacked: compression, after: frames, reason: reason)
      case .failed(let reason): end = .cut(after: frames, systemReason: reason)
      }
    }
    return nil
  }

  private static func read(
    _ reader: inout any RecordReader, _ input: borrowing CaptureInput, _ body: (Packet) -> Bool
  ) -> ReadOutcome {
    reader.read(unsafe input.storage.span.bytes.extracting(input.filled), body)
  }
}

extension CaptureFile {
  /// Looks at the first bytes; behind those of a packed file, at what is packed.
  private static func recognise(
    _ input: inout CaptureInput, _ path: String
  ) throws(CaptureError) -> (CaptureFormat, timestampDigits: Int) {
    var outer: Compression?
    while true {
      _ = try has(FileSignature.length, &input, path)
      let signature = FileSignature(input.storage[input.filled].prefix(FileSignature.length))
      switch (signature, outer) {
      case (.capture(let format, let timestampDigits), _): return (format, timestampDigits)
      case (.packed(let compression), nil):
        outer = compression
        guard input.unpack(compression) else { throw .cannotOpen(path: path, reason: SystemError.last.description) }
      case (.packed(let compression), let outer?):
        throw .compressed(path: path, format: "\(compression) inside \(outer)", program: outer.program)
      case (.compressed(let name, _), let outer?):
        throw .compressed(path: path, format: "\(name) inside \(outer)", program: outer.program)
      case (.compressed(let name, let program), nil): throw .compressed(path: path, format: name, program: program)
      case (.foreignCapture(let name), _): throw .foreignCapture(path: path, format: name)
      case (.unknown, _):
        if outer == nil, input.filled.isEmpty { throw .emptyFile(path: path) }
        // What was packed breaks off before it tells what it is.
        if outer != nil, input.filled.count < FileSignature.shortest { throw .headerCut(path: path) }
        throw .notACapture(path: path)
      }
    }
  }

  private static func reader(
    _ format: CaptureFormat, _ timestampDigits: Int, _ input: inout CaptureInput, _ path: String
  ) throws(CaptureError) -> any RecordReader {
    if format == .pcapng { return try pcapngReader(&input, path) }
    let length = format == .snoop ? SnoopReader.headerLength : PcapReader.headerLength
    guard try has(length, &input, path) else { throw .headerCut(path: path) }
    let reader: any RecordReader
    do throws(UnreadableHeader) {
      let header = unsafe input.storage.span.bytes.extracting(input.filled)
      reader =
        format == .snoop
        ? try SnoopReader(header) : try PcapReader(header, format, timestampDigits: timestampDigits)
    } catch {
      throw .unsupported(path: path, reason: error.reason)
    }
    input.consume(length)
    return reader
  }

  /// Reads on to the first interface, and all interfaces that are already here, so that link type and resolution are known.
  private static func pcapngReader(
    _ input: inout CaptureInput, _ path: String
  ) throws(CaptureError) -> PcapngReader {
    var reader = PcapngReader()
    while true {
      let outcome = reader.prepare(unsafe input.storage.span.bytes.extracting(input.filled))
      input.consume(outcome.consumed)
      switch outcome.next {
      case .stopped: return reader
      case .damaged(let reason):
        guard reader.isInSection else { throw .unsupported(path: path, reason: reason) }
        return reader
      case .needs(let count, _):
        guard reader.linkTypes.isEmpty else { return reader }
        if try has(count, &input, path) { continue }
        // Later than in the section's header, what was there is told; and there was nothing.
        guard reader.isInSection else { throw .headerCut(path: path) }
        return reader
      }
    }
  }

  /// Waits for so many bytes; false when the input ends before.
  private static func has(_ count: Int, _ input: inout CaptureInput, _ path: String) throws(CaptureError) -> Bool {
    switch input.fill(count) {
    case nil: return true
    case .end, .cut, .stopped: return false
    case .damaged(let compression, let reason):
      throw .damagedCompression(path: path, format: compression.rawValue, reason: reason)
    case .failed(let reason): throw .cannotOpen(path: path, reason: reason)
    }
  }

  private static func refusal(_ error: SystemError, _ path: String) -> CaptureError {
    switch error.code {
    case ENOENT: .noSuchFile(path: path)
    case EACCES, EPERM: .notReadable(path: path)
    case EMFILE, ENFILE: .tooManyOpenFiles(path: path)
    default: .cannotOpen(path: path, reason: error.description)
    }
  }
}

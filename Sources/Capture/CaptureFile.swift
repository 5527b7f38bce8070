import CPcap
public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open capture file, or a capture arriving on standard input.
public struct CaptureFile: ~Copyable {
  /// As the caller named it; "-" is standard input.
  public let path: String
  public let format: CaptureFormat
  /// Digits after the decimal point the file's times are good for: 6 or 9.
  ///
  /// A pcapng file has a resolution for each interface; the finest counts. Of a stream only the first interface is known.
  public let timestampDigits: Int
  private let handle: PcapHandle
  private var frames = 0

  /// Opens the file at `path`, or standard input for "-".
  ///
  /// All of a pcapng file's block headers are read first, so that a file libpcap could read only half of is refused here.
  public init(path: String) throws(CaptureError) {
    if path == "-" {
      try self.init(descriptor: 0, path: path)
      return
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(SystemError.last, path) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, path: path)
  }

  /// Reads from an open descriptor, which stays its owner's; `path` is how messages call it.
  ///
  /// A pipe may still be written to: packets are handed out as they arrive.
  public init(descriptor: Int32, path: String) throws(CaptureError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.refusal(SystemError.last, path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
    let isFile = status.st_mode & S_IFMT == S_IFREG && lseek(descriptor, 0, SEEK_CUR) == 0

    let stream = try CaptureStream(descriptor: descriptor, path: path)
    let beginning = stream.peek()
    let (format, signatureDigits) = try Self.recognise(beginning, path)
    var digits = signatureDigits
    if format == .pcapng {
      let interfaces =
        isFile ? PcapngInterfaces(ByteWindow(descriptor: descriptor)) : PcapngInterfaces(ByteWindow(beginning))
      try Self.refuseMixture(interfaces, path)
      digits = interfaces.timestampDigits
    }
    let handle = try stream.open(secondsAre32Bit: format != .pcapng)
    self.path = path
    self.format = format
    timestampDigits = digits
    self.handle = handle
  }

  public var linkType: LinkType { handle.linkType }
  /// Bytes of each frame that were kept at most.
  public var snapshotLength: Int { handle.snapshotLength }

  /// Lends every packet that is left to `body`, until it returns false. A packet's bytes are libpcap's own buffer.
  ///
  /// A file that breaks off or is damaged further on is not an error: what could be read was lent, and the end says where it broke.
  /// It throws only when what follows can be read but not as part of this capture.
  public mutating func forEach(_ body: (Packet) -> Bool) throws(CaptureError) -> CaptureEnd {
    while true {
      switch handle.next(body) {
      case .packet(let wantsMore):
        frames += 1
        if !wantsMore { return .stopped }
      case .nothing, .end: return .complete
      case .failed:
        // A signal that asks to stop also interrupts a read from a pipe.
        if StopSignal.isRaised { return .stopped }
        let reason = handle.errorText
        if let mixture = Self.mixture(reason, path) { throw mixture }
        return .cut(after: frames, reason: reason)
      }
    }
  }

  private static func recognise(
    _ beginning: [UInt8], _ path: String
  ) throws(CaptureError) -> (CaptureFormat, timestampDigits: Int) {
    switch FileSignature(beginning) {
    case .capture(let format, let timestampDigits): return (format, timestampDigits)
    case .compressed(let name, let program): throw .compressed(path: path, format: name, program: program)
    case .foreignCapture(let name): throw .foreignCapture(path: path, format: name)
    case .unknown: throw beginning.isEmpty ? .emptyFile(path: path) : .notACapture(path: path)
    }
  }

  private static func refuseMixture(_ interfaces: PcapngInterfaces, _ path: String) throws(CaptureError) {
    guard let first = interfaces.kinds.first else { return }
    var kinds: [CaptureError.InterfaceKind] = []
    for kind in interfaces.kinds where !kinds.contains(where: { $0.linkType == kind.linkType }) {
      kinds.append(CaptureError.InterfaceKind(interface: kind.index, linkType: kind.linkType))
    }
    if kinds.count > 1 { throw .mixedLinkTypes(path: path, kinds: kinds) }
    if interfaces.kinds.contains(where: { $0.snapshotLength != first.snapshotLength }) {
      throw .mixedSnapshotLengths(path: path)
    }
    if interfaces.mixesByteOrders { throw .mixedByteOrders(path: path) }
  }

  /// libpcap met a second kind of interface in a stream, which could not be looked through beforehand. It has no codes, only these words.
  private static func mixture(_ reason: String, _ path: String) -> CaptureError? {
    if reason.hasPrefix("an interface has a type ") { return .mixedLinkTypes(path: path, kinds: []) }
    if reason.hasPrefix("an interface has a snapshot length ") { return .mixedSnapshotLengths(path: path) }
    if reason.hasPrefix("the file has sections with different byte orders") { return .mixedByteOrders(path: path) }
    return nil
  }

  private static func refusal(_ error: SystemError, _ path: String) -> CaptureError {
    switch error.code {
    case ENOENT: .noSuchFile(path: path)
    case EACCES, EPERM: .notReadable(path: path)
    default: .cannotOpen(path: path, reason: error.description)
    }
  }
}

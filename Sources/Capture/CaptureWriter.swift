public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A classic pcap file being written. Whatever happens, what is in it is whole records.
///
/// Not libpcap's `pcap_dump`, which does not report that the disk is full.
public struct CaptureWriter: ~Copyable {
  /// Written out when this much has gathered.
  private static let bufferCapacity = 65_536
  private static let recordHeaderLength = 16

  public let path: String
  private let timestampDigits: Int
  private var output: OutputDescriptor
  /// Whole records that are not written out yet.
  private var buffer: [UInt8] = []
  /// Bytes in the file: its header and whole records.
  private var written: Int64
  /// Why nothing can be written any more.
  private var failure: CaptureError?

  /// Creates the file at `path`, which its owner alone may read, or writes to standard output for "-". Times get the nanosecond
  /// magic for 9 digits, else they are cut to microseconds. With `privileges` that are still to be dropped, the file belongs to
  /// the user whom the process will be (``OutputFile``).
  ///
  /// The process ignores SIGXFSZ from now on: a limit on file sizes is then an error like a full disk, not its death.
  public init(
    path: String, linkType: LinkType, snapshotLength: Int, timestampDigits: Int = 6, overwrite: Bool = false,
    privileges: Privileges? = nil
  ) throws(CaptureError) {
    let output =
      path == "-"
      ? OutputDescriptor.standardOutput
      : OutputDescriptor(
        number: try OutputFile.open(path, overwrite: overwrite, readers: .owner, privileges: privileges))
    _ = signal(SIGXFSZ, SIG_IGN)
    // At once, so that a reader of a pipe knows what comes, and a full disk shows now.
    let header = Self.fileHeader(linkType, snapshotLength, timestampDigits)
    if let error = output.put(header).error {
      output.truncate(to: 0)
      throw .cannotCreate(path: path, reason: error.description)
    }
    self.output = output
    self.path = path
    self.timestampDigits = timestampDigits
    written = Int64(header.count)
    buffer.reserveCapacity(Self.bufferCapacity + 4_096)
  }

  deinit {
    // Nobody is left to be told of an error: `close()` is for those who want to know.
    if failure == nil { _ = output.put(buffer) }
  }

  /// Bytes that the file has with all that was written.
  var length: Int64 { written + Int64(buffer.count) }

  /// Bytes that `packet` takes in a file.
  static func length(of packet: Packet) -> Int64 { Int64(recordHeaderLength + packet.bytes.byteCount) }

  /// Adds `packet`. It may stay in memory until `flush()`.
  public mutating func write(_ packet: Packet) throws(CaptureError) {
    if let failure { throw failure }
    appendRecord(packet)
    if output.isStandardOutput || buffer.count >= Self.bufferCapacity { try flush() }
  }

  /// Writes out what has gathered: when no packet comes, so that others can read along.
  public mutating func flush() throws(CaptureError) {
    if let failure { throw failure }
    let outcome = output.put(buffer)
    if let error = outcome.error {
      // A record cut in the middle would make readers call the whole file damaged.
      output.truncate(to: written + Int64(wholeRecords(in: outcome.count)))
      throw fail(error.description)
    }
    written += Int64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes out the rest and closes the file; some file systems say only here that they could not keep it.
  public mutating func close() throws(CaptureError) {
    try flush()
    if let error = output.finish() { throw fail(error.description) }
    _ = fail("it is closed")
  }

  /// Finds out whether the file still has a name: nobody will find what is written to one that was removed.
  public borrowing func checkIsThere() throws(CaptureError) {
    if output.isGone { throw .vanished(path: path) }
  }

  private mutating func fail(_ reason: String) -> CaptureError {
    let error = CaptureError.cannotWrite(path: path, reason: reason)
    failure = error
    return error
  }

  private static func fileHeader(_ linkType: LinkType, _ snapshotLength: Int, _ timestampDigits: Int) -> [UInt8] {
    var header: [UInt8] = []
    append(timestampDigits > 6 ? 0xA1B2_3C4D : 0xA1B2_C3D4, to: &header)
    append(2 | 4 << 16, to: &header)  // version 2.4
    append(0, to: &header)  // time zone, never used
    append(0, to: &header)  // accuracy, never used
    append(UInt32(clamping: snapshotLength), to: &header)
    append(UInt32(bitPattern: linkType.rawValue), to: &header)
    return header
  }

  private mutating func appendRecord(_ packet: Packet) {
    // The format counts from 1970 to 2106 and has no room for anything else.
    let nanoseconds = max(packet.timestamp.nanoseconds, 0)
    let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    Self.append(UInt32(clamping: seconds), to: &buffer)
    Self.append(UInt32(timestampDigits > 6 ? fraction : fraction / 1_000), to: &buffer)
    Self.append(UInt32(clamping: packet.bytes.byteCount), to: &buffer)
    Self.append(UInt32(clamping: packet.originalLength), to: &buffer)
    unsafe packet.bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
  }

  /// Little-endian, as the magic then says.
  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// How many of the buffer's first `count` bytes are whole records.
  private func wholeRecords(in count: Int) -> Int {
    var whole = 0
    while whole + Self.recordHeaderLength <= count {
      let captured = (0..<4).reduce(0) { $0 | Int(buffer[whole + 8 + $1]) << (8 * $1) }
      guard whole + Self.recordHeaderLength + captured <= count else { break }
      whole += Self.recordHeaderLength + captured
    }
    return whole
  }
}

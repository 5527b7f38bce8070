import CPcap
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a capture before libpcap takes them over: they can be looked at and are still there to be read.
@safe
struct CaptureStream: ~Copyable {
  /// How far a stream's first blocks are followed in search of an interface.
  private static let peekLimit = 65_536

  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private var isTaken = false

  /// Reads through a duplicate of `descriptor`, so that closing one leaves the other alone.
  init(descriptor: Int32, path: String) throws(CaptureError) {
    let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard duplicate >= 0, let file = unsafe fdopen(duplicate, "rb") else {
      throw .cannotOpen(path: path, reason: SystemError.last.description)
    }
    self.path = path
    unsafe self.file = file
  }

  deinit { if !isTaken { unsafe fclose(file) } }

  /// The first bytes: enough to know the format, and of pcapng up to the first interface's description.
  ///
  /// They are pushed back one by one. C promises one such byte; glibc and the BSDs take as many as memory allows, and all of
  /// these are still in the buffer they came from unless they arrived in pieces.
  func peek() -> [UInt8] {
    var bytes: [UInt8] = []
    read(FileSignature.length, into: &bytes)
    if FileSignature(bytes) == .capture(.pcapng, timestampDigits: 6) { readToFirstInterface(&bytes) }
    for byte in bytes.reversed() { unsafe ungetc(Int32(byte), file) }
    return bytes
  }

  /// Hands the stream to libpcap, which closes it in the end.
  consuming func open(secondsAre32Bit: Bool) throws(CaptureError) -> PcapHandle {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
    guard let pointer = unsafe pcap_fopen_offline_with_tstamp_precision(file, precision, &words) else {
      throw Self.refusal(words, path)
    }
    isTaken = true
    return unsafe PcapHandle(taking: pointer, secondsAre32Bit: secondsAre32Bit)
  }

  private func readToFirstInterface(_ bytes: inout [UInt8]) {
    var start = 0
    // The length field of the section header needs the byte order that follows it.
    read(4, into: &bytes)
    while bytes.count >= start + 8, bytes.count < Self.peekLimit {
      var window = ByteWindow(bytes)
      guard let isBigEndian = window.load(at: 8, as: UInt8.self, bigEndian: true).map({ $0 == 0x1A }),
        let type = window.load(at: Int64(start), as: UInt32.self, bigEndian: isBigEndian),
        let length = window.load(at: Int64(start) + 4, as: UInt32.self, bigEndian: isBigEndian),
        length >= 12, Int(length) <= Self.peekLimit
      else { return }
      read(start + Int(length) - bytes.count, into: &bytes)
      if type == 1 { return }
      start += Int(length)
      read(8, into: &bytes)
    }
  }

  /// What libpcap's words for declining a file amount to.
  private static func refusal(_ words: [CChar], _ path: String) -> CaptureError {
    let reason = String(nulTerminated: words)
    return reason.hasPrefix("truncated") ? .headerCut(path: path) : .unsupported(path: path, reason: reason)
  }

  /// Appends the next `count` bytes, waiting for them; fewer only at the end.
  private func read(_ count: Int, into bytes: inout [UInt8]) {
    guard count > 0 else { return }
    var piece = [UInt8](repeating: 0, count: count)
    let received = unsafe fread(&piece, 1, count, file)
    bytes.append(contentsOf: piece.prefix(received))
  }
}

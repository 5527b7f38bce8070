import Wire

/// A classic pcap file (draft-ietf-opsawg-pcap): a header, then records.
struct PcapReader: RecordReader {
  static let headerLength = 24

  private enum Header {
    static let majorVersion = 4
    static let minorVersion = 6
    static let snapshotLength = 16
    static let linkType = 20
  }

  private enum Record {
    static let seconds = 0
    static let fraction = 4
    static let capturedLength = 8
    static let originalLength = 12
    static let length = 16
    /// Interface, protocol, kind and padding, which old patched versions of libpcap added.
    static let modifiedLength = 24
  }

  /// Which of the two lengths comes first: until version 2.3 writers did not agree.
  private enum LengthOrder { case capturedFirst, originalFirst, smallerIsCaptured }

  let linkTypes: [LinkType]
  let timestampDigits: Int
  let snapshotLength: Int
  var statistics: CaptureStatistics? { nil }

  private let linkType: LinkType
  private let order: ByteOrder
  private let nanosecondsPerUnit: Int64
  private let recordLength: Int
  private let lengthOrder: LengthOrder

  /// Reads the `headerLength` bytes of the file's header, whose magic was recognised.
  init(_ header: RawSpan, _ format: CaptureFormat, timestampDigits: Int) throws(UnreadableHeader) {
    order = header.byte(at: 0) == 0xA1 ? .bigEndian : .littleEndian
    let major: UInt16 = header.load(fromByteOffset: Header.majorVersion, order)
    let minor: UInt16 = header.load(fromByteOffset: Header.minorVersion, order)
    guard major >= 2 else { throw UnreadableHeader(reason: "its pcap version is \(major).\(minor)") }
    lengthOrder =
      switch (major, minor) {
      // What DG/UX's tcpdump writes as its version.
      case (2, 0...2), (543, 0): .originalFirst
      case (2, 3): .smallerIsCaptured
      default: .capturedFirst
      }
    let snapshot: UInt32 = header.load(fromByteOffset: Header.snapshotLength, order)
    snapshotLength = (1...UInt32(Self.mostCaptured)).contains(snapshot) ? Int(snapshot) : Self.mostCaptured
    linkType = LinkType(fileNumber: header.load(fromByteOffset: Header.linkType, order))
    linkTypes = [linkType]
    self.timestampDigits = timestampDigits
    nanosecondsPerUnit = timestampDigits == 9 ? 1 : 1_000
    recordLength = format == .modifiedPcap ? Record.modifiedLength : Record.length
  }

  mutating func read(_ bytes: RawSpan, _ body: (Packet) -> Bool) -> ReadOutcome {
    var position = 0
    var frames = 0
    while bytes.byteCount - position >= recordLength {
      var captured = field(Record.capturedLength, at: position, bytes)
      var original = field(Record.originalLength, at: position, bytes)
      if lengthOrder == .originalFirst || (lengthOrder == .smallerIsCaptured && captured > original) {
        swap(&captured, &original)
      }
      guard captured <= Self.mostCaptured else {
        return ReadOutcome(
          position, frames: frames,
          .damaged("the next record claims \(captured) captured bytes, and no frame has more than \(Self.mostCaptured)")
        )
      }
      let start = position + recordLength
      guard bytes.byteCount - start >= captured else {
        return ReadOutcome(position, frames: frames, .needs(recordLength + captured, inside: .frame))
      }
      // Both have 32 bits and no sign: nothing overflows.
      let seconds = Int64(field(Record.seconds, at: position, bytes))
      let fraction = Int64(field(Record.fraction, at: position, bytes))
      let packet = Packet(
        timestamp: Timestamp(nanoseconds: seconds * 1_000_000_000 + fraction * nanosecondsPerUnit),
        originalLength: original, linkType: linkType, bytes: bytes.extracting(start..<start + captured))
      frames += 1
      position = start + captured
      guard body(packet) else { return ReadOutcome(position, frames: frames, .stopped) }
    }
    let piece: ReadOutcome.Piece = position == bytes.byteCount ? .nothing : .frame
    return ReadOutcome(position, frames: frames, .needs(recordLength, inside: piece))
  }

  private func field(_ offset: Int, at position: Int, _ bytes: RawSpan) -> Int {
    Int(bytes.load(fromByteOffset: position + offset, as: UInt32.self, order))
  }
}

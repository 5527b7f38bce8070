import Wire

/// A capture of Sun's snoop (RFC 1761): big-endian, a header, then records.
struct SnoopReader: RecordReader {
  static let headerLength = 16

  private enum Header {
    static let version = 8
    static let dataLink = 12
  }

  private enum Record {
    static let originalLength = 0
    static let includedLength = 4
    static let recordLength = 8
    static let cumulativeDrops = 12
    static let seconds = 16
    static let microseconds = 20
    static let data = 24
  }

  let linkTypes: [LinkType]
  let timestampDigits = 6
  let snapshotLength = Self.mostCaptured
  private(set) var statistics: CaptureStatistics?

  private let linkType: LinkType
  /// Padding of the last record that is still to come.
  private var padding = 0

  /// Reads the `headerLength` bytes of the file's header, whose name was recognised.
  init(_ header: RawSpan) throws(UnreadableHeader) {
    let version: UInt32 = header.load(fromByteOffset: Header.version)
    guard version == 2 else { throw UnreadableHeader(reason: "its snoop version is \(version), and only 2 is known") }
    let dataLink: UInt32 = header.load(fromByteOffset: Header.dataLink)
    guard let linkType = Self.linkType(dataLink) else {
      let name = Self.names.indices.contains(Int(dataLink)) ? " (\(Self.names[Int(dataLink)]))" : ""
      throw UnreadableHeader(reason: "its snoop datalink type is \(dataLink)\(name)")
    }
    self.linkType = linkType
    linkTypes = [linkType]
  }

  /// The registry's number for a datalink type of the RFC, where frames begin alike.
  private static func linkType(_ dataLink: UInt32) -> LinkType? {
    switch dataLink {
    case 0, 4: .ethernet
    case 2: LinkType(rawValue: 6)
    case 8: LinkType(rawValue: 10)
    default: nil
    }
  }

  private static let names = [
    "IEEE 802.3", "token bus", "token ring", "metro net", "Ethernet", "HDLC", "character synchronous",
    "IBM channel-to-channel", "FDDI", "other",
  ]

  mutating func read(_ bytes: RawSpan, _ body: (Packet) -> Bool) -> ReadOutcome {
    var position = 0
    var frames = 0
    while true {
      let passed = min(padding, bytes.byteCount - position)
      padding -= passed
      position += passed
      let left = bytes.byteCount - position
      guard padding == 0 else { return ReadOutcome(position, frames: frames, .needs(1, inside: .frame)) }
      guard left >= Record.data else {
        return ReadOutcome(position, frames: frames, .needs(Record.data, inside: left == 0 ? .nothing : .frame))
      }
      let included = field(Record.includedLength, at: position, bytes)
      let whole = field(Record.recordLength, at: position, bytes)
      guard included <= Self.mostCaptured, whole >= Record.data + included else {
        return ReadOutcome(
          position, frames: frames,
          .damaged("the next record claims \(included) captured bytes and a length of \(whole)"))
      }
      guard left >= Record.data + included else {
        return ReadOutcome(position, frames: frames, .needs(Record.data + included, inside: .frame))
      }
      // Over the whole capture so far.
      let drops = field(Record.cumulativeDrops, at: position, bytes)
      if drops > 0 || statistics != nil { statistics = CaptureStatistics(droppedByKernel: drops) }
      let start = position + Record.data
      let nanoseconds =
        Int64(field(Record.seconds, at: position, bytes)) * 1_000_000_000
        + Int64(field(Record.microseconds, at: position, bytes)) * 1_000
      let packet = Packet(
        timestamp: Timestamp(nanoseconds: nanoseconds),
        originalLength: field(Record.originalLength, at: position, bytes), linkType: linkType,
        bytes: bytes.extracting(start..<start + included))
      frames += 1
      position = start + included
      padding = whole - Record.data - included
      guard body(packet) else { return ReadOutcome(position, frames: frames, .stopped) }
    }
  }

  private func field(_ offset: Int, at position: Int, _ bytes: RawSpan) -> Int {
    Int(bytes.load(fromByteOffset: position + offset, as: UInt32.self))
  }
}

import Wire

/// A pcapng file (draft-ietf-opsawg-pcapng): sections of blocks, each in its own byte order and with its own interfaces.
struct PcapngReader: RecordReader {
  var linkTypes: [LinkType] = []
  var timestampDigits = 6
  var snapshotLength: Int { firstSnapshotLength ?? Self.mostCaptured }

  var order = ByteOrder.littleEndian
  var interfaces: [PcapngInterface] = []
  /// Those of the sections before this one.
  var earlierInterfaces = 0
  var earlierStatistics: CaptureStatistics?
  var knownLinkTypes: Set<LinkType> = []
  var firstSnapshotLength: Int?
  /// Whether a section header was read.
  var isInSection = false
  /// The time of the last packet that had one.
  var lastTime = Timestamp(nanoseconds: 0)
  /// The comments of a packet that has several.
  var comments: [UInt8] = []
  /// A block that is passed over: what is left of it before its trailer, and the length that it claims.
  private var passing: (left: Int, length: Int)?

  var statistics: CaptureStatistics? {
    interfaces.reduce(earlierStatistics) { sum, interface in
      guard let counts = interface.statistics else { return sum }
      return sum.map { $0 + counts } ?? counts
    }
  }

  mutating func read(_ bytes: RawSpan, _ body: (Packet) -> Bool) -> ReadOutcome {
    read(bytes, isPreparing: false, body)
  }

  /// Reads the blocks in front of the first packet, as far as they are at hand.
  mutating func prepare(_ bytes: RawSpan) -> ReadOutcome { read(bytes, isPreparing: true) { _ in true } }
}

extension PcapngReader {
  enum Step {
    case next
    case stopped
    case damaged(String)
  }

  private mutating func read(_ bytes: RawSpan, isPreparing: Bool, _ body: (Packet) -> Bool) -> ReadOutcome {
    var position = 0
    var frames = 0
    while true {
      let left = bytes.byteCount - position
      if let passing {
        let passed = min(passing.left, left)
        position += passed
        self.passing?.left -= passed
        guard bytes.byteCount - position >= PcapngBlock.trailerLength, passing.left == passed else {
          let missing = passing.left - passed + PcapngBlock.trailerLength
          return ReadOutcome(position, frames: frames, .needs(min(missing, Self.mostCaptured), inside: .block))
        }
        if let damage = trailerDamage(bytes, at: position, passing.length) {
          return ReadOutcome(position, frames: frames, .damaged(damage))
        }
        position += PcapngBlock.trailerLength
        self.passing = nil
        continue
      }
      guard left >= PcapngBlock.headerLength + PcapngBlock.trailerLength else {
        let piece: ReadOutcome.Piece = left == 0 ? .nothing : .block
        return ReadOutcome(
          position, frames: frames, .needs(PcapngBlock.headerLength + PcapngBlock.trailerLength, inside: piece))
      }
      // The section header's type is the same in both byte orders.
      let type: UInt32 = bytes.load(fromByteOffset: position, order)
      var blockOrder = order
      if type == PcapngBlock.Kind.sectionHeader {
        let magic: UInt32 = bytes.load(fromByteOffset: position + PcapngBlock.Section.byteOrder)
        guard magic == PcapngBlock.byteOrderMagic || magic.byteSwapped == PcapngBlock.byteOrderMagic else {
          return ReadOutcome(position, frames: frames, .damaged("a section header has no byte-order magic"))
        }
        blockOrder = magic == PcapngBlock.byteOrderMagic ? .bigEndian : .littleEndian
      }
      let claimed = Int(bytes.load(fromByteOffset: position + 4, as: UInt32.self, blockOrder))
      let block = PcapngBlock(type: type, start: position, length: (claimed + 3) & ~3)
      if isPreparing, block.isCounted { return ReadOutcome(position, frames: frames, .stopped) }
      guard let minimum = block.minimumLength, isInSection || type == PcapngBlock.Kind.sectionHeader else {
        guard claimed >= PcapngBlock.headerLength + PcapngBlock.trailerLength else {
          return ReadOutcome(position, frames: frames, .damaged("a block claims to be \(claimed) bytes long"))
        }
        position += PcapngBlock.headerLength
        passing = (block.length - PcapngBlock.headerLength - PcapngBlock.trailerLength, block.length)
        continue
      }
      guard (minimum...PcapngBlock.mostHeld).contains(block.length) else {
        return ReadOutcome(
          position, frames: frames, .damaged("\(block.name) claims to be \(claimed) bytes long"))
      }
      guard left >= block.length else {
        return ReadOutcome(position, frames: frames, .needs(block.length, inside: block.isPacket ? .frame : .block))
      }
      let orderBefore = order
      order = blockOrder
      if let damage = trailerDamage(bytes, at: block.end, block.length) {
        order = orderBefore
        return ReadOutcome(position, frames: frames, .damaged(damage))
      }
      switch take(block, bytes, body) {
      case .next: if block.isCounted { frames += 1 }
      case .stopped: return ReadOutcome(position + block.length, frames: frames + 1, .stopped)
      case .damaged(let reason):
        order = orderBefore
        return ReadOutcome(position, frames: frames, .damaged(reason))
      }
      position += block.length
    }
  }

  private func trailerDamage(_ bytes: RawSpan, at offset: Int, _ length: Int) -> String? {
    let trailer = Int(bytes.load(fromByteOffset: offset, as: UInt32.self, order))
    guard (trailer + 3) & ~3 != length else { return nil }
    return "a block claims to be \(length) bytes long at its beginning and \(trailer) at its end"
  }

  private mutating func take(_ block: PcapngBlock, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    switch block.type {
    case PcapngBlock.Kind.enhancedPacket, PcapngBlock.Kind.packet: lend(packet: block, bytes, body)
    case PcapngBlock.Kind.simplePacket: lend(simplePacket: block, bytes, body)
    case PcapngBlock.Kind.sectionHeader: beginSection(block, bytes)
    case PcapngBlock.Kind.interfaceDescription: describeInterface(block, bytes)
    case PcapngBlock.Kind.interfaceStatistics: noteStatistics(block, bytes)
    case PcapngBlock.Kind.custom, PcapngBlock.Kind.customNotCopied:
      lend(record: block.at(PcapngBlock.Custom.data)..<block.end, bytes, body)
    default: lend(record: block.at(PcapngBlock.headerLength)..<unpadded(block, bytes), bytes, body)
    }
  }
}

import Wire

/// A pcapng file (draft-ietf-opsawg-pcapng): sections of blocks, each in its own byte order and with its own interfaces.
struct PcapngReader: RecordReader {
  private enum Block {
    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    static let interfaceDescription: UInt32 = 1
    /// Obsolete, and still in old files (appendix A).
    static let packet: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    static let journalEntry: UInt32 = 9
    static let custom: UInt32 = 0x0000_0BAD
    static let customNotCopied: UInt32 = 0x4000_0BAD

    static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    /// Type and length.
    static let headerLength = 8
    /// The length once more.
    static let trailerLength = 4
    /// Wireshark's bound on what it holds of one block.
    static let mostHeld = 16 * 1_048_576
  }

  private enum Section {
    static let byteOrder = 8
    static let majorVersion = 12
    static let minorVersion = 14
    static let minimumLength = 28
  }

  private enum Interface {
    static let linkType = 8
    static let snapshotLength = 12
    static let options = 16
    static let minimumLength = 20
    /// More in one section are no capture but an attack on our memory.
    static let most = 65_536
  }

  private enum PacketField {
    static let interface = 8
    static let timeHigh = 12
    static let timeLow = 16
    static let capturedLength = 20
    static let originalLength = 24
    static let data = 28
    static let minimumLength = 32
  }

  private enum SimplePacket {
    static let originalLength = 8
    static let data = 12
    static let minimumLength = 16
  }

  private enum Statistics {
    static let interface = 8
    static let options = 20
    static let minimumLength = 24
  }

  private enum Custom {
    /// After the number of the enterprise.
    static let data = 12
    static let minimumLength = 16
  }

  private(set) var linkTypes: [LinkType] = []
  private(set) var timestampDigits = 6
  var snapshotLength: Int { firstSnapshotLength ?? Self.mostCaptured }

  private var order = ByteOrder.littleEndian
  private var interfaces: [PcapngInterface] = []
  /// Those of the sections before this one.
  private var earlierInterfaces = 0
  private var earlierStatistics: CaptureStatistics?
  private var knownLinkTypes: Set<LinkType> = []
  private var firstSnapshotLength: Int?
  /// Whether a section header was read.
  private(set) var isInSection = false
  /// The time of the last packet that had one.
  private var lastTime = Timestamp(nanoseconds: 0)
  /// The comments of a packet that has several.
  private var comments: [UInt8] = []
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
  /// One block: where it is, and what it claims to be.
  private struct BlockPlace {
    let type: UInt32
    let start: Int
    /// With padding: some writers do not count it.
    let length: Int

    func at(_ offset: Int) -> Int { start + offset }
    /// Where the trailer begins.
    var end: Int { start + length - Block.trailerLength }
    var isPacket: Bool { type == Block.enhancedPacket || type == Block.simplePacket || type == Block.packet }
    /// Wireshark numbers these like frames.
    var isCounted: Bool {
      isPacket || type == Block.custom || type == Block.customNotCopied || type == Block.journalEntry
    }

    var name: String {
      switch type {
      case Block.sectionHeader: "a section header"
      case Block.interfaceDescription: "an interface's description"
      case Block.interfaceStatistics: "an interface's statistics"
      default: isPacket ? "a packet's block" : "a block"
      }
    }

    /// Nil for a block that is passed over.
    var minimumLength: Int? {
      switch type {
      case Block.sectionHeader: Section.minimumLength
      case Block.interfaceDescription: Interface.minimumLength
      case Block.enhancedPacket, Block.packet: PacketField.minimumLength
      case Block.simplePacket: SimplePacket.minimumLength
      case Block.interfaceStatistics: Statistics.minimumLength
      case Block.custom, Block.customNotCopied: length <= Block.mostHeld ? Custom.minimumLength : nil
      case Block.journalEntry: length <= Block.mostHeld ? Block.headerLength + Block.trailerLength : nil
      default: nil
      }
    }
  }

  private enum Step {
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
        guard bytes.byteCount - position >= Block.trailerLength, passing.left == passed else {
          let missing = passing.left - passed + Block.trailerLength
          return ReadOutcome(position, frames: frames, .needs(min(missing, Self.mostCaptured), inside: .block))
        }
        if let damage = trailerDamage(bytes, at: position, passing.length) {
          return ReadOutcome(position, frames: frames, .damaged(damage))
        }
        position += Block.trailerLength
        self.passing = nil
        continue
      }
      guard left >= Block.headerLength + Block.trailerLength else {
        let piece: ReadOutcome.Piece = left == 0 ? .nothing : .block
        return ReadOutcome(position, frames: frames, .needs(Block.headerLength + Block.trailerLength, inside: piece))
      }
      // The section header's type is the same in both byte orders.
      let type: UInt32 = bytes.load(fromByteOffset: position, order)
      var blockOrder = order
      if type == Block.sectionHeader {
        let magic: UInt32 = bytes.load(fromByteOffset: position + Section.byteOrder)
        guard magic == Block.byteOrderMagic || magic.byteSwapped == Block.byteOrderMagic else {
          return ReadOutcome(position, frames: frames, .damaged("a section header has no byte-order magic"))
        }
        blockOrder = magic == Block.byteOrderMagic ? .bigEndian : .littleEndian
      }
      let claimed = Int(bytes.load(fromByteOffset: position + 4, as: UInt32.self, blockOrder))
      let block = BlockPlace(type: type, start: position, length: (claimed + 3) & ~3)
      if isPreparing, block.isCounted { return ReadOutcome(position, frames: frames, .stopped) }
      guard let minimum = block.minimumLength, isInSection || type == Block.sectionHeader else {
        guard claimed >= Block.headerLength + Block.trailerLength else {
          return ReadOutcome(position, frames: frames, .damaged("a block claims to be \(claimed) bytes long"))
        }
        position += Block.headerLength
        passing = (block.length - Block.headerLength - Block.trailerLength, block.length)
        continue
      }
      guard (minimum...Block.mostHeld).contains(block.length) else {
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

  private mutating func take(_ block: BlockPlace, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    switch block.type {
    case Block.enhancedPacket, Block.packet: lend(packet: block, bytes, body)
    case Block.simplePacket: lend(simplePacket: block, bytes, body)
    case Block.sectionHeader: beginSection(block, bytes)
    case Block.interfaceDescription: describeInterface(block, bytes)
    case Block.interfaceStatistics: noteStatistics(block, bytes)
    case Block.custom, Block.customNotCopied: lend(record: block.at(Custom.data)..<block.end, bytes, body)
    default: lend(record: block.at(Block.headerLength)..<unpadded(block, bytes), bytes, body)
    }
  }
}

extension PcapngReader {
  /// Interfaces are counted anew from here (section 4.1).
  private mutating func beginSection(_ block: BlockPlace, _ bytes: RawSpan) -> Step {
    let major: UInt16 = bytes.load(fromByteOffset: block.at(Section.majorVersion), order)
    let minor: UInt16 = bytes.load(fromByteOffset: block.at(Section.minorVersion), order)
    // Version 1.2 is what some writers made of 1.0.
    guard major == 1, minor == 0 || minor == 2 else {
      return .damaged("a section is of pcapng version \(major).\(minor), and only 1.0 is known")
    }
    earlierStatistics = statistics
    earlierInterfaces += interfaces.count
    interfaces.removeAll(keepingCapacity: true)
    isInSection = true
    return .next
  }

  private mutating func describeInterface(_ block: BlockPlace, _ bytes: RawSpan) -> Step {
    guard interfaces.count < Interface.most else {
      return .damaged("a section describes more than \(Interface.most) interfaces")
    }
    var resolution: UInt8 = 6
    var offset: Int64 = 0
    let isSound = PcapngOptions.forEach(in: block.at(Interface.options)..<block.end, of: bytes, order) { code, value in
      switch (code, value.count) {
      case (PcapngOptions.Code.timestampResolution, 1): resolution = bytes.byte(at: value.lowerBound)
      case (PcapngOptions.Code.timestampOffset, 8):
        offset = bytes.load(fromByteOffset: value.lowerBound, as: Int64.self, order)
      default: break
      }
    }
    guard isSound else { return .damaged("an option of interface \(interfaces.count) overruns its block") }
    let number: UInt16 = bytes.load(fromByteOffset: block.at(Interface.linkType), order)
    let snapshot: UInt32 = bytes.load(fromByteOffset: block.at(Interface.snapshotLength), order)
    let interface = PcapngInterface(
      linkType: LinkType(fileNumber: UInt32(number)), snapshotLength: snapshot == 0 ? nil : Int(snapshot),
      clock: PcapngClock(resolution: resolution, offset: offset))
    interfaces.append(interface)
    timestampDigits = max(timestampDigits, interface.clock.digits)
    if firstSnapshotLength == nil {
      firstSnapshotLength = min(interface.snapshotLength ?? Self.mostCaptured, Self.mostCaptured)
    }
    if knownLinkTypes.insert(interface.linkType).inserted { linkTypes.append(interface.linkType) }
    return .next
  }

  private mutating func noteStatistics(_ block: BlockPlace, _ bytes: RawSpan) -> Step {
    let number = Int(bytes.load(fromByteOffset: block.at(Statistics.interface), as: UInt32.self, order))
    var received: Int?, accepted: Int?
    var counts = CaptureStatistics()
    let isSound = PcapngOptions.forEach(in: block.at(Statistics.options)..<block.end, of: bytes, order) { code, value in
      guard value.count == 8 else { return }
      let count = Int(clamping: bytes.load(fromByteOffset: value.lowerBound, as: UInt64.self, order))
      switch code {
      case PcapngOptions.Code.received: received = count
      case PcapngOptions.Code.acceptedByFilter: accepted = count
      case PcapngOptions.Code.droppedByInterface: counts.droppedByInterface = count
      case PcapngOptions.Code.droppedBySystem: counts.droppedByKernel = count
      default: break
      }
    }
    guard isSound else { return .damaged("an option of the statistics of interface \(number) overruns its block") }
    counts.received = accepted ?? received
    // The last block of an interface tells of all before it.
    if interfaces.indices.contains(number) { interfaces[number].statistics = counts }
    return .next
  }

  /// Of an Enhanced Packet Block, or of the obsolete Packet Block, whose interface has 16 bits.
  private mutating func lend(packet block: BlockPlace, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    let number =
      block.type == Block.enhancedPacket
      ? Int(bytes.load(fromByteOffset: block.at(PacketField.interface), as: UInt32.self, order))
      : Int(bytes.load(fromByteOffset: block.at(PacketField.interface), as: UInt16.self, order))
    guard interfaces.indices.contains(number) else { return .damaged(unknownInterface(number)) }
    let captured = field(PacketField.capturedLength, block, bytes)
    let start = block.at(PacketField.data)
    let options = start + (captured + 3) & ~3
    guard captured <= Self.mostCaptured, options <= block.end else {
      return .damaged("a packet claims \(captured) captured bytes in a block of \(block.length)")
    }
    let units =
      UInt64(field(PacketField.timeHigh, block, bytes)) << 32 | UInt64(field(PacketField.timeLow, block, bytes))
    lastTime = interfaces[number].clock.timestamp(units)
    var comment = 0..<0
    if !comments.isEmpty { comments.removeAll(keepingCapacity: true) }
    if options < block.end {
      guard let range = findComments(in: options..<block.end, of: bytes) else {
        return .damaged("an option of a packet overruns its block")
      }
      comment = range
    }
    let original = field(PacketField.originalLength, block, bytes)
    let data = bytes.extracting(start..<start + captured)
    guard comments.isEmpty else {
      return lend(number, original, data, comment: unsafe comments.span.bytes, body)
    }
    return lend(number, original, data, comment: bytes.extracting(comment), body)
  }

  private func lend(
    _ number: Int, _ original: Int, _ data: RawSpan, comment: RawSpan, _ body: (Packet) -> Bool
  ) -> Step {
    let packet = Packet(
      timestamp: lastTime, originalLength: original, linkType: interfaces[number].linkType, bytes: data,
      interface: earlierInterfaces + number, comment: comment)
    return body(packet) ? .next : .stopped
  }

  /// Where the packet's one comment is; several are gathered in `comments`. Nil when an option overruns.
  private mutating func findComments(in range: Range<Int>, of bytes: RawSpan) -> Range<Int>? {
    var first = 0..<0
    let isSound = PcapngOptions.forEach(in: range, of: bytes, order) { code, value in
      guard code == PcapngOptions.Code.comment, !value.isEmpty else { return }
      if first.isEmpty {
        first = value
        return
      }
      if comments.isEmpty { comments.append(bytes.extracting(first)) }
      comments.append(0)
      comments.append(bytes.extracting(value))
    }
    return isSound ? first : nil
  }

  /// It is always of the first interface, has no time, and no captured length but that interface's limit (section 4.4).
  private mutating func lend(simplePacket block: BlockPlace, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    guard let interface = interfaces.first else { return .damaged(unknownInterface(0)) }
    let original = field(SimplePacket.originalLength, block, bytes)
    let captured = min(original, interface.snapshotLength ?? original)
    let start = block.at(SimplePacket.data)
    guard captured <= Self.mostCaptured, captured <= block.end - start else {
      return .damaged("a packet claims \(captured) captured bytes in a block of \(block.length)")
    }
    let packet = Packet(
      timestamp: lastTime, originalLength: original, linkType: interface.linkType,
      bytes: bytes.extracting(start..<start + captured), interface: earlierInterfaces, isTimed: false)
    return body(packet) ? .next : .stopped
  }

  /// Where the text of a journal entry ends: it has no length of its own, and is filled up with zeros.
  private func unpadded(_ block: BlockPlace, _ bytes: RawSpan) -> Int {
    var end = block.end
    while end > block.end - 3, end > block.at(Block.headerLength), bytes.byte(at: end - 1) == 0 { end -= 1 }
    return end
  }

  /// Of a block that is numbered like a frame and holds none.
  private func lend(record range: Range<Int>, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    let count = min(range.count, Self.mostCaptured)
    let packet = Packet(
      timestamp: lastTime, originalLength: range.count, linkType: .noPacket,
      bytes: bytes.extracting(range.lowerBound..<range.lowerBound + count), isTimed: false)
    return body(packet) ? .next : .stopped
  }

  private func field(_ offset: Int, _ block: BlockPlace, _ bytes: RawSpan) -> Int {
    Int(bytes.load(fromByteOffset: block.at(offset), as: UInt32.self, order))
  }

  private func unknownInterface(_ number: Int) -> String {
    "a packet is of interface \(number), and its section describes \(interfaces.count)"
  }
}

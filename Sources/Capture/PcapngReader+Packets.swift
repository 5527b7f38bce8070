import Wire

// The packets, and what else has a frame number.
extension PcapngReader {
  /// Of an Enhanced Packet Block, or of the obsolete Packet Block, whose interface has 16 bits.
  mutating func lend(packet block: PcapngBlock, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    let number =
      block.type == PcapngBlock.Kind.enhancedPacket
      ? Int(bytes.load(fromByteOffset: block.at(PcapngBlock.PacketField.interface), as: UInt32.self, order))
      : Int(bytes.load(fromByteOffset: block.at(PcapngBlock.PacketField.interface), as: UInt16.self, order))
    guard interfaces.indices.contains(number) else { return .damaged(unknownInterface(number)) }
    let captured = field(PcapngBlock.PacketField.capturedLength, block, bytes)
    let start = block.at(PcapngBlock.PacketField.data)
    let options = start + (captured + 3) & ~3
    guard captured <= Self.mostCaptured, options <= block.end else {
      return .damaged("a packet claims \(captured) captured bytes in a block of \(block.length)")
    }
    let units =
      UInt64(field(PcapngBlock.PacketField.timeHigh, block, bytes)) << 32
      | UInt64(field(PcapngBlock.PacketField.timeLow, block, bytes))
    lastTime = interfaces[number].clock.timestamp(units)
    var comment = 0..<0
    if !comments.isEmpty { comments.removeAll(keepingCapacity: true) }
    if options < block.end {
      guard let range = findComments(in: options..<block.end, of: bytes) else {
        return .damaged("an option of a packet overruns its block")
      }
      comment = range
    }
    let original = field(PcapngBlock.PacketField.originalLength, block, bytes)
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
  mutating func lend(simplePacket block: PcapngBlock, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    guard let interface = interfaces.first else { return .damaged(unknownInterface(0)) }
    let original = field(PcapngBlock.SimplePacket.originalLength, block, bytes)
    let captured = min(original, interface.snapshotLength ?? original)
    let start = block.at(PcapngBlock.SimplePacket.data)
    guard captured <= Self.mostCaptured, captured <= block.end - start else {
      return .damaged("a packet claims \(captured) captured bytes in a block of \(block.length)")
    }
    let packet = Packet(
      timestamp: lastTime, originalLength: original, linkType: interface.linkType,
      bytes: bytes.extracting(start..<start + captured), interface: earlierInterfaces, isTimed: false)
    return body(packet) ? .next : .stopped
  }

  /// Where the text of a journal entry ends: it has no length of its own, and is filled up with zeros.
  func unpadded(_ block: PcapngBlock, _ bytes: RawSpan) -> Int {
    var end = block.end
    while end > block.end - 3, end > block.at(PcapngBlock.headerLength), bytes.byte(at: end - 1) == 0 { end -= 1 }
    return end
  }

  /// Of a block that is numbered like a frame and holds none.
  func lend(record range: Range<Int>, _ bytes: RawSpan, _ body: (Packet) -> Bool) -> Step {
    let count = min(range.count, Self.mostCaptured)
    let packet = Packet(
      timestamp: lastTime, originalLength: range.count, linkType: .noPacket,
      bytes: bytes.extracting(range.lowerBound..<range.lowerBound + count), isTimed: false)
    return body(packet) ? .next : .stopped
  }

  private func field(_ offset: Int, _ block: PcapngBlock, _ bytes: RawSpan) -> Int {
    Int(bytes.load(fromByteOffset: block.at(offset), as: UInt32.self, order))
  }

  private func unknownInterface(_ number: Int) -> String {
    "a packet is of interface \(number), and its section describes \(interfaces.count)"
  }
}

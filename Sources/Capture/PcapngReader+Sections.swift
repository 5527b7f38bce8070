import Wire

// What the blocks around the packets say.
extension PcapngReader {
  /// Interfaces are counted anew from here (section 4.1).
  mutating func beginSection(_ block: PcapngBlock, _ bytes: RawSpan) -> Step {
    let major: UInt16 = bytes.load(fromByteOffset: block.at(PcapngBlock.Section.majorVersion), order)
    let minor: UInt16 = bytes.load(fromByteOffset: block.at(PcapngBlock.Section.minorVersion), order)
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

  mutating func describeInterface(_ block: PcapngBlock, _ bytes: RawSpan) -> Step {
    guard interfaces.count < PcapngBlock.Interface.most else {
      return .damaged("a section describes more than \(PcapngBlock.Interface.most) interfaces")
    }
    var resolution: UInt8 = 6
    var offset: Int64 = 0
    let isSound = PcapngOptions.forEach(in: block.at(PcapngBlock.Interface.options)..<block.end, of: bytes, order) {
      code, value in
      switch (code, value.count) {
      case (PcapngOptions.Code.timestampResolution, 1): resolution = bytes.byte(at: value.lowerBound)
      case (PcapngOptions.Code.timestampOffset, 8):
        offset = bytes.load(fromByteOffset: value.lowerBound, as: Int64.self, order)
      default: break
      }
    }
    guard isSound else { return .damaged("an option of interface \(interfaces.count) overruns its block") }
    let number: UInt16 = bytes.load(fromByteOffset: block.at(PcapngBlock.Interface.linkType), order)
    let snapshot: UInt32 = bytes.load(fromByteOffset: block.at(PcapngBlock.Interface.snapshotLength), order)
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

  mutating func noteStatistics(_ block: PcapngBlock, _ bytes: RawSpan) -> Step {
    let number = Int(bytes.load(fromByteOffset: block.at(PcapngBlock.Statistics.interface), as: UInt32.self, order))
    var received: Int?, accepted: Int?
    var counts = CaptureStatistics()
    let isSound = PcapngOptions.forEach(in: block.at(PcapngBlock.Statistics.options)..<block.end, of: bytes, order) {
      code, value in
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
}

/// One block of a pcapng file: where it is, and what it claims to be.
struct PcapngBlock {
  let type: UInt32
  let start: Int
  /// With padding: some writers do not count it.
  let length: Int

  func at(_ offset: Int) -> Int { start + offset }
  /// Where the trailer begins.
  var end: Int { start + length - Self.trailerLength }
  var isPacket: Bool { type == Kind.enhancedPacket || type == Kind.simplePacket || type == Kind.packet }
  /// Wireshark numbers these like frames.
  var isCounted: Bool {
    isPacket || type == Kind.custom || type == Kind.customNotCopied || type == Kind.journalEntry
  }

  var name: String {
    switch type {
    case Kind.sectionHeader: "a section header"
    case Kind.interfaceDescription: "an interface's description"
    case Kind.interfaceStatistics: "an interface's statistics"
    default: isPacket ? "a packet's block" : "a block"
    }
  }

  /// Nil for a block that is passed over.
  var minimumLength: Int? {
    switch type {
    case Kind.sectionHeader: Section.minimumLength
    case Kind.interfaceDescription: Interface.minimumLength
    case Kind.enhancedPacket, Kind.packet: PacketField.minimumLength
    case Kind.simplePacket: SimplePacket.minimumLength
    case Kind.interfaceStatistics: Statistics.minimumLength
    case Kind.custom, Kind.customNotCopied: length <= Self.mostHeld ? Custom.minimumLength : nil
    case Kind.journalEntry: length <= Self.mostHeld ? Self.headerLength + Self.trailerLength : nil
    default: nil
    }
  }
}

// Where its fields are.
extension PcapngBlock {
  static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
  /// Type and length.
  static let headerLength = 8
  /// The length once more.
  static let trailerLength = 4
  /// Wireshark's bound on what it holds of one block.
  static let mostHeld = 16 * 1_048_576

  enum Kind {
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
  }

  enum Section {
    static let byteOrder = 8
    static let majorVersion = 12
    static let minorVersion = 14
    static let minimumLength = 28
  }

  enum Interface {
    static let linkType = 8
    static let snapshotLength = 12
    static let options = 16
    static let minimumLength = 20
    /// More in one section are no capture but an attack on our memory.
    static let most = 65_536
  }

  enum PacketField {
    static let interface = 8
    static let timeHigh = 12
    static let timeLow = 16
    static let capturedLength = 20
    static let originalLength = 24
    static let data = 28
    static let minimumLength = 32
  }

  enum SimplePacket {
    static let originalLength = 8
    static let data = 12
    static let minimumLength = 16
  }

  enum Statistics {
    static let interface = 8
    static let options = 20
    static let minimumLength = 24
  }

  enum Custom {
    /// After the number of the enterprise.
    static let data = 12
    static let minimumLength = 16
  }
}

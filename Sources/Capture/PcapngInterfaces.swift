import Wire

/// The interfaces a pcapng file declares, found by walking from block to block (draft-ietf-opsawg-pcapng, section 3).
///
/// libpcap reads one link type and one snapshot length a file and meets a second one only when its turn comes; knowing
/// before the first packet keeps a report from being about half a file.
struct PcapngInterfaces {
  /// What an Interface Description Block says (section 4.2).
  struct Interface: Equatable {
    /// Counted from 0 over the whole file.
    let index: Int
    let linkType: LinkType
    let snapshotLength: Int
  }

  private enum Block {
    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    static let interfaceDescription: UInt32 = 1
    /// Type, length, length again.
    static let minimumLength: Int64 = 12
    static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
  }

  private enum Field {
    static let length: Int64 = 4
    static let byteOrder: Int64 = 8
    static let linkType: Int64 = 8
    static let snapshotLength: Int64 = 12
    static let options: Int64 = 16
  }

  private enum Option {
    static let end: UInt16 = 0
    static let timestampResolution: UInt16 = 9
  }

  /// How many kinds are told apart: enough to name them, and a bound on what a hostile file can make us keep.
  private static let kindsKept = 8
  /// libpcap's ceiling, which also stands for "no limit" (0 in the file).
  private static let unlimitedSnapshotLength: UInt32 = 262_144

  /// The first interface of each kind, that is, of each pair of link type and snapshot length.
  private(set) var kinds: [Interface] = []
  /// 9 when an interface counts finer than microseconds.
  private(set) var timestampDigits = 6
  /// Whether a later section is written in the other byte order.
  private(set) var mixesByteOrders = false

  /// Whether one interface at least is described.
  var isEmpty: Bool { kinds.isEmpty }

  /// Walks all blocks `window` reaches. Stops quietly where the file ends or makes no sense: libpcap says so when it gets there.
  init(_ window: consuming ByteWindow) {
    var offset: Int64 = 0
    var isBigEndian = false
    var sections = 0
    var interfaces = 0
    while let type = window.load(at: offset, as: UInt32.self, bigEndian: isBigEndian) {
      // The section header's type is the same in both byte orders.
      if type == Block.sectionHeader {
        let magic = window.load(at: offset + Field.byteOrder, as: UInt32.self, bigEndian: true)
        guard let magic, magic == Block.byteOrderMagic || magic == Block.byteOrderMagic.byteSwapped else { return }
        let orderBefore = isBigEndian
        isBigEndian = magic == Block.byteOrderMagic
        if sections > 0, orderBefore != isBigEndian { mixesByteOrders = true }
        sections += 1
      }
      guard sections > 0,
        let length = window.load(at: offset + Field.length, as: UInt32.self, bigEndian: isBigEndian),
        Int64(length) >= Block.minimumLength, length % 4 == 0
      else { return }
      let end = offset + Int64(length)
      if type == Block.interfaceDescription {
        guard record(interfaces, at: offset, end: end, isBigEndian, &window) else { return }
        interfaces += 1
      }
      offset = end
    }
  }

  /// Notes the interface described at `offset`; false when the file ends inside.
  private mutating func record(
    _ index: Int, at offset: Int64, end: Int64, _ isBigEndian: Bool, _ window: inout ByteWindow
  ) -> Bool {
    guard
      let number = window.load(at: offset + Field.linkType, as: UInt16.self, bigEndian: isBigEndian),
      let length = window.load(at: offset + Field.snapshotLength, as: UInt32.self, bigEndian: isBigEndian)
    else { return false }
    let isUnlimited = length == 0 || length > UInt32(Int32.max)
    let interface = Interface(
      index: index, linkType: LinkType(rawValue: Int32(number)),
      snapshotLength: Int(isUnlimited ? Self.unlimitedSnapshotLength : length))
    let isKnown = kinds.contains {
      $0.linkType == interface.linkType && $0.snapshotLength == interface.snapshotLength
    }
    if !isKnown, kinds.count < Self.kindsKept { kinds.append(interface) }
    if isFinerThanMicroseconds(at: offset + Field.options, end: end - 4, isBigEndian, &window) { timestampDigits = 9 }
    return true
  }

  /// How far options are followed: a description is short, whatever its length field says.
  private static let optionsBudget: Int64 = 65_536

  /// Looks for if_tsresol among the options: powers of ten, or of two when the highest bit is set; microseconds when absent.
  private func isFinerThanMicroseconds(
    at start: Int64, end: Int64, _ isBigEndian: Bool, _ window: inout ByteWindow
  ) -> Bool {
    var offset = start
    while offset + 4 <= min(end, start + Self.optionsBudget),
      let code = window.load(at: offset, as: UInt16.self, bigEndian: isBigEndian), code != Option.end,
      let length = window.load(at: offset + 2, as: UInt16.self, bigEndian: isBigEndian)
    {
      if code == Option.timestampResolution, length == 1,
        let resolution = window.load(at: offset + 4, as: UInt8.self, bigEndian: isBigEndian)
      {
        // 2⁻²⁰ s is the first power of two below a microsecond.
        return resolution & 0x80 == 0 ? resolution > 6 : resolution & 0x7F >= 20
      }
      offset += 4 + (Int64(length) + 3) / 4 * 4
    }
    return false
  }
}

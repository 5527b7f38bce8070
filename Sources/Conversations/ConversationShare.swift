public import Wire

/// Which of the conversations of a capture an engine follows. Several engines that read the same packets, each with its
/// share, find together what one finds.
///
/// A conversation is in the part that its key tells. Parts, and not engines, have a share of the room for detail: so what is
/// kept does not depend on how many engines there are.
public struct ConversationShare: Hashable, Sendable {
  /// Parts of a capture that is shared out.
  public static var parts: Int { 8 }

  /// The parts that are followed.
  public let range: Range<Int>
  /// The capture is not shared out: there are no parts.
  public let isWhole: Bool

  public static var whole: ConversationShare { ConversationShare(range: 0..<1, isWhole: true) }

  /// One of `count` shares, of equal size.
  public init(_ place: Int, of count: Int) {
    self.init(range: Self.parts * place / count..<Self.parts * (place + 1) / count, isWhole: false)
  }

  private init(range: Range<Int>, isWhole: Bool) {
    self.range = range
    self.isWhole = isWhole
  }

  /// Packets of no conversation are counted once, here.
  public var isFirst: Bool { range.lowerBound == 0 }

  /// The part of a conversation between these addresses and ports: of both, the bits in which they differ, so that it is the
  /// same whoever sends.
  @inline(__always)
  static func part(_ addresses: UInt128, ports: UInt16) -> Int {
    let word = UInt64(truncatingIfNeeded: addresses ^ addresses >> 64) ^ UInt64(ports) << 40
    return Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> 61)
  }

  /// Whether the packet is of one of the conversations.
  public func contains(_ ends: PacketEnds) -> Bool {
    isWhole || range.contains(Self.part(ends.differingAddressBits, ports: ends.differingPortBits))
  }

  public func contains(_ key: ConversationKey) -> Bool { isWhole || range.contains(key.part) }

  /// The place of the key's part among those of this share.
  func place(of key: ConversationKey) -> Int { isWhole ? 0 : key.part - range.lowerBound }
}

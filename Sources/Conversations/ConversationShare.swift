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

  public func contains(_ key: ConversationKey) -> Bool { isWhole || range.contains(key.part) }

  /// The place of the key's part among those of this share.
  func place(of key: ConversationKey) -> Int { isWhole ? 0 : key.part - range.lowerBound }
}

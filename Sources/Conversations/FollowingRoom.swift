/// What the conversations and streams that are followed may take of memory, for each part of the share.
///
/// It is estimated now and then, and not with each packet: as soon as what has been added since may matter.
struct FollowingRoom: Sendable {
  private let limit: Int
  /// At most what was added since the last estimate.
  private var added: [Int]

  /// What a packet may add to its conversation, in lists of both sides.
  private static var perPacket: Int { 256 }

  init(parts: Int, limit: Int) {
    self.limit = limit
    added = Array(repeating: 0, count: parts)
  }

  /// Notes a packet that is taken in, with what it opened. True when it is time to estimate.
  @inline(__always)
  mutating func add(_ opened: Int, in part: Int) -> Bool {
    added[part] += opened + Self.perPacket
    return added[part] > limit / 4
  }

  /// Notes that all of the part takes `bytes` by an estimate. Gives how much of that has to go, 0 where all may stay.
  mutating func settle(_ bytes: Int, in part: Int) -> Int {
    added[part] = 0
    // What is added until the next estimate has room; and where something goes, the next is some time off.
    return bytes > limit / 4 * 3 ? bytes - limit / 2 : 0
  }
}

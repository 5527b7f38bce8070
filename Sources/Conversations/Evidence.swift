/// Frames that show something: the first sixteen, and how many there are.
public struct Evidence: Hashable, Sendable, Codable {
  public private(set) var frames: [Int] = []
  public private(set) var total = 0

  public static var limit: Int { 16 }

  public init() {}

  public var isEmpty: Bool { total == 0 }

  public mutating func add(_ frame: Int) {
    total += 1
    if frames.count < Self.limit { frames.append(frame) }
  }

  /// That of both sides.
  static func + (left: Evidence, right: Evidence) -> Evidence {
    var all = left
    all.frames = Array((left.frames + right.frames).sorted().prefix(limit))
    all.total += right.total
    return all
  }

  /// Takes back what turned out otherwise.
  mutating func remove(_ frame: Int) {
    total -= 1
    frames.removeAll { $0 == frame }
  }
}

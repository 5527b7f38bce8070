public import Wire

/// When the interface of a live capture was down: what the network carried meanwhile is not in the capture.
public struct Outages: Hashable, Sendable, Codable {
  public struct Outage: Hashable, Sendable, Codable {
    /// The last frame before it; nil where there was none.
    public let after: Int?
    /// The first frame after it; nil where none came.
    public internal(set) var before: Int?
    /// When it was noticed, by the clock of the machine.
    public let start: Timestamp
    /// When the interface was seen to be up again; nil where it was still down in the end.
    public internal(set) var end: Timestamp?

    /// Nil while it lasts, or where the clock was set back meanwhile.
    public var nanoseconds: Int64? { end.flatMap { $0 < start ? nil : $0.nanoseconds(since: start) } }
  }

  /// The first of them.
  public private(set) var first: [Outage] = []
  public private(set) var total = 0
  /// The latest lasts.
  private var isDown = false
  /// The interface is up again, and no frame has come since.
  private var isWaiting = false

  /// Those that are kept.
  public static var limit: Int { 64 }

  public init() {}

  public var isEmpty: Bool { total == 0 }

  mutating func begin(at time: Timestamp, after frame: Int) {
    total += 1
    isDown = true
    isWaiting = false
    if total <= Self.limit {
      first.append(Outage(after: frame > 0 ? frame : nil, before: nil, start: time, end: nil))
    }
  }

  mutating func end(at time: Timestamp) {
    guard isDown else { return }
    (isDown, isWaiting) = (false, true)
    if total <= Self.limit { first[total - 1].end = time }
  }

  /// A frame comes.
  mutating func note(_ frame: Int) {
    guard isWaiting else { return }
    isWaiting = false
    if total <= Self.limit { first[total - 1].before = frame }
  }
}

/// The bad behaviour that one server or client was asked for.
public struct FaultPlan: Hashable, Sendable {
  public private(set) var dropShare = 0.0
  public private(set) var delay = Duration.zero
  public private(set) var duplicateShare = 0.0
  public private(set) var corruptShare = 0.0
  public private(set) var truncateShare = 0.0
  /// Bytes of a message that go out at most; nil for all.
  public private(set) var lengthLimit: Int?
  public private(set) var resets = false
  public private(set) var halfCloses = false
  public private(set) var neverReads = false
  public private(set) var neverAccepts = false
  /// With the same seed, the messages of a server or client fare the same, the first as the first and so on.
  public private(set) var seed: UInt64 = 0

  private var isAskedFor = false

  /// No bad behaviour.
  public init() {}

  /// All of `faults` on `side`; each kind once, and shares from 0 to 1.
  public init(_ faults: [Fault], on side: Fault.Side, seed: UInt64) throws(Fault.Mistake) {
    self.seed = seed
    for (index, fault) in faults.enumerated() {
      guard fault.applies(to: side) else { throw .cannot(fault, side) }
      for former in faults[..<index] {
        if former.isSameKind(as: fault) { throw .twice(fault.name) }
        if former.excludes(fault, on: side) || fault.excludes(former, on: side) {
          throw .together(former.name, fault.name)
        }
      }
      add(fault)
    }
  }

  private mutating func add(_ fault: Fault) {
    isAskedFor = true
    switch fault {
    case .drop(let share): dropShare = share
    case .delay(let time): delay = time
    case .duplicate(let share): duplicateShare = share
    case .corrupt(let share): corruptShare = share
    case .truncate(let share): truncateShare = share
    case .truncateAll(let limit): lengthLimit = max(limit, 1)
    case .reset: resets = true
    case .halfClose: halfCloses = true
    case .neverRead: neverReads = true
    case .noAccept: neverAccepts = true
    }
  }

  /// Nothing was asked for.
  public var isEmpty: Bool { !isAskedFor }

  /// Whether what happens depends on the seed.
  public var hasChance: Bool { max(dropShare, duplicateShare, corruptShare, truncateShare) > 0 }
}

extension Fault {
  fileprivate func isSameKind(as other: Fault) -> Bool {
    switch (self, other) {
    // Each may be cut, and some lose their second half beside that.
    case (.truncate, .truncateAll), (.truncateAll, .truncate): false
    default: name == other.name
    }
  }
}

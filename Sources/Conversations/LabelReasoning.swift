/// Why a segment has its labels, and why it has no others: Wireshark's rules asked one after the other, each condition with
/// the values of this segment.
public struct LabelReasoning: Hashable, Sendable {
  /// What came of a rule.
  public enum Outcome: Hashable, Sendable {
    case given
    /// Some condition does not hold.
    case refused
    /// It is not asked, for this label stands instead.
    case excluded(by: SegmentLabel)
  }

  /// One rule, and its conditions in the order in which they are asked.
  public struct Check: Hashable, Sendable {
    public let label: SegmentLabel
    public let conditions: [LabelCondition]
    public let outcome: Outcome

    public var failed: [LabelCondition] { conditions.filter { !$0.holds } }
  }

  /// Of all rules, in their order.
  public let checks: [Check]

  public init(_ evidence: LabelEvidence) {
    var rules = LabelRules(evidence)
    checks = rules.run()
  }

  public var given: [SegmentLabel] { checks.filter { $0.outcome == .given }.map(\.label) }

  /// The rule that came nearest to giving another label: the least missing counts, then the most met. One that answers the
  /// same question as a label that was given is nearer by two.
  public var runnerUp: Check? {
    let others = checks.filter { $0.outcome != .given }
    let rivals = Set(given.flatMap { label in Self.rivals.first { $0.contains(label) } ?? [] })
    func distance(_ check: Check) -> Int { check.distance - (rivals.contains(check.label) ? 2 : 0) }
    return others.min { first, second in
      let (one, other) = (distance(first), distance(second))
      return one != other ? one < other : first.conditions.count > second.conditions.count
    }
  }

  /// Labels that answer the same question: why bytes come again, what a bare ACK is for, what a lone byte asks.
  private static let rivals: [[SegmentLabel]] = [
    [.spuriousRetransmission, .fastRetransmission, .outOfOrder, .retransmission],
    [.windowUpdate, .keepAliveACK, .zeroWindowProbeACK, .duplicateACK], [.keepAlive, .zeroWindowProbe],
  ]
}

extension LabelReasoning.Check {
  /// What is missing. A segment of another kind is far from a label, whatever else it meets.
  fileprivate var distance: Int { failed.reduce(0) { $0 + ($1.isOfKind ? 4 : 1) } }
}

extension LabelCondition {
  /// It asks what the segment is, and not where it stands in its stream.
  public var isOfKind: Bool {
    switch self {
    case .isPlain, .isSYN, .isNoReset, .hasACK, .takesNumbers, .hasLength: true
    default: false
    }
  }
}

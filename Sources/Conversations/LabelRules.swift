import Wire

/// The rules, in the order in which Wireshark 4.0 asks them.
struct LabelRules {
  private let evidence: LabelEvidence
  private var checks: [LabelReasoning.Check] = []
  private var given: Set<SegmentLabel> = []

  init(_ evidence: LabelEvidence) { self.evidence = evidence }

  private var segment: LabelEvidence.Segment { evidence.segment }
  private var own: LabelEvidence.Direction { evidence.own }
  private var other: LabelEvidence.Direction { evidence.other }

  private mutating func ask(_ label: SegmentLabel, unless barriers: [SegmentLabel] = [], _ conditions: [LabelCondition])
  {
    let outcome: LabelReasoning.Outcome
    if let barrier = barriers.first(where: given.contains) {
      outcome = .excluded(by: barrier)
    } else {
      outcome = conditions.allSatisfy(\.holds) ? .given : .refused
    }
    if outcome == .given { given.insert(label) }
    checks.append(LabelReasoning.Check(label: label, conditions: conditions, outcome: outcome))
  }

  mutating func run() -> [LabelReasoning.Check] {
    let isSYN = segment.flags.contains(.syn)
    ask(
      .reusedPorts,
      [.isSYN(segment.flags)]
        + (isSYN ? [.hasOtherNumber(segment.start, before: evidence.reused, evidence.isReuse)] : []))
    askWindows()
    askAcknowledgments()
    askUnseen()
    askRepetitions()
    return checks
  }

  private mutating func askWindows() {
    let plain = LabelCondition.isPlain(segment.flags)
    let probe: [SegmentLabel] = [.zeroWindowProbe]
    ask(
      .zeroWindowProbe,
      [
        .hasLength(segment.length, .one), .sequence(segment.start, .at, next: own.next),
        .otherWindowIsZero(other.lastWindow),
      ])
    ask(.zeroWindow, unless: probe, [.window(segment.window, isZero: true), plain])
    ask(
      .lostSegment, unless: probe, [.sequence(segment.start, .beyond, next: own.next), .isNoReset(segment.flags)])
    ask(
      .keepAlive, unless: probe,
      [.hasLength(segment.length, .atMostOne), .sequence(segment.start, .oneBefore, next: own.next), plain])
    ask(
      .windowUpdate, unless: probe,
      [
        .hasLength(segment.length, .none), .window(segment.window, isZero: false),
        .sameWindow(segment.window, before: own.lastWindow, isWanted: false),
      ] + repeated)
    ask(
      .windowFull, unless: probe,
      [
        .hasLength(segment.length, .some), .scaleIsKnown(other.windowScale),
        .fillsWindow(end: segment.start.advanced(by: segment.length), offered: other.offeredEnd), plain,
      ])
  }

  /// It is where the stream goes on, and acknowledges what the segment before did.
  private var repeated: [LabelCondition] {
    [
      .sequence(segment.start, .at, next: own.next),
      .sameAcknowledgment(segment.acknowledgment, before: own.lastAcknowledgment), .isPlain(segment.flags),
    ]
  }

  private mutating func askAcknowledgments() {
    let hadKeepAlive = other.lastLabels.contains(.keepAlive)
    let same: [LabelCondition] = [
      .hasLength(segment.length, .none), .sameWindow(segment.window, before: own.lastWindow, isWanted: true),
    ]
    ask(
      .keepAliveACK, unless: [.zeroWindowProbe],
      same + [.window(segment.window, isZero: false), .otherHad(.keepAlive, hadKeepAlive, isWanted: true)] + repeated)
    ask(
      .zeroWindowProbeACK, unless: [.zeroWindowProbe, .keepAliveACK],
      same + [
        .window(segment.window, isZero: true),
        .otherHad(.zeroWindowProbe, other.lastLabels.contains(.zeroWindowProbe), isWanted: true),
      ] + repeated)
    ask(
      .duplicateACK, unless: [.zeroWindowProbe, .keepAliveACK, .zeroWindowProbeACK],
      same + [.window(segment.window, isZero: false)] + repeated)
  }

  private var acknowledgesUnseen: LabelCondition {
    .acknowledgesBeyond(segment.acknowledgment, seen: other.contiguousEnd)
  }

  private mutating func askUnseen() {
    let isGap = other.contiguousEnd.distance(from: other.next) < 0
    ask(
      .acknowledgedLostSegment,
      [.hasACK(segment.flags), acknowledgesUnseen]
        + (acknowledgesUnseen.holds ? [.isNotYetTold(isGap || other.duplicateACKs == 0)] : []))
  }

  private mutating func askRepetitions() {
    let barriers: [SegmentLabel] = [.keepAlive]
    let takesNumbers = LabelCondition.takesNumbers(length: segment.length, segment.flags)
    let behind = LabelCondition.isBehind(
      segment.start, next: own.next,
      afterProbe: segment.length > 1 && segment.start == own.next.advanced(by: -1))
    ask(
      .spuriousRetransmission, unless: barriers,
      [
        .hasLength(segment.length, .some),
        .isAllAcknowledged(
          end: segment.start.advanced(by: segment.length), acknowledged: other.lastAcknowledgment),
      ])
    // An ACK of unseen bytes, this one's included, sets the count to minus one, which is also more than two.
    let isMarked =
      other.duplicateACKs < 0
      || segment.flags.contains(.ack) && acknowledgesUnseen.holds
        && other.contiguousEnd.distance(from: other.next) >= 0
    ask(
      .fastRetransmission, unless: barriers + [.spuriousRetransmission],
      [
        takesNumbers, behind, .isAskedFor(duplicates: max(other.duplicateACKs, 0), isMarked: isMarked),
        .isExpected(segment.start, acknowledged: other.lastAcknowledgment),
        .isWithin(elapsed(since: other.latest), limit: 20_000_000, .fast),
      ])
    let limit = evidence.initialRoundTripTime
    ask(
      .outOfOrder, unless: barriers + [.spuriousRetransmission, .fastRetransmission],
      [
        takesNumbers, behind,
        .isWithin(
          elapsed(since: own.nextMoment), limit: limit ?? 3_000_000, limit == nil ? .usual : .initialRoundTrip),
        .isNotHighest(end: segment.end, next: own.next),
      ])
    let others: [SegmentLabel] = [.spuriousRetransmission, .fastRetransmission, .outOfOrder]
    ask(
      .retransmission, unless: barriers,
      [takesNumbers, behind, .isUnexplained(others.first(where: given.contains))])
  }

  private func elapsed(since moment: FrameMoment?) -> Int64? {
    moment.map { segment.moment.time.nanoseconds(since: $0.time) }
  }
}

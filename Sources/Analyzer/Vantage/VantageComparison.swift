public import Conversations
public import Wire

/// Two captures of the same conversations, made at different points of their way: what both saw, what one of them alone
/// saw, how their clocks stand to each other, how long the way between them takes, and what is changed on it.
public struct VantageComparison: Hashable, Sendable {
  /// One of the captures, in the order in which they were given.
  public struct Capture: Hashable, Sendable {
    /// Packets of TCP and UDP conversations that were looked at.
    public let packets: Int
    public let conversations: Int
    /// There was no room for more of its packets.
    public let isFull: Bool
    /// From the first packet to the last, whatever they are.
    public let first: Timestamp?
    public let last: Timestamp?
    /// Conversations that the other capture does not have: the first of them, and how many there are.
    public let alone: [Alone]
    public let aloneTotal: Int
  }

  /// A conversation of which no packet is in the other capture.
  public struct Alone: Hashable, Sendable {
    public let `protocol`: TransportProtocol
    public let stream: Int
    public let originator: Endpoint
    public let responder: Endpoint
    public let packets: Int
    public let firstFrame: Int
    /// The same two parties talk in the other capture, in other conversations.
    public let hasPartnersInOther: Bool
  }

  public let captures: [Capture]
  public let conversations: [MatchedRecord]
  public let clock: ClockOffset
  /// Of all conversations: from the first capture to the second, and back.
  public let outward: DelaySummary?
  public let back: DelaySummary?
  /// The same as the two clocks say it, with no offset taken off: nil where it would be negative.
  public let outwardAsRecorded: DelaySummary?
  public let backAsRecorded: DelaySummary?
  /// There and back, without any assumption.
  public let roundTrip: DelaySummary?
  /// Every packet has one and the same time in both: one capture that was saved twice.
  public let isOneCapture: Bool

  public static var aloneLimit: Int { 16 }
  /// The first conversations, whose packets are kept one by one: of the others their counts are all there is.
  public static var detailLimit: Int { 200 }

  /// Nothing is in both.
  public var isEmpty: Bool { conversations.isEmpty }

  /// Which of the captures has more that does not fit.
  public var isFull: Bool { captures.contains(where: \.isFull) }

  /// Compares what was kept of two captures. `isAsked` tells that somebody says they belong together: then UDP datagrams with
  /// equal bytes and nothing to tell them by are taken for the same, whatever the clocks say.
  public init(_ first: VantageTrace, _ second: VantageTrace, isAsked: Bool) {
    let traces = (first, second)
    let found = ConversationMatching(first, second, isAsked: isAsked)
    var shared = found.pairs.map { MatchedConversation($0, traces) }
    Self.addOrders(of: &shared)
    for place in shared.indices { shared[place].addRegroupings() }
    let clock = ClockOffset(shared.flatMap(\.samples))
    self.clock = clock
    var records: [MatchedRecord] = []
    var delays: (outward: [DelaySummary.Sample], back: [DelaySummary.Sample]) = ([], [])
    let coverage = Coverage(shared, traces)
    for (place, conversation) in shared.enumerated() {
      let story = MatchedRecordBuilder(conversation, clock, coverage, keepsDetails: place < Self.detailLimit)
      delays.outward += story.delays.outward
      delays.back += story.delays.back
      records.append(story.record)
    }
    conversations = records
    outward = DelaySummary(delays.outward)
    back = DelaySummary(delays.back)
    roundTrip = DelaySummary(shared.flatMap(\.roundTrips))
    (outwardAsRecorded, backAsRecorded) = clock.mayBeZero ? Self.asRecorded(shared) : (nil, nil)
    let crossings = shared.lazy.flatMap(\.crossings)
    isOneCapture =
      !shared.isEmpty && crossings.count > 1 && crossings.allSatisfy { Self.isOneTime($0.first.time, $0.second.time) }
    let alone = found.unmatched
    captures = [
      Capture(first, alone.first, second),
      Capture(second, alone.second, first),
    ]
  }

  /// Whether two captures have a conversation in common.
  public static func isShared(_ first: VantageTrace, _ second: VantageTrace) -> Bool {
    !ConversationMatching(first, second, isAsked: false).pairs.isEmpty
  }

  /// One may have been cut to a microsecond when it was saved.
  private static func isOneTime(_ first: Timestamp, _ second: Timestamp) -> Bool {
    let (one, other) = (first.nanoseconds, second.nanoseconds)
    return one == other || one / 1_000 == other / 1_000 && (one % 1_000 == 0 || other % 1_000 == 0)
  }

  /// Where a conversation does not tell the order of the captures, another one of its hosts may.
  private static func addOrders(of shared: inout [MatchedConversation]) {
    var nearest: [IPAddress: CapturePoint] = [:]
    for conversation in shared {
      guard let near = conversation.order.nearOriginator else { continue }
      nearest[conversation.one.originator.address] = near
      nearest[conversation.one.responder.address] = near.other
    }
    for place in shared.indices where shared[place].order.nearOriginator == nil {
      guard !shared[place].order.evidence.contains(.contradictory) else { continue }
      let one = shared[place].one
      let said = [nearest[one.originator.address], nearest[one.responder.address]?.other].compactMap(\.self)
      guard let near = said.first, said.allSatisfy({ $0 == near }) else { continue }
      shared[place].order.nearOriginator = near
      shared[place].order.evidence = [.sameHosts]
    }
  }

  private static func asRecorded(_ shared: [MatchedConversation]) -> (DelaySummary?, DelaySummary?) {
    var (outward, back): ([DelaySummary.Sample], [DelaySummary.Sample]) = ([], [])
    for sample in shared.flatMap(\.samples) {
      let delay = sample.isOutward ? sample.difference : -sample.difference
      let told = DelaySummary.Sample(max(delay, 0), sample.frames)
      if sample.isOutward { outward.append(told) } else { back.append(told) }
    }
    return (DelaySummary(outward), DelaySummary(back))
  }
}

extension VantageComparison.Capture {
  fileprivate init(_ trace: VantageTrace, _ alone: [Int], _ other: VantageTrace) {
    packets = trace.count
    conversations = trace.conversations.count
    isFull = trace.isFull
    first = trace.first
    last = trace.last
    aloneTotal = alone.count
    var known: Set<IPAddress> = []
    for conversation in other.conversations {
      known.insert(conversation.originator.address)
      known.insert(conversation.responder.address)
    }
    self.alone = alone.prefix(VantageComparison.aloneLimit).map { place in
      let conversation = trace.conversations[place]
      return VantageComparison.Alone(
        protocol: conversation.protocol, stream: conversation.stream, originator: conversation.originator,
        responder: conversation.responder, packets: conversation.packets.count,
        firstFrame: conversation.packets.first?.frame ?? 0,
        hasPartnersInOther: known.contains(conversation.originator.address)
          && known.contains(conversation.responder.address))
    }
  }
}

import Conversations
import Wire

/// Finds the packets that both captures have of one conversation.
///
/// What makes a segment is its direction, place in the stream, length, acknowledgment and flags; a datagram, its bytes. Of
/// several copies each finds its own by IP identification, then by timestamp, then by order and distance in time.
struct PacketMatching {
  /// A packet in both, by its places in the two conversations.
  struct Link: Hashable {
    let first: Int
    let second: Int
  }

  var links: [Link] = []
  /// TCP: bytes that are cut into segments differently in the two captures.
  var regroupings: [Regrouping] = []
  /// Packets without a partner, in order of capture.
  var unmatched: (first: [Int], second: [Int]) = ([], [])
  /// Of these the ones that repeat a packet which has one: where that stands.
  var copies: (first: [Int: Repeat], second: [Int: Repeat]) = ([:], [:])
  /// Links of which another copy was as good.
  var ambiguous = 0

  struct Repeat: Hashable {
    let place: Int
    /// IP identification or timestamp say that it is one and the same packet, and not one sent again.
    let isSamePacket: Bool
  }

  struct Key: Hashable {
    let isFromOriginator: Bool
    let numbers: UInt64
    let rest: UInt64
  }

  /// The packets of both captures with one key.
  struct Group {
    var first: [Int] = []
    var second: [Int] = []
  }

  let one: [VantagePacket]
  let other: [VantagePacket]
  let pair: ConversationPair
  var groups: [Group] = []
  var isLinked: (first: [Bool], second: [Bool])
  /// Whether a direction's numbers come through as they were sent: of the originator, of the responder.
  private var keepsIdentification = (false, false)
  private var keepsTimestamps = (false, false)
  /// Differences of the clocks and delays, of links that are sure.
  private var differences: ([Int64], [Int64]) = ([], [])

  init(_ first: VantageConversation, _ second: VantageConversation, _ pair: ConversationPair) {
    one = first.packets
    other = second.packets
    self.pair = pair
    isLinked = (one.map { _ in false }, other.map { _ in false })
    group()
    learn()
    var waiting: [Group] = []
    for group in groups {
      let rest = linkByNumbers(group)
      if rest.first.isEmpty || rest.second.isEmpty { continue }
      if rest.first.count == 1, rest.second.count == 1 {
        link(rest.first[0], rest.second[0])
      } else {
        waiting.append(rest)
      }
    }
    // Where as many arrived as were sent, order tells; these say how far the others are apart.
    for group in waiting where group.first.count == group.second.count {
      for (first, second) in zip(group.first, group.second) { link(first, second) }
    }
    let typical = (Self.median(differences.0), Self.median(differences.1))
    for group in waiting where group.first.count != group.second.count { linkByDistance(group, typical) }
    linkChanged()
    if first.protocol == .tcp { regroup() }
    links.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    unmatched = (one.indices.filter { !isLinked.first[$0] }, other.indices.filter { !isLinked.second[$0] })
    if !unmatched.first.isEmpty || !unmatched.second.isEmpty { findCopies() }
    groups = []
  }

  /// Whether a packet of the second capture goes the way that the first one's originator sends.
  func isFromOriginator(second place: Int) -> Bool { other[place].isFromOriginator != pair.isTurned }

  private func key(_ packet: VantagePacket, isSecond: Bool) -> Key {
    let isFromOriginator = isSecond ? packet.isFromOriginator != pair.isTurned : packet.isFromOriginator
    guard let segment = packet.segment else {
      return Key(
        isFromOriginator: isFromOriginator, numbers: packet.headDigest,
        rest: UInt64(truncatingIfNeeded: packet.payloadLength))
    }
    let (sequence, acknowledgment) = numbers(segment, isSecond: isSecond, isFromOriginator)
    return Key(
      isFromOriginator: isFromOriginator, numbers: UInt64(sequence) << 32 | UInt64(acknowledgment),
      rest: UInt64(truncatingIfNeeded: packet.payloadLength) << 16
        | UInt64(segment.flags.intersection(ConversationMatching.steadyFlags).rawValue))
  }

  /// Sequence and acknowledgment number as the first capture counts.
  func numbers(
    _ segment: VantagePacket.Segment, isSecond: Bool, _ isFromOriginator: Bool
  ) -> (sequence: UInt32, acknowledgment: UInt32) {
    guard isSecond else { return (segment.sequence, segment.acknowledgment) }
    let (own, others) =
      isFromOriginator
      ? (pair.shifts.originator, pair.shifts.responder) : (pair.shifts.responder, pair.shifts.originator)
    let hasACK = segment.flags.contains(.ack)
    // Who refuses a connection has sent nothing before: its reset counts from zero.
    let isUncounted = segment.flags.contains(.rst) && segment.sequence == 0
    return (
      isUncounted ? 0 : segment.sequence &- own, hasACK ? segment.acknowledgment &- others : segment.acknowledgment
    )
  }

  private mutating func group() {
    var places: [Key: Int] = [:]
    places.reserveCapacity(max(one.count, other.count))
    func place(_ key: Key) -> Int {
      if let known = places[key] { return known }
      places[key] = groups.count
      groups.append(Group())
      return groups.count - 1
    }
    for index in one.indices {
      let place = place(key(one[index], isSecond: false))
      groups[place].first.append(index)
    }
    for index in other.indices {
      let place = place(key(other[index], isSecond: true))
      groups[place].second.append(index)
    }
  }

  /// What packets that are alone of their kind say of the numbers that come through.
  private mutating func learn() {
    var same = [0, 0, 0, 0], different = [0, 0, 0, 0]
    for group in groups where group.first.count == 1 && group.second.count == 1 {
      let first = one[group.first[0]], second = other[group.second[0]]
      let side = first.isFromOriginator ? 0 : 1
      if let before = first.identification, let after = second.identification {
        if before == after { same[side] += 1 } else { different[side] += 1 }
      }
      if let before = first.segment?.timestampValue, let after = second.segment?.timestampValue {
        if before == after { same[2 + side] += 1 } else { different[2 + side] += 1 }
      }
    }
    // Where nothing is alone of its kind, numbers are believed: that both have some, and none in common, is rare.
    func keeps(_ kind: Int) -> Bool { same[kind] >= different[kind] * 9 }
    keepsIdentification = (keeps(0), keeps(1))
    keepsTimestamps = (keeps(2), keeps(3))
  }

  /// Links what has the same identification, then what has the same timestamp; gives what is left and may be linked.
  private mutating func linkByNumbers(_ group: Group) -> Group {
    guard let sample = group.first.first, !group.second.isEmpty else { return group }
    let isFromOriginator = one[sample].isFromOriginator
    let keepsID = isFromOriginator ? keepsIdentification.0 : keepsIdentification.1
    let keepsTime = isFromOriginator ? keepsTimestamps.0 : keepsTimestamps.1
    var rest = linkEqual(group, { $0.identification.map(UInt32.init) }) { _, _ in true }
    rest = linkEqual(rest, { $0.segment?.timestampValue }) { first, second in
      // Two copies with the same timestamp and different identifications are two.
      !keepsID || first.identification == nil || second.identification == nil
    }
    guard keepsID || keepsTime else { return rest }
    // What can be told by its numbers, and was not, has no partner.
    func kind(_ packet: VantagePacket) -> Numbering {
      var kind: Numbering = []
      if keepsID, packet.identification != nil { kind.insert(.identification) }
      if keepsTime, packet.segment?.timestampValue != nil { kind.insert(.timestamp) }
      return kind
    }
    let kinds = (Set(rest.first.map { kind(one[$0]) }), Set(rest.second.map { kind(other[$0]) }))
    return Group(
      first: rest.first.filter { place in kinds.1.contains { $0.isDisjoint(with: kind(one[place])) } },
      second: rest.second.filter { place in kinds.0.contains { $0.isDisjoint(with: kind(other[place])) } })
  }

  /// Numbers that tell a packet from its copies.
  private struct Numbering: OptionSet, Hashable {
    let rawValue: UInt8
    static let identification = Numbering(rawValue: 1)
    static let timestamp = Numbering(rawValue: 2)
  }

  private mutating func linkEqual(
    _ group: Group, _ number: (VantagePacket) -> UInt32?, if isPossible: (VantagePacket, VantagePacket) -> Bool
  ) -> Group {
    guard !group.first.isEmpty, !group.second.isEmpty else { return group }
    var waiting: [UInt32: [Int]] = [:]
    for place in group.second.reversed() {
      if let number = number(other[place]) { waiting[number, default: []].append(place) }
    }
    guard !waiting.isEmpty else { return group }
    var rest = Group()
    for place in group.first {
      if let number = number(one[place]), let partner = waiting[number]?.last, isPossible(one[place], other[partner]) {
        waiting[number]?.removeLast()
        link(place, partner)
      } else {
        rest.first.append(place)
      }
    }
    rest.second = group.second.filter { !isLinked.second[$0] }
    return rest
  }

  mutating func link(_ first: Int, _ second: Int) {
    isLinked.first[first] = true
    isLinked.second[second] = true
    links.append(Link(first: first, second: second))
    guard let difference = Self.difference(one[first], other[second]) else { return }
    if one[first].isFromOriginator { differences.0.append(difference) } else { differences.1.append(difference) }
  }

  /// The second capture's time of a packet less the first one's; nil where one of them is not known.
  static func difference(_ first: VantagePacket, _ second: VantagePacket) -> Int64? {
    guard first.isTimed, second.isTimed else { return nil }
    let (difference, overflow) = second.time.nanoseconds.subtractingReportingOverflow(first.time.nanoseconds)
    // Sums and differences of a few of them have to fit.
    return overflow || difference.magnitude > UInt64(Int64.max / 4) ? nil : difference
  }

  private static func median(_ values: [Int64]) -> Int64? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}

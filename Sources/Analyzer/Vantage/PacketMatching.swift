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

  private(set) var links: [Link] = []
  /// TCP: bytes that are cut into segments differently in the two captures.
  private(set) var regroupings: [Regrouping] = []
  /// Packets without a partner, in order of capture.
  private(set) var unmatched: (first: [Int], second: [Int]) = ([], [])
  /// Of these the ones that repeat a packet which has one: where that stands.
  private(set) var copies: (first: [Int: Repeat], second: [Int: Repeat]) = ([:], [:])
  /// Links of which another copy was as good.
  private(set) var ambiguous = 0

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
  private struct Group {
    var first: [Int] = []
    var second: [Int] = []
  }

  private let one: [VantagePacket]
  private let other: [VantagePacket]
  private let pair: ConversationPair
  private var groups: [Group] = []
  private var isLinked: (first: [Bool], second: [Bool])
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
  private func numbers(
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

  private mutating func link(_ first: Int, _ second: Int) {
    isLinked.first[first] = true
    isLinked.second[second] = true
    links.append(Link(first: first, second: second))
    guard let difference = Self.difference(one[first], other[second]) else { return }
    if one[first].isFromOriginator { differences.0.append(difference) } else { differences.1.append(difference) }
  }

  /// Links copies that nothing tells apart: in order, each with the one at the distance that others have.
  private mutating func linkByDistance(_ group: Group, _ typical: (Int64?, Int64?)) {
    let isFromOriginator = one[group.first[0]].isFromOriginator
    let isSwapped = group.first.count < group.second.count
    // The fewer choose among the more, which they must leave enough of for those that come.
    let (fewer, more) = isSwapped ? (group.first, group.second) : (group.second, group.first)
    func difference(_ few: Int, _ many: Int) -> Int64? {
      isSwapped ? Self.difference(one[few], other[many]) : Self.difference(one[many], other[few])
    }
    // What went the other way tells as much where packets are farther apart than the way is long.
    let own = isFromOriginator ? typical.0 ?? typical.1 : typical.1 ?? typical.0
    let expected = own ?? Self.likeliest(fewer, more, difference)
    func distance(_ few: Int, _ many: Int) -> UInt64 {
      guard let expected, let difference = difference(few, many) else { return 0 }
      return (difference - expected).magnitude
    }
    var next = 0
    for (number, few) in fewer.enumerated() {
      let latest = more.count - (fewer.count - number)
      while next < latest, distance(few, more[next + 1]) < distance(few, more[next]) { next += 1 }
      link(isSwapped ? few : more[next], isSwapped ? more[next] : few)
      next += 1
    }
    ambiguous += fewer.count
  }

  /// Copies at the beginning that are tried against each other.
  private static var trials: Int { 32 }

  /// The difference of times with which most of the fewer copies come near one of the others.
  private static func likeliest(
    _ fewer: [Int], _ more: [Int], _ difference: (Int, Int) -> Int64?
  ) -> Int64? {
    let few = fewer.prefix(trials), many = more.prefix(trials + more.count - fewer.count).prefix(trials * 2)
    var best: (difference: Int64, sum: UInt64)?
    for start in many {
      guard let expected = difference(few[0], start) else { continue }
      let sum = few.reduce(UInt64(0)) { sum, place in
        let nearest = many.compactMap { difference(place, $0).map { ($0 - expected).magnitude } }.min() ?? 0
        return sum &+ min(nearest, .max / 64)
      }
      if best.map({ sum < $0.sum }) ?? true { best = (expected, sum) }
    }
    return best?.difference
  }

  /// Links what has the same identification and length, though its bytes, acknowledgment or flags were changed.
  private mutating func linkChanged() {
    struct Mark: Hashable {
      let isFromOriginator: Bool
      let identification: UInt16
      let length: Int
      let sequence: UInt32
    }
    func mark(_ packet: VantagePacket, isSecond: Bool) -> Mark? {
      guard let identification = packet.identification, packet.payloadLength > 0 else { return nil }
      let isFromOriginator = isSecond ? packet.isFromOriginator != pair.isTurned : packet.isFromOriginator
      return Mark(
        isFromOriginator: isFromOriginator, identification: identification, length: packet.payloadLength,
        sequence: packet.segment.map { numbers($0, isSecond: isSecond, isFromOriginator).sequence } ?? 0)
    }
    var waiting: [Mark: [Int]] = [:]
    for place in other.indices.reversed() where !isLinked.second[place] {
      if let mark = mark(other[place], isSecond: true) { waiting[mark, default: []].append(place) }
    }
    guard !waiting.isEmpty else { return }
    for place in one.indices where !isLinked.first[place] {
      guard let mark = mark(one[place], isSecond: false), let partner = waiting[mark]?.popLast() else { continue }
      link(place, partner)
    }
  }

  private mutating func findCopies() {
    for group in groups {
      copies.first.merge(Self.copies(group.first, in: one, isLinked.first)) { $1 }
      copies.second.merge(Self.copies(group.second, in: other, isLinked.second)) { $1 }
    }
  }

  private static func copies(_ places: [Int], in packets: [VantagePacket], _ isLinked: [Bool]) -> [Int: Repeat] {
    guard places.count > 1, places.contains(where: { !isLinked[$0] }) else { return [:] }
    struct Numbers: Hashable {
      let identification: UInt16?
      let timestamp: UInt32?
    }
    func numbers(_ place: Int) -> Numbers {
      Numbers(
        identification: packets[place].identification, timestamp: packets[place].segment?.timestampValue)
    }
    var linked: [Numbers: Int] = [:]
    for place in places where isLinked[place] {
      let numbers = numbers(place)
      if linked[numbers] == nil { linked[numbers] = place }
    }
    var copies: [Int: Repeat] = [:]
    for place in places where !isLinked[place] {
      let numbers = numbers(place)
      guard let original = linked[numbers] else { continue }
      copies[place] = Repeat(
        place: original, isSamePacket: numbers.identification != nil || numbers.timestamp != nil)
    }
    return copies
  }

  private mutating func regroup() {
    for isFromOriginator in [true, false] {
      let found = Regrouping.find(
        pieces(of: one, isLinked.first, isSecond: false, isFromOriginator),
        pieces(of: other, isLinked.second, isSecond: true, isFromOriginator), isFromOriginator)
      for regrouping in found {
        for place in regrouping.first { isLinked.first[place] = true }
        for place in regrouping.second { isLinked.second[place] = true }
      }
      regroupings += found
    }
  }

  /// The byte ranges of segments without a partner, counted from the first capture's start.
  private func pieces(
    of packets: [VantagePacket], _ isLinked: [Bool], isSecond: Bool, _ isFromOriginator: Bool
  ) -> [Regrouping.Piece] {
    guard let start = one.first(where: { $0.isFromOriginator == isFromOriginator })?.segment?.sequence else {
      return []
    }
    var reached = 0
    return packets.indices.compactMap { place in
      let packet = packets[place]
      guard let segment = packet.segment, (packet.isFromOriginator != (isSecond && pair.isTurned)) == isFromOriginator
      else { return nil }
      let sequence = numbers(segment, isSecond: isSecond, isFromOriginator).sequence
      // Positions do not wrap: each lies near the one before.
      reached += SequenceNumber(sequence).distance(
        from: SequenceNumber(start).advanced(by: reached))
      guard !isLinked[place], packet.payloadLength > 0 else { return nil }
      return Regrouping.Piece(place: place, start: reached, end: reached + packet.payloadLength)
    }
  }

  /// The second capture's time of a packet less the first one's; nil where one of them is not known.
  static func difference(_ first: VantagePacket, _ second: VantagePacket) -> Int64? {
    guard first.isTimed, second.isTimed else { return nil }
    let (difference, overflow) = second.time.nanoseconds.subtractingReportingOverflow(first.time.nanoseconds)
    // Sums and differences of a few of them have to fit.
    return overflow || difference.magnitude > UInt64(Int64.max / 8) ? nil : difference
  }

  private static func median(_ values: [Int64]) -> Int64? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}

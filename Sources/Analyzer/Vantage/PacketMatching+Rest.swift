import Wire

// What is left when equal packets have found each other: changed ones, repeated ones, and other segments.
extension PacketMatching {
  /// Links what has the same identification and length, though its bytes, acknowledgment or flags were changed.
  mutating func linkChanged() {
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

  mutating func findCopies() {
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

  mutating func regroup() {
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
}

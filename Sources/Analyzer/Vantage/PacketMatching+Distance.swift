import Wire

// Copies that no number tells apart.
extension PacketMatching {
  /// Links copies that nothing tells apart: in order, each with the one at the distance that others have.
  mutating func linkByDistance(_ group: Group, _ typical: (Int64?, Int64?)) {
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
}

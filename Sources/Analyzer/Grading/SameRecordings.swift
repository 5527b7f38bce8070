/// Submissions that hold what looks like one recording, each with another of them: of three copies all three.
public struct SameRecordings: Hashable, Sendable {
  /// By their places in the list of submissions, in order.
  public let submissions: [Int]
  /// What shows it, in order of the submissions.
  public let pairs: [SameRecording]

  /// The same times between packets in all pairs: copies.
  public var haveSameTimes: Bool { pairs.allSatisfy(\.hasSameTimes) }

  /// Puts pairs together that share a submission, in order of the first of each group.
  public static func groups(of pairs: [SameRecording]) -> [SameRecordings] {
    // Each submission leads to an earlier one of its group; the first leads to itself.
    var leads: [Int: Int] = [:]
    func first(_ submission: Int) -> Int {
      var place = submission
      while let next = leads[place], next != place { place = next }
      return place
    }
    for pair in pairs {
      let (one, other) = (first(pair.first.submission), first(pair.second.submission))
      leads[max(one, other)] = min(one, other)
    }
    return Dictionary(grouping: pairs) { first($0.first.submission) }.sorted { $0.key < $1.key }.map { _, pairs in
      SameRecordings(
        submissions: Set(pairs.flatMap { [$0.first.submission, $0.second.submission] }).sorted(), pairs: pairs)
    }
  }
}

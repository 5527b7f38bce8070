import Conversations

/// Captures of several submissions that look like one recording, each with another of them: of three copies all three.
public struct SameRecordings: Hashable, Sendable {
  /// The captures' paths, in order of the submissions.
  public let paths: [String]
  /// What shows it, in order of the submissions.
  public let pairs: [SameRecording]

  /// The same times between packets in all pairs: copies.
  public var haveSameTimes: Bool { pairs.allSatisfy(\.hasSameTimes) }

  /// A capture, by the place of its submission, and by its own in that.
  private struct Capture: Hashable, Comparable {
    let submission: Int
    let number: Int

    init(_ place: SameRecording.Place) { (submission, number) = (place.submission, place.conversation.capture) }

    static func < (left: Capture, right: Capture) -> Bool {
      (left.submission, left.number) < (right.submission, right.number)
    }
  }

  /// Puts pairs together that share a capture, in order of the first of each group. Who handed in two captures is not the
  /// link between those who copied one of them and those who copied the other.
  public static func groups(of pairs: [SameRecording]) -> [SameRecordings] {
    // Each capture leads to an earlier one of its group; the first leads to itself.
    var leads: [Capture: Capture] = [:]
    func first(_ place: SameRecording.Place) -> Capture {
      var capture = Capture(place)
      while let next = leads[capture], next != capture { capture = next }
      return capture
    }
    for pair in pairs {
      let (one, other) = (first(pair.first), first(pair.second))
      leads[max(one, other)] = min(one, other)
    }
    return Dictionary(grouping: pairs) { first($0.first) }.sorted { $0.key < $1.key }.map { _, pairs in
      let paths = Dictionary(pairs.flatMap { [$0.first, $0.second] }.map { (Capture($0), $0.path) }) { path, _ in path }
      return SameRecordings(paths: paths.sorted { $0.key < $1.key }.map(\.value), pairs: pairs)
    }
  }
}

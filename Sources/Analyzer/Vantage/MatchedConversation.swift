import Conversations
import Wire

/// A conversation that both captures have, while it is compared.
struct MatchedConversation {
  /// A packet in both: of a regrouped run of bytes the two segments whose times bound each other.
  struct Crossing {
    let first: VantagePacket
    let second: VantagePacket
    let isFromOriginator: Bool
    /// The second capture's time less the first one's; nil where one is not known.
    let difference: Int64?
    var frames: PointPair { PointPair(first.frame, second.frame) }
  }

  let one: VantageConversation
  let other: VantageConversation
  let pair: ConversationPair
  let matching: PacketMatching
  /// In order of the first capture.
  let links: [Crossing]
  /// With runs of bytes in segments of other sizes.
  private(set) var crossings: [Crossing]
  var order = VantageOrder()

  init(_ pair: ConversationPair, _ traces: (VantageTrace, VantageTrace)) {
    one = traces.0.conversations[pair.first]
    other = traces.1.conversations[pair.second]
    self.pair = pair
    matching = PacketMatching(one, other, pair)
    let (packets, others) = (one.packets, other.packets)
    links = matching.links.map { link in
      let first = packets[link.first], second = others[link.second]
      return Crossing(
        first: first, second: second, isFromOriginator: first.isFromOriginator,
        difference: PacketMatching.difference(first, second))
    }
    crossings = links
    order = VantageOrder(links)
  }

  /// Whether packets of a side pass the first capture first; nil where nobody knows.
  func isOutward(_ isFromOriginator: Bool) -> Bool? {
    order.nearOriginator.map { ($0 == .first) == isFromOriginator }
  }

  /// Takes in the runs of bytes that were regrouped: which of their segments belong together depends on the way they went.
  mutating func addRegroupings() {
    guard !matching.regroupings.isEmpty else { return }
    for regrouping in matching.regroupings {
      guard let isOutward = isOutward(regrouping.isFromOriginator) else { continue }
      // What arrives first was sent with, or before, the segments that hold its bytes: of those the first or the last.
      let first = regrouping.first.map { one.packets[$0] }, second = regrouping.second.map { other.packets[$0] }
      let (sources, arrivals) = isOutward ? (first, second) : (second, first)
      guard let arrival = arrivals.min(by: { $0.frame < $1.frame }) else { continue }
      let source =
        arrivals.count >= sources.count
        ? sources.min { $0.frame < $1.frame } : sources.max { $0.frame < $1.frame }
      guard let source else { continue }
      let (atFirst, atSecond) = isOutward ? (source, arrival) : (arrival, source)
      // Where several were joined to several, no two times belong together for certain.
      let isPlain = sources.count == 1 || arrivals.count == 1
      crossings.append(
        Crossing(
          first: atFirst, second: atSecond, isFromOriginator: regrouping.isFromOriginator,
          difference: isPlain ? PacketMatching.difference(atFirst, atSecond) : nil))
    }
    crossings.sort { ($0.first.frame, $0.second.frame) < ($1.first.frame, $1.second.frame) }
  }

  /// What it says of the clocks; nothing where it is not known which capture packets pass first.
  var samples: [ClockSample] {
    crossings.compactMap { crossing in
      guard let isOutward = isOutward(crossing.isFromOriginator), let difference = crossing.difference else {
        return nil
      }
      return ClockSample(
        time: crossing.first.time.nanoseconds, difference: difference, isOutward: isOutward, frames: crossing.frames)
    }
  }

  /// From the first capture to the second and back: the times of a packet and of the latest one before it that went the
  /// other way, at both clocks, of which the offset falls out.
  var roundTrips: [DelaySummary.Sample] {
    var latest: Crossing?
    var trips: [DelaySummary.Sample] = []
    for crossing in crossings {
      guard let isOutward = isOutward(crossing.isFromOriginator), let difference = crossing.difference else { continue }
      if !isOutward, let before = latest, before.isFromOriginator != crossing.isFromOriginator,
        let other = before.difference
      {
        let sum = other - difference
        // Less than nothing is a clock that was set in between.
        if sum >= -ClockOffset.slack {
          trips.append(DelaySummary.Sample(max(sum, 0), crossing.frames, after: before.frames))
        }
      }
      latest = crossing
    }
    return trips
  }
}

public import Conversations
import Wire

/// Which of two captures lies nearer to the originator of a conversation, and how that is known: never from the names of
/// files.
public struct VantageOrder: Hashable, Sendable {
  /// Nil where it is not known.
  public internal(set) var nearOriginator: CapturePoint?
  public internal(set) var evidence: [Evidence] = []

  public enum Evidence: Hashable, Sendable {
    /// Routers took from the TTL or hop limit of what a side sent.
    case hopLimits(from: Side, first: UInt8, second: UInt8, PointPair)
    /// The time between a packet and one that went the other way is longer in one capture than in the other: it has the way
    /// there and back between them.
    case turnaround(Turnaround)
    /// Another conversation of one of the hosts tells.
    case sameHosts
    /// Hop limits say one thing and times another.
    case contradictory
    /// Times differ by no more than captures can tell.
    case tooClose
    /// Packets of one direction alone are in both, and no router lies between.
    case oneDirection
  }

  /// Two packets of opposite directions, one after the other, in both captures.
  public struct Turnaround: Hashable, Sendable {
    public let earlier: PointPair
    public let later: PointPair
    /// The side that sent the earlier one.
    public let from: Side
    /// From the one to the other, in each capture.
    public let atFirst: Int64
    public let atSecond: Int64
    public let isHandshake: Bool
  }

  init() {}

  init(_ links: [MatchedConversation.Crossing]) {
    let hops = [true, false].compactMap { Self.hopLimits(links, isFromOriginator: $0) }
    let (turnaround, near, hasPairs) = Self.turnaround(links)
    evidence = hops.map(\.evidence) + (turnaround.map { [.turnaround($0)] } ?? [])
    let said = Set(hops.map(\.near) + [near].compactMap(\.self))
    if said.count == 1 {
      nearOriginator = said.first
    } else if said.count > 1 {
      evidence.append(.contradictory)
    } else {
      evidence = [hasPairs ? .tooClose : .oneDirection]
    }
  }

  /// What nearly all packets of a side agree on.
  private static func hopLimits(
    _ links: [MatchedConversation.Crossing], isFromOriginator: Bool
  ) -> (evidence: Evidence, near: CapturePoint)? {
    var (higherAtFirst, higherAtSecond) = (0, 0)
    var total = 0
    var examples: (MatchedConversation.Crossing?, MatchedConversation.Crossing?)
    for link in links where link.isFromOriginator == isFromOriginator {
      total += 1
      if link.first.hopLimit > link.second.hopLimit {
        higherAtFirst += 1
        examples.0 = examples.0 ?? link
      } else if link.first.hopLimit < link.second.hopLimit {
        higherAtSecond += 1
        examples.1 = examples.1 ?? link
      }
    }
    let isFirst = higherAtFirst > higherAtSecond
    guard max(higherAtFirst, higherAtSecond) * 10 >= total * 9, let example = isFirst ? examples.0 : examples.1 else {
      return nil
    }
    // Who is nearer to the sender sees the higher number.
    return (
      .hopLimits(
        from: isFromOriginator ? .originator : .responder, first: example.first.hopLimit,
        second: example.second.hopLimit, example.frames),
      isFirst == isFromOriginator ? .first : .second
    )
  }

  /// Of the pairs of packets that went opposite ways the one in the middle, and what nearly all of them say. No offset of the
  /// clocks matters here, and delays cannot turn the sign.
  private static func turnaround(
    _ links: [MatchedConversation.Crossing]
  ) -> (Turnaround?, CapturePoint?, hasPairs: Bool) {
    var latest: MatchedConversation.Crossing?
    var pairs: [(sum: Int64, earlier: MatchedConversation.Crossing, later: MatchedConversation.Crossing)] = []
    for link in links where link.difference != nil {
      if let earlier = latest, earlier.isFromOriginator != link.isFromOriginator, let before = earlier.difference,
        let after = link.difference
      {
        pairs.append((link.isFromOriginator ? after - before : before - after, earlier, link))
      }
      latest = link
    }
    guard !pairs.isEmpty else { return (nil, nil, false) }
    let slack = ClockOffset.slack
    let longerAtFirst = pairs.count { $0.sum > slack }, longerAtSecond = pairs.count { $0.sum < -slack }
    guard max(longerAtFirst, longerAtSecond) * 4 >= pairs.count * 3 else { return (nil, nil, true) }
    let near: CapturePoint = longerAtFirst > longerAtSecond ? .first : .second
    let agreeing = pairs.filter { near == .first ? $0.sum > slack : $0.sum < -slack }
    // The handshake is what students know; without one, what is usual.
    let handshake = agreeing.first {
      $0.earlier.first.segment?.flags.contains(.syn) == true && $0.later.first.segment?.flags.contains(.syn) == true
    }
    let example = handshake ?? agreeing.sorted { $0.sum < $1.sum }[agreeing.count / 2]
    let turnaround = Turnaround(
      earlier: example.earlier.frames, later: example.later.frames,
      from: example.earlier.isFromOriginator ? .originator : .responder,
      atFirst: example.later.first.time.nanoseconds(since: example.earlier.first.time),
      atSecond: example.later.second.time.nanoseconds(since: example.earlier.second.time),
      isHandshake: handshake != nil)
    return (turnaround, near, true)
  }
}

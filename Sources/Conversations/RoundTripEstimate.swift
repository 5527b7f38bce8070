/// What a sender knows of the round trip time after a sample, as the textbook computes it (Kurose and Ross, section 3.5.3;
/// α = 1/8, β = 1/4) and as RFC 6298 does, in nanoseconds.
///
/// Both begin with the first sample and half of it as its deviation. They differ in the deviation afterwards: the textbook
/// takes the distance from the new estimate, RFC 6298 from the old one.
public struct RoundTripEstimate: Hashable, Sendable {
  /// The segment, and the ACK that gave the sample.
  public let segment: FrameMoment
  public let acknowledgment: FrameMoment
  public let sample: Int64
  /// The ACK came with payload: the sample holds what the other side's program took.
  public let isPiggybacked: Bool
  /// EstimatedRTT before and after; nil before the first sample.
  public let earlierEstimate: Int64?
  public let estimate: Int64
  /// DevRTT before and after; nil before the first sample.
  public let earlierDeviation: Int64?
  public let deviation: Int64
  /// SRTT and RTTVAR of RFC 6298, section 2, before the sample; nil before the first.
  public let earlierSmoothed: Int64?
  public let earlierVariation: Int64?
  /// And after it.
  public let smoothed: Int64
  public let variation: Int64

  /// TimeoutInterval = EstimatedRTT + 4 · DevRTT.
  public var timeoutInterval: Int64 { Self.sum(estimate, deviation) }
  /// RTO = SRTT + 4 · RTTVAR, before it is rounded up to the least that a system allows: 1 s in RFC 6298, 200 ms in Linux.
  public var retransmissionTimeout: Int64 { Self.sum(smoothed, variation) }

  private static func sum(_ mean: Int64, _ deviation: Int64) -> Int64 {
    Int64(clamping: Int128(mean) + 4 * Int128(deviation))
  }

  /// The estimates that the segments of `side` gave, in the order of their ACKs.
  ///
  /// With `takesCumulative` also of segments that the ACK of a later one covers: the textbook's tables take the time until
  /// the ACK that covers a segment, whichever that is. A segment that was sent again gives none in any case (Karn's rule).
  public static func all(
    of side: Side, in data: [DataSegment], takesCumulative: Bool = false
  ) -> [RoundTripEstimate] {
    let samples = data.filter {
      $0.from == side
        && ($0.roundTrip == .pureACK || $0.roundTrip == .piggybackedACK
          || takesCumulative && $0.roundTrip == .cumulative)
    }
    var estimates: [RoundTripEstimate] = []
    let inOrder = samples.sorted {
      ($0.acknowledgedBy?.frame ?? 0, $0.frame) < ($1.acknowledgedBy?.frame ?? 0, $1.frame)
    }
    for segment in inOrder {
      guard let acknowledgment = segment.acknowledgedBy,
        let sample = acknowledgment.time.elapsed(since: segment.time)
      else { continue }
      estimates.append(
        RoundTripEstimate(
          after: estimates.last, sample, FrameMoment(frame: segment.frame, time: segment.time), acknowledgment,
          isPiggybacked: segment.roundTrip == .piggybackedACK))
    }
    return estimates
  }

  init(
    after earlier: RoundTripEstimate?, _ sample: Int64, _ segment: FrameMoment, _ acknowledgment: FrameMoment,
    isPiggybacked: Bool
  ) {
    self.segment = segment
    self.acknowledgment = acknowledgment
    self.sample = sample
    self.isPiggybacked = isPiggybacked
    earlierEstimate = earlier?.estimate
    earlierDeviation = earlier?.deviation
    earlierSmoothed = earlier?.smoothed
    earlierVariation = earlier?.variation
    guard let earlier else {
      (estimate, deviation, smoothed, variation) = (sample, sample / 2, sample, sample / 2)
      return
    }
    estimate = Self.mix(earlier.estimate, sample, 8)
    deviation = Self.mix(earlier.deviation, Self.distance(sample, estimate), 4)
    variation = Self.mix(earlier.variation, Self.distance(earlier.smoothed, sample), 4)
    smoothed = Self.mix(earlier.smoothed, sample, 8)
  }

  /// (1 − 1/parts) · old + 1/parts · new, to the nearest nanosecond.
  private static func mix(_ old: Int64, _ new: Int64, _ parts: Int128) -> Int64 {
    Int64(clamping: (Int128(old) * (parts - 1) + Int128(new) + parts / 2) / parts)
  }

  private static func distance(_ left: Int64, _ right: Int64) -> Int64 {
    Int64(clamping: (Int128(left) - Int128(right)).magnitude)
  }
}

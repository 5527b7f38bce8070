/// What a plot shows of a conversation.
public enum PlotKind: String, Hashable, Sendable, CaseIterable {
  /// TCP: which bytes one side sent when, and which the other acknowledged.
  case timeSequence = "time-sequence"
  /// TCP: from each segment with payload to its ACK.
  case rtt
  /// How many round trips, or latencies, took at most how long.
  case rttDistribution = "rtt-distribution"
  /// TCP: bytes on their way, and the room that the receiver told.
  case inFlight = "in-flight"
  /// TCP: payload in each of equal intervals.
  case throughput
  /// From each request to its reply.
  case latency
}

import Conversations

// What was measured of a conversation.
extension EnglishPhrases {
  func roundTrip(_ row: RoundTripRow) -> String {
    switch row {
    case .pureACK: "payload to pure ACK"
    case .piggybackedACK: "payload to ACK with data"
    case .closing: "FIN to ACK"
    case .ambiguous: "sent again (no sample)"
    case .echo: "request to whole echo"
    case .turnaround: "request to reply"
    case .thinkTime: "reply to next request"
    }
  }

  func roundTripsSeen(from point: VantagePoint?) -> String {
    switch point {
    case .originator: "captured at the originator: what → sends is timed over the network, what ← sends is not"
    case .responder: "captured at the responder: what ← sends is timed over the network, what → sends is not"
    case .between(let percent):
      "captured in between: \(percent) % of the way lie on the responder's side; → and ← are timed to different ends"
    case .nearBoth: "both ends answer within \(duration(VantagePoint.shortest)): one machine, or next to each other"
    case nil: "where the capture was made is not known: the handshake is not whole, or part of it was sent again"
    }
  }

  func withoutSample(postLoss: Int, cumulative: Int) -> String {
    var parts: [String] = []
    if cumulative > 0 { parts.append("\(count(cumulative, "segment")) covered by the ACK of a later one") }
    if postLoss > 0 { parts.append("\(count(postLoss, "ACK")) that waited for a retransmission") }
    return "no sample: " + parts.joined(separator: ", ")
  }

  func pairsRemark() -> String {
    "request: the frame of a segment with new bytes; reply: the frame that returned the last of them"
  }

  func latencies(jitter: Int64?) -> String {
    jitter.map { "jitter \(duration($0)) (how much a latency differs from the next, the mean)" } ?? ""
  }

  func numbersRemark() -> String { "each packet once; rates in bytes per second" }

  func measure(_ measure: Measure) -> String {
    switch measure {
    case .packets: "packets, copies included"
    case .acknowledgments: "with ACK"
    case .pureAcknowledgments: "pure ACKs"
    case .duplicateAcknowledgments: "duplicate ACKs"
    case .tripleDuplicateAcknowledgments: "third duplicates of one ACK"
    case .selectiveAcknowledgments: "with SACK blocks"
    case .duplicateSelectiveAcknowledgments: "with D-SACK"
    case .mostSACKBlocks: "most SACK blocks in one"
    case .dataPackets: "with payload"
    case .payload: "payload bytes sent"
    case .uniquePayload: "payload bytes, each once"
    case .pushedPackets: "with payload and PSH"
    case .urgentPackets: "with payload and URG / urgent bytes"
    case .retransmissions: "segments sent again"
    case .retransmittedBytes: "bytes sent again"
    case .mostRetransmissions: "one segment sent again at most"
    case .retransmissionTimes: "from copy to copy: min / mean / max"
    case .outOfOrder: "segments overtaken by others"
    case .synAndFIN: "SYN / FIN"
    case .synAndFINRetries: "SYN / FIN sent again"
    case .resets: "RST"
    case .segmentSizes: "payload of a segment: min / mean / max"
    case .windows: "window told, bytes: mean, with zeros"
    case .smallestWindow: "… the smallest above 0 (frame)"
    case .largestWindow: "… the largest (frame)"
    case .closedWindow: "window closed: times / altogether"
    case .windowProbes: "window probes / bytes"
    case .initialWindow: "before the first ACK: segments / bytes"
    case .bytesInFlight: "bytes in flight: mean / max (frame)"
    case .timeWeightedInFlight: "bytes in flight, mean over time"
    case .streamLength: "stream from SYN to FIN, bytes"
    case .missedBytes: "of these not in the capture"
    case .truncated: "cut by the snapshot length: segments / bytes"
    case .dataTime: "first to last segment with payload"
    case .longestIdle: "longest silence (before frame)"
    case .wireThroughput: "throughput: frame bytes / duration"
    case .payloadThroughput: "… payload sent / duration"
    case .goodput: "… goodput: each byte once / duration"
    case .transferThroughput: "… each byte once / first to last payload"
    case .transferToACKThroughput: "… each byte once / first payload to its last ACK"
    case .fullWindow: "segments that filled the other side's window (first)"
    }
  }

  func estimatesRemark() -> String {
    "each segment to the ACK that covers it, and what a sender expects after each sample: the textbook's (α = 1/8, "
      + "β = 1/4), and RFC 6298's"
  }

  func worth(_ roundTrip: RoundTrip) -> String {
    switch roundTrip {
    case .pureACK: ""
    case .piggybackedACK: "with data"
    case .ambiguous: "sent again"
    case .postLoss: "held up"
    case .cumulative: "cumulative"
    case .untimed: "no time"
    }
  }

  func estimatesLegend() -> String {
    "with data: the ACK came with payload, and the sample holds what the other side's program took. No samples: sent again "
      + "(which copy was answered?), held up (the ACK waited for an earlier part), cumulative (the ACK of a later segment)"
  }

  func formulas(_ estimate: RoundTripEstimate) -> [String] {
    let sample = duration(estimate.sample)
    let timeout =
      "; TimeoutInterval = \(duration(estimate.estimate)) + 4 · \(duration(estimate.deviation)) = "
      + duration(estimate.timeoutInterval)
    guard let earlier = estimate.earlierEstimate, let earlierDeviation = estimate.earlierDeviation else {
      return [
        "frame \(estimate.segment.frame): EstimatedRTT = SampleRTT = \(sample), DevRTT = SampleRTT / 2 = "
          + duration(estimate.deviation) + timeout
      ]
    }
    return [
      "frame \(estimate.segment.frame): EstimatedRTT = 0.875 · \(duration(earlier)) + 0.125 · \(sample) = "
        + duration(estimate.estimate),
      "DevRTT = 0.75 · \(duration(earlierDeviation)) + 0.25 · |\(sample) − \(duration(estimate.estimate))| = "
        + duration(estimate.deviation) + timeout,
    ]
  }

  func formulasLeftOut(_ count: Int) -> String { "the same for \(self.count(count, "sample")) more" }

  func fleetsRemark() -> String {
    "what was sent within one round trip: until the first of them was acknowledged, or, where that waited for something "
      + "else, for the shortest round trip"
  }

  func overTimeRemark() -> String {
    "bytes of payload per second in each interval: sent, sent for the first time, acknowledged; and the mean of what was "
      + "acknowledged so far"
  }
}

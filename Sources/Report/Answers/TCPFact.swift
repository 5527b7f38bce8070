import Conversations
import Wire

/// What is to be said to questions about TCP.
enum TCPFact: Sendable {
  // Who
  /// The frame of the SYN that tells it; nil where it is concluded.
  case client(Endpoint, syn: Int?)
  case server(Endpoint, syn: Int?)
  case bothEnds(Endpoint, Endpoint)
  case ownTrace
  // The handshake
  case syn(Handshake.SYN)
  case rawNumber(Handshake.SYN)
  case synRetried([Int])
  case sack(Handshake.SYN, Handshake.SYN, used: Int)
  case sackIsNoFlag
  case synAck(frame: Int, sequence: UInt32, acknowledgment: UInt32, isn: UInt32?)
  /// The number does not follow from the SYN that was seen.
  case synAckUnexpected(acknowledgment: UInt32, isn: UInt32)
  // The first data
  case firstData(frame: Int, sequence: UInt32, raw: UInt32, length: Int, side: Side)
  case request(String, frames: ClosedRange<Int>, sequence: UInt32, raw: UInt32, length: Int)
  case noRequest
  /// Wireshark names the request on the frame that completes it.
  case notTheLastSegment
  case payloadOfFirst(frame: Int, length: Int, total: Int, segments: Int)
  // Times
  case timed(Side, segments: Int, total: Int)
  case cumulative([Int])
  case piggybacked([Int])
  /// No sample of these segments, and why.
  case unsampled([Int], RoundTrip)
  case unacknowledged([Int])
  case withoutCumulative(Int64)
  case notTheTimeOfTheACK
  case estimates
  case twoTimes(first: RoundTripEstimate, second: RoundTripEstimate?)
  // Lengths
  case lengths(Side)
  case notFrameLength(frame: Int, frameLength: Int, segmentLength: Int)
  case sumsAreNotOne(count: Int, sum: Int)
  // Windows
  case windows(of: Side, least: Int, leastFrame: Int, most: Int, mostFrame: Int, hasZeros: Bool)
  case windowClosed(of: Side, total: Int, frames: [Int])
  case synWindow(of: Side, Handshake.SYN, isSmaller: Bool)
  case notOwnWindow(of: Side)
  case inFlight(of: Side, bytes: Int, frame: Int, window: Int?)
  case throttled([Int], total: Int, closings: Int)
  case notThrottled
  case firstWindows(raw: Int, scale: Int, window: Int, frame: Int)
  // Repetitions
  case noRetransmission(segments: Int)
  case retransmissions(Int, frames: [Int])
  case outOfOrder(Int)
  case controlRepeated([Int])
  case checked
  case needless([Int])
  // ACKs
  case acknowledgments(count: Int, segments: Int, bytes: Int, typical: Int, times: Int)
  case coversTwo([Int])
  /// More than two segments.
  case coversMany([Int])
  case coversOne
  // Throughput
  case throughput(Side)
  case nameTheDefinition
  // Phases
  case fleets(Int, Side)
  case doubling(ClosedRange<Int>)
  case noDoubling
  case linear(ClosedRange<Int>)
  case level(ClosedRange<Int>)
  case firstLoss(Int)
  case windowIsNotInPackets
  case period(median: Int64, least: Int64, most: Int64, roundTrip: Int64?)
  case periodLimits
}

import Wire

/// What is counted of the segments that one side of a TCP connection sent, copies left out.
public struct SegmentStatistics: Hashable, Sendable, Codable {
  /// With the ACK bit, RSTs included.
  public var ackPackets = 0
  /// With the ACK bit and nothing else: no payload, SYN, FIN or RST.
  public var pureACKs = 0
  /// With SACK blocks (RFC 2018).
  public var sackPackets = 0
  /// Of which the first block tells of bytes that came twice (RFC 2883).
  public var duplicateSACKPackets = 0
  /// The most SACK blocks in one segment.
  public var largestSACKCount = 0
  /// With payload, retransmissions included.
  public var dataPackets = 0
  /// With payload and PSH.
  public var pushedDataPackets = 0
  public var synPackets = 0
  public var finPackets = 0
  public var resetPackets = 0
  /// SYNs sent again, and FINs, those with payload too.
  public var synRetries = 0
  public var finRetries = 0
  /// Payload bytes sent that had been sent before: also those of segments that bring new ones besides, which are no
  /// retransmissions as a whole.
  public var retransmittedBytes = 0
  /// Sent into a closed window (RFC 9293, section 3.8.6.1), and their payload.
  public var windowProbes = 0
  public var windowProbeBytes = 0
  /// With payload and URG, and the sum of their urgent pointers.
  public var urgentDataPackets = 0
  public var urgentDataBytes = 0
  /// Payload of the largest and smallest segment that has any; nil without.
  public var largestSegment: Int?
  public var smallestSegment: Int?
  /// Payload sent before the first ACK of any of it came, retransmissions left out (RFC 5681, section 3.1); nil where the
  /// SYN was not seen.
  public var initialWindowBytes: Int? = 0
  public var initialWindowPackets: Int? = 0
  /// Payload that the snapshot length cut off, and the segments it was cut off.
  public var truncatedBytes = 0
  public var truncatedPackets = 0
  /// The first and the last segment with payload.
  public var firstData: FrameMoment?
  public var lastData: FrameMoment?
  /// When the latest payload byte of this side was acknowledged.
  public var lastAcknowledged: FrameMoment?
  /// The longest time between two packets of this side, and the second of them.
  public var longestIdle: Int64?
  public var longestIdleFrame: Int?
  /// What it told to have room for, in bytes.
  public var windows = WindowStatistics()
  /// Segments after which the other side's window had no room for another of the largest: its buffer, or the reader behind
  /// it, held the sender up.
  public var windowFilled = Evidence()
  /// Bytes sent and not acknowledged, right after each segment with new payload.
  public var inFlight = InFlightStatistics()
  /// Requests to send again: third duplicates of one ACK (RFC 5681, section 3.2).
  public var tripleDuplicateACKs = 0
  /// Round trips of what it sent.
  public var roundTrips = RoundTripTimes()
  /// The most often that one segment was sent again.
  public var mostRetransmissions = 0
  /// From one copy of a segment to the next, SYN and FIN included.
  public var retransmissionTimes = DurationStatistics()
  /// From the SYN to the FIN: payload bytes of the whole stream; nil without both.
  public var streamLength: Int?

  private var latest: Timestamp?

  public init() {}
}

extension SegmentStatistics {
  /// Mean payload of the segments that have any; nil without.
  public func averageSegment(of payloadBytes: Int) -> Int? { dataPackets > 0 ? payloadBytes / dataPackets : nil }

  /// From the first to the last segment with payload; nil without, or where the clock ran backwards.
  public var dataNanoseconds: Int64? {
    guard let firstData, let lastData else { return nil }
    return lastData.time.elapsed(since: firstData.time)
  }

  /// Takes in one segment.
  mutating func count(_ segment: TCPSegment, _ flags: TCPFlags, _ moment: FrameMoment, isTimed: Bool) {
    if isTimed {
      if let latest, let idle = moment.time.elapsed(since: latest), idle > longestIdle ?? -1 {
        longestIdle = idle
        longestIdleFrame = moment.frame
      }
      // One time that lies back is wrong, and nothing is measured from it.
      latest = max(latest ?? moment.time, moment.time)
    }
    if flags.contains(.ack) { ackPackets += 1 }
    let length = segment.payloadLength
    if length == 0, flags.isDisjoint(with: [.syn, .fin, .rst]) {
      if flags.contains(.ack) { pureACKs += 1 }
      return
    }
    if flags.contains(.syn) { synPackets += 1 }
    if flags.contains(.fin) { finPackets += 1 }
    if flags.contains(.rst) { resetPackets += 1 }
    guard length > 0 else { return }
    dataPackets += 1
    if flags.contains(.psh) { pushedDataPackets += 1 }
    if flags.contains(.urg) {
      urgentDataPackets += 1
      urgentDataBytes += Int(segment.urgentPointer)
    }
    largestSegment = max(largestSegment ?? length, length)
    smallestSegment = min(smallestSegment ?? length, length)
    if firstData == nil { firstData = moment }
    lastData = moment
    if segment.isPayloadCut {
      truncatedPackets += 1
      truncatedBytes += length - segment.payload.byteCount
    }
  }
}

import Analyzer
import Conversations
import Wire

// What is measured of a conversation: counts of segments, round trips, rates.
extension JSONReport {
  /// Keys of a TCP direction beyond those of every direction.
  func write(
    _ segments: SegmentStatistics, of counts: DirectionCounts, _ duration: Int64?, _ digits: Int,
    to json: inout JSONWriter
  ) {
    json.field("ackPackets", segments.ackPackets)
    json.field("pureAcks", segments.pureACKs)
    json.field("sackPackets", segments.sackPackets)
    json.field("dsackPackets", segments.duplicateSACKPackets)
    json.field("maxSackBlocks", segments.largestSACKCount)
    json.field("tripleDuplicateAcks", segments.tripleDuplicateACKs)
    json.field("dataPackets", segments.dataPackets)
    json.field("retransmittedBytes", segments.retransmittedBytes)
    json.field("maxRetransmissions", segments.mostRetransmissions)
    write("retransmissionSeconds", segments.retransmissionTimes, digits, to: &json)
    json.field("synPackets", segments.synPackets)
    json.field("finPackets", segments.finPackets)
    json.field("rstPackets", segments.resetPackets)
    json.field("synRetries", segments.synRetries)
    json.field("finRetries", segments.finRetries)
    json.field("pushedDataPackets", segments.pushedDataPackets)
    json.field("urgentDataPackets", segments.urgentDataPackets)
    json.field("urgentDataBytes", segments.urgentDataBytes)
    json.field("maxSegment", segments.largestSegment)
    json.field("minSegment", segments.smallestSegment)
    json.field("averageSegment", segments.averageSegment(of: counts.payloadBytes))
    json.field("maxWindow", segments.windows.maximum)
    json.field("maxWindowFrame", segments.windows.maximumFrame)
    json.field("minWindow", segments.windows.minimum)
    json.field("minWindowFrame", segments.windows.minimumFrame)
    json.field("averageWindow", segments.windows.average)
    json.field("zeroWindowTimes", segments.windows.closings)
    json.field("zeroWindowSeconds", number: seconds(segments.windows.closedNanoseconds, digits))
    json.field("windowProbes", segments.windowProbes)
    json.field("windowProbeBytes", segments.windowProbeBytes)
    json.field("initialWindowBytes", segments.initialWindowBytes)
    json.field("initialWindowPackets", segments.initialWindowPackets)
    let inFlight = segments.inFlight
    json.field("maxBytesInFlight", inFlight.count > 0 ? inFlight.maximum : nil)
    json.field("maxBytesInFlightFrame", inFlight.maximumFrame)
    json.field("minBytesInFlight", inFlight.minimum)
    json.field("averageBytesInFlight", inFlight.average)
    json.field("timeWeightedBytesInFlight", inFlight.timeWeightedAverage)
    json.field("windowFilledTimes", segments.windowFilled.total)
    json.field("windowFilledFrames", segments.windowFilled.frames)
    json.field("streamLength", segments.streamLength)
    json.field("missedBytes", counts.missedBytes)
    json.field("truncatedBytes", segments.truncatedBytes)
    json.field("truncatedPackets", segments.truncatedPackets)
    json.field("firstDataFrame", segments.firstData?.frame)
    json.field("lastDataFrame", segments.lastData?.frame)
    json.field("dataSeconds", number: seconds(segments.dataNanoseconds, digits))
    json.field("maxIdleSeconds", number: seconds(segments.longestIdle, digits))
    json.field("maxIdleFrame", segments.longestIdleFrame)
    let throughput = Throughput(counts, connectionNanoseconds: duration)
    json.object("throughput", .inline) { json in
      json.field("wire", throughput.wire)
      json.field("payload", throughput.payload)
      json.field("goodput", throughput.goodput)
      json.field("transfer", throughput.transfer)
      json.field("transferToAck", throughput.transferToACK)
    }
    json.object("rtt", .inline) { json in
      let trips = segments.roundTrips
      write("pureAck", trips.pureACK, digits, to: &json)
      write("piggybackedAck", trips.piggybackedACK, digits, to: &json)
      json.field("handshake", number: seconds(trips.handshake, digits))
      json.field("closing", number: seconds(trips.closing, digits))
      write("fullSize", trips.fullSize, digits, to: &json)
      write("ambiguous", trips.ambiguous, digits, to: &json)
      json.field("postLossAcks", trips.postLoss)
      json.field("cumulativelyAcked", trips.cumulative)
    }
  }

  /// A set of durations in seconds; null without any.
  func write(_ key: StaticString, _ statistics: DurationStatistics?, _ digits: Int, to json: inout JSONWriter) {
    guard let statistics, !statistics.isEmpty else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("count", statistics.count)
      write(statistics, digits, to: &json)
    }
  }

  func write(_ statistics: DurationStatistics?, _ digits: Int, to json: inout JSONWriter) {
    json.field("min", number: seconds(statistics?.minimum, digits))
    json.field("median", number: seconds(statistics?.median, digits))
    json.field("mean", number: seconds(statistics?.mean, digits))
    json.field("p99", number: seconds(statistics?.percentile99, digits))
    json.field("max", number: seconds(statistics?.maximum, digits))
    json.field("stdev", number: seconds(statistics?.standardDeviation, digits))
  }

  /// What the samples of one side make a sender expect, and the fleets in which it sent.
  func writeTiming(of record: ConversationRecord, _ digits: Int, to json: inout JSONWriter) {
    let sides = [Side.originator, .responder]
    json.array(
      "rttEstimates", sides.flatMap { side in RoundTripEstimate.all(of: side, in: record.data).map { (side, $0) } }
    ) {
      json, item in
      let (side, estimate) = item
      json.object(.inline) { json in
        json.field("from", side.rawValue)
        json.field("segment", estimate.segment.frame)
        json.field("ack", estimate.acknowledgment.frame)
        json.field("sample", number: seconds(estimate.sample, digits))
        json.field("piggybacked", estimate.isPiggybacked)
        json.field("estimatedRtt", number: seconds(estimate.estimate, digits))
        json.field("devRtt", number: seconds(estimate.deviation, digits))
        json.field("timeoutInterval", number: seconds(estimate.timeoutInterval, digits))
        json.field("srtt", number: seconds(estimate.smoothed, digits))
        json.field("rttvar", number: seconds(estimate.variation, digits))
        json.field("rto", number: seconds(estimate.retransmissionTimeout, digits))
      }
    }
    json.array("fleets", sides.flatMap { side in Fleet.all(of: side, in: record.data).map { (side, $0) } }) {
      json, item in
      let (side, fleet) = item
      json.object(.inline) { json in
        json.field("from", side.rawValue)
        json.field("firstFrame", fleet.first.frame)
        json.field("lastFrame", fleet.last.frame)
        json.field("acknowledgedBy", fleet.acknowledgedBy?.frame)
        json.field("segments", fleet.segments)
        json.field("bytes", fleet.bytes)
      }
    }
  }
}

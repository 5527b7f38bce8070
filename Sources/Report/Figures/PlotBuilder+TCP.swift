import Conversations
import Wire

// What one side of a TCP connection sent, and what came of it.
extension PlotBuilder {
  /// Numbers of a stream that wraps at 2³², as numbers that do not: each near the one before.
  private struct Unwrapping {
    private var latest: Int64 = 0

    mutating func take(_ number: UInt32) -> Int64 {
      let value = near(number)
      latest = max(latest, value)
      return value
    }

    func near(_ number: UInt32) -> Int64 {
      latest + Int64(Int32(bitPattern: number &- UInt32(truncatingIfNeeded: latest)))
    }
  }

  /// The frames in which a side sent payload again.
  private func repeats(of side: Side) -> Set<Int> {
    Set(record.data.filter { $0.from == side && $0.isRetransmission }.map(\.frame))
  }

  func timeSequence(of side: Side) -> Plot? {
    let repeats = repeats(of: side)
    var numbers = Unwrapping()
    var sent: [Plot.Value] = [], again: [Plot.Value] = []
    var acknowledged: [Plot.Value] = [], window: [Plot.Value] = [], selective: [Plot.Value] = []
    var hasPayload = false
    for row in rows {
      guard let segment = row.segment, let from = row.from else { continue }
      let x = time(row.time)
      if from == side {
        let start = numbers.take(segment.sequence)
        let end = start + Int64(segment.nextSequence &- segment.sequence)
        guard end > start, !segment.flags.contains(.rst) else { continue }
        hasPayload = hasPayload || segment.payloadLength > 0
        if repeats.contains(row.frame) {
          again.append(Plot.Value(x, start, top: end, frame: row.frame))
        } else {
          sent.append(Plot.Value(x, start, top: end, frame: row.frame))
        }
      } else if let acknowledgment = segment.acknowledgment, !segment.flags.contains(.rst) {
        let place = numbers.near(acknowledgment)
        acknowledged.append(Plot.Value(x, place, frame: row.frame))
        if let room = segment.window { window.append(Plot.Value(x, place + Int64(room), frame: row.frame)) }
        for block in segment.sackBlocks {
          let (left, right) = (numbers.near(block.left), numbers.near(block.right))
          if left < right { selective.append(Plot.Value(x, left, top: right, frame: row.frame)) }
        }
      }
    }
    guard hasPayload else { return nil }
    return plot(
      .timeSequence, .tcptrace, of: side, .time, .sequenceNumber,
      [
        series(.sent, .segments, sent), series(.sentAgain, .segments, again),
        series(.acknowledged, .steps, acknowledged), series(.window, .steps, window, isBound: true),
        series(.selective, .segments, selective),
      ])
  }

  func stevens(of side: Side) -> Plot? {
    let repeats = repeats(of: side)
    var numbers = Unwrapping()
    var sent: [Plot.Value] = [], again: [Plot.Value] = []
    for row in rows where row.from == side {
      guard let segment = row.segment, segment.payloadLength > 0 else { continue }
      let value = Plot.Value(time(row.time), numbers.take(segment.sequence), frame: row.frame)
      if repeats.contains(row.frame) { again.append(value) } else { sent.append(value) }
    }
    return plot(
      .timeSequence, .stevens, of: side, .time, .sequenceNumber,
      [series(.sent, .points, sent), series(.sentAgain, .points, again)])
  }

  /// Round trips of the segments of `side` that are worth `worth`, by the segment.
  private func samples(of side: Side, _ worth: Set<RoundTrip>) -> [Plot.Value] {
    record.data.compactMap { segment in
      guard segment.from == side, let kind = segment.roundTrip, worth.contains(kind),
        let acknowledgment = segment.acknowledgedBy, acknowledgment.time >= segment.time
      else { return nil }
      return Plot.Value(
        time(segment.time), acknowledgment.time.nanoseconds(since: segment.time), frame: segment.frame)
    }
  }

  /// SYN to SYN-ACK, or SYN-ACK to ACK, where nothing was sent again.
  private func handshake(of side: Side) -> Plot.Value? {
    guard let handshake = record.handshake, handshake.synRetries.isEmpty, handshake.synAckRetries.isEmpty,
      !handshake.isSimultaneous
    else { return nil }
    let syn = side == .originator ? handshake.syn : handshake.synAck
    let elapsed = side == .originator ? handshake.synToSynAckNanoseconds : handshake.synAckToAckNanoseconds
    guard let syn, let elapsed else { return nil }
    return Plot.Value(time(syn.time), elapsed, frame: syn.frame)
  }

  func roundTrips(of side: Side) -> Plot? {
    let estimates = RoundTripEstimate.all(of: side, in: record.data).map {
      Plot.Value(time($0.acknowledgment.time), $0.estimate, frame: $0.acknowledgment.frame)
    }
    let handshake = handshake(of: side)
    let noSample = samples(of: side, [.ambiguous, .postLoss, .cumulative])
    guard !estimates.isEmpty || !noSample.isEmpty else { return nil }
    return plot(
      .rtt, of: side, .time, .roundTrip,
      [
        series(.pureACK, .points, samples(of: side, [.pureACK])),
        series(.piggybackedACK, .points, samples(of: side, [.piggybackedACK])),
        series(.handshake, .points, [handshake].compactMap(\.self)), series(.noSample, .marks, noSample),
        series(.estimate, .line, estimates),
      ])
  }

  func distribution(of side: Side) -> Plot? {
    let kinds: [(SeriesName, RoundTrip)] = [(.pureACK, .pureACK), (.piggybackedACK, .piggybackedACK)]
    return plot(
      .rttDistribution, of: side, .roundTrip, .samples,
      kinds.map { series($0, .steps, cumulated(samples(of: side, [$1]))) })
  }

  /// How many took at most so long.
  func cumulated(_ samples: [Plot.Value]) -> [Plot.Value] {
    samples.sorted { $0.y < $1.y }.enumerated().map { Plot.Value($1.y, Int64($0 + 1), frame: $1.frame) }
  }

  func inFlight(of side: Side) -> Plot? {
    let known = Dictionary(
      record.data.filter { $0.from == side }.compactMap { segment in
        segment.bytesInFlight.map { (segment.frame, Int64($0)) }
      }
    ) { first, _ in first }
    var numbers = Unwrapping()
    var (end, acknowledged) = (Int64?.none, Int64?.none)
    var inFlight: [Plot.Value] = [], window: [Plot.Value] = []
    for row in rows {
      guard let segment = row.segment, let from = row.from, !segment.flags.contains(.rst) else { continue }
      let x = time(row.time)
      if from == side {
        let start = numbers.take(segment.sequence)
        guard segment.payloadLength > 0 else { continue }
        end = max(end ?? .min, start + Int64(segment.payloadLength))
        if let bytes = known[row.frame] { inFlight.append(Plot.Value(x, bytes, frame: row.frame)) }
      } else if let acknowledgment = segment.acknowledgment {
        let place = numbers.near(acknowledgment)
        if let end, place > acknowledged ?? .min, !inFlight.isEmpty {
          inFlight.append(Plot.Value(x, max(end - place, 0), frame: row.frame))
        }
        acknowledged = max(acknowledged ?? .min, place)
        if let room = segment.window { window.append(Plot.Value(x, Int64(room), frame: row.frame)) }
      }
    }
    return plot(
      .inFlight, of: side, .time, .bytesInFlight,
      [series(.inFlight, .steps, inFlight), series(.window, .steps, window, isBound: true)])
  }

  /// A transfer is cut into at most these many intervals.
  private static var mostIntervals: Int { 60 }

  /// One segment has no rate.
  func throughput(of side: Side) -> Plot? {
    let segments = record.data.count { $0.from == side }
    guard segments > 1 else { return nil }
    let intervals = ThroughputInterval.all(of: side, in: record.data, count: min(segments, Self.mostIntervals))
    guard let first = intervals.first, let last = intervals.last else { return nil }
    func values(_ rate: (ThroughputInterval) -> Int?) -> [Plot.Value] {
      var values = intervals.compactMap { interval in
        rate(interval).map { Plot.Value(time(interval.start), Int64($0), frame: interval.frames?.lowerBound) }
      }
      // The last interval has its length too.
      if let value = values.last {
        let (end, overflow) = time(last.start).addingReportingOverflow(last.nanoseconds)
        values.append(Plot.Value(overflow ? .max : end, value.y))
      }
      return values
    }
    return plot(
      .throughput, of: side, .time, .rate,
      [
        series(.sentRate, .steps, values { $0.rates(since: first.start).sent }),
        series(.acknowledgedRate, .steps, values { $0.rates(since: first.start).acknowledged }),
        series(.meanRate, .line, values { $0.rates(since: first.start).mean }),
      ])
  }
}

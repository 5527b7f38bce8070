import Analyzer
import Conversations
import Wire

// What a TCP connection carried.
extension StreamCourse {
  var data: [[StreamStatement]] {
    guard record.dataTotal > 0 else {
      // What was refused never came so far.
      let isOpen = record.handshake?.synAck != nil || record.outcome == .midstream
      return isOpen ? [[.data(.none)]] : []
    }
    return [totals] + messages + [acknowledging, roundTrips, echo, pauses]
  }

  private func counts(_ side: Side) -> DirectionCounts {
    side == .originator ? record.toResponder : record.toOriginator
  }

  private var totals: [StreamStatement] {
    [Side.originator, .responder].flatMap { side -> [StreamStatement] in
      let counts = counts(side)
      guard let segments = counts.segments, let first = segments.firstData, let last = segments.lastData else {
        return []
      }
      var statements: [StreamStatement] = [
        .data(
          .sent(
            side, segments: segments.dataPackets, bytes: counts.payloadBytes, unique: counts.uniquePayloadBytes,
            first: first.frame, last: last.frame, pushed: segments.pushedDataPackets))
      ]
      if record.dataTotal > Self.toldLimit, let smallest = segments.smallestSegment,
        let largest = segments.largestSegment,
        segments.dataPackets > 1, self.counts(side.other).packets > 0
      {
        statements.append(
          .data(
            .manySegments(
              side, smallest: smallest, largest: largest, pureACKs: self.counts(side.other).segments?.pureACKs ?? 0)))
      }
      return statements
    }
  }

  private var messages: [[StreamStatement]] {
    // What was sent again is told as trouble.
    let new = record.data.filter { $0.newBytes > 0 && !$0.isRetransmission && !$0.isOutOfOrder }
    func told(_ segment: DataSegment) -> [StreamStatement] {
      [.data(.message(segment, acknowledgment(of: segment)))] + delay(of: segment)
    }
    guard record.dataTotal > Self.toldLimit else { return new.map(told) }
    guard new.count > Self.firstTold + 1, let last = new.last else { return new.map(told) }
    let isWhole = record.data.count == record.dataTotal
    guard isWhole else {
      // Those after the ones that were kept are counted, and nothing more is known of them.
      return new.prefix(Self.firstTold).map(told)
        + [[.data(.messagesLeftOut(record.dataTotal - Self.firstTold, from: new[Self.firstTold].frame, to: nil))]]
    }
    let shown = Set(new.prefix(Self.firstTold).map(\.frame) + [last.frame])
    let left = record.data.lazy.map(\.frame).filter { !shown.contains($0) }
    guard let from = left.first, let to = left.last else { return new.map(told) }
    return new.prefix(Self.firstTold).map(told)
      + [[.data(.messagesLeftOut(record.dataTotal - shown.count, from: from, to: to))], told(last)]
  }

  private func acknowledgment(of segment: DataSegment) -> DataStatement.Acknowledgment? {
    guard let moment = segment.acknowledgedBy else { return nil }
    let answer = row(moment.frame)?.segment
    let number = answer?.acknowledgment
    let controls = segment.flags.contains(.fin) ? 1 : 0
    let sum = number.flatMap {
      AcknowledgmentSum(segment.sequence, bytes: segment.length, controls: controls, is: $0)
    }
    return DataStatement.Acknowledgment(
      frame: moment.frame, nanoseconds: isClockSound ? moment.time.elapsed(since: segment.time) : nil, sum: sum,
      beyond: sum == nil ? number : nil, carries: answer?.payloadLength ?? 0,
      hasFIN: answer?.flags.contains(.fin) ?? false)
  }

  /// Least that an ACK waits when it is delayed, and the most that the standard allows, in nanoseconds.
  private static var delays: ClosedRange<Int64> { 20_000_000...500_000_000 }

  /// A pure ACK that took much longer than the handshake's round trip, of a segment sent once and in order.
  private func delay(of segment: DataSegment) -> [StreamStatement] {
    guard isClockSound, segment.roundTrip == .pureACK, let ack = segment.acknowledgedBy,
      let waited = ack.time.elapsed(since: segment.time), let handshake = record.handshake?.nanoseconds,
      Self.delays.contains(waited - handshake), handshake < waited / 2
    else { return [] }
    return [.data(.delayedACK(segment: segment.frame, ack: ack.frame, nanoseconds: waited, handshake: handshake))]
  }

  private var acknowledging: [StreamStatement] {
    [Side.originator, .responder].compactMap { side in
      guard let covered = counts(side).segments?.roundTrips.cumulative, covered > 0,
        let example = record.data.first(where: { $0.from == side && $0.roundTrip == .cumulative }),
        let ack = example.acknowledgedBy
      else { return nil }
      return .data(.cumulative(side, covered, example: example.frame, ack: ack.frame))
    }
  }

  private var roundTrips: [StreamStatement] {
    guard isClockSound else { return [] }
    return [Side.originator, .responder].compactMap { side in
      let samples = RoundTripEstimate.all(of: side, in: record.data)
      guard samples.count > 1, let least = samples.min(by: { $0.sample < $1.sample }),
        let most = samples.max(by: { $0.sample < $1.sample }), most.sample > least.sample
      else { return nil }
      return .data(.roundTrips(side, count: samples.count, least: least, most: most))
    }
  }

  private var echo: [StreamStatement] {
    guard record.payloadBytes > 0, record.handshake?.isSimultaneous != true else { return [] }
    var statements: [StreamStatement] = []
    let pairs = record.echo.pairs
    if !pairs.isEmpty {
      let shown = record.echo.replies > Self.toldLimit ? Self.firstTold : Self.toldLimit
      statements.append(.data(.echoed(Array(pairs.prefix(shown)), total: record.echo.replies)))
    }
    let isEchoLike = record.echo.isEcho == true || record.toOriginator.payloadBytes == 0
    let isLost = record.echo.lost ?? 0 > 0 && isEchoLike
    let first = record.data.first?.frame ?? record.first.frame, last = record.data.last?.frame ?? record.last.frame
    statements.append(.data(.echo(isLost ? caveats(on: .lostEcho) : [], first: first, last: last)))
    return statements + found(.echoSlow)
  }

  /// A silence that is told, in nanoseconds.
  private static var pause: Int64 { 1_000_000_000 }
  private static var pauseLimit: Int { 4 }

  /// Times in which neither side sent anything, between the handshake and the first FIN or RST.
  private var pauses: [StreamStatement] {
    guard isClockSound else { return [] }
    let end = (record.teardown?.fins.map(\.frame) ?? []) + (record.teardown?.resets.map(\.frame) ?? [])
    let start = record.handshake?.ack?.frame ?? record.first.frame, last = end.min() ?? .max
    let between = rows.filter { $0.frame >= start && $0.frame <= last && $0.segment != nil }
    let pauses = zip(between, between.dropFirst()).compactMap { first, second -> (from: Int, to: Int, length: Int64)? in
      guard let length = second.time.elapsed(since: first.time), length >= Self.pause else { return nil }
      return (first.frame, second.frame, length)
    }
    let shown: [StreamStatement] = pauses.prefix(Self.pauseLimit).map {
      .data(.pause(from: $0.from, to: $0.to, nanoseconds: $0.length))
    }
    guard pauses.count > Self.pauseLimit, let longest = pauses.map(\.length).max() else { return shown }
    return shown + [.data(.pausesLeftOut(pauses.count - Self.pauseLimit, longest: longest))]
  }
}

import Wire

// What an ACK of the other side settles.
extension TCPFlow {
  /// A segment that acknowledges.
  struct Answer {
    /// All before it has arrived.
    let number: Int
    let moment: FrameMoment
    /// The clock is sound there.
    let isTimed: Bool
    let isReset: Bool
    /// It brings nothing but the acknowledgment.
    let isPure: Bool
  }

  /// What is on its way shrinks with the ACK of `number`.
  mutating func noteAcknowledged(_ number: Int, at time: Timestamp) {
    guard statistics.inFlight.count > 0, let end = coverage?.end else { return }
    statistics.inFlight.change(to: max(end - number, 0), at: time)
  }

  /// Takes in an ACK: what it covers gives round trips, and the details their `acknowledgedBy`.
  mutating func take(_ answer: Answer, details: inout [DataSegment]) {
    if !outstanding.isEmpty {
      if outstanding.takeForgotten() { outgrown.add(answer.moment.frame) }
      measure(answer, details: &details)
    }
    guard !repeated.isEmpty else { return }
    repeated.removeAll { segment in
      guard segment.end <= answer.number else { return false }
      details[segment.detail].acknowledgedBy = answer.moment
      details[segment.detail].roundTrip = .ambiguous
      return true
    }
  }

  private mutating func measure(_ answer: Answer, details: inout [DataSegment]) {
    var hasRepeats = false
    var latest = Timestamp(nanoseconds: .min)
    while let segment = outstanding.take(upTo: answer.number) {
      // What was captured before an earlier part of the stream had to wait for that.
      let isHeldUp = hasRepeats || latest > segment.time
      let worth = statistics.roundTrips.take(
        segment, answer, isHeldUp: isHeldUp,
        isFullSize: segment.end - segment.start >= statistics.largestSegment ?? .max)
      if segment.copies > 1 { hasRepeats = true }
      latest = max(latest, segment.time)
      if segment.kind == .payload { statistics.lastAcknowledged = answer.moment }
      guard segment.detail >= 0 else { continue }
      details[Int(segment.detail)].acknowledgedBy = answer.moment
      details[Int(segment.detail)].roundTrip = worth
    }
  }
}

extension RoundTripTimes {
  /// Takes in the ACK of one segment, and says what the time is worth. `isHeldUp` tells that the same ACK covers an earlier
  /// part of the stream that was sent again or came later.
  mutating func take(
    _ segment: OutstandingSegments.Segment, _ answer: TCPFlow.Answer, isHeldUp: Bool, isFullSize: Bool
  ) -> RoundTrip {
    guard segment.end == answer.number || (segment.hasFIN && segment.end + 1 == answer.number) else {
      cumulative += 1
      return .cumulative
    }
    guard !answer.isReset, segment.isTimed, answer.isTimed,
      let elapsed = answer.moment.time.elapsed(since: segment.time)
    else { return .untimed }
    if segment.copies > 1 {
      ambiguous.add(elapsed)
      return .ambiguous
    }
    guard !isHeldUp else {
      postLoss += 1
      return .postLoss
    }
    if isFullSize, segment.kind == .payload { fullSize.add(elapsed) }
    switch segment.kind {
    case .syn: handshake = elapsed
    case .fin: closing = elapsed
    case .payload where answer.isPure: pureACK.add(elapsed)
    case .payload: piggybackedACK.add(elapsed)
    }
    return answer.isPure ? .pureACK : .piggybackedACK
  }
}

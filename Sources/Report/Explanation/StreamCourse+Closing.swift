import Analyzer
import Conversations
import Wire

// How a TCP connection ended.
extension StreamCourse {
  var closing: [[StreamStatement]] {
    // What never opened is not closed.
    guard record.outcome != .refused, record.outcome != .unanswered || record.dataTotal > 0 else { return [] }
    guard let teardown = record.teardown, !(teardown.fins.isEmpty && teardown.resets.isEmpty) else {
      return [[.closing(.none(last: record.last.frame, seen: seenSides))] + found(.tcpResetIgnored)]
    }
    var paragraphs: [[StreamStatement]] = teardown.fins.enumerated().map { place, fin in
      [fin.closing(self, isFirst: place == 0, other: place == 0 ? nil : teardown.fins[0])]
    }
    if record.activeCloser == nil, let first = teardown.frames.first {
      paragraphs.append([.closing(.unknownCloser(frame: first))])
    }
    paragraphs.append(found(.tcpFINRetried))
    if teardown.fins.count == 1, teardown.resetTotal == 0, record.activeCloser != nil, let fin = teardown.fins.first {
      paragraphs.append([.closing(.oneFIN(fin, last: record.last.frame))])
    }
    if teardown.kind == .fin, teardown.isComplete, teardown.fins.count == 2 {
      let isCombined = teardown.fins[0].acknowledgedBy?.frame == teardown.fins[1].frame
      paragraphs.append(
        [
          .closing(
            .segments(
              frames: closingFrames(teardown), isCombined: isCombined,
              halfClosed: isClockSound && !teardown.areFINsCrossed ? teardown.halfClosedNanoseconds : nil))
        ] + found(.tcpSimultaneousClose) + timeWait)
    }
    paragraphs.append(found(.tcpHalfClosed, .tcpDataAfterClose))
    return paragraphs + resets(teardown)
  }

  private var seenSides: [Side] {
    [Side.originator, .responder].filter { side in
      (side == .originator ? record.toResponder : record.toOriginator).packets > 0
    }
  }

  /// The FINs and what acknowledges them.
  private func closingFrames(_ teardown: Teardown) -> [Int] {
    Set(teardown.fins.map(\.frame) + teardown.fins.compactMap { $0.acknowledgedBy?.frame }).sorted()
  }

  /// Ends that wait after the last segment, as the states of RFC 9293 have it.
  private var timeWait: [StreamStatement] {
    guard rows.count >= record.packets, record.outcome == .complete, let fins = record.teardown?.fins,
      let last = fins.compactMap({ $0.acknowledgedBy?.frame }).max()
    else { return [] }
    var states = TCPStates()
    for row in rows where row.frame <= last {
      if let segment = row.segment, let side = row.from { states.observe(segment, from: side) }
    }
    let waiting = [Side.originator, .responder].filter { states[$0] == .timeWait }
    return waiting.isEmpty ? [] : [.closing(.timeWait(waiting, frame: last))]
  }

  private static var resetLimit: Int { 4 }

  private func resets(_ teardown: Teardown) -> [[StreamStatement]] {
    guard !teardown.resets.isEmpty else { return [found(.tcpResetIgnored)] }
    var statements: [StreamStatement] = teardown.resets.prefix(Self.resetLimit).map { reset in
      let segment = row(reset.frame)?.segment
      let number = segment?.sequence
      // Without ACK it takes its number from what it answers (RFC 9293, section 3.5.2).
      let answered = reset.hasACK ? nil : answered(by: reset, number)
      return .closing(.reset(reset, number: number, answers: answered))
    }
    if teardown.resetTotal > Self.resetLimit {
      statements.append(.closing(.resetsLeftOut(teardown.resetTotal - Self.resetLimit)))
    }
    return [statements + found(.tcpAbort, .tcpAbortUnread, .tcpHalfOpen, .tcpResetIgnored)]
  }

  /// The latest segment of the other side whose acknowledgment number the RST has as its sequence number.
  private func answered(by reset: Teardown.RST, _ number: UInt32?) -> Int? {
    rows.last { row in
      row.frame < reset.frame && row.from == reset.from.other && number != nil && row.segment?.acknowledgment == number
    }?.frame
  }
}

extension Teardown.FIN {
  fileprivate func closing(_ course: StreamCourse, isFirst: Bool, other: Teardown.FIN?) -> StreamStatement {
    let segment = course.row(frame)?.segment
    let number = course.row(acknowledgedBy?.frame)?.segment?.acknowledgment
    let sum = segment.flatMap { segment in
      number.flatMap {
        AcknowledgmentSum(segment.sequence, bytes: segment.payloadLength, controls: 1, is: $0)
      }
    }
    return .closing(
      .fin(
        self, sequence: segment?.sequence, payloadLength: segment?.payloadLength ?? 0, isFirst: isFirst, sum,
        acknowledgesOther: other?.acknowledgedBy?.frame == frame))
  }
}

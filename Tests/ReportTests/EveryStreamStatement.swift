import Wire

@testable import Analyzer
@testable import Conversations
@testable import Report

/// Statements of explained conversations, of each kind and with all that each may say.
struct EveryStreamStatement {
  private static let time = Timestamp(nanoseconds: 1_740_618_765_000_000_000)
  private static func moment(_ frame: Int) -> FrameMoment {
    FrameMoment(frame: frame, time: Timestamp(nanoseconds: time.nanoseconds + Int64(frame) * 1_000_000))
  }

  let record = Situation.echoSession().conversations[0]

  private func error(_ type: UInt8, _ code: UInt8, version6: Bool = false) -> ICMPError {
    ICMPError(
      frame: 4, time: Self.time, isVersion6: version6, type: type, code: code,
      reporter: IPAddress(v4: Situation.responder))
  }

  var all: [StreamStatement] {
    general(record) + opening.map { .opening($0) } + data.map { .data($0) } + trouble.map { .trouble($0) }
      + closing.map { .closing($0) } + datagrams.map { .datagram($0) }
  }

  private func general(_ earlier: ConversationRecord) -> [StreamStatement] {
    let verdict = Verdict(record, captureEnd: nil)
    return [
      .introduction(path: "x", captureNanoseconds: 1), .rolesInferred, .summarised(kept: 2, last: 9),
      .earlierAttempt(earlier), .attemptsLeftOut(2), .portsReused(by: earlier), .verdict(verdict, []), .totals,
      .noTrouble(unchecked: 0, []),
    ]
      + Finding.Code.allCases.flatMap { code -> [StreamStatement] in
        [0, nil].map { .finding(Finding(code, .note, conversation: $0, frames: [4], count: 2, of: 9)) }
      }
  }

  private var opening: [OpeningStatement] {
    guard let syn = record.handshake?.syn, let synAck = record.handshake?.synAck else { return [] }
    let sums = [AcknowledgmentSum(1, controls: 1, is: 2), AcknowledgmentSum(1, bytes: 4, controls: 1, is: 6), nil]
    func agreement(_ isAgreed: Bool?) -> OpeningStatement {
      .agreed(
        OpeningStatement.Agreement(
          syn: 1, synAck: 2, mostOfOriginator: 1_460, mostOfResponder: 1_448, scalesWindows: isAgreed,
          hasSACK: isAgreed,
          hasTimestamps: isAgreed))
    }
    let points: [VantagePoint] = [.originator, .responder, .between(percentToResponder: 40), .nearBoth]
    let errors = [error(3, 3), error(11, 0), error(1, 4, version6: true), error(3, 1)]
    return [
      .syn(syn, isEphemeral: true), .options(syn, of: .originator), .options(synAck, of: .responder),
      .synAgain([Self.moment(2)], waits: [1]), .synAgain([Self.moment(2), Self.moment(3)], waits: [1, 2]),
      .accepted(frame: 3), .ecnAgreed(syn: 1, synAck: 2), .simultaneous(syn: 1, other: 2, synAck: 4, otherSYNACK: 3),
      .refused(reset: 2, syn: 1, sums[0], nanoseconds: 5), .refused(reset: 2, syn: 1, nil, nanoseconds: nil),
      .noAnswer(frames: [1, 2], nanoseconds: 5), .noAnswer(frames: [1], nanoseconds: 0),
      .noAnswer(frames: [1], nanoseconds: nil), .ackMissing(synAck: 2), .synMissing(synAck: 2), .notCaptured(first: 1),
      agreement(true), agreement(false), agreement(nil),
    ]
      + sums.map { .synAck(synAck, answers: $0 == nil ? nil : 1, $0, nanoseconds: 5) }
      + [true, false].map { isAmbiguous in
        .established(
          OpeningStatement.ACK(
            frame: 3, sum: sums[0], payloadLength: 4, nanoseconds: 5, total: 9, since: 1, isAmbiguous: isAmbiguous))
      }
      + points.map { .capturedAt($0, synToSYNACK: 5, synACKToACK: 6, frames: [1, 2, 3]) }
      + errors.flatMap { error in [nil, 1].map { .icmp(error, request: $0, nanoseconds: 5) } }
  }

  private var data: [DataStatement] {
    let segment = record.data[0]
    func acknowledgment(_ sum: AcknowledgmentSum?, carries: Int, hasFIN: Bool) -> DataStatement.Acknowledgment {
      DataStatement.Acknowledgment(
        frame: 5, nanoseconds: 6, sum: sum, beyond: 90, carries: carries, hasFIN: hasFIN)
    }
    let sum = AcknowledgmentSum(1, bytes: 34, is: 35)
    let estimates = RoundTripEstimate.all(of: .originator, in: record.data)
    return [
      .none, .sent(.originator, segments: 1, bytes: 3, unique: 3, first: 4, last: 4, pushed: 1),
      .sent(.responder, segments: 3, bytes: 9, unique: 6, first: 4, last: 7, pushed: 2),
      .sent(.responder, segments: 3, bytes: 9, unique: 6, first: 4, last: 7, pushed: 3),
      .manySegments(.originator, smallest: 3, largest: 3, pureACKs: 1),
      .manySegments(.responder, smallest: 3, largest: 9, pureACKs: 2),
      .message(segment, nil), .message(segment, acknowledgment(sum, carries: 0, hasFIN: true)),
      .message(segment, acknowledgment(nil, carries: 3, hasFIN: false)), .messagesLeftOut(2, from: 4, to: 9),
      .messagesLeftOut(2, from: 4, to: nil),
      .cumulative(.originator, 1, example: 4, ack: 5), .cumulative(.originator, 2, example: 4, ack: 5),
      .delayedACK(segment: 4, ack: 5, nanoseconds: 40_000_000, handshake: 1_000),
      .echoed([EchoResult.Pair(request: 4, reply: 5, nanoseconds: 6)], total: 3), .echo([], first: 4, last: 5),
      .echo([.cut], first: 4, last: 4), .pause(from: 4, to: 5, nanoseconds: 2_000_000_000),
      .pausesLeftOut(2, longest: 2_000_000_000),
    ] + estimates.prefix(1).map { .roundTrips(.originator, count: 2, least: $0, most: $0) }
  }

  private var trouble: [TroubleStatement] {
    let blocks = [PacketRow.Segment.Block(left: 5, right: 9)]
    func again(_ cause: Retransmission.Cause, number: Int = 1, wasAcknowledged: Bool = false, isFirst: Bool = false)
      -> Retransmission
    {
      Retransmission(
        frame: 9, time: Self.moment(9).time, from: .originator, start: 1, end: number > 1 ? 2 : 5,
        original: isFirst ? nil : Self.moment(4), cause: cause, timeoutNumber: number, waited: isFirst ? nil : 5,
        wasAcknowledged: wasAcknowledged, needlessBy: 10)
    }
    let closed = TCPEvents.ClosedWindow(from: .responder, closed: Self.moment(4), opened: Self.moment(9))
    let left = TCPEvents.ClosedWindow(from: .responder, closed: Self.moment(4), opened: nil)
    return Retransmission.Cause.allCases.map { .resent(again($0), asked: [], selective: [], blocks: []) }
      + [
        .resent(again(.timeout, number: 2), asked: [], selective: [], blocks: []),
        .resent(again(.timeout, wasAcknowledged: true), asked: [], selective: [], blocks: []),
        .resent(again(.tailLossProbe, isFirst: true), asked: [], selective: [], blocks: []),
        .resent(again(.fast), asked: [5], selective: [5], blocks: blocks),
        .resent(again(.fast), asked: [5, 6], selective: [], blocks: []), .resentLeftOut(1, of: 7),
        .resentLeftOut(2, of: 8), .closedWindow(closed, probes: [5]), .closedWindow(closed, probes: [5, 6]),
        .closedWindow(left, probes: []),
      ]
  }

  private var closing: [ClosingStatement] {
    var fin = Teardown.FIN(from: .responder, frame: 8, time: Self.time)
    let open = fin
    fin.acknowledgedBy = Self.moment(9)
    let sum = AcknowledgmentSum(5, controls: 1, is: 6)
    let resets = [true, false].map { Teardown.RST(from: .originator, frame: 9, time: Self.time, hasACK: $0) }
    return [
      .fin(fin, sequence: 5, payloadLength: 3, isFirst: true, sum, acknowledgesOther: false),
      .fin(fin, sequence: 5, payloadLength: 0, isFirst: false, sum, acknowledgesOther: true),
      .fin(open, sequence: nil, payloadLength: 0, isFirst: false, nil, acknowledgesOther: false),
      .segments(frames: [7, 8, 9], isCombined: true, halfClosed: 5),
      .segments(frames: [6, 7, 8, 9], isCombined: false, halfClosed: nil), .timeWait([.originator], frame: 9),
      .timeWait([.originator, .responder], frame: 9), .resetsLeftOut(1), .resetsLeftOut(2), .oneFIN(fin, last: 9),
      .none(last: 9, seen: [.originator]), .none(last: 9, seen: [.originator, .responder]), .unknownCloser(frame: 9),
    ] + resets.flatMap { reset in [.reset(reset, number: 5, answers: 8), .reset(reset, number: 5, answers: nil)] }
  }

  private var datagrams: [DatagramStatement] {
    var situation = Situation()
    situation.udp(.originator, Situation.hello)
    situation.udp(.responder, Situation.hello)
    situation.udp(.originator, "other")
    situation.udp(.responder, "something")
    situation.udp(.originator, "")
    situation.udp(.responder, "unasked", port: 4_000)
    let exchanges = situation.summary().conversations.flatMap(\.exchanges)
    return exchanges.map { .exchange($0) } + [
      .first(frame: 1, length: 3, isFragment: false), .first(frame: 1, length: nil, isFragment: true),
      .exchangesLeftOut(3, from: 4, to: 9), .exchangesLeftOut(3, from: 4, to: nil),
      .totals(record.echo, first: 1, last: 2),
      .fragments(request: 3, [1, 2, 3], isReply: false), .fragments(request: 3, [1, 2, 3], isReply: true),
      .unanswered([1], count: 1, isDamaged: false), .unanswered([1, 2], count: 2, isDamaged: true),
      .duplicated(request: 1, reply: 2, [3]), .duplicated(request: nil, reply: 2, [3, 4]),
      .reordered(reply: 5, request: 1), .shortened(reply: 2, request: 1, from: 9, to: 3),
      .icmp(error(3, 3), request: 1, nanoseconds: 5),
      .icmp(error(3, 0, version6: true), request: nil, nanoseconds: nil),
      .ends(last: 9, rest: 5), .ends(last: 9, rest: 0),
    ]
  }

  /// What a language says of each.
  func told(_ language: Language) -> [Prose] {
    let phrases = language.streamPhrases
    return all.map { phrases.sentences($0, of: record).worded(by: phrases.glossary) }
  }
}

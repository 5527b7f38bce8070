import Conversations
import Wire

// When segments were sent and acknowledged, and how long they are.
extension TCPAnswers {
  /// Segments that the lab asks about.
  private static let wanted = (six: 6, four: 4, ten: 10)

  var firstTen: [DataSegment] { Array(data.prefix(Self.wanted.ten)) }
  var firstFour: [DataSegment] { Array(data.prefix(Self.wanted.four)) }

  /// Fewer than `wanted` is an answer in part.
  func obstacle(having count: Int, of wanted: Int) -> AnswerObstacle? {
    count < wanted ? .fewerSegments(count, wanted: wanted) : nil
  }

  var times: Answer {
    if let dataObstacle { return Answer(.tcp7, cannot: dataObstacle) }
    var answer = Answer(.tcp7)
    let six = Array(data.prefix(Self.wanted.six))
    answer.obstacle = obstacle(having: six.count, of: Self.wanted.six)
    answer.say(.timed(sender, segments: six.count, total: source.dataTotal(of: sender)))
    let estimates = RoundTripEstimate.all(of: sender, in: six, takesCumulative: true)
    let bySegment = Dictionary(estimates.map { ($0.segment.frame, $0) }) { first, _ in first }
    var table = AnswerTable([
      .number, .frame, .sequence, .payload, .sent, .acknowledgedBy, .acknowledgedAt, .sampleRTT, .worth,
    ])
    // Beside the times there is no room for what is computed of them.
    var computed = AnswerTable([
      .number, .sampleRTT, .estimatedRTT, .devRTT, .timeoutInterval, .srtt, .rttvar, .rto,
    ])
    for (place, segment) in six.enumerated() {
      let item = place + 1, frames = [segment.frame]
      var cells: [AnswerTable.Cell] = [
        .integer(item), .integer(segment.frame), .integer(Int(segment.sequence)), .integer(segment.length),
        .time(source.elapsed(segment.time)),
      ]
      answer.add(.relativeSequence, .integer(Int(segment.sequence)), item: item, frames: frames)
      answer.add(.sentTime, .moment(source.elapsed(segment.time)), item: item, frames: frames)
      if let acknowledgment = segment.acknowledgedBy {
        cells += [.integer(acknowledgment.frame), .time(source.elapsed(acknowledgment.time))]
        answer.add(.ackFrame, .integer(acknowledgment.frame), item: item, frames: [acknowledgment.frame])
        answer.add(
          .ackTime, .moment(source.elapsed(acknowledgment.time)), item: item, frames: [acknowledgment.frame])
      } else {
        cells += [.none, .none]
      }
      if let estimate = bySegment[segment.frame] {
        cells += [.duration(estimate.sample), segment.roundTrip.map { .worth($0) } ?? .none]
        computed.add(
          [.integer(item)]
            + [
              estimate.sample, estimate.estimate, estimate.deviation, estimate.timeoutInterval, estimate.smoothed,
              estimate.variation, estimate.retransmissionTimeout,
            ].map { .duration($0) })
        add(estimate, item: item, to: &answer)
      } else {
        cells += [.none, segment.roundTrip.map { .worth($0) } ?? .none]
      }
      table.add(cells)
    }
    answer.tables = estimates.isEmpty ? [table] : [table, computed]
    explain(six, estimates, in: &answer)
    return answer
  }

  /// What the times of segments are worth.
  private func explain(_ segments: [DataSegment], _ estimates: [RoundTripEstimate], in answer: inout Answer) {
    func frames(_ worth: RoundTrip) -> [Int] { segments.filter { $0.roundTrip == worth }.map(\.frame) }
    let cumulative = frames(.cumulative)
    if !estimates.isEmpty { answer.say(.estimates) }
    if !cumulative.isEmpty {
      answer.say(.cumulative(cumulative))
      if let last = RoundTripEstimate.all(of: sender, in: segments).last {
        answer.say(.withoutCumulative(last.estimate))
        answer.add(
          .estimatedRTTWithoutCumulative, .nanoseconds(last.estimate),
          frames: [last.segment.frame, last.acknowledgment.frame])
      }
    }
    if !frames(.piggybackedACK).isEmpty { answer.say(.piggybacked(frames(.piggybackedACK))) }
    for worth in [RoundTrip.ambiguous, .postLoss, .untimed] where !frames(worth).isEmpty {
      answer.say(.unsampled(frames(worth), worth))
    }
    let open = segments.filter { $0.acknowledgedBy == nil }.map(\.frame)
    if !open.isEmpty { answer.say(.unacknowledged(open)) }
    if estimates.isEmpty, answer.obstacle == nil { answer.obstacle = .noRoundTrip }
    answer.warn(.notTheTimeOfTheACK)
  }

  private func add(_ estimate: RoundTripEstimate, item: Int, to answer: inout Answer) {
    let frames = [estimate.segment.frame, estimate.acknowledgment.frame]
    let sample = estimate.sample
    func add(
      _ name: AnswerValueName, _ value: Int64, _ formula: AnswerFormula, _ substitution: Worked?
    ) {
      answer.add(name, .nanoseconds(value), item: item, formula, substitution, frames: frames)
    }
    add(
      .sampleRTT, sample, .sampleRTT,
      "\(seconds: source.elapsed(estimate.acknowledgment.time)) − \(seconds: source.elapsed(estimate.segment.time))")
    if let estimated = estimate.earlierEstimate, let deviation = estimate.earlierDeviation,
      let smoothed = estimate.earlierSmoothed, let variation = estimate.earlierVariation
    {
      add(.estimatedRTT, estimate.estimate, .estimatedRTT, "7/8 · \(time: estimated) + 1/8 · \(time: sample)")
      add(
        .devRTT, estimate.deviation, .devRTT,
        "3/4 · \(time: deviation) + 1/4 · |\(time: sample) − \(time: estimate.estimate)|")
      add(
        .timeoutInterval, estimate.timeoutInterval, .timeoutInterval,
        "\(time: estimate.estimate) + 4 · \(time: estimate.deviation)")
      add(
        .rttvar, estimate.variation, .rttvar,
        "3/4 · \(time: variation) + 1/4 · |\(time: smoothed) − \(time: sample)|")
      add(.srtt, estimate.smoothed, .srtt, "7/8 · \(time: smoothed) + 1/8 · \(time: sample)")
    } else {
      add(.estimatedRTT, estimate.estimate, .firstEstimatedRTT, nil)
      add(.devRTT, estimate.deviation, .firstDevRTT, "\(time: sample) / 2")
      add(
        .timeoutInterval, estimate.timeoutInterval, .timeoutInterval,
        "\(time: estimate.estimate) + 4 · \(time: estimate.deviation)")
      add(.srtt, estimate.smoothed, .firstSRTT, nil)
      add(.rttvar, estimate.variation, .firstRTTVAR, "\(time: sample) / 2")
    }
    add(
      .rto, estimate.retransmissionTimeout, .rto, "\(time: estimate.smoothed) + 4 · \(time: estimate.variation)")
  }

  var twoTimes: Answer {
    if let dataObstacle { return Answer(.tcpV9n6, cannot: dataObstacle) }
    var answer = Answer(.tcpV9n6)
    let two = Array(data.prefix(2))
    answer.obstacle = obstacle(having: two.count, of: 2)
    let estimates = RoundTripEstimate.all(of: sender, in: two, takesCumulative: true)
    guard let first = estimates.first else { return Answer(.tcpV9n6, cannot: .noRoundTrip) }
    answer.say(.twoTimes(first: first, second: estimates.count > 1 ? estimates[1] : nil))
    for (place, segment) in two.enumerated() {
      answer.add(
        .sentTime, .moment(source.elapsed(segment.time)), item: place + 1, frames: [segment.frame])
      if let acknowledgment = segment.acknowledgedBy {
        answer.add(
          .ackTime, .moment(source.elapsed(acknowledgment.time)), item: place + 1,
          frames: [acknowledgment.frame])
      }
    }
    for estimate in estimates {
      let item = (two.firstIndex { $0.frame == estimate.segment.frame } ?? 0) + 1
      let frames = [estimate.segment.frame, estimate.acknowledgment.frame]
      answer.add(
        .sampleRTT, .nanoseconds(estimate.sample), item: item, .sampleRTT,
        "\(seconds: source.elapsed(estimate.acknowledgment.time)) − \(seconds: source.elapsed(estimate.segment.time))",
        frames: frames)
    }
    if let last = estimates.last {
      let frames = [last.segment.frame, last.acknowledgment.frame]
      if let earlier = last.earlierEstimate {
        answer.add(
          .estimatedRTT, .nanoseconds(last.estimate), item: estimates.count, .estimatedRTT,
          "7/8 · \(time: earlier) + 1/8 · \(time: last.sample)", frames: frames)
      } else {
        answer.add(
          .estimatedRTT, .nanoseconds(last.estimate), item: 1, .firstEstimatedRTT, nil,
          frames: frames)
      }
    }
    let cumulative = two.filter { $0.roundTrip == .cumulative }.map(\.frame)
    if !cumulative.isEmpty { answer.say(.cumulative(cumulative)) }
    return answer
  }

  var lengths: Answer { lengths(.tcp8, of: Self.wanted.six) }
  var firstLengths: Answer { lengths(.tcpV9n7, of: Self.wanted.four) }

  private func lengths(_ question: AnswerQuestion, of wanted: Int) -> Answer {
    if let dataObstacle { return Answer(question, cannot: dataObstacle) }
    var answer = Answer(question)
    let segments = data.prefix(wanted)
    answer.obstacle = obstacle(having: segments.count, of: wanted)
    answer.say(.lengths(sender))
    var table = AnswerTable([.number, .frame, .payload, .header, .headerAndPayload, .frameLength])
    var sum = 0
    for (place, segment) in segments.enumerated() {
      let frames = [segment.frame], item = place + 1
      answer.add(.payloadLength, .bytes(segment.length), item: item, frames: frames)
      guard let row = source.row(segment.frame), let header = row.segment?.headerLength else {
        table.add([.integer(item), .integer(segment.frame), .integer(segment.length), .none, .none, .none])
        continue
      }
      sum += header + segment.length
      answer.add(
        .segmentLength, .bytes(header + segment.length), item: item, .segmentLength, "\(header) + \(segment.length)",
        frames: frames)
      answer.add(.frameLength, .bytes(row.frameLength), item: item, frames: frames)
      table.add([
        .integer(item), .integer(segment.frame), .integer(segment.length), .integer(header),
        .integer(header + segment.length), .integer(row.frameLength),
      ])
      if place == 0 {
        answer.warn(
          .notFrameLength(
            frame: segment.frame, frameLength: row.frameLength, segmentLength: header + segment.length))
      }
    }
    if segments.count > 1 { answer.warn(.sumsAreNotOne(count: segments.count, sum: sum)) }
    answer.tables = [table]
    return answer
  }
}

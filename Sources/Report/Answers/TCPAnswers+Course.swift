import Conversations
import Wire

// ACKs, throughput, and how the transfer went on.
extension TCPAnswers {
  private var steps: [AcknowledgmentStep] {
    AcknowledgmentStep.all(
      of: sender, in: source.rows, record.data, isBeginningSeen: source.syn(of: sender) != nil)
  }

  var acknowledgments: Answer { acknowledgments(.tcp11, steps, of: nil) }

  var firstAcknowledgments: Answer {
    let frames = Set(firstTen.map(\.frame))
    // An ACK that covers later segments besides answers these, too.
    return acknowledgments(.tcpV9n10, steps.filter { !frames.isDisjoint(with: $0.segments) }, of: 10)
  }

  private func acknowledgments(_ question: AnswerQuestion, _ steps: [AcknowledgmentStep], of wanted: Int?) -> Answer {
    if let dataObstacle { return Answer(question, cannot: dataObstacle) }
    guard !steps.isEmpty else { return Answer(question, cannot: .noAcknowledgment) }
    var answer = Answer(question)
    if let wanted { answer.obstacle = obstacle(having: firstTen.count, of: wanted) }
    if wanted == nil, source.rows.count < record.packets {
      answer.obstacle = .firstKept(source.rows.count, of: record.packets)
    }
    var counts: [Int: [Int]] = [:]
    for step in steps { counts[step.bytes, default: []].append(step.acknowledgment.frame) }
    // Of sizes that came as often, the larger.
    let typical = counts.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
    guard let typical else { return answer }
    let several = steps.filter { $0.segments.count > 1 }
    answer.say(
      .acknowledgments(
        count: steps.count, segments: steps.reduce(0) { $0 + $1.segments.count },
        bytes: steps.reduce(0) { $0 + $1.bytes }, typical: typical.key, times: typical.value.count))
    if several.isEmpty {
      answer.say(.coversOne)
    } else {
      let (two, many) = (several.filter { $0.segments.count == 2 }, several.filter { $0.segments.count > 2 })
      if !two.isEmpty { answer.say(.coversTwo(two.map(\.acknowledgment.frame))) }
      if !many.isEmpty { answer.say(.coversMany(many.map(\.acknowledgment.frame))) }
    }
    answer.add(.acknowledgments, .integer(steps.count), frames: Array(steps.map(\.acknowledgment.frame).prefix(16)))
    answer.add(
      .typicalAcknowledged, .bytes(typical.key), .largestCount, nil, frames: Array(typical.value.prefix(16)))
    answer.add(
      .multipleAcknowledgments, .integer(several.count),
      frames: Array(several.map(\.acknowledgment.frame).prefix(16)))
    var table = AnswerTable([.frame, .time, .acknowledgment, .acknowledgedBytes, .covers])
    for step in steps {
      table.add([
        .integer(step.acknowledgment.frame), .time(source.elapsed(step.acknowledgment.time)),
        .integer(Int(step.number)), .integer(step.bytes), .frames(step.segments),
      ])
    }
    var histogram = AnswerTable([.acknowledgedBytes, .times, .frames])
    for (bytes, frames) in counts.sorted(by: { $0.key < $1.key }) {
      histogram.add([.integer(bytes), .integer(frames.count), .frames(frames)])
    }
    answer.tables = [table, histogram]
    return answer
  }

  var throughput: Answer {
    guard record.dataTotal > 0 else { return Answer(.tcp12, cannot: .noData) }
    var answer = Answer(.tcp12)
    let counts = source.counts(of: sender),
      rates = Throughput(counts, connectionNanoseconds: record.durationNanoseconds)
    guard rates.wire != nil else { return Answer(.tcp12, cannot: .noTime) }
    answer.say(.throughput(sender))
    let whole = [record.first.frame, record.last.frame]
    func add(
      _ name: AnswerValueName, _ formula: AnswerFormula, _ rate: Int?, _ bytes: Int, _ time: Int64?, _ frames: [Int]
    ) {
      guard let rate, let time else { return answer.add(name, .unknown, formula, frames: frames) }
      answer.add(name, .rate(rate), formula, "\(bytes) B / \(seconds: time)", frames: frames)
    }
    let duration = record.durationNanoseconds
    add(.wireThroughput, .wireThroughput, rates.wire, counts.bytes, duration, whole)
    add(.payloadThroughput, .payloadThroughput, rates.payload, counts.payloadBytes, duration, whole)
    add(.goodput, .goodput, rates.goodput, counts.uniquePayloadBytes, duration, whole)
    let segments = counts.segments
    add(
      .transferThroughput, .transferThroughput, rates.transfer, counts.uniquePayloadBytes, segments?.dataNanoseconds,
      [segments?.firstData?.frame, segments?.lastData?.frame].compactMap(\.self).uniqued)
    let untilACK = segments?.firstData.flatMap { segments?.lastAcknowledged?.time.elapsed(since: $0.time) }
    add(
      .transferToACKThroughput, .transferToACKThroughput, rates.transferToACK, counts.uniquePayloadBytes, untilACK,
      [segments?.firstData?.frame, segments?.lastAcknowledged?.frame].compactMap(\.self).uniqued)
    answer.warn(.nameTheDefinition)
    return answer
  }

  private var all: [Fleet] { Fleet.all(of: sender, in: record.data) }

  private func table(of fleets: [Fleet]) -> AnswerTable {
    var table = AnswerTable([.number, .frames, .time, .segments, .bytes, .acknowledgedBy, .after])
    for (place, fleet) in fleets.enumerated() {
      table.add([
        .integer(place + 1),
        .text(
          fleet.first.frame == fleet.last.frame ? "\(fleet.first.frame)" : "\(fleet.first.frame)–\(fleet.last.frame)"),
        .time(source.elapsed(fleet.first.time)), .integer(fleet.segments), .integer(fleet.bytes),
        fleet.acknowledgedBy.map { .integer($0.frame) } ?? .none,
        fleet.acknowledgedBy.flatMap { $0.time.elapsed(since: fleet.first.time) }.map { .duration($0) } ?? .none,
      ])
    }
    return table
  }

  /// What may be said of slow start and congestion avoidance, and what not.
  private func addGrowth(_ fleets: [Fleet], to answer: inout Answer) {
    let growth = FleetGrowth(fleets, largestSegment: source.counts(of: sender).segments?.largestSegment ?? 0)
    func frames(_ place: Int) -> [Int] { [fleets[place - 1].first.frame, fleets[place - 1].last.frame].uniqued }
    if let doubling = growth.doubling, source.syn(of: sender) != nil {
      answer.say(.doubling(doubling))
      answer.add(.doublingFrom, .integer(doubling.lowerBound), frames: frames(doubling.lowerBound))
      answer.add(.doublingTo, .integer(doubling.upperBound), frames: frames(doubling.upperBound))
    } else {
      answer.say(.noDoubling)
    }
    if let linear = growth.linear {
      answer.say(.linear(linear))
      answer.add(.linearFrom, .integer(linear.lowerBound), frames: frames(linear.lowerBound))
      answer.add(.linearTo, .integer(linear.upperBound), frames: frames(linear.upperBound))
    }
    if let level = growth.level { answer.say(.level(level)) }
    if let loss = growth.firstLoss {
      answer.say(.firstLoss(loss))
      answer.add(.firstLoss, .integer(loss), frames: fleets[loss - 1].retransmissions.frames)
    }
    answer.say(.windowIsNotInPackets)
  }

  var phases: Answer { course(.tcp13) }
  var fleets: Answer { course(.tcpV9n12) }

  private func course(_ question: AnswerQuestion) -> Answer {
    if let dataObstacle { return Answer(question, cannot: dataObstacle) }
    let fleets = all
    // One fleet, or fleets of one segment, show what the program sent and no window.
    guard fleets.count >= 3, fleets.contains(where: { $0.segments > 1 }) else {
      var answer = Answer(question, cannot: .fewFleets(fleets.count))
      answer.tables = [table(of: fleets)]
      return answer
    }
    var answer = Answer(question)
    if question == .tcp13 { answer.subject = record }
    answer.say(.fleets(fleets.count, sender))
    answer.add(.fleets, .integer(fleets.count), frames: fleets.prefix(16).map(\.first.frame))
    addGrowth(fleets, to: &answer)
    if data.count < source.dataTotal(of: sender) {
      answer.obstacle = .firstKept(data.count, of: source.dataTotal(of: sender))
    }
    answer.tables = [table(of: fleets)]
    return answer
  }

  var period: Answer {
    if let dataObstacle { return Answer(.tcpV9n13, cannot: dataObstacle) }
    let fleets = all
    guard fleets.count >= 3, fleets.contains(where: { $0.segments > 1 }) else {
      return Answer(.tcpV9n13, cannot: .fewFleets(fleets.count))
    }
    var gaps = DurationStatistics()
    for (later, earlier) in zip(fleets.dropFirst(), fleets) {
      if let gap = later.first.time.elapsed(since: earlier.first.time) { gaps.add(gap) }
    }
    guard let median = gaps.median, let least = gaps.minimum, let most = gaps.maximum else {
      return Answer(.tcpV9n13, cannot: .noTime)
    }
    var answer = Answer(.tcpV9n13)
    var samples = DurationStatistics()
    for estimate in RoundTripEstimate.all(of: sender, in: record.data) { samples.add(estimate.sample) }
    let frames = Array(fleets.map(\.first.frame).prefix(16))
    answer.say(.period(median: median, least: least, most: most, roundTrip: samples.median))
    answer.say(.periodLimits)
    answer.add(.medianPeriod, .nanoseconds(median), frames: frames)
    answer.add(.minimumPeriod, .nanoseconds(least), frames: frames)
    answer.add(.maximumPeriod, .nanoseconds(most), frames: frames)
    answer.add(.medianRTT, samples.median.map { .nanoseconds($0) } ?? .unknown)
    return answer
  }
}

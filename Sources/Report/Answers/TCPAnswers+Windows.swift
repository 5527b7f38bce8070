import Analyzer
import Conversations
import Wire

// Windows, and what was sent again.
extension TCPAnswers {
  var windows: Answer {
    var answer = Answer(.tcp9)
    let receiver = sender.other
    var isKnown = false
    for side in [receiver, sender] {
      guard let statistics = source.counts(of: side).segments?.windows else { continue }
      let (zeros, zeroFrames) = (source.counts(of: side).zeroWindows ?? 0, source.counts(of: side).zeroWindowFrames)
      if let least = statistics.minimum, let frame = statistics.minimumFrame, let most = statistics.maximum,
        let mostFrame = statistics.maximumFrame
      {
        if side == receiver { isKnown = true }
        answer.say(
          .windows(of: side, least: least, leastFrame: frame, most: most, mostFrame: mostFrame, hasZeros: zeros > 0))
        if zeros > 0 {
          answer.add(.minimumWindow, .bytes(0), of: side, frames: zeroFrames)
          answer.add(.smallestOpenWindow, .bytes(least), of: side, frames: [frame])
        } else {
          answer.add(.minimumWindow, .bytes(least), of: side, frames: [frame])
        }
        answer.add(.maximumWindow, .bytes(most), of: side, frames: [mostFrame])
      }
      if zeros > 0 { answer.say(.windowClosed(of: side, total: zeros, frames: zeroFrames)) }
      if let syn = source.syn(of: side) {
        answer.add(.synWindow, .bytes(Int(syn.window)), of: side, frames: [syn.frame])
        answer.say(.synWindow(of: side, syn, isSmaller: Int(syn.window) < statistics.minimum ?? .min))
      }
    }
    if source.counts(of: receiver).packets == 0 { return Answer(.tcp9, cannot: .oneDirection) }
    if !isKnown { answer.obstacle = scaleObstacle ?? .noAcknowledgment }
    addThrottle(receiver, isKnown, to: &answer)
    answer.warn(.notOwnWindow(of: receiver))
    return answer
  }

  /// Why the unit of windows is not known; nil where it is.
  private var scaleObstacle: AnswerObstacle? {
    guard let syn = source.syn(of: .originator), let synAck = source.syn(of: .responder) else { return .noScale }
    return syn.areOptionsCut || synAck.areOptionsCut ? .optionsCut : nil
  }

  private func addThrottle(_ receiver: Side, _ isKnown: Bool, to answer: inout Answer) {
    guard let segments = source.counts(of: sender).segments else { return }
    if let frame = segments.inFlight.maximumFrame {
      let window = record.data.first { $0.frame == frame }?.window
      answer.say(.inFlight(of: sender, bytes: segments.inFlight.maximum, frame: frame, window: window))
      answer.add(.maximumInFlight, .bytes(segments.inFlight.maximum), frames: [frame])
      answer.add(.windowThen, window.map { .bytes($0) } ?? .unknown, frames: [frame])
    }
    let closed = record.events?.closedWindows.filter { $0.from == receiver } ?? []
    let closings = source.counts(of: receiver).segments?.windows.closings ?? closed.count
    answer.add(.windowFullSegments, .integer(segments.windowFilled.total), frames: segments.windowFilled.frames)
    answer.add(
      .zeroWindowSegments, .integer(source.counts(of: receiver).zeroWindows ?? 0),
      frames: source.counts(of: receiver).zeroWindowFrames)
    let isThrottled = segments.windowFilled.total > 0 || closings > 0
    let frames = (segments.windowFilled.frames + closed.map(\.closed.frame)).uniqued
    if isThrottled {
      answer.say(.throttled(frames, total: segments.windowFilled.total, closings: closings))
    } else if isKnown {
      answer.say(.notThrottled)
    }
    answer.add(
      .throttled, isThrottled ? .truth(true) : isKnown ? .truth(false) : .unknown, frames: Array(frames.prefix(8)))
  }

  var firstWindows: Answer {
    if let dataObstacle { return Answer(.tcpV9n8, cannot: dataObstacle) }
    var answer = Answer(.tcpV9n8)
    answer.obstacle = obstacle(having: firstFour.count, of: 4)
    let acknowledgments = Set(firstFour.compactMap(\.acknowledgedBy?.frame))
    let rows = source.rows.filter { acknowledgments.contains($0.frame) && $0.segment?.window != nil }
    guard let least = rows.min(by: { ($0.segment?.window ?? 0, $0.frame) < ($1.segment?.window ?? 0, $1.frame) }),
      let segment = least.segment, let window = segment.window
    else {
      return Answer(.tcpV9n8, cannot: acknowledgments.isEmpty ? .noAcknowledgment : scaleObstacle ?? .noAcknowledgment)
    }
    let own = source.syn(of: sender.other)?.windowScale, other = source.syn(of: sender)?.windowScale
    let scale = own != nil && other != nil ? Int(min(own ?? 0, 14)) : 0
    answer.say(.firstWindows(raw: Int(segment.rawWindow), scale: scale, window: window, frame: least.frame))
    answer.add(.rawWindow, .integer(Int(segment.rawWindow)), frames: [least.frame])
    answer.add(
      .windowScale, .integer(1 << scale),
      frames: [source.syn(of: sender)?.frame, source.syn(of: sender.other)?.frame].compactMap(\.self).uniqued)
    answer.add(
      .minimumWindow, .bytes(window), .scaledWindow, "\(segment.rawWindow) · \(1 << scale)", frames: [least.frame])
    if let syn = source.syn(of: sender.other) {
      answer.say(.synWindow(of: sender.other, syn, isSmaller: Int(syn.window) < window))
      answer.add(.synWindow, .bytes(Int(syn.window)), frames: [syn.frame])
    }
    return answer
  }

  var retransmissions: Answer {
    if record.dataTotal == 0, source.trace.controlRepeats.isEmpty { return Answer(.tcp10, cannot: .noData) }
    var answer = Answer(.tcp10)
    let (total, frames) = source.trace.retransmissions
    answer.add(.retransmissions, .integer(total), frames: frames)
    answer.add(
      .repeatedControl, .integer(source.trace.controlRepeats.count), frames: source.trace.controlRepeats)
    answer.add(.outOfOrder, .integer(source.trace.outOfOrder), frames: record.events?.lateSegments.frames ?? [])
    if record.dataTotal == 0 {
      answer.obstacle = .noData
    } else if total == 0 {
      answer.say(.noRetransmission(segments: record.dataTotal))
    } else {
      answer.say(.retransmissions(total, frames: frames))
      answer.tables = [table(of: record.events?.retransmissions ?? [], total: total)]
    }
    let needless = record.events?.retransmissions.filter { $0.needlessBy != nil }.map(\.frame) ?? []
    if !needless.isEmpty { answer.say(.needless(needless)) }
    if source.trace.outOfOrder > 0 { answer.say(.outOfOrder(source.trace.outOfOrder)) }
    if !source.trace.controlRepeats.isEmpty { answer.say(.controlRepeated(source.trace.controlRepeats)) }
    answer.say(.checked)
    if !source.trace.hasBothSides { answer.obstacle = .oneDirection }
    return answer
  }

  private func table(of retransmissions: [Retransmission], total: Int) -> AnswerTable {
    var table = AnswerTable([.frame, .from, .sequence, .bytes, .original, .cause, .after])
    for each in retransmissions {
      table.add([
        .integer(each.frame), each.from == .originator ? .client : .server, .integer(each.start),
        .integer(each.end - each.start), each.original.map { .integer($0.frame) } ?? .none, .cause(each.cause),
        each.waited.map { .duration($0) } ?? .none,
      ])
    }
    table.total = max(total, table.rows.count)
    return table
  }

  var firstRetransmissions: Answer {
    if let dataObstacle { return Answer(.tcpV9n9, cannot: dataObstacle) }
    var answer = Answer(.tcpV9n9)
    answer.obstacle = obstacle(having: firstTen.count, of: 10)
    let again = firstTen.filter(\.isRetransmission).map(\.frame)
    answer.add(.retransmissions, .integer(again.count), frames: again)
    if again.isEmpty {
      answer.say(.noRetransmission(segments: firstTen.count))
    } else {
      answer.say(.retransmissions(again.count, frames: again))
    }
    return answer
  }
}

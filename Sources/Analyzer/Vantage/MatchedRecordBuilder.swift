import Conversations
import Wire

/// Works out what is told of a conversation that both captures have.
struct MatchedRecordBuilder {
  private let conversation: MatchedConversation
  private let clock: ClockOffset
  private let coverage: Coverage
  private var ways: (originator: VantageWay, responder: VantageWay)
  private var rows: [VantageRow] = []
  private var unmatched: [UnmatchedPacket] = []
  private var unmatchedTotal = 0
  private let keepsDetails: Bool
  /// Of each link the least frame of the second capture from it on: they only rise, so that a place among them is found by halves.
  private let leastSeconds: [Int]
  /// Delays of its packets, from the first capture to the second and back.
  private(set) var delays: (outward: [DelaySummary.Sample], back: [DelaySummary.Sample]) = ([], [])

  init(_ conversation: MatchedConversation, _ clock: ClockOffset, _ coverage: Coverage, keepsDetails: Bool) {
    self.conversation = conversation
    self.clock = clock
    self.coverage = coverage
    self.keepsDetails = keepsDetails
    leastSeconds = keepsDetails ? Self.leastSeconds(conversation.links) : []
    func way(_ isFromOriginator: Bool) -> VantageWay {
      let isTurned = conversation.pair.isTurned
      return VantageWay(
        sender: isFromOriginator ? .originator : .responder,
        passesFirst: conversation.isOutward(isFromOriginator).map { $0 ? .first : .second },
        packets: PointPair(
          conversation.one.packets.count { $0.isFromOriginator == isFromOriginator },
          conversation.other.packets.count { ($0.isFromOriginator != isTurned) == isFromOriginator }))
    }
    ways = (way(true), way(false))
    addTimes()
    addRegroupings()
    addUnmatched()
    addOvertaken()
    addRows()
  }

  var record: MatchedRecord {
    let (one, other) = (conversation.one, conversation.other), isTurned = conversation.pair.isTurned
    var changes = PathChanges()
    for link in conversation.links { changes.add(link) }
    return MatchedRecord(
      protocol: one.protocol, streams: PointPair(one.stream, other.stream), originator: one.originator,
      responder: one.responder, originatorAtSecond: isTurned ? other.responder : other.originator,
      responderAtSecond: isTurned ? other.originator : other.responder, evidence: conversation.pair.evidence,
      order: conversation.order, toResponder: ways.originator, toOriginator: ways.responder,
      changes: changes.changes,
      cutPayloads: conversation.links.count { $0.first.payloadDigest == nil || $0.second.payloadDigest == nil },
      ambiguous: conversation.matching.ambiguous,
      roundTrip: DelaySummary(conversation.roundTrips), rows: keepsDetails ? rows : nil,
      rowTotal: conversation.links.count + regroupedTotal + unmatchedTotal, unmatched: keepsDetails ? unmatched : nil,
      unmatchedTotal: unmatchedTotal)
  }

  private var regroupedTotal: Int {
    conversation.matching.regroupings.reduce(0) { $0 + $1.first.count + $1.second.count }
  }

  private mutating func change(_ isFromOriginator: Bool, _ body: (inout VantageWay) -> Void) {
    if isFromOriginator { body(&ways.originator) } else { body(&ways.responder) }
  }

  /// The time that a packet took from one capture to the other; nil where nobody knows. Captures cut their times, so that a
  /// little less than nothing is nothing.
  private func delay(_ crossing: MatchedConversation.Crossing) -> Int64? {
    guard let difference = crossing.difference, let isOutward = conversation.isOutward(crossing.isFromOriginator),
      let offset = clock.offset(at: crossing.first.time)
    else { return nil }
    let delay = isOutward ? difference - offset : offset - difference
    return delay < -ClockOffset.slack ? nil : max(delay, 0)
  }

  private mutating func addTimes() {
    for isFromOriginator in [true, false] {
      var (differences, delays): ([DelaySummary.Sample], [DelaySummary.Sample]) = ([], [])
      for crossing in conversation.crossings where crossing.isFromOriginator == isFromOriginator {
        if let difference = crossing.difference {
          differences.append(DelaySummary.Sample(difference, crossing.frames))
        }
        if let delay = delay(crossing) { delays.append(DelaySummary.Sample(delay, crossing.frames)) }
      }
      let matched = conversation.links.count { $0.isFromOriginator == isFromOriginator }
      change(isFromOriginator) { way in
        way.matched = matched
        way.differences = DelaySummary(differences)
        way.delays = DelaySummary(delays)
      }
      switch conversation.isOutward(isFromOriginator) {
      case true?: self.delays.outward += delays
      case false?: self.delays.back += delays
      case nil: break
      }
    }
  }

  private mutating func addRegroupings() {
    for regrouping in conversation.matching.regroupings {
      let first = regrouping.first.prefix(8).map { conversation.one.packets[$0].frame }
      let second = regrouping.second.prefix(8).map { conversation.other.packets[$0].frame }
      change(regrouping.isFromOriginator) { way in
        way.regrouped = PointPair(
          way.regrouped.first + regrouping.first.count, way.regrouped.second + regrouping.second.count)
        way.regroupedExample =
          way.regroupedExample ?? VantageWay.RegroupedFrames(first: Array(first), second: Array(second))
        way.missingBytes += regrouping.missingBytes
      }
    }
  }

  private mutating func addUnmatched() {
    let matching = conversation.matching
    for (point, places, copies) in [
      (CapturePoint.first, matching.unmatched.first, matching.copies.first),
      (.second, matching.unmatched.second, matching.copies.second),
    ] {
      let packets = point == .first ? conversation.one.packets : conversation.other.packets
      for place in places {
        let packet = packets[place]
        let isFromOriginator = packet.isFromOriginator != (point == .second && conversation.pair.isTurned)
        let copy = copies[place]
        let fate = fate(of: packet, at: point, isFromOriginator, copy)
        unmatchedTotal += 1
        change(isFromOriginator) { $0.fates[point, default: [:]][fate, default: Evidence()].add(packet.frame) }
        guard keepsDetails, unmatched.count < MatchedRecord.unmatchedLimit else { continue }
        unmatched.append(
          UnmatchedPacket(
            point: point, moment: FrameMoment(frame: packet.frame, time: packet.time),
            sender: isFromOriginator ? .originator : .responder, label: label(packet, at: point), fate: fate,
            original: copy.map { packets[$0.place].frame }))
      }
    }
  }

  private func fate(
    of packet: VantagePacket, at point: CapturePoint, _ isFromOriginator: Bool, _ copy: PacketMatching.Repeat?
  ) -> PacketFate {
    let isOutward = conversation.isOutward(isFromOriginator)
    let isAtSender = isOutward.map { $0 == (point == .first) }
    if let copy {
      if let isAtSender, copy.isSamePacket { return isAtSender ? .copied : .doubled }
      if isAtSender == false { return .repeated }
    }
    if packet.isTimed {
      switch coverage.place(of: packet.time, at: point, isOutward: isOutward) {
      case .before: return .beforeOther
      case .after: return .afterOther
      case .within: break
      }
    }
    return isAtSender.map { $0 ? .lost : .notCaptured } ?? .undecided
  }

  /// In the order in which they arrived: those that had been sent before one that is there already.
  private mutating func addOvertaken() {
    for isFromOriginator in [true, false] {
      let isBack = conversation.isOutward(isFromOriginator) == false
      let frames = conversation.crossings.filter { $0.isFromOriginator == isFromOriginator }.map(\.frames)
        .sorted { isBack ? $0.first < $1.first : $0.second < $1.second }
      var latest = 0
      var (late, total): ([PointPair], Int) = ([], 0)
      for pair in frames {
        let departure = isBack ? pair.second : pair.first
        if departure < latest {
          total += 1
          if late.count < VantageWay.overtakenLimit { late.append(pair) }
        }
        latest = max(latest, departure)
      }
      change(isFromOriginator) { ($0.overtaken, $0.overtakenTotal) = (late, total) }
    }
  }

  private func label(_ packet: VantagePacket, at point: CapturePoint) -> PacketLabel {
    let packets = point == .first ? conversation.one : conversation.other
    let start = packets.start(ofOriginator: packet.isFromOriginator)
    return PacketLabel(
      flags: packet.segment?.flags,
      sequence: packet.segment.map { segment in
        // A reset that answers what nobody asked for counts from zero.
        segment.flags.contains(.rst) && segment.sequence == 0 ? 0 : segment.sequence &- (start ?? segment.sequence)
      },
      payloadLength: packet.payloadLength)
  }

  private mutating func addRows() {
    guard keepsDetails else { return }
    let limit = MatchedRecord.rowLimit
    var found: [(order: (Int, Int), row: VantageRow)] = []
    for link in conversation.links.prefix(limit) {
      found.append(
        (
          (link.first.frame, 0),
          VantageRow(
            first: FrameMoment(frame: link.first.frame, time: link.first.time),
            second: FrameMoment(frame: link.second.frame, time: link.second.time),
            sender: link.isFromOriginator ? .originator : .responder, label: label(link.first, at: .first),
            delay: delay(link), fate: nil, isRegrouped: false)
        ))
    }
    for regrouping in conversation.matching.regroupings.prefix(limit) {
      for (point, places) in [(CapturePoint.first, regrouping.first), (.second, regrouping.second)] {
        for place in places.prefix(limit) { found.append(row(of: place, at: point, nil)) }
      }
    }
    let fates = Dictionary(
      unmatched.map { (PointPair($0.point == .first ? 0 : 1, $0.moment.frame), $0.fate) }, uniquingKeysWith: { $1 })
    for place in conversation.matching.unmatched.first.prefix(limit) {
      let frame = conversation.one.packets[place].frame
      if let fate = fates[PointPair(0, frame)] { found.append(row(of: place, at: .first, fate)) }
    }
    for place in conversation.matching.unmatched.second.prefix(limit) {
      let frame = conversation.other.packets[place].frame
      if let fate = fates[PointPair(1, frame)] { found.append(row(of: place, at: .second, fate)) }
    }
    rows = found.sorted { $0.order < $1.order }.prefix(limit).map(\.row)
  }

  private static func leastSeconds(_ links: [MatchedConversation.Crossing]) -> [Int] {
    var least = links.map(\.second.frame)
    for place in least.indices.dropLast().reversed() { least[place] = min(least[place], least[place + 1]) }
    return least
  }

  /// The last link whose packet comes before a frame of the second capture.
  private func lastLink(before frame: Int) -> MatchedConversation.Crossing? {
    var (low, high) = (0, leastSeconds.count)
    while low < high {
      let middle = (low + high) / 2
      if leastSeconds[middle] < frame { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? conversation.links[low - 1] : nil
  }

  /// What the second capture alone has stands where the packets around it are in the first one.
  private func row(of place: Int, at point: CapturePoint, _ fate: PacketFate?) -> (order: (Int, Int), row: VantageRow) {
    let isSecond = point == .second
    let packet = isSecond ? conversation.other.packets[place] : conversation.one.packets[place]
    let moment = FrameMoment(frame: packet.frame, time: packet.time)
    let isFromOriginator = packet.isFromOriginator != (isSecond && conversation.pair.isTurned)
    var order = (packet.frame, 0)
    if isSecond {
      order = (lastLink(before: packet.frame)?.first.frame ?? 0, packet.frame)
    }
    return (
      order,
      VantageRow(
        first: isSecond ? nil : moment, second: isSecond ? moment : nil,
        sender: isFromOriginator ? .originator : .responder, label: label(packet, at: point), delay: nil, fate: fate,
        isRegrouped: fate == nil)
    )
  }
}

import Analyzer
import Conversations

struct EnglishVantagePhrases: VantagePhrases {
  let base = EnglishPhrases()
  var numbers: NumberText { base.numbers }

  var title: String { "One way, two vantage points" }

  func label(_ label: VantageLabel) -> String {
    switch label {
    case .clocks: "The clocks"
    case .way: "The way between A and B"
    case .allConversations: "Packets of all conversations"
    case .changes: "changes"
    case .packets: "packets"
    case .alone: "In one capture alone"
    case .order: "place"
    case .found: "found by"
    case .count: "count"
    case .times: "times"
    case .framesOfBoth: "frames A/B"
    case .minimum: "min"
    case .median: "median"
    case .percentile99: "99 %"
    case .maximum: "max"
    case .sentAtA: "in A"
    case .sentAtB: "in B"
    case .inBoth: "in both"
    case .lost: "lost between"
    case .notCaptured: "not captured"
    case .otherFates: "other"
    case .frameA: "A"
    case .frameB: "B"
    case .flags: "flags"
    case .sequence: "seq"
    case .bytes: "bytes"
    case .timeA: "time A"
    case .timeB: "time B"
    case .delay: "one-way delay"
    case .outward: "A → B"
    case .back: "B → A"
    case .roundTrip: "A → B → A"
    case .outwardAsRecorded: "A → B by one clock"
    case .backAsRecorded: "B → A by one clock"
    case .outwardDifference: "time B − time A"
    case .backDifference: "time B − time A, B passed first"
    }
  }

  func capture(_ capture: VantageComparison.Capture) -> String {
    "\(base.count(capture.packets, "packet")) of \(base.count(capture.conversations, "TCP or UDP conversation"))"
  }

  func full(_ point: CapturePoint) -> String {
    "Of \(point.letter) only the first \(VantageTrace.packetLimit) packets are compared: there is no room for more."
  }

  var titleOfOneRecording: String { "One recording, two files" }

  func told(_ count: Int, of total: Int) -> String {
    let kept = VantageComparison.detailLimit
    return
      "\(total) conversations are in both: the first \(count) are told; --port and --host pick others, --format json holds all"
      + (total > kept ? ", with packets one by one for the first \(kept)." : ".")
  }

  func clock(_ clock: ClockOffset) -> [String] {
    let part = clock.parts.first
    switch clock.kind {
    case .unknown:
      return ["Nothing tells how the clocks stand to each other: no packet is in both whose direction is known."]
    case .oneSided:
      let bound =
        part?.upper.map { "at most \(self.bound($0))" } ?? part?.lower.map { "at least \(self.bound($0))" } ?? "unknown"
      return [
        "Offset, what to add to A's times to get B's: \(bound). Packets of the other direction would give the other bound."
      ]
    case .contradictory:
      return [
        "No offset fits: packets contradict each other in more than \(ClockOffset.partLimit) places. A clock was set again and "
          + "again, or times in one of the captures are not those of arrival."
      ]
    case .stepped:
      return [
        "A clock was set: one offset fits before and another after."
      ]
        + clock.parts.map { part in
          "From frame \(part.frames.first) of A (frame \(part.frames.second) of B): " + range(part) + "."
        }
    case .steady:
      guard let part else { return [] }
      var sentences = [
        "Offset, what to add to A's times to get B's: \(range(part)). That much is certain: no packet arrives before it "
          + "was sent."
      ]
      if clock.mayBeZero { sentences.append("Zero fits, too: both may be one and the same clock.") }
      return sentences + [drift(clock)]
    case .drifting, .likelyDrifting:
      guard let part else { return [] }
      let span = numbers.duration(clock.span)
      let known =
        clock.kind == .drifting
        ? "no single offset fits all packets of these \(span)"
        : "one offset would fit, but over these \(span) the bounds of both directions wander together, more than delays "
          + "explain"
      let allowed = clock.driftRange.map {
        "; from \(numbers.drift($0.lowerBound)) to \(numbers.drift($0.upperBound)) would fit"
      }
      return [
        "The clocks drift: B gains \(numbers.drift(clock.drift)) on A: \(known)\(allowed ?? "").",
        "In the middle of the time the offset, what to add to A's times to get B's, is \(range(part)).",
      ]
    }
  }

  private func bound(_ bound: ClockOffset.Bound) -> String {
    "\(numbers.offset(bound.nanoseconds)) (\(frames(bound.frames)))"
  }

  private func frames(_ frames: PointPair) -> String { "frames \(frames.first) and \(frames.second)" }

  private func range(_ part: ClockOffset.Part) -> String {
    guard let lower = part.lower, let upper = part.upper, let middle = part.middle, let uncertainty = part.uncertainty
    else {
      return part.upper.map { "at most \(bound($0))" } ?? part.lower.map { "at least \(bound($0))" } ?? "unknown"
    }
    return "between \(bound(lower)) and \(bound(upper)); the middle is \(numbers.offset(middle)) ± "
      + numbers.duration(uncertainty)
  }

  private func drift(_ clock: ClockOffset) -> String {
    guard let range = clock.driftRange, !clock.isTooShortForDrift else {
      return
        "In \(numbers.duration(clock.span)) no drift of the clocks can be seen: that is too short for so long a way."
    }
    return "No drift of the clocks shows in \(numbers.duration(clock.span)): what fits is from "
      + "\(numbers.drift(range.lowerBound)) to \(numbers.drift(range.upperBound))."
  }

  func assumption(_ clock: ClockOffset, room: Int64?) -> String {
    guard let uncertainty = clock.uncertainty, clock.offset(at: clock.reference) != nil else {
      return
        "One-way delays are unknown: that takes packets of both directions, and an offset of the clocks that fits them."
    }
    return
      "One-way delays take the middle offset: they are right if the shortest delays of both directions are equal. If "
      + "not, all of one direction are up to \(numbers.duration(uncertainty)) longer, and all of the other as much shorter."
  }

  func roundTripRemark() -> String {
    "A → B → A is the time of a packet from A to B and that of the next one from B to A together: it needs no offset of the "
      + "clocks and no assumption."
  }

  func asRecorded() -> String {
    "If both captures were made with one clock, the delays are those by one clock: no offset is taken off."
  }

  func negativeDifferences(_ difference: DelaySummary) -> String {
    "a negative time is no delay: B's clock is behind A's by more than the way takes, or the packet passed B first"
  }

  func title(of record: MatchedRecord) -> String {
    let name = record.protocol.name
    return "\(name) stream \(record.streams.first) of A, \(record.streams.second) of B: \(record.originator) → "
      + "\(record.responder)"
  }

  func evidence(_ evidence: PairEvidence) -> String {
    switch evidence {
    case .sequenceNumbers: "the same sequence numbers in both"
    case .placesInStream:
      "sequence numbers were rewritten; the same places in the stream and the same IP identifications or timestamps"
    case .identifications: "the same bytes and the same IP identifications"
    case .payload: "the same bytes in the same order; there are no IP identifications to tell by"
    }
  }

  func translated(_ record: MatchedRecord) -> String {
    "Addresses are translated on the way (NAT): in B it is \(record.originatorAtSecond) → \(record.responderAtSecond)."
  }

  func renamed(_ record: MatchedRecord) -> String {
    "Addresses or ports differ between the files: in B it is \(record.originatorAtSecond) → \(record.responderAtSecond)."
  }

  func order(_ order: VantageOrder) -> String {
    let reasons = order.evidence.map(reason).joined(separator: "; ")
    guard let near = order.nearOriginator else { return "unknown which is nearer to whom: \(reasons)" }
    return "\(near.letter) is nearer to the originator, \(near.other.letter) to the responder: \(reasons)"
  }

  private func reason(_ evidence: VantageOrder.Evidence) -> String {
    switch evidence {
    case .hopLimits(let side, let first, let second, let frames):
      return "what the \(base.side(side)) sends has TTL \(first) in A and \(second) in B (\(self.frames(frames)))"
    case .turnaround(let turnaround):
      let what = turnaround.isHandshake ? "from SYN to SYN-ACK" : "to the next packet the other way"
      return "\(what) it takes \(numbers.duration(turnaround.atFirst)) in A (frames \(turnaround.earlier.first) and "
        + "\(turnaround.later.first)), \(numbers.duration(turnaround.atSecond)) in B (frames "
        + "\(turnaround.earlier.second) and \(turnaround.later.second))"
    case .sameHosts: return "another conversation of the same hosts shows it"
    case .contradictory: return "hop limits and times contradict each other"
    case .tooClose: return "the times differ by no more than captures can tell, and no router lies between"
    case .oneDirection: return "packets of one direction alone are in both, and no router lies between"
    }
  }

  func ambiguous(_ count: Int) -> String {
    "\(base.count(count, "packet")) had copies that nothing tells apart: which of them is which is a guess from order and time"
  }

  func rowsLeftOut(_ count: Int) -> String { "… \(count) more" }

  func timesRemark() -> String { "times: seconds since the first packet of each capture, by its own clock" }
}

public import Analyzer
import Conversations
import Wire

extension VantageReport {
  /// The comparison for programs: schema 1. Keys are never renamed; unknown is null; times are decimal numbers of seconds.
  /// What stands in pairs is of the first capture and the second. A time has 6 digits where its capture counts
  /// microseconds, 9 where it counts nanoseconds; what comes of both captures has as many as the finer one.
  public func json(_ comparison: VantageComparison) -> [UInt8] {
    let phrases = language.vantagePhrases
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", JSONReport.schema)
    json.field("as", "vantage")
    json.field("reason", choice(for: comparison).rawValue)
    json.array("captures", zip(captures, comparison.captures)) { json, capture in
      json.object { json in write(capture.0, capture.1, to: &json) }
    }
    json.field("isOneCapture", comparison.isOneCapture)
    json.object("clock") { json in write(comparison.clock, to: &json) }
    json.object("delays") { json in
      write("firstToSecond", comparison.outward, to: &json)
      write("secondToFirst", comparison.back, to: &json)
      json.field(
        "assumption", phrases.assumption(comparison.clock, room: comparison.roundTrip?.minimum.nanoseconds))
      write("firstToSecondAsRecorded", comparison.outwardAsRecorded, to: &json)
      write("secondToFirstAsRecorded", comparison.backAsRecorded, to: &json)
      write("roundTrip", comparison.roundTrip, to: &json)
    }
    json.array("conversations", comparison.conversations) { json, record in
      json.object { json in write(record, isOneRecording: comparison.isOneCapture, to: &json) }
    }
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ record: CaptureRecord, _ capture: VantageComparison.Capture, to json: inout JSONWriter) {
    json.field("path", chosen: record.path)
    json.field("packets", capture.packets)
    json.field("conversations", capture.conversations)
    json.field("isAllCompared", !capture.isFull)
    json.field("firstTime", number: time(capture.first, record.timestampDigits))
    json.field("lastTime", number: time(capture.last, record.timestampDigits))
    json.array("alone", capture.alone) { json, alone in
      json.object(.inline) { json in
        json.field("protocol", alone.protocol.rawValue)
        json.field("stream", alone.stream)
        json.field("originator", "\(alone.originator)")
        json.field("responder", "\(alone.responder)")
        json.field("packets", alone.packets)
        json.field("firstFrame", alone.firstFrame)
      }
    }
    json.field("aloneTotal", capture.aloneTotal)
  }

  private func write(_ clock: ClockOffset, to json: inout JSONWriter) {
    json.field("kind", clock.kind.rawValue)
    json.field("offsetSeconds", number: seconds(clock.offset(at: clock.reference)))
    json.field("uncertaintySeconds", number: seconds(raised(clock.uncertainty)))
    json.field("mayBeZero", clock.mayBeZero)
    json.field("spanSeconds", number: seconds(clock.span))
    let isDrifting = clock.kind == .drifting || clock.kind == .likelyDrifting
    json.field("driftPartsPerBillion", isDrifting ? Int(clock.drift) : nil)
    json.key("driftRangePartsPerBillion")
    if let range = clock.driftRange, !clock.isTooShortForDrift {
      json.beginArray(.inline)
      json.value(Int(range.lowerBound))
      json.value(Int(range.upperBound))
      json.endArray()
    } else {
      json.null()
    }
    json.array("parts", clock.parts) { json, part in
      json.object(.inline) { json in
        json.field("fromFrames", part.frames)
        json.field("lowerSeconds", number: seconds(part.lower?.nanoseconds))
        json.field("lowerFrames", part.lower?.frames)
        json.field("upperSeconds", number: seconds(part.upper?.nanoseconds))
        json.field("upperFrames", part.upper?.frames)
        json.field("middleSeconds", number: seconds(part.middle))
        json.field("uncertaintySeconds", number: seconds(raised(part.uncertainty)))
      }
    }
  }

  private func write(_ key: StaticString, _ summary: DelaySummary?, to json: inout JSONWriter) {
    json.key(key)
    guard let summary else { return json.null() }
    json.object { json in
      json.field("count", summary.count)
      for (key, sample) in [
        ("min" as StaticString, summary.minimum), ("median", summary.median), ("p99", summary.percentile99),
        ("max", summary.maximum),
      ] {
        json.object(key, .inline) { json in
          json.field("seconds", number: seconds(sample.nanoseconds))
          json.field("frames", sample.frames)
          if let earlier = sample.earlier { json.field("earlierFrames", earlier) }
        }
      }
    }
  }

  private func write(_ record: MatchedRecord, isOneRecording: Bool, to json: inout JSONWriter) {
    json.field("protocol", record.protocol.rawValue)
    json.field("streams", record.streams)
    json.field("originator", "\(record.originator)")
    json.field("responder", "\(record.responder)")
    json.field("originatorAtSecond", "\(record.originatorAtSecond)")
    json.field("responderAtSecond", "\(record.responderAtSecond)")
    json.field("isTranslated", record.isTranslated && !isOneRecording)
    json.field("foundBy", record.evidence.rawValue)
    json.field("nearOriginator", record.order.nearOriginator?.rawValue)
    json.field("place", language.vantagePhrases.order(record.order))
    json.field("ambiguous", record.ambiguous)
    for (key, way) in [("toResponder" as StaticString, record.toResponder), ("toOriginator", record.toOriginator)] {
      json.object(key) { json in write(way, to: &json) }
    }
    write("roundTrip", record.roundTrip, to: &json)
    json.array("changes", record.changes) { json, change in
      json.object(.inline) { json in
        json.field("what", change.kind.rawValue)
        json.field("from", change.sender.rawValue)
        json.field("first", change.first)
        json.field("second", change.second)
        json.field("packets", change.count)
        json.field("frames", change.frames)
      }
    }
    json.field("payloadsNotCompared", record.cutPayloads)
    write("unmatched", record.unmatched, to: &json) { json, packet in
      json.object(.inline) { json in
        json.field("capture", packet.point.rawValue)
        json.field("frame", packet.moment.frame)
        json.field("from", packet.sender.rawValue)
        json.field("fate", packet.fate.rawValue)
        json.field("repeats", packet.original)
        write(packet.label, to: &json)
      }
    }
    json.field("unmatchedTotal", record.unmatchedTotal)
    write("packets", record.rows, to: &json) { json, row in
      json.object(.inline) { json in
        json.key("frames")
        json.beginArray(.inline)
        json.value(row.first?.frame)
        json.value(row.second?.frame)
        json.endArray()
        json.field("from", row.sender.rawValue)
        write(row.label, to: &json)
        json.field("firstTime", number: time(row.first?.time, digits(at: 0)))
        json.field("secondTime", number: time(row.second?.time, digits(at: 1)))
        json.field("delaySeconds", number: seconds(row.delay))
        json.field("fate", row.fate?.rawValue)
        json.field("isRegrouped", row.isRegrouped)
      }
    }
    json.field("packetsTotal", record.rowTotal)
  }

  /// Null where a list is not kept, which is not an empty one.
  private func write<Element>(
    _ key: StaticString, _ list: [Element]?, to json: inout JSONWriter, _ body: (inout JSONWriter, Element) -> Void
  ) {
    if let list { json.array(key, list, body) } else { json.null(key) }
  }

  private func write(_ way: VantageWay, to json: inout JSONWriter) {
    json.field("passesFirst", way.passesFirst?.rawValue)
    json.field("packets", way.packets)
    json.field("matched", way.matched)
    json.field("regrouped", way.regrouped)
    json.field("regroupedMissingBytes", way.missingBytes)
    json.object("unmatched") { json in
      for (key, fate) in Self.fateKeys {
        let evidence = CapturePoint.allCases.map { way.evidence(fate, at: $0) }
        let isUnknown = way.passesFirst == nil && fate.dependsOnOrder
        json.object(key, .inline) { json in
          json.field("total", isUnknown ? nil : evidence.reduce(0) { $0 + $1.total })
          json.field("framesOfFirst", evidence[0].frames)
          json.field("framesOfSecond", evidence[1].frames)
        }
      }
    }
    json.field("overtaken", way.overtakenTotal)
    json.array("overtakenFrames", way.overtaken) { json, frames in json.value(frames) }
    write("differences", way.differences, to: &json)
    write("delays", way.delays, to: &json)
  }

  private static var fateKeys: [(StaticString, PacketFate)] {
    [
      ("lost", .lost), ("notCaptured", .notCaptured), ("doubled", .doubled), ("copied", .copied),
      ("repeated", .repeated), ("beforeOther", .beforeOther), ("afterOther", .afterOther), ("undecided", .undecided),
    ]
  }

  private func write(_ label: PacketLabel, to json: inout JSONWriter) {
    json.field("flags", label.flags?.names(separator: ","))
    json.field("sequence", label.sequence.map(Int.init))
    json.field("length", label.payloadLength)
  }

  private func seconds(_ nanoseconds: Int64?) -> String? {
    nanoseconds.map { NumberText.plain.seconds($0, digits: max(digits(at: 0), digits(at: 1))) }
  }

  /// A bound on an error to the digits that are written, never less than it is.
  private func raised(_ nanoseconds: Int64?) -> Int64? {
    guard let nanoseconds, max(digits(at: 0), digits(at: 1)) < 9 else { return nanoseconds }
    let rest = nanoseconds % 1_000
    return rest == 0 ? nanoseconds : Int64(clamping: Int128(nanoseconds - rest) + 1_000)
  }

  private func digits(at place: Int) -> Int { place < captures.count ? captures[place].timestampDigits : 9 }

  private func time(_ time: Timestamp?, _ digits: Int) -> String? {
    time.map { NumberText.plain.seconds($0.nanoseconds, digits: digits) }
  }
}

extension PacketFate {
  /// Nobody knows of it where it is not known which capture comes first.
  fileprivate var dependsOnOrder: Bool {
    switch self {
    case .lost, .notCaptured, .doubled, .copied, .repeated: true
    case .beforeOther, .afterOther, .undecided: false
    }
  }
}

extension JSONWriter {
  fileprivate mutating func value(_ pair: PointPair?) {
    guard let pair else { return null() }
    beginArray(.inline)
    value(pair.first)
    value(pair.second)
    endArray()
  }

  fileprivate mutating func field(_ key: StaticString, _ pair: PointPair?) {
    self.key(key)
    value(pair)
  }
}

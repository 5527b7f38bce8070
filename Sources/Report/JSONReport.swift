public import Analyzer
public import Conversations
import Wire

/// The report for programs: schema 1. Keys are never renamed; unknown is null; times are decimal numbers of seconds.
public struct JSONReport: Sendable {
  /// The language of the findings' `text`.
  public var language: Language

  public static var schema: Int { 1 }
  /// Characters of payload in `text`.
  static let textLength = 64

  public init(language: Language = .english) { self.language = language }

  public func render(_ summary: Summary) -> String {
    var bytes: [UInt8] = []
    write(summary) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Passes the report to `sink` piece by piece, so that a long one is never held as a whole.
  public func write<Failure: Error>(_ summary: Summary, to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var json = JSONWriter()
    let digits = summary.captures.map(\.timestampDigits)
    let byIndex = Dictionary(summary.conversations.map { ($0.index, $0) }) { first, _ in first }
    json.beginObject()
    json.field("schema", Self.schema)
    json.array("captures", summary.captures.enumerated()) { json, capture in
      let findings = summary.findings.filter { $0.capture == capture.offset && $0.conversation == nil }
      write(capture.element, CaptureTrust(of: capture.offset, in: summary), findings, to: &json)
    }
    json.array("logs", summary.logs) { json, log in write(log, to: &json) }
    let timelines = Dictionary(summary.socketTimelines.compactMap { each in each.conversation.map { ($0, each) } }) {
      first, _ in first
    }
    json.key("conversations")
    json.beginArray()
    for conversation in summary.conversations {
      json.object { json in
        let digits = digits.indices.contains(conversation.capture) ? digits[conversation.capture] : 9
        let end =
          summary.captures.indices.contains(conversation.capture)
          ? summary.captures[conversation.capture].lastTime : nil
        write(conversation, digits: digits, captureEnd: end, withPackets: true, to: &json)
        json.key("sockets")
        if let timeline = timelines[conversation.index] {
          json.object { json in write(timeline, to: &json) }
        } else {
          json.null()
        }
      }
      if json.count > 65_536 { try sink(json.take()) }
    }
    json.endArray()
    json.array("socketsWithoutCapture", summary.socketTimelines.filter { $0.conversation == nil }) { json, timeline in
      json.object { json in write(timeline, to: &json) }
    }
    json.array("otherTraffic", summary.otherTraffic) { json, traffic in
      json.object(.inline) { json in
        json.field("protocol", language.phrases.other(traffic.kind))
        json.field("capture", traffic.capture)
        json.field("packets", traffic.packets)
        json.field("bytes", traffic.bytes)
        json.field("firstFrame", traffic.firstFrame)
      }
    }
    json.field("hasAllDetails", summary.hasAllDetails)
    json.array("findings", summary.findings) { json, finding in
      write(finding, in: finding.conversation.flatMap { byIndex[$0] }, to: &json)
    }
    json.endObject()
    json.endLine()
    try sink(json.take())
  }

  /// One conversation on a line, without what is kept of single packets, with its own findings.
  public func line(
    _ conversation: ConversationRecord, findings: [Finding], timestampDigits: Int
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object(.inline) { json in
      write(conversation, digits: timestampDigits, captureEnd: nil, withPackets: false, to: &json)
      json.array("findings", findings) { json, finding in write(finding, in: conversation, to: &json) }
    }
    json.endLine()
    return json.take()
  }

  private func write(
    _ capture: CaptureRecord, _ trust: CaptureTrust, _ findings: [Finding], to json: inout JSONWriter
  ) {
    let digits = capture.timestampDigits
    json.object { json in
      // Whatever a path holds, the text stays one that can be printed.
      json.field("path", EscapedText(capture.path).text)
      json.field("format", capture.format)
      json.key("linkTypes")
      json.beginArray(.inline)
      for type in capture.linkTypes { json.value(type.name) }
      json.endArray()
      json.field("timestampDigits", digits)
      json.field("packets", capture.packets)
      json.field("bytes", capture.bytes)
      json.field("firstTime", number: capture.firstTime.map { NumberText.seconds($0.nanoseconds, digits: digits) })
      json.field("lastTime", number: capture.lastTime.map { NumberText.seconds($0.nanoseconds, digits: digits) })
      json.field("durationSeconds", number: seconds(capture.durationNanoseconds, digits))
      json.field("complete", capture.cut == nil)
      json.field("cut", capture.cut.map { EscapedText($0).text })
      json.field("droppedByKernel", capture.droppedByKernel)
      json.field("droppedByInterface", capture.droppedByInterface)
      json.array("comments", capture.comments) { json, comment in
        json.object(.inline) { json in
          json.field("frame", comment.frame)
          json.field("text", text(comment.bytes, of: comment.length, limit: PacketComment.lengthLimit))
        }
      }
      json.field("commentsTotal", capture.commentsTotal)
      if let composition = capture.composition { write(composition, to: &json) }
      json.object("trust") { json in
        json.field("verdict", trust.verdict?.rawValue)
        json.array("reasons", trust.reasons) { json, reason in
          json.object(.inline) { json in
            json.field("code", reason.code.rawValue)
            json.field("weight", reason.weight.rawValue)
            json.field("count", reason.count)
            json.field("of", reason.population)
            json.field("conversations", reason.conversations)
            json.field("frames", reason.frames)
            json.field("text", language.phrases.reason(reason, of: capture))
          }
        }
        json.array("findings", findings) { json, finding in write(finding, in: nil, to: &json) }
      }
    }
  }

  /// These keys are there only of several files, and of sorted packets.
  private func write(_ composition: CaptureComposition, to json: inout JSONWriter) {
    json.field("order", composition.order.rawValue)
    json.field("outOfOrder", composition.outOfOrder)
    json.array("files", composition.files) { json, file in
      json.object(.inline) { json in
        json.field("path", EscapedText(file.path).text)
        json.field("format", file.format)
        json.field("packets", file.packets)
        json.field("firstFrame", file.firstFrame)
        json.field("lastFrame", file.lastFrame)
        json.field("complete", file.isWhole)
        json.field("cut", (file.cut ?? file.failure).map { EscapedText($0).text })
      }
    }
  }

  private func write(_ finding: Finding, in conversation: ConversationRecord?, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("code", finding.code.rawValue)
      json.field("severity", finding.severity.rawValue)
      json.field("capture", finding.capture)
      json.field("conversation", finding.conversation)
      json.field("frames", finding.frames)
      json.field("count", finding.count)
      if let population = finding.population { json.field("of", population) }
      json.field("text", language.phrases.finding(finding, in: conversation))
    }
  }

  /// A duration; one that a clock running backwards measured is unknown.
  private func seconds(_ nanoseconds: Int64?, _ digits: Int) -> String? {
    nanoseconds.flatMap { $0 < 0 ? nil : NumberText.seconds($0, digits: digits) }
  }

  private func time(_ time: Timestamp, _ digits: Int) -> String {
    NumberText.seconds(time.nanoseconds, digits: digits)
  }
}

extension JSONReport {
  private func write(
    _ record: ConversationRecord, digits: Int, captureEnd: Timestamp?, withPackets: Bool, to json: inout JSONWriter
  ) {
    json.field("index", record.index)
    json.field("capture", record.capture)
    json.field("protocol", record.protocol.rawValue)
    json.field("stream", record.stream)
    write("originator", record.originator, to: &json)
    write("responder", record.responder, to: &json)
    json.field("rolesInferred", record.rolesInferred)
    json.field("encapsulation", record.encapsulation)
    json.field("background", record.background?.rawValue)
    json.field("firstFrame", record.first.frame)
    json.field("lastFrame", record.last.frame)
    json.field("firstTime", number: time(record.first.time, digits))
    json.field("durationSeconds", number: seconds(record.durationNanoseconds, digits))
    json.field("packets", record.packets)
    json.field("bytes", record.bytes)
    json.field("outcome", record.outcome.rawValue)
    json.field("verdict", language.phrases.verdict(Verdict(record, captureEnd: captureEnd), of: record))
    json.field("zeekState", record.zeek?.state.rawValue)
    json.field("history", record.zeek?.history)
    json.field("completeness", record.completeness.map { Int($0.rawValue) })
    write("toResponder", record.toResponder, of: record, digits, to: &json)
    write("toOriginator", record.toOriginator, of: record, digits, to: &json)
    switch record.protocol {
    case .tcp:
      write(record.handshake, digits, to: &json)
      json.field("vantagePoint", record.vantagePoint.map(name))
      write("turnaround", record.turnaround, digits, to: &json)
      write("thinkTime", record.thinkTime, digits, to: &json)
      if withPackets { json.array("data", record.data) { json, segment in write(segment, digits, to: &json) } }
      json.field("dataTotal", record.dataTotal)
      if withPackets {
        json.array("retransmissions", record.events?.retransmissions ?? []) { json, retransmission in
          write(retransmission, digits, to: &json)
        }
        writeTiming(of: record, digits, to: &json)
        json.array("echoPairs", record.echo.pairs) { json, pair in
          json.object(.inline) { json in
            json.field("request", pair.request)
            json.field("reply", pair.reply)
            json.field("seconds", number: seconds(pair.nanoseconds, digits))
          }
        }
      }
      json.field("retransmissionsTotal", record.events?.retransmissionTotal)
      write(record.teardown, by: record.activeCloser, digits, to: &json)
    case .udp:
      if withPackets {
        json.array("exchanges", record.exchanges) { json, exchange in write(exchange, digits, to: &json) }
      }
      json.field("exchangesTotal", record.exchangesTotal)
    }
    json.array("icmpErrors", record.icmpErrors) { json, error in write(error, digits, to: &json) }
    json.field("icmpErrorsTotal", record.icmpErrorTotal)
    write(record.echo, digits, to: &json)
  }

  func write(_ key: String, _ endpoint: Endpoint?, to json: inout JSONWriter) {
    guard let endpoint else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("address", endpoint.address.description)
      json.field("port", Int(endpoint.port))
    }
  }

  private func write(
    _ key: String, _ counts: DirectionCounts, of record: ConversationRecord, _ digits: Int, to json: inout JSONWriter
  ) {
    json.object(key, .inline) { json in
      json.field("packets", counts.packets)
      json.field("bytes", counts.bytes)
      json.field("payloadBytes", counts.payloadBytes)
      json.field("uniquePayloadBytes", counts.uniquePayloadBytes)
      json.field("retransmissions", counts.retransmissions)
      json.field("outOfOrder", counts.outOfOrder)
      json.field("duplicateAcks", counts.duplicateAcks)
      json.field("zeroWindows", counts.zeroWindows)
      json.field("copies", counts.copies)
      json.field("wrongChecksums", counts.wrongChecksums)
      json.field("partialChecksums", counts.partialChecksums)
      json.field("absentChecksums", counts.absentChecksums.total)
      json.field("uncheckedChecksums", counts.uncheckedChecksums)
      if let segments = counts.segments {
        write(segments, of: counts, record.durationNanoseconds, digits, to: &json)
      }
    }
  }

  private func name(_ point: VantagePoint) -> String {
    switch point {
    case .originator: "originator"
    case .responder: "responder"
    case .between: "between"
    case .nearBoth: "both"
    }
  }

  private func write(_ handshake: Handshake?, _ digits: Int, to json: inout JSONWriter) {
    guard let handshake else { return json.null("handshake") }
    json.object("handshake") { json in
      write("syn", handshake.syn, digits, to: &json)
      write("synAck", handshake.synAck, digits, to: &json)
      write("ack", handshake.ack, digits, to: &json)
      json.field("synRetries", handshake.synRetries.map(\.frame))
      json.field("synAckRetries", handshake.synAckRetries.map(\.frame))
      json.field("simultaneous", handshake.isSimultaneous)
      json.field("crossing", handshake.crossing.map(\.frame))
      json.field("seconds", number: seconds(handshake.nanoseconds, digits))
      json.field("synToSynAckSeconds", number: seconds(handshake.synToSynAckNanoseconds, digits))
      json.field("synAckToAckSeconds", number: seconds(handshake.synAckToAckNanoseconds, digits))
    }
  }

  private func write(_ key: String, _ syn: Handshake.SYN?, _ digits: Int, to json: inout JSONWriter) {
    guard let syn else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("frame", syn.frame)
      json.field("time", number: time(syn.time, digits))
      json.field("initialSequenceNumber", Int(syn.initialSequenceNumber.rawValue))
      json.field("window", Int(syn.window))
      json.field("payloadLength", syn.payloadLength)
      json.object("options") { json in
        json.field("mss", syn.maximumSegmentSize.map(Int.init))
        json.field("windowScale", syn.windowScale.map(Int.init))
        json.field("sackPermitted", syn.isSACKPermitted)
        json.field("timestamps", syn.hasTimestamps)
        json.field("fastOpenCookieLength", syn.fastOpenCookieLength)
      }
    }
  }

  private func write(_ key: String, _ moment: FrameMoment?, _ digits: Int, to json: inout JSONWriter) {
    guard let moment else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("frame", moment.frame)
      json.field("time", number: time(moment.time, digits))
    }
  }

  private func write(_ segment: DataSegment, _ digits: Int, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("frame", segment.frame)
      json.field("time", number: time(segment.time, digits))
      json.field("from", segment.from.rawValue)
      json.field("flags", segment.flags.names(separator: ","))
      json.field("sequence", Int(segment.sequence))
      json.field("rawSequence", Int(segment.rawSequence.rawValue))
      json.field("length", segment.length)
      json.field("acknowledgedBy", segment.acknowledgedBy?.frame)
      json.field(
        "acknowledgedAfterSeconds",
        number: seconds(segment.acknowledgedBy?.time.nanoseconds(since: segment.time), digits))
      json.field("roundTrip", segment.roundTrip?.rawValue)
      json.field("bytesInFlight", segment.bytesInFlight)
      json.field("window", segment.window)
      json.field("retransmission", segment.isRetransmission)
      json.field("outOfOrder", segment.isOutOfOrder)
      json.field("text", text(segment.preview, of: segment.length))
    }
  }

  private func write(_ retransmission: Retransmission, _ digits: Int, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("frame", retransmission.frame)
      json.field("original", retransmission.original?.frame)
      json.field("from", retransmission.from.rawValue)
      json.field("cause", retransmission.cause.rawValue)
      json.field("timeoutNumber", retransmission.cause == .timeout ? retransmission.timeoutNumber : nil)
      json.field("seconds", number: seconds(retransmission.waited, digits))
      json.field("needlessBy", retransmission.needlessBy)
    }
  }

  /// Payload as escaped text; what the snapshot length cut off is simply not there.
  private func text(_ bytes: [UInt8], of length: Int, limit: Int = Self.textLength) -> String {
    EscapedText(bytes, isWhole: bytes.count >= length, quotes: false, limit: limit).text
  }

  private func write(_ teardown: Teardown?, by activeCloser: Side?, _ digits: Int, to json: inout JSONWriter) {
    guard let teardown else { return json.null("teardown") }
    json.object("teardown") { json in
      json.field("kind", teardown.kind.rawValue)
      json.field("activeCloser", activeCloser?.rawValue)
      json.field("frames", teardown.frames)
      json.field("halfClosedSeconds", number: seconds(teardown.halfClosedNanoseconds, digits))
      json.array("fins", teardown.fins) { json, fin in
        json.object(.inline) { json in
          json.field("from", fin.from.rawValue)
          json.field("frame", fin.frame)
          json.field("time", number: time(fin.time, digits))
          json.field("acknowledgedBy", fin.acknowledgedBy?.frame)
          json.field("retries", fin.retries.map(\.frame))
        }
      }
      json.array("resets", teardown.resets) { json, reset in
        json.object(.inline) { json in
          json.field("from", reset.from.rawValue)
          json.field("frame", reset.frame)
          json.field("time", number: time(reset.time, digits))
          json.field("acknowledges", reset.hasACK)
        }
      }
      json.field("resetsTotal", teardown.resetTotal)
    }
  }

  private func write(_ exchange: Exchange, _ digits: Int, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("request", exchange.request?.frame)
      json.field("reply", exchange.reply?.frame)
      json.field("time", number: (exchange.request ?? exchange.reply).map { time($0.time, digits) })
      json.field("seconds", number: seconds(exchange.nanoseconds, digits))
      json.field("requestLength", exchange.requestLength)
      json.field("replyLength", exchange.replyLength)
      json.field("identical", exchange.isIdentical)
      json.field("icmpError", exchange.icmpError?.frame)
      json.field("duplicates", exchange.duplicates)
      json.field("reordered", exchange.isReordered)
      json.field("requestFragments", exchange.requestFragments)
      json.field("replyFragments", exchange.replyFragments)
      json.field("text", text(exchange.preview, of: exchange.requestLength ?? exchange.replyLength ?? 0))
    }
  }

  private func write(_ error: ICMPError, _ digits: Int, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("frame", error.frame)
      json.field("time", number: time(error.time, digits))
      json.field("version", error.isVersion6 ? 6 : 4)
      json.field("type", Int(error.type))
      json.field("code", Int(error.code))
      json.field("reporter", error.reporter.description)
    }
  }

  private func write(_ echo: EchoResult, _ digits: Int, to json: inout JSONWriter) {
    json.object("echo") { json in
      json.field("isEcho", echo.isEcho)
      json.field("requests", echo.requests)
      json.field("replies", echo.knownReplies)
      json.field("lost", echo.lost)
      json.field("duplicated", echo.duplicated)
      json.field("reordered", echo.reordered)
      json.field("mismatched", echo.mismatched)
      json.key("firstDifference")
      if let difference = echo.firstDifference {
        json.object(.inline) { json in
          json.field("offset", difference.offset)
          json.field("frame", difference.frame)
          json.field("requestFrame", difference.requestFrame)
        }
      } else {
        json.null()
      }
      json.object("rtt", .inline) { json in
        write(echo.rtt, digits, to: &json)
        json.field("jitter", number: seconds(echo.jitter, digits))
      }
    }
  }
}

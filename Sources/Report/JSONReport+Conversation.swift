import Analyzer
import Conversations
import Wire

// A conversation: what both protocols have, UDP exchanges, ICMP errors, the echo.
extension JSONReport {
  func write(

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

  func write(_ key: StaticString, _ endpoint: Endpoint?, to json: inout JSONWriter) {
    guard let endpoint else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("address", endpoint.address.description)
      json.field("port", Int(endpoint.port))
    }
  }

  func write(

    _ key: StaticString, _ counts: DirectionCounts, of record: ConversationRecord, _ digits: Int,
    to json: inout JSONWriter
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

  func write(_ exchange: Exchange, _ digits: Int, to json: inout JSONWriter) {
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

  func write(_ error: ICMPError, _ digits: Int, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("frame", error.frame)
      json.field("time", number: time(error.time, digits))
      json.field("version", error.isVersion6 ? 6 : 4)
      json.field("type", Int(error.type))
      json.field("code", Int(error.code))
      json.field("reporter", error.reporter.description)
    }
  }

  func write(_ echo: EchoResult, _ digits: Int, to json: inout JSONWriter) {
    json.object("echo") { json in
      json.field("isEcho", echo.isEcho)
      json.field("requests", echo.requests)
      json.field("replies", echo.knownReplies)
      json.field("lost", echo.lost)
      json.field("duplicated", echo.duplicated)
      json.field("reordered", echo.reordered)
      json.field("mismatched", echo.mismatched)
      json.field("shortened", echo.shortened)
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

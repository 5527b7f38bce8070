public import Analyzer
import Conversations

extension ComparisonReport {
  /// The comparison for programs: schema 1. Keys are never renamed; unknown is null; times are decimal numbers of seconds.
  public func json(_ summary: Summary) -> [UInt8] {
    let comparison = Comparison(summary)
    let story = ComparisonStory(phrases: language.comparisonPhrases, numbers: language.phrases.numbers)
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", JSONReport.schema)
    json.field("comparison", "workload")
    json.field("as", "workload")
    json.field("reason", choice.rawValue)
    json.field("sameWorkload", comparison.hasSameWorkload)
    json.array("captures", summary.captures) { json, capture in json.value(chosen: capture.path) }
    json.array("traces", comparison.traces) { json, column in
      json.object { json in
        write(column.trace, to: &json)
        json.array("otherProtocols", column.others) { json, other in
          json.object(.inline) { json in
            json.field("protocol", other.name)
            json.field("packets", other.packets)
          }
        }
        json.array("aspects", ComparedAspect.allCases) { json, aspect in
          json.object(.inline) { json in
            json.field("aspect", aspect.rawValue)
            json.field("text", story.cell(aspect, column))
          }
        }
      }
    }
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ trace: EchoTrace, to json: inout JSONWriter) {
    let record = trace.record
    json.field("conversation", record.index)
    json.field("capture", record.capture)
    json.field("protocol", record.protocol.rawValue)
    json.field("stream", record.stream)
    json.field("isEcho", record.echo.isEcho)
    json.field("packets", record.packets)
    json.field("bytes", record.bytes)
    json.field("payloadBytes", trace.payloadBytes)
    json.field(
      "bytesPerPayloadByte", number: trace.bytesPerHundred.map { NumberText.plain.hundredths($0) })
    json.object("controlFrames", .inline) { json in
      json.field("opening", trace.control.opening)
      if let frames = trace.control.acknowledging {
        json.field("acknowledging", frames)
      } else {
        json.null("acknowledging")
      }
      json.field("closing", trace.control.closing)
    }
    json.field("handshakeSeconds", number: seconds(record.handshake?.nanoseconds))
    json.field("openingSeconds", number: seconds(trace.openingNanoseconds))
    json.field("timeToFirstEchoSeconds", number: seconds(trace.timeToFirstEcho))
    write("firstEcho", trace.firstEcho, to: &json)
    write("fastestEcho", trace.fastest, to: &json)
    write("slowestEcho", trace.slowest, to: &json)
    json.field("medianEchoSeconds", number: seconds(record.echo.rtt?.median))
    json.field("requests", record.echo.requests)
    json.field("replies", record.echo.knownReplies)
    json.field("lost", record.echo.lost)
    json.field("reordered", record.echo.reordered)
    json.field("duplicated", record.echo.duplicated)
    json.array("unacknowledgedFrames", trace.unacknowledged) { json, frame in json.value(frame) }
  }

  private func write(_ key: StaticString, _ echo: EchoTrace.Echo?, to json: inout JSONWriter) {
    json.key(key)
    guard let echo else { return json.null() }
    json.object(.inline) { json in
      json.field("request", echo.request)
      json.field("reply", echo.reply)
      json.field("seconds", number: seconds(echo.nanoseconds))
    }
  }

  private func seconds(_ nanoseconds: Int64?) -> String? {
    nanoseconds.map { NumberText.plain.seconds($0, digits: 9) }
  }
}

public import Conversations
public import SessionLog
public import Wire

/// What a load came to, for programs; free of language.
///
/// | key | what it is |
/// |---|---|
/// | `schema` | 1 |
/// | `protocol` | `tcp` or `udp` |
/// | `server` | `address` and `port` |
/// | `count`, `concurrency`, `size`, `intervalSeconds`, `timeoutSeconds` | what was asked for; `size` in bytes, no interval is null |
/// | `ending` | `complete`; `stopped` by the user; `gaveUp` for trouble, with nothing answered meanwhile |
/// | `connections` | TCP connections that were opened, or UDP sockets |
/// | `sent`, `echoed`, `mismatched`, `abandoned`, `lost` | messages: `lost` is `sent` without the other three |
/// | `late` | those echoed or mismatched after they had been given up |
/// | `resent` | messages sent once more because the server had closed before it read them |
/// | `duplicated`, `reordered`, `unexpected` | answers |
/// | `failed`, `failures` | trouble that was gone on after, in all and by `reason` with its `count` |
/// | `bytesSent`, `bytesReceived` | payload |
/// | `durationSeconds`, `echoesPerSecond` | from the first send to the last answer; null if there was none |
/// | `rtt` | `min`, `p50`, `p90`, `p99`, `max` in seconds; null where no echo came in time |
///
/// A value that cannot be told is null: `late`, `duplicated` and `reordered` of messages under eight bytes.
public struct LoadJSONReport {
  public init() {}

  /// One object, and a newline at its end.
  public func bytes(_ report: LoadReport, _ transport: TransportProtocol, server: Endpoint) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", 1)
      json.field("protocol", transport.rawValue)
      json.object("server", .inline) {
        $0.field("address", server.address.description)
        $0.field("port", Int(server.port))
      }
      json.field("count", report.count)
      json.field("concurrency", report.concurrency)
      json.field("size", report.size)
      json.field("intervalSeconds", number: report.interval.map { NumberText.plain.plainSeconds($0) })
      json.field("timeoutSeconds", number: NumberText.plain.plainSeconds(report.timeout))
      json.field("ending", report.ending.rawValue)
      json.field("connections", report.connections)
      json.field("sent", report.sent)
      json.field("resent", report.resent)
      json.field("echoed", report.echoed)
      json.field("late", report.late)
      json.field("lost", report.lost)
      json.field("mismatched", report.mismatched)
      json.field("abandoned", report.abandoned)
      json.field("duplicated", report.duplicated)
      json.field("reordered", report.reordered)
      json.field("unexpected", report.unexpected)
      json.field("failed", report.failed)
      json.array("failures", report.sortedFailures) { json, each in
        json.object(.inline) {
          $0.field("reason", each.failure.code)
          $0.field("count", each.count)
        }
      }
      json.field("bytesSent", report.bytesSent)
      json.field("bytesReceived", report.bytesReceived)
      let nanoseconds = report.durationNanoseconds
      json.field("durationSeconds", number: nanoseconds > 0 ? NumberText.plain.seconds(nanoseconds, digits: 9) : nil)
      json.field("echoesPerSecond", number: NumberText.plain.perSecond(report.echoed, in: nanoseconds))
      if let times = report.roundTrip {
        json.object("rtt", .inline) { json in
          let all: [(StaticString, Int64)] = [
            ("min", times.min), ("p50", times.p50), ("p90", times.p90), ("p99", times.p99), ("max", times.max),
          ]
          for (key, time) in all {
            json.field(key, number: NumberText.plain.seconds(time, digits: 9))
          }
        }
      } else {
        json.null("rtt")
      }
    }
    json.endLine()
    return json.take()
  }
}

public import Conversations

/// The numbers behind plots, for programs: schema 1. All are whole, in the unit of their axis.
public struct PlotJSON: Sendable {
  private let record: ConversationRecord

  public init(_ record: ConversationRecord) { self.record = record }

  public func write(_ plots: [Plot]) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", JSONReport.schema)
    json.field("conversation", record.index)
    json.field("protocol", record.protocol.rawValue)
    json.field("stream", record.stream)
    json.array("plots", plots) { json, plot in
      json.object { json in
        json.field("kind", plot.kind.rawValue)
        json.field("variant", plot.variant?.rawValue)
        json.field("from", plot.side?.rawValue)
        json.field("title", plot.title)
        write("x", plot.x, to: &json)
        write("y", plot.y, to: &json)
        json.array("series", plot.series) { json, series in
          json.object { json in
            json.field("name", series.name)
            json.field("style", series.style.rawValue)
            json.field("total", series.total)
            json.array("values", series.values) { json, value in
              json.object(.inline) { json in
                json.field("x", Int(value.x))
                json.field("y", Int(value.y))
                if let top = value.top { json.field("top", Int(top)) }
                json.field("frame", value.frame)
              }
            }
          }
        }
      }
    }
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ key: StaticString, _ axis: Plot.Axis, to json: inout JSONWriter) {
    json.object(key, .inline) { json in
      json.field("name", axis.name)
      json.field("unit", axis.unit.rawValue)
    }
  }
}

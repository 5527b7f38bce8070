public import Analyzer
import Conversations

extension AnswerReport {
  /// The answers for programs, such as a learning platform: schema 1. Names of questions and values never change; unknown is
  /// null; times are decimal numbers of seconds, rates bytes per second.
  public func json(_ summary: Summary, _ listing: PacketListing) -> [UInt8] {
    let sheets = AnswerSheets(summary, listing, set: set)
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", JSONReport.schema)
    json.array("captures", summary.captures) { json, capture in json.value(chosen: capture.path) }
    json.array("sets", sheets.sheets) { json, sheet in
      json.object { json in
        json.field("set", sheet.set.rawValue)
        json.field("capture", sheet.capture)
        json.key("conversation")
        if let record = sheet.record { write(record, to: &json) } else { json.null() }
        json.array("answers", sheet.answers) { json, answer in json.object { json in write(answer, to: &json) } }
      }
    }
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ record: ConversationRecord, to json: inout JSONWriter) {
    json.object(.inline) { json in
      json.field("index", record.index)
      json.field("protocol", record.protocol.rawValue)
      json.field("stream", record.stream)
      json.field("originator", "\(record.originator)")
      json.field("responder", "\(record.responder)")
      json.field("firstFrame", record.first.frame)
      json.field("lastFrame", record.last.frame)
    }
  }

  private func write(_ answer: Answer, to json: inout JSONWriter) {
    let words = language.answerPhrases
    json.field("id", answer.question.rawValue)
    json.field("question", words.question(answer.question))
    json.field("answerable", answer.isAnswerable)
    if answer.question.isClaim { json.field("verdict", answer.verdict?.rawValue) }
    json.array("values", answer.values) { json, value in
      json.object(.inline) { json in write(value, to: &json) }
    }
    let text = answer.facts.map { words.text($0) }.joined(separator: " ")
    json.field("answer", text.isEmpty ? nil : text)
    json.field("reason", words.obstacle(to: answer))
  }

  private func write(_ value: AnswerValue, to json: inout JSONWriter) {
    let words = language.answerPhrases
    json.field("name", value.name.rawValue)
    if let item = value.item { json.field("item", item) }
    if let side = value.side { json.field("side", side.rawValue) }
    json.key("value")
    var unit: String?
    switch value.quantity {
    case .integer(let number): json.value(number)
    case .bytes(let number):
      json.value(number)
      unit = "B"
    case .rate(let number):
      json.value(number)
      unit = "B/s"
    case .nanoseconds(let nanoseconds), .moment(let nanoseconds):
      json.value(number: NumberText.plain.seconds(nanoseconds, digits: 9))
      unit = "s"
    case .hexadecimal(let number, let bits): json.value(AnatomyText.hexadecimal(number, bits: bits))
    case .truth(let truth): json.value(truth)
    case .text(let text): json.value(text)
    case .unknown: json.null()
    }
    json.field("unit", unit)
    json.field("formula", value.formula.map { words.formula($0) })
    json.field("substitution", value.substitution.map { $0.text(.plain) })
    json.field("frames", value.frames)
  }
}

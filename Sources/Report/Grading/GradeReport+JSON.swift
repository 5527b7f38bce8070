public import Analyzer
import Conversations

extension GradeReport {
  /// Grades for programs: schema 1. Keys are never renamed; unknown is null; points are numbers with at most two decimals.
  public func json(_ results: [GradedSubmission], _ same: [SameRecording]) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", GradingSpecification.schema)
    json.object("spec") { json in
      json.field("title", chosen: specification.title)
      json.field("maximum", number: specification.maximum.text)
      json.field("passAt", number: specification.passAt.text)
    }
    json.array("submissions", results) { json, result in json.object { json in write(result, to: &json) } }
    json.array("sameRecording", same) { json, same in json.object { json in write(same, to: &json) } }
    json.endObject()
    json.endLine()
    return json.take()
  }

  private func write(_ result: GradedSubmission, to json: inout JSONWriter) {
    let files = result.submission.files
    json.field("path", chosen: result.submission.path)
    // Of several each has its own.
    json.field("sha256", files.count == 1 ? files[0].sha256 : nil)
    json.array("captures", files) { json, file in
      json.object(.inline) { json in
        json.field("path", chosen: file.path)
        json.field("sha256", file.sha256)
      }
    }
    json.field("conversationsLeftOut", result.submission.leftOut)
    json.field("points", number: result.grade.points.text)
    json.field("maximum", number: result.grade.maximum.text)
    json.field("passed", result.grade.isPassed)
    json.array("requirements", result.grade.items) { json, item in
      json.object { json in
        json.field("id", chosen: item.requirement.id)
        json.field(
          "title",
          item.requirement.title.map { EscapedText($0).text } ?? language.gradePhrases.demand(item.requirement))
        json.field("points", number: item.points.text)
        json.field("maximum", number: item.requirement.points.text)
        json.field("passed", item.isMet)
        json.field("reason", language.gradePhrases.reason(item.reason, of: item.requirement))
        json.field("conversation", item.conversation?.index)
        json.field("protocol", item.conversation?.protocol.rawValue)
        json.field("stream", item.conversation?.stream)
        json.field("capture", item.evidence.first?.capture)
        json.field("frames", item.evidence.first?.frames ?? [])
        json.field("framesTotal", item.evidence.first?.total ?? 0)
        json.array("otherFrames", item.evidence.dropFirst()) { json, evidence in
          json.object(.inline) { json in
            json.field("capture", evidence.capture)
            json.field("frames", evidence.frames)
            json.field("framesTotal", evidence.total)
          }
        }
      }
    }
  }

  private func write(_ same: SameRecording, to json: inout JSONWriter) {
    json.field("sameTimes", same.hasSameTimes)
    json.field("equalIntervals", same.intervals.equal)
    json.field("intervals", same.intervals.total)
    json.field("shiftSeconds", number: same.shift.map { NumberText.plain.seconds($0, digits: 9) })
    json.field("shiftIsRounding", same.isShiftRounding)
    json.field("otherEndpoints", same.haveOtherEndpoints)
    json.array("agreements", same.agreements) { json, agreement in
      let (name, count): (String, Int?) =
        switch agreement {
        case .file: ("file", nil)
        case .sequenceNumbers(let count): ("sequenceNumbers", count)
        case .timestampValues(let count): ("timestampValues", count)
        case .identifications(let count): ("ipIdentifications", count)
        case .intervals(let count): ("intervals", count)
        }
      json.object(.inline) { json in
        json.field("what", name)
        json.field("packets", count)
      }
    }
    json.array("recordings", [same.first, same.second]) { json, place in
      json.object(.inline) { json in
        json.field("submission", place.submission)
        json.field("path", chosen: place.path)
        json.field("protocol", place.conversation.protocol.rawValue)
        json.field("stream", place.conversation.stream)
        json.field("frames", place.frames)
        json.field("framesTotal", place.framesTotal)
      }
    }
  }
}

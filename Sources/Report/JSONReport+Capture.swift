import Analyzer
import Conversations
import Wire

// A capture, whether it can be trusted, and what was found.
extension JSONReport {
  func write(
    _ capture: CaptureRecord, _ trust: CaptureTrust, _ findings: [Finding], to json: inout JSONWriter
  ) {
    let digits = capture.timestampDigits
    json.object { json in
      // Whatever a path holds, the text stays one that can be printed.
      json.field("path", chosen: capture.path)
      json.field("format", capture.format)
      json.key("linkTypes")
      json.beginArray(.inline)
      for type in capture.linkTypes { json.value(type.name) }
      json.endArray()
      json.field("timestampDigits", digits)
      json.field("packets", capture.packets)
      json.field("bytes", capture.bytes)
      json.field(
        "firstTime", number: capture.firstTime.map { NumberText.plain.seconds($0.nanoseconds, digits: digits) })
      json.field("lastTime", number: capture.lastTime.map { NumberText.plain.seconds($0.nanoseconds, digits: digits) })
      json.field("durationSeconds", number: seconds(capture.durationNanoseconds, digits))
      json.field("complete", capture.cut == nil)
      json.field("cut", chosen: capture.cut)
      json.field("droppedByKernel", capture.droppedByKernel)
      json.field("droppedByInterface", capture.droppedByInterface)
      write(capture.outages, to: &json)
      if let others = capture.leftOut { json.field("conversationsLeftOut", others.conversationsTotal) }
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

  /// These keys are there only where the interface of a live capture was down.
  private func write(_ outages: Outages, to json: inout JSONWriter) {
    guard !outages.isEmpty else { return }
    func time(_ time: Timestamp) -> String { NumberText.plain.seconds(time.nanoseconds, digits: 9) }
    json.array("outages", outages.first) { json, outage in
      json.object(.inline) { json in
        json.field("after", outage.after)
        json.field("before", outage.before)
        json.field("start", number: time(outage.start))
        json.field("end", number: outage.end.map(time))
        json.field("seconds", number: seconds(outage.nanoseconds, 9))
      }
    }
    json.field("outagesTotal", outages.total)
  }

  /// These keys are there only of several files, and of sorted packets.
  func write(_ composition: CaptureComposition, to json: inout JSONWriter) {
    json.field("order", composition.order.rawValue)
    json.field("outOfOrder", composition.outOfOrder)
    json.array("files", composition.files) { json, file in
      json.object(.inline) { json in
        json.field("path", chosen: file.path)
        json.field("format", file.format)
        json.field("packets", file.packets)
        json.field("firstFrame", file.firstFrame)
        json.field("lastFrame", file.lastFrame)
        json.field("complete", file.isWhole)
        json.field("cut", chosen: file.cut ?? file.failure)
      }
    }
  }

  func write(_ finding: Finding, in conversation: ConversationRecord?, to json: inout JSONWriter) {
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
}

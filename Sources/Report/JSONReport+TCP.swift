import Analyzer
import Conversations
import Wire

// How a connection opened, what it carried, how it closed.
extension JSONReport {
  func name(_ point: VantagePoint) -> String {
    switch point {
    case .originator: "originator"
    case .responder: "responder"
    case .between: "between"
    case .nearBoth: "both"
    }
  }

  func write(_ handshake: Handshake?, _ digits: Int, to json: inout JSONWriter) {
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

  func write(_ key: StaticString, _ syn: Handshake.SYN?, _ digits: Int, to json: inout JSONWriter) {
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

  func write(_ key: StaticString, _ moment: FrameMoment?, _ digits: Int, to json: inout JSONWriter) {
    guard let moment else { return json.null(key) }
    json.object(key, .inline) { json in
      json.field("frame", moment.frame)
      json.field("time", number: time(moment.time, digits))
    }
  }

  func write(_ segment: DataSegment, _ digits: Int, to json: inout JSONWriter) {
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

  func write(_ retransmission: Retransmission, _ digits: Int, to json: inout JSONWriter) {
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

  func write(_ teardown: Teardown?, by activeCloser: Side?, _ digits: Int, to json: inout JSONWriter) {
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
}

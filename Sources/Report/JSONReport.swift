public import Analyzer
public import Conversations
import Wire

/// The report for programs: schema 1. Keys are never renamed; unknown is null; times are decimal numbers of seconds.
public struct JSONReport: Sendable {
  /// The language of `text`, of `verdict`, and of what is counted beside conversations; all other values have none.
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

  /// A duration; one that a clock running backwards measured is unknown.
  func seconds(_ nanoseconds: Int64?, _ digits: Int) -> String? {
    nanoseconds.flatMap { $0 < 0 ? nil : NumberText.plain.seconds($0, digits: digits) }
  }

  func time(_ time: Timestamp, _ digits: Int) -> String {
    NumberText.plain.seconds(time.nanoseconds, digits: digits)
  }

  /// Payload as escaped text; what the snapshot length cut off is simply not there.
  func text(_ bytes: [UInt8], of length: Int, limit: Int = Self.textLength) -> String {
    EscapedText(bytes, isWhole: bytes.count >= length, quotes: false, limit: limit).text
  }
}

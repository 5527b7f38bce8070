import Analyzer
import Foundation
import Report
import Testing

struct JSONReportTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `has every key of the schema`() throws {
    let text = JSONReport().render(Situation.echoSession())
    let report = try object(text)
    #expect(report["schema"] as? Int == 1)
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    for key in [
      "path", "format", "linkTypes", "packets", "bytes", "firstTime", "lastTime", "durationSeconds", "complete",
    ] {
      #expect(capture[key] != nil, "\(key)")
    }
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    for key in [
      "index", "capture", "protocol", "stream", "originator", "responder", "rolesInferred", "encapsulation",
      "firstTime",
      "durationSeconds", "packets", "bytes", "outcome", "zeekState", "history", "completeness", "toResponder",
      "toOriginator", "handshake", "data", "dataTotal", "teardown", "echo",
    ] {
      #expect(conversation[key] != nil, "\(key)")
    }
    #expect(conversation["exchanges"] == nil)
  }

  @Test func `writes times with the digits of the capture`() {
    let text = JSONReport().render(Situation.echoSession())
    #expect(text.contains("\"seconds\": 0.001150,"))
    #expect(text.contains("\"firstTime\": 1740618765.000100,"))
    #expect(
      text.contains(
        "\"rtt\": { \"min\": 0.001250, \"median\": 0.001250, \"mean\": 0.001250, \"p99\": 0.001250, "
          + "\"max\": 0.001250, \"stdev\": null, \"jitter\": null }"))
    var situation = Situation(digits: 9)
    situation.handshake()
    #expect(JSONReport().render(situation.summary()).contains("\"seconds\": 0.001150000,"))
  }

  @Test func `writes a data segment on a line`() {
    let text = JSONReport().render(Situation.echoSession())
    #expect(
      text.contains(
        "{ \"frame\": 4, \"time\": 1740618765.001747, \"from\": \"originator\", \"flags\": \"PSH,ACK\", \"sequence\": 1, "
          + "\"rawSequence\": 1001, \"length\": 34, \"acknowledgedBy\": 5, \"acknowledgedAfterSeconds\": 0.001130, "
          + "\"roundTrip\": \"pure-ack\", \"bytesInFlight\": 34, \"window\": 64240, \"retransmission\": false, \"outOfOrder\": false, \"text\": \"Hello World!!! This will be echoed\" }"
      ))
  }

  @Test func `writes what is unknown as null`() throws {
    var situation = Situation()
    situation.udp(.originator, "anyone?")
    let report = try object(JSONReport().render(situation.summary()))
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let exchange = try #require((conversation["exchanges"] as? [[String: Any]])?.first)
    #expect(exchange["reply"] is NSNull)
    #expect(exchange["identical"] is NSNull)
    let rtt = try #require((conversation["echo"] as? [String: Any])?["rtt"] as? [String: Any])
    #expect(rtt["median"] is NSNull)
    #expect(conversation["handshake"] == nil)
  }

  @Test func `keeps text of hostile payload to 64 characters that can be printed`() throws {
    var situation = Situation()
    situation.handshake()
    situation.tcp(.originator, [.psh, .ack], 1, 1, String(repeating: "\u{1b}", count: 60))
    let report = try object(JSONReport().render(situation.summary()))
    let data = (report["conversations"] as? [[String: Any]])?.first?["data"] as? [[String: Any]]
    #expect(data?.first?["text"] as? String == String(repeating: "\\x1b", count: 16))
  }

  @Test func `counts the replies that are only the beginning of their request`() throws {
    var situation = Situation()
    situation.udp(.originator, "a longer request")
    situation.udp(.responder, "a longer")
    situation.udp(.originator, "another one")
    situation.udp(.responder, "another one")
    let report = try object(JSONReport().render(situation.summary()))
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let echo = try #require(conversation["echo"] as? [String: Any])
    #expect(echo["mismatched"] as? Int == 1)
    #expect(echo["shortened"] as? Int == 1)
  }

  @Test func `writes one conversation on a line without its packets`() throws {
    let summary = Situation.echoSession()
    let line = String(
      decoding: JSONReport().line(
        try #require(summary.conversations.first), findings: summary.findings, timestampDigits: 6),
      as: UTF8.self)
    #expect(line.filter(\.isNewline).count == 1)
    let conversation = try object(line)
    #expect(conversation["data"] == nil)
    #expect(conversation["dataTotal"] as? Int == 2)
    #expect(conversation["findings"] != nil)
  }
}

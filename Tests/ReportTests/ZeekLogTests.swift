import Analyzer
import Conversations
import Report
import Testing

/// Lines of conn.log.
struct ZeekLogTests {
  private func line(_ summary: Summary) -> String {
    String(decoding: ZeekLog().line(summary.conversations[0]), as: UTF8.self)
  }

  /// The line without the value of `uid`, and that.
  private func parts(_ line: String) -> (line: String, uid: String) {
    let pieces = line.split(separator: "\"uid\":\"", maxSplits: 1)
    let (uid, rest) = (pieces[1].prefix { $0 != "\"" }, pieces[1].drop { $0 != "\"" })
    return (pieces[0] + "\"uid\":\"" + rest, String(uid))
  }

  @Test func `a connection is a line with Zeek's names in Zeek's order`() {
    var situation = Situation()
    situation.tcp(.originator, .syn, 0)
    situation.tcp(.responder, [.syn, .ack], 0, 1)
    situation.tcp(.originator, .ack, 1, 1)
    situation.tcp(.originator, [.psh, .ack], 1, 1, "hello", after: 1_500_000)
    let (line, uid) = parts(line(situation.summary()))
    #expect(
      line
        == #"{"ts":1740618765.000100,"uid":"","id.orig_h":"192.0.2.1","id.orig_p":50892,"id.resp_h":"192.0.2.2","#
        + #""id.resp_p":12345,"proto":"tcp","duration":1.500200,"orig_bytes":5,"resp_bytes":0,"conn_state":"S1","#
        + #""missed_bytes":0,"history":"ShAD","orig_pkts":3,"orig_ip_bytes":125,"resp_pkts":1,"resp_ip_bytes":40}"#
        + "\n")
    #expect(uid.count == 18)
    #expect(uid.first == "C")
    #expect(uid.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  @Test func `what is not set has no key`() {
    var situation = Situation()
    situation.udp(.originator, "hello")
    let line = line(situation.summary())
    #expect(!line.contains("duration"))
    #expect(!line.contains("orig_bytes"))
    #expect(!line.contains("resp_bytes"))
    #expect(line.contains(#""conn_state":"S0","missed_bytes":0,"history":"D","orig_pkts":1,"orig_ip_bytes":33"#))
  }

  @Test func `a flipped connection is written in Zeek's roles`() {
    var situation = Situation()
    situation.tcp(.responder, [.psh, .ack], 1, 1, "hello")
    // The ports tell the roles here; Zeek knows none of them, and goes by who came first.
    #expect(situation.summary().conversations[0].originator.port == 50_892)
    #expect(line(situation.summary()).contains(#""id.orig_h":"192.0.2.2","id.orig_p":12345,"id.resp_h":"192.0.2.1""#))
  }

  @Test func `uid is the same for the same connection and another for others`() {
    func uid(after microseconds: Int64, udp: Bool = false) -> String {
      var situation = Situation()
      if udp {
        situation.udp(.originator, "hello", after: microseconds)
      } else {
        situation.tcp(.originator, .syn, 0, after: microseconds)
      }
      return parts(line(situation.summary())).uid
    }
    #expect(uid(after: 100) == uid(after: 100))
    #expect(Set([uid(after: 100), uid(after: 101), uid(after: 100, udp: true)]).count == 3)
  }
}

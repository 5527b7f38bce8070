import SessionLog
import Testing

/// Logs as anybody may have made them.
struct RecordedSessionTests {
  private static let header = #"{"schema":1,"program":"x","role":"client","protocol":"tcp","process":1}"#
  private static let event = #"{"event":"send","socket":1,"calledAt":5,"bytes":34}"#

  private func read(_ lines: String...) -> RecordedSession { read(lines) }

  private func read(_ lines: [String]) -> RecordedSession {
    var session = RecordedSession(path: "log")
    for line in lines { session.add(line: Array(line.utf8)) }
    return session
  }

  @Test func `a whole log`() {
    let session = read(Self.header, Self.event, Self.event)
    #expect(session.header == SessionHeader(program: "x", role: .client, protocol: .tcp, process: 1))
    #expect(session.events.map(\.bytes) == [34, 34])
    #expect(session.unreadableLines == 0)
    #expect(session.firstUnreadableLine == nil)
  }

  @Test func `a last line that was cut is counted, and the others stay`() {
    for count in 1..<Self.event.count {
      let session = read(Self.header, Self.event, String(Self.event.prefix(count)))
      #expect(session.events.count == 1)
      #expect(session.unreadableLines == 1)
      #expect(session.firstUnreadableLine == 3)
    }
  }

  @Test func `an empty file and empty lines say nothing`() {
    #expect(read() == RecordedSession(path: "log"))
    let session = read(Self.header, "", "", Self.event)
    #expect(session.events.count == 1)
    #expect(session.unreadableLines == 0)
  }

  @Test func `without a first line the calls are there`() {
    let session = read(Self.event, Self.header, Self.event)
    #expect(session.header == nil)
    #expect(session.events.count == 2)
    #expect(session.firstUnreadableLine == 2)
  }

  @Test func `a log of another schema is not taken for one of ours`() {
    let session = read(Self.header.replacing("\"schema\":1", with: "\"schema\":2"), Self.event)
    #expect(session.header == nil)
    #expect(session.firstUnreadableLine == 1)
  }

  @Test func `a log with Windows line ends and keys from the future is read`() {
    let session = read(
      Self.header + "\r", #"{"calledAt":5,"socket":1,"event":"recv","colour":{"deep":[1,null]},"bytes":1}"# + "\r")
    #expect(session.header != nil)
    #expect(session.events.map(\.event) == [.recv])
    #expect(session.unreadableLines == 0)
  }

  @Test(arguments: [
    "garbage", "[]", "1", "null", "{}", "\"send\"", #"{"event":"send"}"#, #"{"event":"send","socket":1}"#,
    #"{"event":"ioctl","socket":1,"calledAt":5}"#, #"{"event":"","socket":1,"calledAt":5}"#,
    #"{"event":"send","socket":1,"calledAt":-5}"#, #"{"event":"send","socket":1,"calledAt":5,"returnedAt":-1}"#,
    #"{"event":"send","socket":1,"calledAt":9223372036854775807}"#,
    #"{"event":"send","socket":1,"calledAt":9223372036854775808}"#,
    #"{"event":"send","socket":1,"calledAt":1e300}"#, #"{"event":"send","socket":1,"calledAt":5.5}"#,
    #"{"event":"send","socket":1,"calledAt":"5"}"#, #"{"event":"send","socket":99999999999999999999,"calledAt":5}"#,
    #"{"event":"send","socket":1,"calledAt":5,"bytes":-1}"#, #"{"event":"send","socket":1,"calledAt":5,"offset":-1}"#,
    #"{"event":"send","socket":1,"calledAt":5,"bytes":9223372036854775807}"#,
    #"{"event":"send","socket":1,"calledAt":5,"offset":9223372036854775807,"bytes":1}"#,
    #"{"event":"send","socket":1,"calledAt":5,"errno":4294967296}"#,
    #"{"event":"send","socket":1,"calledAt":5,"local":{"address":"nowhere","port":1}}"#,
    #"{"event":"send","socket":1,"calledAt":5,"local":{"address":"192.0.2.1","port":65536}}"#,
    #"{"event":"send","socket":1,"calledAt":5,"local":{"address":"192.0.2.1","port":-1}}"#,
    #"{"event":"send","socket":1,"calledAt":5,"local":{"address":"192.0.2.1"}}"#,
  ])
  func `a line that no program can mean is counted and left out`(line: String) {
    let session = read(Self.header, line, Self.event)
    #expect(session.events.map(\.bytes) == [34])
    #expect(session.unreadableLines == 1)
    #expect(session.firstUnreadableLine == 2)
  }

  @Test(arguments: [
    "rttMicroseconds", "rttVariationMicroseconds", "retransmissions", "congestionWindow", "sendMSS",
  ])
  func `no kernel knows such numbers`(key: String) {
    let info = #""rttMicroseconds":1,"rttVariationMicroseconds":1,"retransmissions":1,"congestionWindow":1,"sendMSS":1"#
    func line(_ value: String) -> String {
      #"{"event":"close","socket":1,"calledAt":5,"tcpInfo":{"#
        + info.replacing("\"\(key)\":1", with: "\"\(key)\":\(value)") + "}}"
    }
    #expect(read(line("4294967295")).events.count == 1)
    for value in ["4294967296", "9223372036854775807", "-1"] {
      #expect(read(Self.header, line(value)).unreadableLines == 1, "\(value)")
    }
  }

  @Test func `deep nesting is no trouble`() {
    let deep = String(repeating: "[", count: RecordedSession.lineLimit)
    let balanced = String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
    let inside = #"{"event":"send","socket":1,"calledAt":5,"x":"# + balanced + "}"
    let session = read(Self.header, deep, balanced, inside, Self.event)
    #expect(session.events.last?.bytes == 34)
    #expect(session.unreadableLines >= 2)
  }

  @Test func `a line may be so long and no longer`() {
    func line(of length: Int) -> String {
      Self.event + String(repeating: " ", count: length - Self.event.utf8.count)
    }
    let session = read(Self.header, line(of: 4_096), line(of: 4_097), line(of: 1_000_000))
    #expect(session.events.count == 1)
    #expect(session.unreadableLines == 2)
    #expect(session.firstUnreadableLine == 3)
  }

  @Test func `binary garbage is counted`() {
    var generator = SystemRandomNumberGenerator()
    var session = RecordedSession(path: nil)
    for length in 1..<300 {
      session.add(line: (0..<length).map { _ in UInt8.random(in: 128...255, using: &generator) })
    }
    #expect(session.unreadableLines == 299)
    #expect(session.events.isEmpty)
    #expect(session.header == nil)
  }

  @Test func `past the limit calls are counted and not kept`() {
    var session = RecordedSession(path: nil)
    let event = SessionEvent(.recv, socket: 1, calledAt: 5)
    for _ in 0..<RecordedSession.eventLimit - 1 { session.add(event) }
    session.add(line: Array(Self.event.utf8))
    session.add(event)
    session.add(line: Array(Self.event.utf8))
    #expect(session.events.count == RecordedSession.eventLimit)
    #expect(session.events.last?.event == .send)
    #expect(session.eventsLeftOut == 2)
    #expect(session.unreadableLines == 0)
  }
}

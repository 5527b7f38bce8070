import Foundation
import SessionLog
import Testing
import Wire

struct SessionLineTests {
  private static let local = Endpoint(address: IPAddress("192.0.2.1")!, port: 50_892)
  private static let remote6 = Endpoint(address: IPAddress("2001:db8::2")!, port: 12_345)

  /// What a reader makes of the line.
  private func read(_ event: SessionEvent) throws -> SessionEvent {
    var session = RecordedSession(path: nil)
    let line = SessionLine(event).text
    #expect(line.hasSuffix("\n"))
    #expect(line.utf8.count { $0 == 0x0a } == 1)
    session.add(line: Array(line.utf8.dropLast()))
    return try #require(session.events.first)
  }

  @Test(arguments: SessionEvent.Kind.allCases)
  func `a line of each kind is read back as it was`(kind: SessionEvent.Kind) throws {
    var event = SessionEvent(kind, socket: 7, calledAt: 1_795_391_801_491_896_453)
    #expect(try read(event) == event)
    event.returnedAt = 1_795_391_801_491_922_872
    (event.local, event.remote) = (Self.local, Self.remote6)
    (event.offset, event.bytes, event.listener, event.backlog) = (1 << 40, 65_507, 3, 128)
    event.isReset = true
    (event.errno, event.error, event.fault) = (111, "Connection refused", "drop")
    event.tcpInfo = TCPInfo(
      rttMicroseconds: 21, rttVariationMicroseconds: 10, retransmissions: 0, congestionWindow: 10, sendMSS: 65_483)
    #expect(try read(event) == event)
  }

  @Test func `what is unknown is left out, and keys have one order`() {
    var event = SessionEvent(.send, socket: 1, calledAt: 5)
    (event.local, event.remote, event.bytes, event.offset) = (Self.local, Self.remote6, 34, 0)
    #expect(
      SessionLine(event).text == """
        {"event":"send","socket":1,"calledAt":5,"local":{"address":"192.0.2.1","port":50892},\
        "remote":{"address":"2001:db8::2","port":12345},"offset":0,"bytes":34}

        """)
  }

  @Test(arguments: [
    "say \"no\" \\ now", "line\nbreak\ttab\u{0}\u{1f}\r", "Verbindungsaufbau abgelehnt – 接続 🦊",
    "\u{202e}\u{2028}\u{7f}",
  ])
  func `the system's words survive, whatever is in them`(words: String) throws {
    var event = SessionEvent(.connectFailed, socket: 1, calledAt: 0)
    (event.errno, event.error, event.fault) = (-1, words, words)
    #expect(try read(event) == event)
    #expect(!SessionLine(event).text.dropLast().unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test(arguments: ["::", "::1", "::ffff:192.0.2.1", "fe80::1", "0.0.0.0", "255.255.255.255"])
  func `each address is read back as it was`(address: String) throws {
    var event = SessionEvent(.bind, socket: 1, calledAt: 0)
    event.local = Endpoint(address: try #require(IPAddress(address)), port: 65_535)
    #expect(try read(event) == event)
  }

  @Test func `each line is an object of JSON`() throws {
    var event = SessionEvent(.close, socket: 1, calledAt: .max)
    event.error = "\"\\\u{1}"
    let header = SessionHeader(program: "a \"b\"", role: .server, protocol: .udp, process: 4711)
    for line in [SessionLine(event).text, SessionLine(header).text] {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any], "\(line)")
    }
    #expect(
      SessionLine(header).text
        == #"{"schema":1,"program":"a \"b\"","role":"server","protocol":"udp","process":4711}"# + "\n")
  }
}

import Analyzer
import Foundation
import Report
import SessionLog
import Testing
import Wire

/// What the programs' sockets did, as text and as JSON.
struct SocketTableTests {
  private static let client = Endpoint(address: IPAddress(v4: Situation.originator), port: 50_892)
  private static let server = Endpoint(address: IPAddress(v4: Situation.responder), port: 12_345)
  /// The frames of the lab's session begin here.
  private static let start: Int64 = 1_740_618_765_000_100_000

  private func event(
    _ kind: SessionEvent.Kind, _ call: Int64, _ end: Int64?, offset: Int? = nil, bytes: Int? = nil,
    of ends: (local: Endpoint, remote: Endpoint)? = (client, server), socket: Int = 1, ahead: Int64 = 0,
    _ change: (inout SessionEvent) -> Void = { _ in }
  ) -> SessionEvent {
    var event = SessionEvent(kind, socket: socket, calledAt: Self.start + (call + ahead) * 1_000)
    event.returnedAt = end.map { Self.start + ($0 + ahead) * 1_000 }
    (event.local, event.remote, event.offset, event.bytes) = (ends?.local, ends?.remote, offset, bytes)
    change(&event)
    return event
  }

  private func log(_ role: SessionHeader.Role, path: String, _ events: [SessionEvent]) -> RecordedSession {
    var session = RecordedSession(
      path: path, header: SessionHeader(program: "test 1", role: role, protocol: .tcp, process: 7))
    for event in events { session.add(event) }
    return session
  }

  /// Microseconds as the frames of `Situation.echoSession` have them.
  private func clientLog(path: String = "client.jsonl") -> RecordedSession {
    let info = TCPInfo(
      rttMicroseconds: 1_127, rttVariationMicroseconds: 563, retransmissions: 0, congestionWindow: 10, sendMSS: 1_460)
    return log(
      .client, path: path,
      [
        event(.socket, -40, -30, of: nil), event(.connectStarted, -20, nil),
        event(.connectEstablished, -20, 1_160) { $0.tcpInfo = info }, event(.send, 1_640, 1_655, offset: 0, bytes: 34),
        event(.recv, 2_905, 2_906, offset: 0, bytes: 16), event(.recv, 2_910, 2_911, offset: 16, bytes: 16),
        event(.recv, 2_915, 2_916, offset: 32, bytes: 2), event(.recv, 2_930, 2_965, offset: 34, bytes: 0),
        event(.shutdown, 3_040, 3_060), event(.close, 3_070, 3_080) { $0.tcpInfo = info },
      ])
  }

  private func serverLog(ahead: Int64) -> RecordedSession {
    let ends = (local: Self.server, remote: Self.client)
    return log(
      .server, path: "server.jsonl",
      [
        event(.socket, -90, -80, of: nil, ahead: ahead),
        event(.bind, -70, -60, of: nil, ahead: ahead) { $0.local = Self.server },
        event(.listen, -55, -50, of: nil, ahead: ahead) { $0.backlog = 5 },
        event(.accept, 1_100, 1_170, of: ends, socket: 2, ahead: ahead) { $0.listener = 1 },
        event(.recv, 1_200, 1_660, offset: 0, bytes: 34, of: ends, socket: 2, ahead: ahead),
        event(.send, 2_890, 2_899, offset: 0, bytes: 34, of: ends, socket: 2, ahead: ahead),
        event(.close, 2_950, 2_960, of: ends, socket: 2, ahead: ahead),
        event(.close, 9_000, 9_010, of: nil, ahead: ahead),
      ])
  }

  /// The lines from the section's title on.
  private func section(_ summary: Summary) -> String {
    let lines = TextReport().render(summary).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { !$0.hasPrefix("  sockets ") }.joined(separator: "\n")
  }

  @Test func `tells each call beside its frames`() {
    var summary = Situation.echoSession()
    summary.join([serverLog(ahead: 0), clientLog()])
    #expect(
      section(summary) == """
          sockets    server (server.jsonl), client (client.jsonl)
                 time  program  call                                        frames
            -0.000090  server   socket()                                    no frame
            -0.000070  server   bind(192.0.2.2:12345)                       no frame
            -0.000055  server   listen(5)                                   no frame: the kernel now answers SYNs
            -0.000040  client   socket()                                    no frame
            -0.000020  client   connect(192.0.2.2:12345) (waited 1.180 ms)  frames 1–3: SYN, SYN-ACK, ACK
             0.001170  server   accept() = 192.0.2.1:50892                  no frame: handshake over with frame 3
             0.001640  client   send(34)                                    frame 4; ACKed by 5 after 1.130 ms
             0.001660  server   recv() = 34                                 came in frame 4
             0.002890  server   send(34)                                    frame 6; ACKed by 7 after 7 µs
             0.002906  client   recv() = 16 + 16 + 2                        all came in frame 6, one segment
             0.002950  server   close()                                     frame 8: FIN
             0.002965  client   recv() = 0                                  the other side's FIN in frame 8
             0.003040  client   shutdown(SHUT_WR)                           frame 9: FIN
             0.003070  client   close()                                     no frame: shutdown() has sent the FIN
             0.009000  server   close() own socket                          no frame
                     TCP_INFO of the client at connect: RTT 1.127 ms (deviation 563 µs), 0 segments sent
                     again, congestion window 10 segments of 1460 bytes
                     TCP_INFO of the client before close: RTT 1.127 ms (deviation 563 µs), 0 segments sent
                     again, congestion window 10 segments of 1460 bytes

        """)
  }

  @Test func `tells how a clock stands, and whose times it shows`() {
    var summary = Situation.echoSession()
    summary.join([serverLog(ahead: 3_000_000)])
    let text = section(summary)
    #expect(text.contains("the server's clock is 3.000 s ahead of the capture's, give or take 10 µs; times below"))
    #expect(text.contains("  0.002887  server   send(34)"))
  }

  @Test func `many calls that took one segment are one row that can be read`() {
    var summary = Situation.echoSession()
    let events = (0..<34).map { event(.recv, 2_905 + Int64($0), 2_906 + Int64($0), offset: $0, bytes: 1) }
    summary.join([log(.client, path: "c", events)])
    #expect(section(summary).contains("recv() = 34 × 1  "))
  }

  @Test func `shows the first and last of many calls, and all of them on demand`() {
    var summary = Situation.echoSession()
    summary.join([log(.client, path: "c", (0..<60).map { event(.send, Int64($0), nil, offset: 9_999, bytes: 1) })])
    var report = TextReport()
    #expect(report.render(summary).contains("… 10 more calls: --details shows all …"))
    report.wantsAllDetails = true
    #expect(!report.render(summary).contains("--details"))
  }

  @Test func `never prints what came from logs raw`() throws {
    let evil = "\u{1b}]0;\u{7}\u{202e}\n\u{0}\u{2028}"
    var session = RecordedSession(
      path: "evil\(evil).jsonl", header: SessionHeader(program: evil, role: .client, protocol: .tcp, process: 1))
    session.add(event(.fault, 5, nil, bytes: 3) { $0.fault = evil })
    session.add(
      event(.connectFailed, 6, 7) {
        $0.errno = 111
        $0.error = evil
      })
    session.add(
      event(.close, 8, 9, socket: 2) {
        $0.remote = Endpoint(address: IPAddress(v4: 1), port: 1)
        ($0.errno, $0.error) = (5, evil)
      })
    var summary = Situation.echoSession()
    summary.join([session])
    var alone = Summary()
    alone.add(uncaptured: [session])
    for summary in [summary, alone] {
      let text = TextReport().render(summary)
      #expect(text.contains("\\x1b]0;\\x07\\u{202e}\\n\\x00"))
      let json = JSONReport().render(summary)
      for scalar in (text + json).unicodeScalars where scalar != "\n" {
        #expect(scalar.value >= 0x20 && scalar != "\u{7f}" && scalar != "\u{202e}" && scalar != "\u{2028}")
      }
      #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    }
  }

  @Test func `numbers at their ends are written`() throws {
    var session = RecordedSession(path: nil)
    let most = #""rttMicroseconds":4294967295,"rttVariationMicroseconds":4294967295,"retransmissions":4294967295"#
    session.add(
      line: Array(
        (#"{"event":"close","socket":-9223372036854775808,"calledAt":0,"returnedAt":2305843009213693951,"#
          + #""local":{"address":"192.0.2.1","port":50892},"remote":{"address":"192.0.2.2","port":12345},"#
          + #""errno":-2147483648,"bytes":2305843009213693951,"offset":2305843009213693951,"tcpInfo":{"#
          + most + #","congestionWindow":4294967295,"sendMSS":4294967295}}"#).utf8))
    #expect(session.events.count == 1)
    var summary = Situation.echoSession()
    summary.join([session])
    #expect(TextReport().render(summary).contains("RTT 4294.967 s"))
    let json = JSONReport().render(summary)
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
  }

  @Test func `JSON has every key of a call`() throws {
    var summary = Situation.echoSession()
    summary.join([serverLog(ahead: 0), clientLog()])
    let text = JSONReport().render(summary)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let logs = try #require(report["logs"] as? [[String: Any]])
    #expect(logs.map { $0["calls"] as? Int } == [8, 10])
    for key in [
      "path", "program", "role", "protocol", "process", "calls", "callsLeftOut", "unreadableLines",
      "firstUnreadableLine", "socketsWithoutConversation",
    ] {
      #expect(logs.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let conversation = try #require((report["conversations"] as? [[String: Any]])?.first)
    let sockets = try #require(conversation["sockets"] as? [String: Any])
    let calls = try #require(sockets["calls"] as? [[String: Any]])
    #expect(sockets["callsTotal"] as? Int == calls.count)
    for key in [
      "program", "socket", "call", "time", "tookSeconds", "offset", "bytes", "errno", "fault", "relation", "frames",
      "again", "acknowledgedBy", "acknowledgedAfterSeconds",
    ] {
      #expect(calls.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let pieces = try #require(calls.first { ($0["bytes"] as? [Int])?.count == 3 })
    #expect(pieces["bytes"] as? [Int] == [16, 16, 2])
    #expect(pieces["relation"] as? String == "received")
    #expect(pieces["frames"] as? [Int] == [6])
  }
}

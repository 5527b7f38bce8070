import Analyzer
import Conversations
import Foundation
import PacketBuilding
import Report
import Testing
import Wire

/// What a report says of its capture's weak spots, and where.
struct TrustTextTests {
  private static let second: Int64 = 1_000_000

  private func flat(_ summary: Summary, _ change: (inout TextReport) -> Void = { _ in }) -> String {
    var report = TextReport()
    change(&report)
    return report.render(summary).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func situation(_ build: (inout Situation) -> Void) -> Situation {
    var situation = Situation()
    build(&situation)
    return situation
  }

  private func lines(_ summary: Summary) -> [Substring] { TextReport().render(summary).split(separator: "\n") }

  @Test func `the verdict is the first thing told of a capture`() {
    var good = situation { $0.handshake() }
    #expect(lines(good.summary())[1] == "  trust      good")
    #expect(
      lines(good.summary(droppedByKernel: 12, droppedByInterface: 0))[1]
        == "  trust      poor: 12 packets were dropped by the kernel (80.00 % of all)")
    var midstream = situation { situation in
      for _ in 0..<200 { situation.udp(.originator, "x") }
      situation.tcp(.originator, [.psh, .ack], 1, 1, "x")
      situation.tcp(.responder, .ack, 1, 2)
    }
    #expect(
      flat(midstream.summary(droppedByKernel: 1)).contains(
        "trust limited: 1 packet was dropped by the kernel; 1 conversation began before the capture (frame 201) pcap,"))
  }

  @Test func `drops that nobody counted are told only in detail, and never as none`() {
    var quiet = situation { $0.handshake() }
    let sentence = "packets dropped while capturing: the file does not tell"
    #expect(!flat(quiet.summary()).contains("dropped"))
    #expect(flat(quiet.summary()) { $0.wantsAllDetails = true }.contains(sentence))
    let counted = flat(quiet.summary(droppedByKernel: 0)) { $0.wantsAllDetails = true }
    #expect(!counted.contains(sentence))
    #expect(counted.contains("packets dropped: 0 by the kernel, unknown by the interface"))
  }

  @Test func `of a capture without packets there is no verdict`() {
    var empty = situation { _ in }
    #expect(!flat(empty.summary()).contains("trust"))
    #expect(flat(empty.summary(cut: "no header")).contains("trust poor: the capture breaks off, or is damaged, before"))
  }

  @Test func `that nothing went wrong is said with what the capture missed`() {
    var echo = situation { situation in
      situation.handshake()
      situation.tcp(.originator, [.psh, .ack], 1, 1, "x")
    }
    let clean = "no retransmission seen, nothing out of order, no wrong checksum"
    #expect(flat(echo.summary()).contains(clean + " echo"))
    #expect(
      flat(echo.summary(droppedByKernel: 12, droppedByInterface: 3)).contains(
        clean + "; but 12 packets were dropped by the kernel and 3 by the interface echo"))
    echo.tcp(.responder, .ack, 1, 302)
    #expect(
      flat(echo.summary()).contains(
        clean + "; but the capture lost packets (1 ACK covers data that is not in the capture) echo"))
  }

  @Test func `an unanswered SYN may have had an answer that was dropped or cut off`() {
    var syn = situation { $0.tcp(.originator, .syn, 0) }
    #expect(!flat(syn.summary()).contains("; but"))
    #expect(flat(syn.summary(droppedByInterface: 1)).contains("too soon; but 1 packet was dropped by the interface"))
    #expect(flat(syn.summary(cut: "in frame 2")).contains("too soon; but the capture is cut"))
    #expect(
      flat(syn.summary(cut: "in frame 2", droppedByKernel: 2)).contains(
        "; but 2 packets were dropped by the kernel, and the capture is cut"))
    // Long before the end the answer was not cut off.
    syn.udp(.originator, "later", after: 61 * Self.second)
    #expect(!flat(syn.summary(cut: "in frame 3")).contains("too soon; but"))
  }

  @Test func `an unanswered request may have had a reply that was dropped or cut off`() {
    var requests = situation { situation in
      situation.udp(.originator, "one")
      situation.udp(.responder, "one")
      situation.udp(.originator, "two")
    }
    let told = "UDP itself neither notices nor repairs a loss"
    #expect(flat(requests.summary(cut: "in frame 4")).contains(told + "; but the capture is cut"))
    #expect(flat(requests.summary(droppedByKernel: 1)).contains(told + "; but 1 packet was dropped by the kernel"))
    // A later request had its reply: that of the lost one was not cut off.
    requests.udp(.originator, "three")
    requests.udp(.responder, "three")
    #expect(flat(requests.summary(cut: "in frame 6")).contains(told + " exchanges"))
    var alone = situation { $0.udp(.originator, "one") }
    #expect(flat(alone.summary(droppedByKernel: 1)).contains("does not tell the sender; but 1 packet was dropped"))
  }

  @Test func `an unanswered request may have a reply of which a fragment is missing`() {
    var engine = Engine(record: CaptureRecord(path: "x", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6))
    let reply = server.datagram(String(repeating: "x", count: 200)).fragments(of: 64)
    ([client.datagram("send me much")] + reply.dropFirst()).forEachPacket { packet, _ in engine.observe(packet) }
    let text = flat(engine.summary())
    #expect(text.contains("trust limited: of 1 datagram a fragment is missing (frames 2, 3 and 4)"))
    #expect(text.contains("UDP itself does not tell the sender; but of 1 datagram a fragment is missing exchanges"))
  }

  @Test func `the clock's steps, mixed link types and losses are told as findings, too`() {
    let summary = {
      var summary = Situation.echoSession()
      summary.findings = [
        Finding(.captureTimeStep, .warning, frames: [4]), Finding(.captureLoss, .warning, frames: [5, 6], of: 8),
        Finding(.captureMixedLinkTypes, .note, frames: [1, 2]),
      ]
      return summary
    }()
    let text = flat(summary)
    #expect(
      text.contains(
        "trust limited: 2 of 8 ACKs (25.00 %) cover data that is not in the capture (frames 5 and 6); the capture's clock "
          + "jumped forward (frame 4); packets of 2 link types are mixed (frames 1 and 2) pcap"))
    #expect(
      text.contains("no wrong checksum; but the capture lost packets (2 ACKs cover data that is not in the capture)"))
    for finding in [
      "warning the capture's clock jumped forward, though the timestamps of a sender tell that little time passed: "
        + "durations across it mean nothing (frame 4)",
      "warning 2 of 8 ACKs (25.00 %) cover data that is not in the capture: it lost packets (frames 5 and 6)",
      "note packets of 2 link types are mixed: they were taken at different places, and one may be there twice (frames 1 "
        + "and 2)",
    ] {
      #expect(text.contains(finding))
    }
  }

  @Test func `a lost echo may be the capture's`() {
    var lost = situation { situation in
      situation.handshake()
      situation.tcp(.originator, [.psh, .ack], 1, 1, Situation.hello)
      situation.tcp(.responder, [.psh, .ack], 1, 35, "Hello World!!! T")
    }
    #expect(flat(lost.summary()).contains("is what it was sent, but it is not all "))
    #expect(!flat(lost.summary()).contains("; but"))
    let cut = flat(lost.summary(cut: "in frame 6"))
    #expect(cut.contains("(frame 5 is its last); but the capture is cut"))
    #expect(cut.contains("is what it was sent, but it is not all; but the capture is cut "))
  }

  @Test func `a connection without its SYN may have lost it to the capture`() {
    var midstream = situation { $0.tcp(.originator, [.psh, .ack], 1, 1, "x") }
    #expect(
      flat(midstream.summary(droppedByKernel: 5)).contains("first one seen; but 5 packets were dropped by the kernel"))
  }

  @Test func `what no weak spot explains stands without a caveat`() {
    var refused = situation { situation in
      situation.tcp(.originator, .syn, 0)
      situation.tcp(.responder, [.rst, .ack], 0, 1)
    }
    #expect(!flat(refused.summary(cut: "in frame 3", droppedByKernel: 5)).contains("; but"))
  }

  @Test(arguments: [(59_999_999, false), (60_000_000, true), (312_400_000, true)] as [(Int64, Bool)])
  func `an open connection that was silent for long says so`(microseconds: Int64, isSilent: Bool) {
    var open = situation { situation in
      situation.handshake()
      situation.udp(.originator, "later", after: microseconds)
    }
    let text = flat(open.summary())
    #expect(text.contains("when the capture ended (frame 3 is its last)"))
    #expect(text.contains("(frame 3 is its last); silent for the last ") == isSilent)
    if microseconds == 312_400_000 { #expect(text.contains("silent for the last 312.400 s")) }
    // So long before its end nothing of it was cut off.
    #expect(flat(open.summary(cut: "in frame 5")).contains("its last); but the capture is cut") != isSilent)
  }

  @Test func `a half-closed connection and one without its SYN are silent, too`() {
    var halfClosed = situation { situation in
      situation.handshake()
      situation.tcp(.originator, [.fin, .ack], 1, 1)
      situation.udp(.originator, "later", after: 100 * Self.second)
    }
    #expect(
      flat(halfClosed.summary()).contains("had not when the capture ended; silent for the last 100.000 s"))
    var midstream = situation { situation in
      situation.tcp(.originator, [.psh, .ack], 1, 1, "x")
      situation.udp(.originator, "later", after: 100 * Self.second)
    }
    #expect(flat(midstream.summary()).contains("first one seen; silent for the last 100.000 s"))
    // What a RST ended is not open.
    midstream = situation { situation in
      situation.tcp(.originator, [.psh, .ack], 1, 1, "x")
      situation.tcp(.responder, .rst, 1)
      situation.udp(.originator, "later", after: 100 * Self.second)
    }
    #expect(!flat(midstream.summary()).contains("silent"))
  }

  @Test func `a silence by a clock that was set is doubtful`() {
    var turned = situation { situation in
      situation.handshake()
      situation.udp(.originator, "later", after: 100 * Self.second)
      situation.udp(.originator, "earlier", after: -10 * Self.second)
    }
    #expect(
      flat(turned.summary()).contains("silent for the last 100.000 s; but the capture's clock was set (frame 5)"))
  }

  @Test func `where all is background, the report says how to see it`() {
    let query = Party("192.0.2.1", 50_892, to: "192.0.2.53", 53).datagram("?")
    var engine = Engine(record: CaptureRecord(path: "x", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6))
    [query].forEachPacket { packet, _ in engine.observe(packet) }
    let text = flat(engine.summary())
    #expect(text.contains("report but those that are counted below: --port or --stream udp:N tells them Also in"))
    #expect(text.contains("DNS 1 43 1 1"))
  }

  @Test func `echoes are picked out from other conversations`() {
    var mixed = situation { situation in
      situation.udp(.originator, "anyone?", port: 1_025)
      situation.udp(.originator, "hello", port: 1_026)
      situation.udp(.responder, "hello", port: 1_026)
    }
    let sentence = "echo: UDP stream 1 (frames 2–3) returns what it was sent; --stream udp:1 tells it alone"
    let text = flat(mixed.summary())
    #expect(text.contains(sentence + " Conversations"))
    for port in 1_027..<1_031 as Range<UInt16> {
      mixed.udp(.originator, "hello", port: port)
      mixed.udp(.responder, "hello", port: port)
    }
    #expect(
      flat(mixed.summary()).contains(
        "echo: UDP stream 1 (frames 2–3), UDP stream 2 (frames 4–5), UDP stream 3 (frames 6–7) and 2 more conversations "
          + "return what they were sent; --stream udp:1 tells one alone"))
  }

  @Test func `echoes alone, and what was asked for, need no picking out`() {
    func text(_ selection: Selection = Selection(), build: (inout Situation) -> Void) -> String {
      var situation = Situation(selection: selection)
      build(&situation)
      return flat(situation.summary())
    }
    func twoEchoes(_ situation: inout Situation) {
      for port in [1_025, 1_026] as [UInt16] {
        situation.udp(.originator, "hello", port: port)
        situation.udp(.responder, "hello", port: port)
      }
    }
    #expect(!text { twoEchoes(&$0) }.contains("echo:"))
    var selection = Selection()
    selection.ports = [12_345]
    let mixed: (inout Situation) -> Void = { situation in
      twoEchoes(&situation)
      situation.udp(.originator, "anyone?", port: 1_027)
    }
    #expect(text(build: mixed).contains("echo: UDP stream 0"))
    #expect(!text(selection, build: mixed).contains("echo:"))
    // A conversation that nothing came back to is none.
    #expect(
      !text {
        $0.udp(.originator, "x"); $0.udp(.originator, "x", port: 1_025)
      }.contains("echo:"))
  }

  @Test func `echoes are told before larger conversations, in order of their frames`() {
    var mixed = situation { situation in
      for port in [1_025, 1_026, 1_027] as [UInt16] {
        situation.udp(.originator, String(repeating: "x", count: 500), port: port)
      }
      situation.udp(.originator, "hello", port: 1_028)
      situation.udp(.responder, "hello", port: 1_028)
    }
    let text = flat(mixed.summary()) { $0.storyLimit = 2 }
    #expect(text.contains("4 conversations: the 2 with most bytes are told below, echoes first. "))
    let stories = (0..<4).filter { text.contains("UDP stream \($0): 192.0.2.1") }
    #expect(stories == [0, 3])
    #expect(!flat(mixed.summary()) { $0.storyLimit = 4 }.contains("echoes first"))
  }

  @Test func `programs read the verdict and its reasons`() throws {
    var cut = situation { $0.handshake() }
    let text = JSONReport().render(cut.summary(cut: "in frame 4", droppedByKernel: 1))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let trust = try #require((report["captures"] as? [[String: Any]])?.first?["trust"] as? [String: Any])
    #expect(trust["verdict"] as? String == "poor")
    let reasons = try #require(trust["reasons"] as? [[String: Any]])
    #expect(reasons.map { $0["code"] as? String } == ["capture.drops", "capture.cut"])
    #expect(reasons.map { $0["weight"] as? String } == ["poor", "limited"])
    #expect(reasons[0]["of"] as? Int == 4)
    #expect(reasons[1]["of"] is NSNull)
    #expect((trust["findings"] as? [[String: Any]])?.count == 2)
    var empty = situation { _ in }
    #expect(JSONReport().render(empty.summary()).contains("\"verdict\": null,"))
  }
}

import Analyzer
import Conversations
import Report
import Testing

struct TextReportTests {
  private func story(_ build: (inout Situation) -> Void) -> String {
    var situation = Situation()
    build(&situation)
    return TextReport().render(situation.summary())
  }

  /// Text without its line breaks, to look for a sentence.
  private func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  @Test func `tells the lab's TCP session`() {
    #expect(
      TextReport().render(Situation.echoSession()) == """
        Capture situation.pcap
          trust      good
          pcap, Ethernet: 10 packets, 632 bytes in 10.062 ms
          first packet at 2025-02-27 01:12:45.000100 UTC; times below count from there

        TCP stream 0: 192.0.2.1:50892 → 192.0.2.2:12345
          complete: opened (SYN, frame 1) by the originator 192.0.2.1:50892, closed first (FIN, frame 8) by
          the responder 192.0.2.2:12345

          handshake  1.150 ms = SYN to SYN-ACK 1.127 ms + SYN-ACK to ACK 23 µs
            frame      time     segment  ISN (= seq 0)  window   MSS  scale     SACK  timestamps
                1  0.000000  →  SYN               1000   64240  1460  8 (×256)  yes   no
                2  0.001127  ←  SYN ACK           5000   64240  1460  8 (×256)  yes   no
                3  0.001150  →  ACK
          data       2 segments with payload, 68 bytes
            frame      time     flags     seq  bytes  ACKed by      payload
                4  0.001647  →  PSH ACK  1–34     34  5 (1.130 ms)  "Hello World!!! This will be echoed"
                6  0.002897  ←  PSH ACK  1–34     34  7 (7 µs)      "Hello World!!! This will be echoed"
          teardown   the responder is the active closer; half-closed for 91 µs; 3 segments (the second FIN
                     acknowledges the first)
            frame      time     segment  ACKed by
                8  0.002958  ←  FIN      9 (91 µs)
                9  0.003049  →  FIN      10 (7.013 ms)
          totals  packets  bytes  payload  overhead
          →             5    316       34   89.24 %
          ←             5    316       34   89.24 %
          both         10    632       68   89.24 %
                     no retransmission seen, nothing out of order, no wrong checksum
          echo       yes: the responder returned exactly what it was sent; 1 request returned; RTT 1.250 ms

        """)
  }

  @Test func `tells how far apart keep-alives are, and how many were answered`() {
    func told(answering answered: Int) -> String {
      story { situation in
        situation.tcp(.originator, .syn, 0, options: Situation.synOptions)
        situation.tcp(.responder, [.syn, .ack], 0, 1, options: Situation.synOptions)
        situation.tcp(.originator, .ack, 1, 1)
        for turn in 0..<3 {
          situation.tcp(.originator, .ack, 0, 1, after: 1_020_000)
          if turn < answered { situation.tcp(.responder, .ack, 1, 1) }
        }
      }
    }
    let start = "keep-alives, 1.020 s apart, asked whether the other side still answers: "
    #expect(flat(told(answering: 3)).contains("3 " + start + "each was answered (frames 4, 6 and 8)"))
    #expect(flat(told(answering: 1)).contains("3 " + start + "1 of them was answered"))
    #expect(flat(told(answering: 0)).contains("3 " + start + "none was answered"))
  }

  @Test func `explains a refused connection`() {
    let text = story { situation in
      situation.tcp(.originator, .syn, 0, options: Situation.synOptions)
      situation.tcp(.responder, [.rst, .ack], 0, 1)
    }
    #expect(
      flat(text).contains(
        "connection refused: the SYN (frame 1) was answered by RST (frame 2) after 100 µs: no server listens on port "
          + "12345 at that address, or it is bound to another address"))
  }

  @Test func `counts the retries of a SYN that nobody answers`() {
    let text = story { situation in
      situation.tcp(.originator, .syn, 0)
      for _ in 1...3 { situation.tcp(.originator, .syn, 0, after: 1_020_000) }
    }
    #expect(
      flat(text).contains(
        "no answer to the SYN (frame 1) and its 3 retries (frames 2, 3 and 4) in 3.060 s: filtered or host down"))
  }

  @Test func `says which data a RST after the close lost`() {
    let text = story { situation in
      situation.handshake()
      situation.tcp(.originator, [.psh, .ack], 1, 1, "exit")
      situation.tcp(.originator, [.fin, .ack], 5, 1)
      situation.tcp(.responder, [.psh, .ack], 1, 6, "Koneksi ditutup oleh server.")
      situation.tcp(.originator, .rst, 6)
    }
    #expect(
      flat(text).contains(
        "closed (FIN, frame 5) and then answered what still came with RST (frame 7): 28 bytes in frame 6 of the "
          + "responder never reached the program"))
  }

  @Test func `tells a connection that was aborted without FIN`() {
    let text = story { situation in
      situation.handshake()
      situation.tcp(.originator, [.rst, .ack], 1, 1)
    }
    #expect(flat(text).contains("aborted with RST (frame 4), without FIN"))
  }

  @Test func `leaves a connection open that the capture does not see end`() {
    let text = story { $0.handshake() }
    #expect(flat(text).contains("open: neither side had closed when the capture ended (frame 3 is its last)"))
  }

  @Test func `pairs datagrams and names the ICMP error`() {
    let text = story { situation in
      situation.udp(.originator, "Good Morning!!! This will be echoed")
      situation.udp(.responder, "Good Morning!!! This will be echoed", after: 1_155)
      situation.udp(.originator, "again")
      situation.portUnreachable("again")
    }
    #expect(text.contains("1  0.000000      2  1.155 ms  35 → 35  identical      \"Good Morning!!! This"))
    #expect(text.contains("ICMP, frame 4"))
    #expect(flat(text).contains("1 of 2 requests got a reply, 1 (50.00 %) did not"))
  }

  @Test func `never prints what came from packets or paths raw`() {
    var situation = Situation(path: "evil\u{1b}]0;\u{7}.pcap")
    situation.handshake()
    situation.tcp(.originator, [.psh, .ack], 1, 1, "\u{1b}[2J\u{202e}\u{7}\n\u{0}")
    let text = TextReport().render(situation.summary(cut: "\u{1b}[31m"))
    #expect(text.contains("\"\\x1b[2J\\u{202e}\\x07\\n\\x00\""))
    #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0.value == 0x7f || $0 == "\u{202e}") })
  }

  @Test func `shows the first and last of many segments, and all of them on demand`() {
    var situation = Situation()
    situation.handshake()
    for index in 0..<40 { situation.tcp(.originator, [.psh, .ack], 1 + UInt32(index), 1, "x") }
    let summary = situation.summary()
    var report = TextReport()
    #expect(report.render(summary).contains("… 15 more (frames 24 to 38): --details shows all …"))
    report.wantsAllDetails = true
    #expect(!report.render(summary).contains("--details"))
  }

  @Test func `gives each echo a row on demand`() {
    var report = TextReport()
    report.wantsAllDetails = true
    let text = report.render(Situation.echoSession())
    #expect(text.contains("  echoes     request: the frame of a segment with new bytes; "))
    #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
  }

  @Test func `says so when nothing can be told`() {
    var situation = Situation()
    let text = TextReport().render(situation.summary(cut: "the file ends in the middle of frame 1"))
    #expect(text.contains("no TCP or UDP conversation to report"))
    #expect(text.contains("WARNING: the capture is cut or damaged (the file ends in the middle of frame 1)"))
  }

  @Test func `tells the largest of many conversations and how to see the rest`() {
    var summary = Summary()
    for _ in 0..<3 { summary.append(Situation.echoSession()) }
    for index in summary.conversations.indices { summary.conversations[index].capture = 0 }
    var report = TextReport()
    report.storyLimit = 1
    report.overviewLimit = 2
    let text = report.render(summary)
    #expect(flat(text).contains("3 conversations: the 2 largest are listed, the 1 with most bytes"))
    #expect(text.contains("--stream tcp:N"))
  }

  @Test func `tells the gravest findings first, and a few of many that say the same`() {
    var summary = Situation.echoSession()
    summary.findings = (0..<9).map { _ in Finding(.checksumPartial, .info, frames: [], count: 2) }
    summary.findings.append(Finding(.captureDrops, .warning, frames: [], count: 7))
    let lines = TextReport().render(summary).split(separator: "\n").drop { $0 != "Findings" }.dropFirst()
    #expect(lines.first?.hasPrefix("  warning  7 packets were dropped") == true)
    #expect(lines.count { $0.hasPrefix("  info") } == 3)
    #expect(lines.last == "           … and the same of 6 conversations more: --details shows all")
  }
}

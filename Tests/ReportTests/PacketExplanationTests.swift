import Capture
import Conversations
import Fixtures
import Foundation
import Testing

@testable import Analyzer
@testable import Report

/// Packets explained one by one.
struct PacketExplanationTests {
  /// The explanation of a frame of a capture in the package, or of it against another.
  static func explain(
    _ capture: String, _ frame: Int, against other: Int? = nil, _ language: Language = .english
  ) throws -> PacketExplanation {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: capture).path
    var options = AnalysisOptions()
    options.watchedFrames = Set([frame] + (other.map { [$0] } ?? []))
    var analysis = try FileAnalysis(path: path, options: options)
    var first = PacketWitness(frame: frame), second = PacketWitness(frame: other ?? frame)
    let summary = try analysis.run { packet, decoded, transport, observation in
      first.add(packet, decoded, transport, observation)
      second.add(packet, decoded, transport, observation)
    }
    return PacketExplanation(
      first, analysis.labelEvidence[frame], against: other.map { (second, analysis.labelEvidence[$0]) }, summary,
      language: language, generator: "test")
  }

  private func text(_ capture: String, _ frame: Int, against other: Int? = nil) throws -> String {
    var explanation = try Self.explain(capture, frame, against: other)
    explanation.width = 1_000
    return explanation.text()
  }

  @Test func `each step of a session is told by what it does`() throws {
    let capture = "captures/tcp-ethernet.pcap"
    let syn = try text(capture, 3)
    #expect(
      syn.contains(
        "It is packet 1 of 10 of TCP stream 1, 192.168.10.7:50892 → 192.168.10.8:12345; sent by the originator"))
    #expect(
      syn.contains(
        "SYN without ACK: its sender asks for a connection; its initial sequence number is 491959353 (relative: 0)"))
    #expect(syn.contains("By sending it the originator goes from CLOSED to SYN-SENT."))
    #expect(
      try text(capture, 4).contains(
        "its own initial sequence number is 1540931640, and its acknowledgment is the other's ISN and one for the SYN: 491959353 + 1 = 491959354."
      ))
    #expect(
      try text(capture, 5).contains(
        "its acknowledgment 1540931641 is the responder's ISN 1540931640 plus 1, which answers the SYN-ACK of frame 4.")
    )
    let data = try text(capture, 6)
    #expect(data.contains("It carries 34 bytes of payload, bytes 1 to 34 of its sender's stream, with PSH"))
    #expect(data.contains("All of it is acknowledged by frame 7, 1.277 ms later."))
    #expect(data.contains("Its sender has room for 502 × 128 = 64256 bytes more."))
    #expect(
      try text(capture, 7).contains(
        "Its acknowledgment 35 says: all numbers up to 34 have arrived, 35 is expected next; that is 34 more than in frame 4; the last of these numbers is in frame 6."
      ))
    #expect(try text(capture, 10).contains("FIN: its sender closes first, and is the active closer"))
    #expect(
      try text(capture, 11).contains(
        "FIN: its sender closes too. The FIN takes a number, 35, so that 36 acknowledges it."))
  }

  @Test func `a refused SYN and its RST say so`() throws {
    let reset = try text("captures/tcp-ethernet.pcap", 2)
    #expect(reset.contains("RST: the connection that the SYN of frame 1 asks for is refused."))
    #expect(reset.contains("When it arrives the originator goes from SYN-SENT to CLOSED."))
    #expect(reset.contains("the SYN was answered by RST: nothing listens there"))
  }

  @Test func `what was sent again names its first copy, its cause and Wireshark's rule`() throws {
    let probe = try text("Fixtures/packets/tcp-retransmission.pcap", 9)
    #expect(probe.contains("It sends again what frame 8 carried, after a wait of 210.649 ms, as a tail loss probe"))
    let again = try text("Fixtures/packets/tcp-retransmission.pcap", 10)
    #expect(
      again.contains("It sends again what frame 9 carried, after a wait of 207.997 ms: most likely its timer ran out."))
    #expect(again.contains("Wireshark 4.0 calls it [TCP Retransmission] (note, tcp.analysis.retransmission)."))
    #expect(again.contains("begins before the next number"))
  }

  @Test func `datagrams are requests and replies`() throws {
    #expect(
      try text("captures/udp-ethernet.pcap", 1).contains("It is a request of 35 bytes, answered by frame 2 after"))
    let reply = try text("captures/udp-ethernet.pcap", 2)
    #expect(reply.contains("It is the reply to the request of frame 1, 35 bytes after"))
    #expect(reply.contains("UDP itself confirms nothing."))
    #expect(reply.contains("this packet is none: it has no label."))
    let error = try text("Fixtures/packets/udp-unreachable.pcap", 2)
    #expect(error.contains("ICMP"))
    #expect(error.contains("frame 1"))
  }

  @Test func `a fragment waits for the frame that completes it`() throws {
    #expect(
      try text("Fixtures/packets/udp-fragmented.pcap", 1).contains(
        "It is a fragment of an IP datagram, which frame 3 completes"))
    #expect(
      try text("Fixtures/packets/udp-fragmented.pcap", 3).contains(
        "It completes an IP datagram that came in fragments (frames 1, 2 and 3)."))
  }

  @Test func `request and echo differ in their direction, and not in their payload`() throws {
    let text = try text("captures/tcp-ethernet.pcap", 6, against: 8)
    #expect(text.contains("Both are of one conversation; frame 8 goes the other way than frame 6."))
    #expect(text.contains("the other direction: source and destination change places"))
    #expect(text.contains("Both carry the same 34 bytes of payload."))
    #expect(text.contains("1 (491959354)"))
  }

  @Test func `two segments of one sender differ by what the stream went on`() throws {
    let text = try text("captures/tcp-ethernet.pcap", 3, against: 6)
    #expect(text.contains("the stream went on by 1 number:"))
    #expect(text.contains("SYN only in the first; PSH, ACK only in the second"))
    #expect(text.contains("the payload is 34 bytes longer, the headers are 12 bytes shorter"))
    #expect(text.contains("Only one carries payload: 34 bytes."))
    #expect(text.contains("SACK Permitted"))
  }

  @Test func `a frame against itself has no difference`() throws {
    #expect(try text("captures/tcp-ethernet.pcap", 6, against: 6).contains("No field of the headers differs."))
  }

  @Test func `payload stays text in Markdown and HTML`() throws {
    let explanation = try Self.explain("Fixtures/packets/hostile-payload.pcap", 1)
    for page in [explanation.html(), explanation.markdown()] {
      #expect(!page.contains("<script>alert"))
      #expect(!page.contains("<img src"))
      #expect(!page.unicodeScalars.contains("\u{1b}"))
    }
  }
}

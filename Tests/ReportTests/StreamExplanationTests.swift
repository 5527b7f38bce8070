import Analyzer
import Conversations
import PacketBuilding
import Testing

@testable import Report

/// Conversations told in sentences: what each situation says, to the word.
struct StreamExplanationTests {
  private func expect(_ explained: ExplainedStream, tells sentences: [String], _ language: Language = .english) {
    let told = explained.told(language)
    for sentence in sentences { #expect(told.contains(sentence), "\(sentence)") }
  }

  private func headings(_ explained: ExplainedStream) -> [String] {
    explained.told().split(separator: "\n").filter { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
  }

  @Test func `a complete session, with the attempt before it`() throws {
    let explained = try ExplainedStream("captures/tcp-ethernet.pcap", .tcp, 1)
    #expect(
      headings(explained) == [
        "TCP stream 1 explained: 192.168.10.7:50892 → 192.168.10.8:12345", "Who talks with whom",
        "Before the connection", "Opening the connection", "Data transfer", "Closing the connection", "The result",
      ])
    expect(
      explained,
      tells: [
        "as tcp:0: its SYN (frame 1) was answered by a RST (frame 2), so that this attempt was refused.",
        "Its acknowledgment number is 491959353 + 1 = 491959354, the number of the SYN and one more",
        "The responder acknowledges it in frame 7, 1.277 ms later, with acknowledgment number 1 + 34 = 35",
        "In frame 10 the responder says by a FIN that it sends no more, and is the active closer; its sequence number is "
          + "35.",
        "with acknowledgment number 35 + 1 = 36, for the FIN counts one.",
        "So it was closed in 3 segments (frames 10, 11 and 12), because the second FIN is the ACK of the first as well.",
        "After frame 12 the responder is in TIME-WAIT",
      ])
    expect(
      explained,
      tells: [
        "Nomor pengakuannya 491959353 + 1 = 491959354, yaitu nomor SYN ditambah satu, karena SYN dihitung satu.",
        "Jadi penutupannya memakai 3 segmen (bingkai 10, 11, dan 12)",
      ], .indonesian)
  }

  @Test func `a refused connection has neither data nor a close`() throws {
    let explained = try ExplainedStream("Fixtures/packets/tcp-refused.pcap", .tcp)
    #expect(headings(explained).dropFirst() == ["Who talks with whom", "Opening the connection", "The result"])
    expect(explained, tells: ["is the answer to the SYN of frame 1, and it is no SYN-ACK: the bit RST refuses"])
  }

  @Test func `a SYN without any answer`() throws {
    let explained = try ExplainedStream("Fixtures/packets/tcp-unanswered.pcap", .tcp)
    #expect(!headings(explained).contains("Data transfer"))
    expect(explained, tells: ["No answer to the SYN (frame"])
  }

  @Test func `a chat whose goodbye met a closed program`() throws {
    let explained = try ExplainedStream(
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "exit"), client.segment([.fin, .ack], seq: 5, ack: 1),
        server.segment([.psh, .ack], seq: 1, ack: 6, "Koneksi ditutup oleh server."),
        client.segment(.rst, seq: 6), server.segment([.fin, .ack], seq: 29, ack: 6), client.segment(.rst, seq: 6),
      ])
    expect(
      explained,
      tells: [
        "In frame 6 the responder sends 28 bytes of payload with PSH, \"Koneksi ditutup oleh server.\": sequence number 1, "
          + "bytes 1 to 28 of its stream. No ACK of it is in the capture.",
        "In frame 7 the originator sends a RST without ACK, which acknowledges nothing; its sequence number 6 is the "
          + "acknowledgment number of frame 6, which it answers.",
        "28 bytes in frame 6 of the responder never reached the program.",
      ])
    #expect(!explained.told().contains("TIME-WAIT"))
  }

  @Test func `a retransmission after a timeout`() throws {
    let explained = try ExplainedStream("Fixtures/packets/tcp-retransmission.pcap", .tcp)
    let events = try #require(explained.summary.conversations.first?.events)
    let again = try #require(events.retransmissions.first)
    expect(explained, tells: ["In frame \(again.frame) the originator sends bytes", "again: a retransmission."])
    // It is told once, as trouble, and not among the messages.
    #expect(!explained.told().contains(try Regex("In frame \(again.frame) the \\w+ sends \\d+ bytes of payload")))
    expect(
      explained,
      tells: [
        "It was sent after a wait of 210.649 ms, before any timeout, to call forth an ACK: a tail loss probe.",
        "No ACK of it had come in a wait of 207.997 ms: the retransmission timeout had run out. It was not needed: frame 11 "
          + "reports by D-SACK that both copies arrived.",
      ])
  }

  @Test func `a closed window with its probes`() throws {
    let explained = try ExplainedStream(
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "full").at(10),
        server.segment(.ack, seq: 1, ack: 5, window: 0).at(20), client.segment(.ack, seq: 4, ack: 1).at(230),
        server.segment(.ack, seq: 1, ack: 5, window: 0).at(240), server.segment(.ack, seq: 1, ack: 5).at(640),
        client.segment([.psh, .ack], seq: 5, ack: 1, "more").at(641), server.segment(.ack, seq: 1, ack: 9).at(651),
      ])
    expect(
      explained,
      tells: [
        "In frame 5 the responder tells a zero window: its receive buffer is full, and the originator has to wait. A window "
          + "probe of the originator asks whether it has opened (frame 6). In frame 8, 620.000 ms later, the window is open "
          + "again.",
        "The capture has neither a FIN nor a RST: up to frame 10 the connection was not closed.",
      ])
  }

  @Test func `SACK blocks that ask for what is missing`() throws {
    let options: [UInt8] = [2, 4, 5, 180, 1, 1, 4, 2]
    func sack(_ end: UInt32) -> [UInt8] {
      let edges = [UInt32(1_006), 1_000 + end].flatMap { edge in (0..<4).map { UInt8(edge >> (24 - 8 * $0) & 255) } }
      return [1, 1, 5, 10] + edges
    }
    func data(_ seq: UInt32, at time: Double) -> Sighting {
      client.segment([.psh, .ack], seq: seq, ack: 1, "hello").at(time)
    }
    let explained = try ExplainedStream([
      client.segment(.syn, options: options).at(0), server.segment([.syn, .ack], ack: 1, options: options).at(10),
      client.segment(.ack, seq: 1, ack: 1).at(10.1), data(1, at: 11), data(6, at: 11.1), data(11, at: 11.2),
      data(16, at: 11.3), server.segment(.ack, seq: 1, ack: 1, options: sack(11)).at(21),
      server.segment(.ack, seq: 1, ack: 1, options: sack(16)).at(21.1),
      server.segment(.ack, seq: 1, ack: 1, options: sack(21)).at(21.2), data(1, at: 21.3),
      server.segment(.ack, seq: 1, ack: 21).at(31),
    ])
    expect(
      explained,
      tells: [
        "In frame 11 the originator sends bytes 1 to 5 again: a retransmission. The copy before it is in frame 4, 10.300 ms "
          + "earlier. Before that the responder had asked for byte 1 in 3 ACKs that repeat the number of an earlier one "
          + "(duplicate ACK, frames 8, 9 and 10), and the SACK blocks of frame 10 tell that bytes 6 to 20 had arrived: no "
          + "timeout was waited for, it is a fast retransmission."
      ])
  }

  @Test func `from the middle of a connection nothing is said of its beginning`() throws {
    let explained = try ExplainedStream("Fixtures/packets/tcp-midstream.pcap", .tcp)
    expect(
      explained,
      tells: ["no SYN is in it, and frame 1 is the first segment of the connection. So the ISNs are not known"])
    #expect(!explained.told().contains("handshake took"))
    #expect(!explained.told().contains("MSS"))
  }

  @Test func `of one side nothing is said of the other`() throws {
    let explained = try ExplainedStream([
      client.segment(.syn), client.segment(.ack, seq: 1, ack: 1),
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), client.segment([.fin, .ack], seq: 6, ack: 6),
    ])
    expect(
      explained,
      tells: [
        "Packets of one side are missing: whether it had closed before frame 4 is not known, and so not who is the active "
          + "closer."
      ])
    for claim in ["its direction was still open", "is the active closer;", "TIME-WAIT", "do nothing but acknowledge"] {
      #expect(!explained.told().contains(claim))
    }
  }

  @Test func `a UDP session with losses`() throws {
    let explained = try ExplainedStream("Fixtures/packets/udp-lost-duplicated-reordered.pcap", .udp)
    #expect(
      headings(explained).dropFirst() == [
        "Who talks with whom", "The beginning", "Requests and replies", "Trouble, and what looks like it", "The end",
        "The result",
      ])
    let record = try #require(explained.summary.conversations.first)
    let lost = record.exchanges.filter { $0.reply == nil }.compactMap(\.request?.frame)
    #expect(!lost.isEmpty)
    expect(
      explained,
      tells: [
        "UDP opens no connection: there is no three-way handshake, and the first packet, frame 1, is a datagram already",
        "got no reply (\(EnglishPhrases().frames(lost, of: lost.count))).", "UDP does not remove doubles.",
        "came after the reply to a later request", "UDP closes nothing: there is neither FIN nor RST.",
      ])
  }

  @Test func `what is past the budget is said to be summarised`() throws {
    var packets: [Sighting] = .handshake()
    for number in UInt32(0)..<1_100 {
      packets.append(client.segment([.psh, .ack], seq: 1 + number * 4, ack: 1 + number * 4, "ping"))
      packets.append(server.segment([.psh, .ack], seq: 1 + number * 4, ack: 5 + number * 4, "ping"))
    }
    let explained = try ExplainedStream(packets)
    expect(
      explained,
      tells: ["Of its 2203 packets the first 2000 were looked at one by one (to frame 2000)", "4400 bytes of payload"])
    #expect(explained.told().count < 8_000)
  }

  @Test func `each sentence group names a frame`() throws {
    for (path, transport) in [("captures/chat.pcap", TransportProtocol.tcp), ("captures/udp-ethernet.pcap", .udp)] {
      let explained = try ExplainedStream(path, transport)
      for language in Language.allCases {
        let word = language.glossary.word(.frame)
        for block in explained.document(language).blocks {
          guard case .prose(let prose) = block else { continue }
          #expect(prose.text.lowercased().contains(word), "\(prose.text)")
        }
      }
    }
  }
}

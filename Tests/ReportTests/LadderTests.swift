import Conversations
import Fixtures
import Foundation
import PacketBuilding
import Testing

@testable import Report

/// Packets as arrows between two sockets.
struct LadderTests {
  static let fixtures = [
    "tcp-refused", "tcp-unanswered", "tcp-reset-with-unread-data", "tcp-retransmission", "tcp-short-echo",
    "tcp-midstream", "udp-unreachable", "udp-lost-duplicated-reordered", "udp-fragmented", "snapshot-length",
    "cut-in-a-packet", "hostile-payload",
  ]
  static let captures = [
    "chat", "tcp-ethernet", "tcp-loopback", "tcp-wifi", "udp-ethernet", "udp-loopback", "udp-wifi",
  ]

  private func check(_ source: FigureSource) {
    for phrases: any FigurePhrases in [EnglishFigurePhrases(), IndonesianFigurePhrases()] {
      let ladder = source.ladder(phrases)
      for width in [72, 80, 100, 140] {
        let lines = ladder.text(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { String($0).columns <= width }, "\(width)")
      }
      let shapes = SVGShapes(ladder.svg())
      #expect(shapes.isWellFormed)
      #expect(shapes.outside == [])
      #expect(shapes.names.isSubset(of: Self.elements))
      #expect(shapes.attributes.isDisjoint(with: ["style", "href", "id", "onload"]))
      let lines = ladder.mermaid().split(separator: "\n")
      #expect(lines.first == "sequenceDiagram")
      #expect(lines.allSatisfy { Self.isPlain(String($0)) })
      #expect(lines.count { $0.hasPrefix("  rect ") } == lines.count { $0 == "  end" })
    }
  }

  static let elements: Set<String> = [
    "svg", "title", "desc", "text", "line", "polyline", "polygon", "rect", "circle",
  ]

  /// Semicolons end numbers of characters alone, and nothing else that Mermaid obeys is left.
  private static func isPlain(_ line: String) -> Bool {
    let rest = line.replacing(/#[0-9]+;/, with: "")
    return !rest.contains(";") && !rest.contains("#") && !rest.contains("%") && !rest.contains("{")
      && !rest.replacing("<br/>", with: "").contains("<")
  }

  @Test(arguments: fixtures)
  func `draws the situation within its borders`(fixture: String) throws {
    check(try FigureSource(fixture: fixture))
  }

  @Test(arguments: captures)
  func `draws the session and its socket calls within its borders`(capture: String) throws {
    let source = try FigureSource(capture: capture)
    check(source)
    #expect(source.ladder().text().contains(capture.hasPrefix("udp") ? "sendto 35" : " connect"))
  }

  @Test(arguments: ["tcp-retransmission", "udp-lost-duplicated-reordered"])
  func `writes the situation to the letter`(fixture: String) throws {
    let ours = try FigureSource(fixture: fixture).ladder().text().split(
      separator: "\n", omittingEmptySubsequences: false)
    let expected = try String(contentsOf: Fixtures.report("\(fixture).ladder.txt"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (our, their) in zip(ours, expected) { #expect(our == their) }
    #expect(ours.count == expected.count)
  }

  @Test func `a session has three phases, and calls stand before what they cause`() throws {
    let text = try FigureSource(capture: "tcp-loopback").ladder().text()
    let places = [
      "Connection establishment", " connect │", "SYN-SENT", "ESTABLISHED", "Data transfer", "send 34 │",
      "PSH, ACK  seq=1 ack=1 len=34", "╰ \"Hello World!!! This will be echoed\"", "Connection termination",
      "FIN, ACK", "CLOSED",
    ].map { text.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    // Between sockets, not hosts: both are one address.
    #expect(text.contains("127.0.0.1:48486") && text.contains("127.0.0.1:3456"))
  }

  /// The third of five segments does not arrive; three duplicate ACKs ask for it.
  private static let lossy: [Sighting] =
    .handshake()
    + (0..<5).map { client.segment([.psh, .ack], seq: 1 + $0 * 10, ack: 1, "0123456789").at(10 + Double($0)) }
    + [
      server.segment(.ack, seq: 1, ack: 21).at(30), server.segment(.ack, seq: 1, ack: 21).at(31),
      server.segment(.ack, seq: 1, ack: 21).at(32), server.segment(.ack, seq: 1, ack: 21).at(33),
      client.segment([.psh, .ack], seq: 21, ack: 1, "0123456789").at(34), server.segment(.ack, seq: 1, ack: 51).at(54),
    ]

  @Test func `a segment that is known to be lost ends before the other lifeline`() throws {
    let source = try FigureSource(Self.lossy)
    check(source)
    let text = source.ladder().text()
    #expect(text.contains("─✗"))
    #expect(text.contains("lost: sent again in frame 13"))
    #expect(text.contains("╌▶"))
    #expect(text.contains("retransmission of frame 6 (fast retransmit)"))
    let shapes = SVGShapes(source.ladder().svg())
    #expect(shapes.classes["lost"] != nil && shapes.classes["again"] != nil)
    #expect(source.ladder().mermaid().contains("A-xB: "))
  }

  @Test func `which of two copies arrived is not claimed where the capture does not tell`() throws {
    let text = try FigureSource(fixture: "tcp-retransmission").ladder().text()
    #expect(text.contains("retransmission of frame 8 (tail loss probe)"))
    #expect(text.contains("no answer seen: sent again in frame 9"))
    #expect(!text.contains("✗"))
  }

  /// A SACK block behind two bytes of padding (RFC 2018, section 3), in raw numbers.
  private static func sack(_ left: UInt32, _ right: UInt32) -> [UInt8] {
    [1, 1, 5, 10]
      + [left, right].flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
  }

  private func notes(_ packets: [Sighting]) throws -> [Int: [String]] {
    let source = try FigureSource(packets)
    check(source)
    return source.ladder().rows.reduce(into: [:]) { notes, row in
      if let frame = row.frame, case .arrow(let arrow) = row.content { notes[frame] = arrow.notes }
    }
  }

  @Test func `a FIN that was acknowledged before it was sent again has arrived`() throws {
    let found = try notes(
      .handshake() + [
        server.segment([.fin, .ack], seq: 1, ack: 1).at(10), client.segment([.fin, .ack], seq: 1, ack: 2).at(10.2),
        server.segment([.fin, .ack], seq: 1, ack: 1).at(19), client.segment(.ack, seq: 2, ack: 2).at(19.1),
        server.segment(.ack, seq: 2, ack: 2).at(20),
      ])
    #expect(found[4] == ["arrived, and sent again in frame 6 all the same"])
    #expect(found[6]?.first == "retransmission of frame 4")
  }

  @Test func `a D-SACK tells that both FINs arrived, though the first ACK came after them`() throws {
    let start = server.initialSequenceNumber
    let found = try notes(
      .handshake() + [
        server.segment([.fin, .ack], seq: 1, ack: 1).at(10), server.segment([.fin, .ack], seq: 1, ack: 1).at(300),
        client.segment(.ack, seq: 1, ack: 2).at(310),
        client.segment(.ack, seq: 1, ack: 2, options: Self.sack(start + 1, start + 2)).at(311),
      ])
    #expect(found[4] == ["arrived, and sent again in frame 5 all the same"])
  }

  @Test func `a FIN without an answer of its own is not said to have arrived`() throws {
    let found = try notes(
      .handshake() + [
        server.segment([.fin, .ack], seq: 1, ack: 1).at(10), server.segment([.fin, .ack], seq: 1, ack: 1).at(300),
        client.segment(.ack, seq: 1, ack: 2).at(310),
      ])
    #expect(found[4] == ["no answer seen: sent again in frame 5"])
  }

  @Test func `a SYN-ACK that was acknowledged, and two SYNs with an answer each, have arrived`() throws {
    let found = try notes([
      client.segment(.syn).at(0), client.segment(.syn).at(1_007), server.segment([.syn, .ack], ack: 1).at(1_009),
      client.segment(.ack, seq: 1, ack: 1).at(1_009.1), client.segment([.psh, .ack], seq: 1, ack: 1, "one").at(1_010),
      server.segment([.syn, .ack], ack: 1).at(1_010.3), client.segment(.ack, seq: 4, ack: 1).at(1_010.4),
      server.segment(.ack, seq: 1, ack: 4).at(1_013),
    ])
    #expect(found[1] == ["arrived, and sent again in frame 2 all the same"])
    #expect(found[3] == ["arrived, and sent again in frame 6 all the same"])
  }

  @Test func `one answer to two SYNs, or a second after a second, does not tell that both arrived`() throws {
    let one = try notes([
      client.segment(.syn).at(0), client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1).at(1_002),
      client.segment(.ack, seq: 1, ack: 1).at(1_003),
    ])
    #expect(one[1] == ["no answer seen: sent again in frame 2"])
    let late = try notes([
      client.segment(.syn).at(0), client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1).at(1_002),
      server.segment([.syn, .ack], ack: 1).at(2_010), client.segment(.ack, seq: 1, ack: 1).at(2_011),
    ])
    #expect(late[1] == ["no answer seen: sent again in frame 2"])
    #expect(late[3] == ["no answer seen: sent again in frame 4"])
  }

  @Test func `a RST that has not arrived leaves its receiver as it was`() throws {
    let source = try FigureSource(
      .handshake() + [
        client.segment([.fin, .ack], seq: 1, ack: 1).at(10),
        server.segment([.psh, .ack], seq: 1, ack: 2, "late").at(12), client.segment(.rst, seq: 2).at(12.1),
        server.segment([.fin, .ack], seq: 5, ack: 2).at(12.2), client.segment(.rst, seq: 2).at(12.3),
      ])
    check(source)
    let states = source.ladder().rows.suffix(4).map(\.states)
    #expect(
      states == [
        [.originator: .finWait2], [.originator: .closed], [.responder: .lastACK], [.responder: .closed],
      ])
  }

  @Test func `the ACKs of a simultaneous open belong to it`() throws {
    let rows = try FigureSource([
      client.segment(.syn).at(0), server.segment(.syn).at(0.1), client.segment([.syn, .ack], ack: 1).at(20),
      server.segment([.syn, .ack], ack: 1).at(20.1), client.segment(.ack, seq: 1, ack: 1).at(40),
      server.segment(.ack, seq: 1, ack: 1).at(40.1), client.segment([.psh, .ack], seq: 1, ack: 1, "one").at(50),
      server.segment(.ack, seq: 1, ack: 4).at(60),
    ]).ladder().rows
    #expect(rows.compactMap(\.phase) == [.establishment, .transfer])
    #expect(rows.first { $0.phase == .transfer }?.frame == 7)
  }

  @Test func `a RST in the name of a side that goes on closes nothing`() throws {
    let rows = try FigureSource(
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "one").at(10), server.segment(.rst, seq: 1).at(11),
        server.segment([.psh, .ack], seq: 1, ack: 4, "one").at(20), client.segment(.ack, seq: 4, ack: 4).at(20.1),
      ] + .close(seq: 4, ack: 4)
    ).ladder().rows
    #expect(rows.suffix(6).map(\.states[.responder]) == [nil, nil, nil, .closeWait, .lastACK, .closed])
    #expect(rows.suffix(6).map(\.states[.originator]) == [nil, nil, nil, .finWait1, .timeWait, nil])
  }

  @Test func `a row that another names is shown`() throws {
    let lost = 15
    var packets: [Sighting] = .handshake()
    func send(_ place: Int, at time: Double) {
      packets.append(client.segment([.psh, .ack], seq: UInt32(1 + place * 10), ack: 1, "0123456789").at(time))
    }
    for place in 0..<60 { send(place, at: 10 + Double(place) / 10) }
    for time in 0..<5 {
      packets.append(server.segment(.ack, seq: 1, ack: UInt32(1 + lost * 10)).at(20 + Double(time) / 10))
    }
    send(lost, at: 22)
    packets.append(server.segment(.ack, seq: 1, ack: 601).at(42))
    for place in 60..<90 { send(place, at: 50 + Double(place) / 10) }
    packets.append(server.segment(.ack, seq: 1, ack: 901).at(80))
    let source = try FigureSource(packets)
    check(source)
    let ladder = source.ladder(limit: 30)
    #expect(ladder.rows.compactMap(\.frame) == Array(1...20) + [69] + Array(92...101))
    let text = ladder.text()
    #expect(text.contains("lost: sent again in frame 69") && text.contains("retransmission of frame 19"))
    #expect(text.contains("… 48 packets (frames 21–68) …") && text.contains("… 22 packets (frames 70–91) …"))
  }

  @Test func `rows that others name are bounded as well`() throws {
    let requests = (0..<200).map { client.datagram("\($0)").at(Double($0)) }
    let replies = (0..<200).map { server.datagram("\($0)").at(300 + Double($0)) }
    let ladder = try FigureSource(requests + replies).ladder(limit: 30)
    #expect(ladder.rows.compactMap(\.frame).count <= 40)
    let all = try FigureSource(requests + replies).ladder(limit: 400)
    #expect(all.rows.count == 400)
  }

  @Test func `what the capture lacks is a gap, and what comes later was overtaken`() throws {
    let gap = try FigureSource(
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "one").at(10),
        client.segment([.psh, .ack], seq: 11, ack: 1, "three").at(20),
        server.segment(.ack, seq: 1, ack: 16).at(30),
      ]
    ).ladder().text()
    #expect(gap.contains("not captured: 7 bytes, seq 4 to 10"))
    let late = try FigureSource(
      .handshake() + [
        client.segment([.psh, .ack], seq: 4, ack: 1, "two").at(10),
        client.segment([.psh, .ack], seq: 1, ack: 1, "one").at(10.1), server.segment(.ack, seq: 1, ack: 7).at(30),
      ]
    ).ladder().text()
    #expect(late.contains("ahead of frame 5"))
    #expect(late.contains("out of order"))
    #expect(!late.contains("not captured"))
  }

  @Test func `a refusal is drawn, and nobody is said to have listened`() throws {
    let text = try FigureSource(fixture: "tcp-refused").ladder().text()
    #expect(text.contains("━") && text.contains("RST, ACK"))
    #expect(text.contains("CLOSED") && !text.contains("LISTEN"))
    #expect(!text.contains("Data transfer"))
  }

  @Test func `an ICMP error is an arrow of the host that sent it`() throws {
    let source = try FigureSource(fixture: "udp-unreachable")
    let text = source.ladder().text()
    #expect(text.contains("◀┈") && text.contains("ICMP port unreachable (type 3, code 3)"))
    #expect(text.contains("answered by an ICMP error: frame 2") && text.contains("about frame 1"))
    #expect(SVGShapes(source.ladder().svg()).classes["icmp"] != nil)
  }

  @Test func `a datagram without a reply is not called lost`() throws {
    let text = try FigureSource(fixture: "udp-lost-duplicated-reordered").ladder().text()
    #expect(text.contains("no reply in the capture"))
    #expect(text.contains("one more reply to frame 4"))
    #expect(text.contains("out of order: after the reply to a later request"))
    #expect(!text.contains("lost:") && !text.contains("✗"))
  }

  @Test func `a simultaneous close has no side that waits for the other`() throws {
    let text = try FigureSource(
      .handshake() + [
        client.segment([.fin, .ack], seq: 1, ack: 1).at(10), server.segment([.fin, .ack], seq: 1, ack: 1).at(10.1),
        client.segment(.ack, seq: 2, ack: 2).at(20), server.segment(.ack, seq: 2, ack: 2).at(20.1),
      ]
    ).ladder().text()
    #expect(text.contains("CLOSING") && !text.contains("CLOSE-WAIT"))
  }

  @Test func `payload cannot leave its place`() throws {
    let attack = "</text><script>alert(1)</script>&\"';#%%{init: {}}%%\u{1b}[31m\u{202e}\u{0}"
    let source = try FigureSource([client.datagram(attack), server.datagram(attack)])
    check(source)
    let ladder = source.ladder()
    #expect(!ladder.svg().contains("<script") && !ladder.mermaid().contains("<script"))
    #expect(!ladder.svg().unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!ladder.text().unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
    #expect(SVGShapes(ladder.svg()).texts.contains { $0.contains("</text><script>alert(1)</script>&") })
  }

  @Test func `wide characters keep the lifelines straight`() throws {
    let text = try FigureSource([client.datagram("日本語"), server.datagram("é…✓")]).ladder().text()
    let ends = text.split(separator: "\n").filter { $0.hasSuffix("│") }.map { String($0).columns }
    #expect(Set(ends).count == 1)
  }

  @Test func `of thousands of packets the first and the last are drawn`() throws {
    let packets = (0..<3_000).flatMap { number in
      [client.datagram("\(number)").at(Double(number) * 10), server.datagram("\(number)").at(Double(number) * 10 + 2)]
    }
    let source = try FigureSource(packets)
    check(source)
    let ladder = source.ladder(limit: 9)
    // The nine, and what stands for the others: those in between, and those that were not kept one by one.
    #expect(ladder.rows.count == 11)
    let kept = source.rows.count
    #expect(ladder.text().contains("… \(kept - 9) packets (frames 7–\(kept - 3)) …"))
    #expect(ladder.text().contains("… \(6_000 - kept) more packets after frame \(kept), not kept one by one …"))
    #expect(source.ladder().svg().utf8.count < 60_000)
  }

  @Test func `long addresses have room`() throws {
    let party = Party(
      "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1111", 50_892, to: "2001:db8:9999:8888:7777:6666:5555:2222", 12_345)
    let source = try FigureSource(.handshake(party) + .close(by: party))
    check(source)
    #expect(source.ladder().text().contains("[2001:db8:9999:8888:7777:6666:5555:2222]:12345"))
  }

  @Test func `nothing to draw is nothing`() throws {
    let record = try FigureSource(fixture: "tcp-refused").record
    let ladder = Ladder(record, rows: [])
    #expect(ladder.isEmpty && ladder.text() == "" && ladder.svg() == "" && ladder.mermaid() == "")
  }
}

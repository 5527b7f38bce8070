import Analyzer
import Fixtures
import Foundation
import Testing

@testable import Report

/// The lab report of real sessions.
struct LabReportTests {
  /// What a report needs of captures: their summary, and their packets.
  private struct Read {
    var summary = Summary()
    var listing = PacketListing()

    init(_ paths: [String]) throws {
      var options = AnalysisOptions()
      options.keepsPackets = true
      for path in paths {
        var listing = PacketListing()
        var file = try FileAnalysis(path: path, options: options)
        let read = try file.run { listing.add($0, $1, $2, $3) }
        let first = (summary.conversations.map(\.index).max() ?? -1) + 1
        summary.append(read)
        self.listing.append(listing, from: first)
      }
    }

    func markdown(_ language: Language = .english, _ identity: LabIdentity = LabIdentity()) -> String {
      var report = LabReport(language: language, generator: "test")
      report.identity = identity
      return report.markdown(summary, listing, [])
    }
  }

  private static let captures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "captures").path
  private static func capture(_ name: String) -> String { "\(captures)/\(name).pcap" }

  @Test func `has its twelve parts in both languages, and places for the student`() throws {
    let read = try Read([Self.capture("tcp-ethernet"), Self.capture("udp-ethernet")])
    let (english, indonesian) = (read.markdown(.english), read.markdown(.indonesian))
    for (language, text) in [(Language.english, english), (.indonesian, indonesian)] {
      for part in 1...12 {
        #expect(text.contains("\n## \(part). "), "part \(part) in \(language)")
      }
      #expect(text.matches(of: /\n> \*\*\\\[/).count > 12)
    }
    // The same parts, tables and drawings in the same order.
    func shape(_ text: String) -> [String] {
      text.split(separator: "\n").map { line in
        line.hasPrefix("#")
          ? String(line.prefix { $0 == "#" }) : line.hasPrefix("|") ? "|" : line.hasPrefix("```") ? "`" : ""
      }.filter { !$0.isEmpty }
    }
    #expect(shape(english) == shape(indonesian))
    // No phrase of the one in the other.
    for word in [" the ", " of ", "acknowledge", " frame "] { #expect(!indonesian.contains(word), "\(word)") }
  }

  @Test func `tells the numbers of the session with their frames`() throws {
    let text = try Read([Self.capture("tcp-ethernet"), Self.capture("udp-ethernet")]).markdown()
    for fact in [
      // Who, and where.
      "| client | 192.168.10.7 | 50892 |", "| server | 192.168.10.8 | 12345 |",
      // The arithmetic of sequence numbers.
      "ISN 491959353", "Ack = 491959353 + 1 = 491959354", "frame 6: Seq 1 + 34 bytes = 35", "frame 7 acknowledges it",
      // Flags by their bits, and the bytes that a segment carries.
      "| 0x018 PSH ACK | 0000 0001 1000 | 1 | 1 | 35 | \\[1–34\\] | 34 |",
      "| 0x002 SYN | 0000 0000 0010 | 0 |  | 1 |",
      // UDP's length.
      "frame 1: Length 43 = 8 (header) + 35 (payload)",
      // The refused attempt before.
      "TCP stream 0: connection refused",
    ] {
      #expect(text.contains(fact), "\(fact)")
    }
  }

  @Test func `its tenth part has the statements checked and the textbook's questions`() throws {
    let text = try Read([Self.capture("tcp-ethernet"), Self.capture("udp-ethernet")]).markdown()
    let start = try #require(text.range(of: "\n## 10. "))
    let end = try #require(text.range(of: "\n## 11. "))
    let part = text[start.upperBound..<end.lowerBound]
    for fact in [
      "#### A6. “The message is cut into three packets",
      "Wrong. TCP stream 1 of tcp-ethernet.pcap: What the client sent",
      "### The TCP lab of Kurose and Ross", "491959353 + 1 = 491959354 (frames 3 and 4)",
      "### The UDP lab of Kurose and Ross", "43 = 8 + 35: right.",
    ] {
      #expect(part.contains(fact), "\(fact)")
    }
  }

  @Test func `the same captures give the same report`() throws {
    let paths = [Self.capture("chat"), Self.capture("udp-wifi")]
    #expect(try Read(paths).markdown() == (try Read(paths).markdown()))
  }

  @Test func `a date is written as the language writes it, and anything else as it stands`() throws {
    let read = try Read([Self.capture("udp-loopback")])
    var identity = LabIdentity()
    for (given, english, indonesian) in [
      ("2025-02-27", "27 February 2025", "27 Februari 2025"), ("2025-08-01", "1 August 2025", "1 Agustus 2025"),
      ("2025-13-01", "2025-13-01", "2025-13-01"), ("spring", "spring", "spring"), ("2025-02-", "2025-02-", "2025-02-"),
    ] {
      identity.date = given
      #expect(read.markdown(.english, identity).contains("| Date | \(english) |"))
      #expect(read.markdown(.indonesian, identity).contains("| Tanggal | \(indonesian) |"))
    }
    identity.name = "<b>|x|</b>\u{1b}[31m"
    let text = read.markdown(.english, identity)
    #expect(!text.contains("<b>") && !text.contains("\u{1b}"))
  }

  @Test(arguments: ReportGoldenTests.situations) func `can be written of any situation`(situation: String) throws {
    let read = try Read([Fixtures.packets("\(situation).pcap").path])
    for language in Language.allCases {
      let text = read.markdown(language)
      #expect(text.contains("\n## 12. "))
      #expect(text.firstMatch(of: /Optional\(|\bnil\b/) == nil)
      let page = LabReport(language: language, generator: "test").html(read.summary, read.listing, [])
      #expect(page.contains("</html>"))
    }
  }
}

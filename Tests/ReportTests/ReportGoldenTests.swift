import Analyzer
import Fixtures
import Foundation
import Report
import Testing

/// What the report says of each situation under `Fixtures/packets`, to the letter.
///
/// To write an expected report anew, in the package's folder, and then to read what changed:
///   echo-analyze read Fixtures/packets/tcp-refused.pcap > Fixtures/reports/tcp-refused.txt
struct ReportGoldenTests {
  static let situations = [
    "tcp-refused", "tcp-unanswered", "tcp-reset-with-unread-data", "tcp-retransmission", "tcp-short-echo",
    "tcp-midstream", "udp-unreachable", "udp-lost-duplicated-reordered", "udp-fragmented", "snapshot-length",
    "cut-in-a-packet", "hostile-payload",
  ]

  private func summary(_ situation: String) throws -> Summary {
    var file = try FileAnalysis(path: Fixtures.packets("\(situation).pcap").path)
    return try file.run()
  }

  /// Compares line by line, so that a failure shows the lines and not the pages.
  private func compare(_ report: String, with name: String) throws {
    // The expected one was written with a path that is the same everywhere.
    let folder = Fixtures.packets("x").deletingLastPathComponent().path
    let ours = report.replacing(folder, with: "Fixtures/packets").split(
      separator: "\n", omittingEmptySubsequences: false)
    let expected = try String(contentsOf: Fixtures.report(name), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (number, (our, their)) in zip(ours, expected).enumerated() {
      #expect(our == their, "\(name), line \(number + 1)")
    }
    #expect(ours.count == expected.count, "\(name)")
  }

  @Test(arguments: situations)
  func `tells the situation as text`(situation: String) throws {
    try compare(TextReport().render(try summary(situation)), with: "\(situation).txt")
  }

  @Test(arguments: situations)
  func `writes the situation as JSON`(situation: String) throws {
    try compare(JSONReport().render(try summary(situation)), with: "\(situation).json")
  }

  // echo-analyze read captures/tcp-ethernet.pcap --lang id > Fixtures/reports/tcp-ethernet.id.txt
  @Test(arguments: ["tcp-ethernet", "udp-ethernet"])
  func `tells the recordings that come with it in Indonesian`(name: String) throws {
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var file = try FileAnalysis(path: package.appending(path: "captures/\(name).pcap").path)
    let report = TextReport(language: .indonesian).render(try file.run()).replacing(package.path + "/", with: "")
    try compare(report, with: "\(name).id.txt")
  }

  @Test(arguments: situations)
  func `in colour says the same in the same places`(situation: String) throws {
    let summary = try summary(situation)
    for isDetailed in [false, true] {
      for width in [60, 100] {
        var report = TextReport()
        report.wantsAllDetails = isDetailed
        report.width = width
        report.terminalWidth = width
        let plain = report.render(summary)
        report.isColoured = true
        let coloured = report.render(summary)
        #expect(coloured.contains("\u{1b}[1m"))
        #expect(coloured.replacing(/\u{1b}\[[0-9;]+m/, with: "") == plain)
        // Each colour ends in the line where it begins.
        #expect(
          coloured.split(separator: "\n").allSatisfy { line in
            line.ranges(of: /\u{1b}\[[1-9][0-9;]*m/).count == line.ranges(of: "\u{1b}[0m").count
          })
      }
    }
  }

  @Test(arguments: situations)
  func `fits a terminal, and leaves nothing out there`(situation: String) throws {
    let summary = try summary(situation)
    func words(_ text: String) -> [String: Int] {
      text.split { $0.isWhitespace }.reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }
    for isDetailed in [false, true] {
      var report = TextReport()
      report.wantsAllDetails = isDetailed
      let wide = words(report.render(summary))
      for width in [60, 80, 100] {
        report.width = width
        report.terminalWidth = width
        let text = report.render(summary)
        for line in text.split(separator: "\n") where line.count > width {
          // A path may be longer than that, and cannot be broken.
          #expect(line.contains("/"), "\(width): \(line)")
        }
        let narrow = words(text)
        for (word, count) in wide where narrow[word, default: 0] < count && !word.contains("…") && !word.contains("\"")
        {
          Issue.record("\(width): \(word) \(count) times")
        }
      }
    }
  }

  // echo-analyze read captures/tcp-ethernet.pcap --format markdown > Fixtures/reports/tcp-ethernet.md, and html
  @Test(arguments: ["tcp-ethernet", "udp-ethernet"])
  func `tells the recordings that come with it as Markdown and HTML`(name: String) throws {
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var file = try FileAnalysis(path: package.appending(path: "captures/\(name).pcap").path)
    let summary = try file.run()
    var markdown = ""
    MarkdownReport().write(summary) { markdown += $0 }
    try compare(markdown.replacing(package.path + "/", with: ""), with: "\(name).md")
    let page = HTMLReport(generator: "echo-analyze").render(summary).replacing(package.path + "/", with: "")
    // Style and script are the same in all, and looked at in a browser.
    let body = page.replacing(/(?s)<(style|script)>.*?<\/(style|script)>\n/, with: "")
      .replacing(/sha256-[A-Za-z0-9+\/=]+/, with: "HASH")
    // Anchors are made of the path, which is that of this machine.
    try compare(body.replacing(/(id="|href="#)capture-[a-z0-9-]*"/) { "\($0.1)capture\"" }, with: "\(name).html")
  }

  @Test func `there is no situation without its report`() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.packets("x").deletingLastPathComponent().path)
    let captures = files.filter { $0.hasSuffix(".pcap") }.map { String($0.dropLast(5)) }
    #expect(Set(captures) == Set(Self.situations))
  }
}

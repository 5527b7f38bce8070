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

  @Test func `there is no situation without its report`() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.packets("x").deletingLastPathComponent().path)
    let captures = files.filter { $0.hasSuffix(".pcap") }.map { String($0.dropLast(5)) }
    #expect(Set(captures) == Set(Self.situations))
  }
}

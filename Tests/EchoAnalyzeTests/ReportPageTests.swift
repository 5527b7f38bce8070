import Foundation
import Testing

/// Reports as pages, in a browser: every session of `captures/` in both languages.
@Suite(
  .enabled(if: Chromium.isInstalled, "chromium is not installed (on Debian Tests/packages test installs it)"),
  .serialized, .timeLimit(.minutes(5)))
struct ReportPageTests {
  static let captures = RecordedSessionsTests.names.map { "captures/\($0).pcap" }
  static let logs = RecordedSessionsTests.names.flatMap { name in
    ["--log", "captures/\(name).server.jsonl", "--log", "captures/\(name).client.jsonl"]
  }

  /// Nothing is fetched: neither the text of the page nor what the browser makes of it asks for anything elsewhere.
  private func expectSelfContained(_ page: String) {
    // The name of SVG is an address that nobody opens.
    let text = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    for wanted in ["http://", "https://", "src=", "@import", "url("] {
      #expect(!text.contains(wanted), "the page holds \(wanted)")
    }
  }

  private func expectNeat(_ looks: [Chromium.Look], _ name: String) {
    for look in looks {
      #expect(look.problems.isEmpty, "\(name) at \(look.width)")
      #expect(look.excess <= 0, "\(name) at \(look.width)")
      #expect(look.outside.isEmpty, "\(name) at \(look.width)")
      #expect(look.outsideOfDrawings.isEmpty, "\(name) at \(look.width)")
    }
  }

  @Test(arguments: ["en", "id"]) func `the report of all sessions`(language: String) async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("report.html")
    let outcome = try await BuiltTool.run(
      [BuiltTool.path, "report"] + Self.captures + Self.logs + ["--lang", language, "--output", file])
    #expect(outcome.status.isSuccess && outcome.errors.isEmpty, "\(outcome.errors)")
    let page = try String(contentsOfFile: file, encoding: .utf8)
    expectSelfContained(page)
    let looks = try await Chromium.look(at: page, widths: [1280, 390], in: folder)
    #expect(looks.map(\.width) == [1280, 390])
    expectNeat(looks, "report in \(language)")
    // A sequence diagram for each session at the least, and plots.
    #expect(looks.allSatisfy { $0.drawings > Self.captures.count && $0.headings > 30 })
    let sheets = try await Chromium.print(file, in: folder)
    #expect((20...80).contains(sheets), "\(sheets) sheets of paper")
  }

  @Test(arguments: ["en", "id"]) func `two captures as they are handed in`(language: String) async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("report.html")
    let outcome = try await BuiltTool.run(
      "report", "captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap", "--lang", language,
      "--output", file)
    #expect(outcome.status.isSuccess)
    let sheets = try await Chromium.print(file, in: folder)
    #expect((6...24).contains(sheets), "\(sheets) sheets of paper")
  }

  @Test func `the story of each situation, and a comparison`() async throws {
    let folder = try TemporaryFolder()
    let packets = try FileManager.default.contentsOfDirectory(atPath: BuiltTool.folder + "/Fixtures/packets").sorted()
    for commands in [
      ["read"] + packets.map { "Fixtures/packets/" + $0 }, ["compare"] + Self.captures.prefix(4),
      ["report"] + packets.map { "Fixtures/packets/" + $0 },
    ] {
      let outcome = try await BuiltTool.run([BuiltTool.path] + commands + ["--format", "html"])
      // One of the captures is cut.
      #expect([.exited(0), .exited(2)].contains(outcome.status), "\(outcome.errors)")
      expectSelfContained(outcome.output)
      let looks = try await Chromium.look(at: outcome.output, widths: [1280, 390], in: folder)
      expectNeat(looks, commands[0])
    }
  }
}

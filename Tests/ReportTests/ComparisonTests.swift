import Analyzer
import Foundation
import Testing

@testable import Report

/// Comparisons of real sessions.
struct ComparisonTests {
  static func summary(_ names: [String]) throws -> Summary {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "captures")
    var options = AnalysisOptions()
    options.keepsPackets = true
    var summary = Summary()
    for name in names {
      var file = try FileAnalysis(path: folder.appending(path: name + ".pcap").path, options: options)
      summary.append(try file.run())
    }
    return summary
  }

  @Test func `TCP and UDP on one cable`() throws {
    let comparison = Comparison(try Self.summary(["tcp-ethernet", "udp-ethernet"]))
    #expect(!comparison.isOfLinks)
    // 34 bytes against 35.
    #expect(comparison.hasSameWorkload == false)
    let traces = comparison.traces.map(\.trace)
    #expect(traces.map(\.record.protocol) == [.tcp, .udp])
    // The refused attempt before is no echo.
    let tcp = try #require(traces.first), udp = try #require(traces.last)
    #expect(tcp.control.opening == [3, 4, 5])
    #expect(tcp.control.acknowledging == [7, 9])
    #expect(tcp.control.closing == [10, 11, 12])
    #expect(tcp.firstEcho.map { [$0.request, $0.reply] } == [6, 8])
    #expect(tcp.bytesPerHundred == 929)
    #expect(tcp.unacknowledged.isEmpty)
    #expect(udp.control.opening.isEmpty)
    #expect(udp.bytesPerHundred == 220)
    #expect(udp.firstEcho.map { [$0.request, $0.reply] } == [1, 2])
    #expect(udp.timeToFirstEcho == udp.firstEcho?.nanoseconds)
    // SYN to reply: the handshake, and then the echo.
    let wait = try #require(tcp.timeToFirstEcho), handshake = try #require(tcp.record.handshake?.nanoseconds)
    let echo = try #require(tcp.firstEcho?.nanoseconds)
    #expect(wait >= handshake + echo)
  }

  @Test func `one protocol on two links`() throws {
    let comparison = Comparison(try Self.summary(["tcp-ethernet", "tcp-wifi"]))
    #expect(comparison.isOfLinks)
    #expect(comparison.hasSameWorkload == true)
    #expect(comparison.withoutEcho.isEmpty)
  }

  @Test func `a capture without echo is compared by its largest conversation, and says so`() throws {
    // The chat's goodbye is answered with other words.
    let comparison = Comparison(try Self.summary(["chat", "udp-ethernet"]))
    #expect(comparison.withoutEcho.map(\.capture) == ["chat.pcap"])
    #expect(comparison.traces.count == 2)
  }

  @Test func `ratios are rounded, and of nothing there is none`() {
    #expect(Comparison.ratio(632, 154, .plain) == "4.10")
    #expect(Comparison.ratio(5, 5, .withComma) == "1,00")
    #expect(Comparison.ratio(5, 0, .plain) == nil)
    #expect(Comparison.ratio(.max, 1, .plain) != nil)
  }

  @Test func `every aspect is told of every trace`() throws {
    let summary = try Self.summary(["tcp-ethernet", "udp-ethernet", "chat", "tcp-loopback"])
    let comparison = Comparison(summary)
    for language in Language.allCases {
      let story = ComparisonStory(phrases: language.comparisonPhrases, numbers: language.phrases.numbers)
      for aspect in ComparedAspect.allCases {
        for trace in comparison.traces { #expect(story.cell(aspect, trace).count > 10) }
      }
      let text = ComparisonReport(language: language, generator: "test").text(summary)
      #expect(!text.isEmpty)
    }
  }
}

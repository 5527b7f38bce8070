import Analyzer
import Conversations
import Fixtures
import Foundation
import PacketBuilding
import SessionLog
import Testing

@testable import Report

/// A conversation of a capture with its packets, as figures take them.
struct FigureSource {
  let record: ConversationRecord
  let rows: [PacketRow]
  var timeline: SocketTimeline?
  var logs: [LogRecord] = []

  private static var options: AnalysisOptions {
    var options = AnalysisOptions()
    options.keepsPackets = true
    return options
  }

  /// The first conversation of `Fixtures/packets/NAME.pcap`.
  init(fixture name: String) throws {
    var file = try FileAnalysis(path: Fixtures.packets("\(name).pcap").path, options: Self.options)
    let summary = try file.run()
    record = try #require(summary.conversations.first)
    rows = summary.packets[record.index]
  }

  /// The last conversation of `captures/NAME.pcap`, with the logs of its programs.
  init(capture name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("captures")
    var file = try FileAnalysis(path: folder.appendingPathComponent("\(name).pcap").path, options: Self.options)
    var summary = try file.run()
    summary.join(
      try ["client", "server"].map { role in
        let url = folder.appendingPathComponent("\(name).\(role).jsonl")
        var session = RecordedSession(path: url.lastPathComponent)
        for line in try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")) { session.add(line: line) }
        return session
      })
    let record = try #require(summary.conversations.last)
    self.record = record
    rows = summary.packets[record.index]
    timeline = summary.socketTimelines.first { $0.conversation == record.index }
    logs = summary.logs
  }

  /// The first conversation that packets make.
  init(_ packets: [Sighting]) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pcap")
    try Data(packets.pcap()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var analysis = try FileAnalysis(path: file.path, options: Self.options)
    let summary = try analysis.run()
    record = try #require(summary.conversations.first)
    rows = summary.packets[record.index]
  }

  func ladder(_ phrases: any FigurePhrases = EnglishFigurePhrases(), limit: Int = Ladder.rowLimit) -> Ladder {
    Ladder(record, rows: rows, timeline: timeline, logs: logs, phrases: phrases, limit: limit)
  }

  func plots(_ phrases: any FigurePhrases = EnglishFigurePhrases()) -> [Plot] {
    Plot.all(of: record, rows: rows, phrases: phrases)
  }
}

import Analyzer
import Conversations
import Fixtures
import Foundation
import PacketBuilding
import Testing

@testable import Report

/// A stream of a capture, explained.
struct ExplainedStream {
  let summary: Summary
  let stream: Selection.Stream

  /// `tcp:0` of a capture that comes with the project, by its path there.
  init(_ path: String, _ protocol: TransportProtocol, _ number: Int = 0) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try self.init(file: folder.appending(path: path).path, Selection.Stream(`protocol`, number))
  }

  init(_ packets: [Sighting], _ protocol: TransportProtocol = .tcp) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pcap")
    try Data(packets.pcap()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try self.init(file: file.path, Selection.Stream(`protocol`, 0))
  }

  init(file: String, _ stream: Selection.Stream) throws {
    var options = AnalysisOptions()
    options.keepsPackets = true
    var analysis = try FileAnalysis(path: file, options: options)
    summary = try analysis.run()
    self.stream = stream
  }

  var course: StreamCourse {
    get throws {
      let place = try #require(
        summary.conversations.firstIndex { $0.protocol == stream.protocol && $0.stream == stream.number })
      return StreamCourse(summary, at: place, earlier: summary.conversations)
    }
  }

  func document(_ language: Language) -> Document {
    StreamExplanation(language: language, generator: "test").document(stream, summary, surroundings: summary)
  }

  /// The text without its glossary, each paragraph in one line.
  func told(_ language: Language = .english) -> String {
    document(language).blocks.compactMap { block -> String? in
      switch block {
      case .prose(let prose): prose.text
      case .heading(let text, _) where text != language.glossary.heading: "# " + text
      default: nil
      }
    }.joined(separator: "\n")
  }

  func html(_ language: Language) -> String {
    StreamExplanation(language: language, generator: "test").html(stream, summary, surroundings: summary)
  }

  func markdown(_ language: Language) -> String {
    StreamExplanation(language: language, generator: "test").markdown(stream, summary, surroundings: summary)
  }
}

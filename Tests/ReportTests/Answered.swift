import Analyzer
import Conversations
import Fixtures
import Foundation
import PacketBuilding

@testable import Report

/// Captures as answers are drawn from.
struct Answered {
  private(set) var summary = Summary()
  private(set) var listing = PacketListing()

  /// With `limit` no more conversations are kept, and without `lists` no packets.
  init(paths: [String], limit: Int? = nil, lists: Bool = true) throws {
    var options = AnalysisOptions()
    options.conversationLimit = limit
    options.keepsPackets = true
    for path in paths {
      var listing = PacketListing()
      var file = try FileAnalysis(path: path, options: options)
      let read = try file.run { if lists { listing.add($0, $1, $2, $3) } }
      let first = (summary.conversations.map(\.index).max() ?? -1) + 1
      summary.append(read)
      self.listing.append(listing, from: first)
    }
  }

  /// Of `captures/NAME.pcap`.
  init(captures names: String...) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "captures")
    try self.init(paths: names.map { folder.appending(path: "\($0).pcap").path })
  }

  /// Of `Fixtures/packets/NAME.pcap`.
  init(fixture name: String) throws { try self.init(paths: [Fixtures.packets("\(name).pcap").path]) }

  init(_ packets: [Sighting]..., limit: Int? = nil, lists: Bool = true) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pcap")
    try Data(packets.flatMap(\.self).pcap()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try self.init(paths: [file.path], limit: limit, lists: lists)
  }

  func sheets(_ set: AnswerSet? = nil) -> AnswerSheets { AnswerSheets(summary, listing, set: set) }

  func answer(_ question: AnswerQuestion) -> Answer? {
    sheets(question.set).sheets.first?.answers.first { $0.question == question }
  }

  func quantity(
    _ question: AnswerQuestion, _ name: AnswerValueName, item: Int? = nil, of side: Side? = nil
  ) -> AnswerValue.Quantity? {
    answer(question)?.values.first {
      $0.name == name && (item == nil || $0.item == item) && (side == nil || $0.side == side)
    }?.quantity
  }

  func frames(_ question: AnswerQuestion, _ name: AnswerValueName) -> [Int]? {
    answer(question)?.values.first { $0.name == name }?.frames
  }

  func report(_ language: Language = .english, _ set: AnswerSet? = nil) -> AnswerReport {
    var report = AnswerReport(language: language, generator: "test")
    report.set = set
    return report
  }
}

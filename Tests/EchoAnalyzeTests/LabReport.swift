import Foundation
import Testing

/// What `--format json` says of the sockets of a conversation.
struct LabReport {
  struct Call {
    let program: Int
    let socket: Int
    let name: String
    let offset: Int
    /// Of all calls that are one row.
    let bytes: Int?
    let relation: String
    let frames: [Int]
    let again: [Int]
    let acknowledgedBy: Int?
  }

  let report: [String: Any]
  let conversations: [[String: Any]]
  let logs: [[String: Any]]

  init(_ text: String) throws {
    report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    conversations = try #require(report["conversations"] as? [[String: Any]])
    logs = try #require(report["logs"] as? [[String: Any]])
  }

  /// The only conversation of a protocol.
  func conversation(_ transport: String) throws -> [String: Any] {
    let all = conversations.filter { $0["protocol"] as? String == transport }
    #expect(all.count == 1)
    return try #require(all.first)
  }

  private func sockets(_ transport: String) throws -> [String: Any] {
    try #require(try conversation(transport)["sockets"] as? [String: Any])
  }

  /// For each program, whether it is the originator, and its clock.
  func programs(_ transport: String) throws -> [(isOriginator: Bool, clock: String)] {
    let programs = try #require(try sockets(transport)["programs"] as? [[String: Any]])
    return try programs.map { (($0["side"] as? String) == "originator", try #require($0["clock"] as? String)) }
  }

  func calls(_ transport: String) throws -> [Call] {
    let calls = try #require(try sockets(transport)["calls"] as? [[String: Any]])
    return try calls.map { call in
      Call(
        program: try #require(call["program"] as? Int), socket: try #require(call["socket"] as? Int),
        name: try #require(call["call"] as? String), offset: call["offset"] as? Int ?? 0,
        bytes: (call["bytes"] as? [Int]).map { $0.reduce(0, +) }, relation: try #require(call["relation"] as? String),
        frames: try #require(call["frames"] as? [Int]), again: try #require(call["again"] as? [Int]),
        acknowledgedBy: call["acknowledgedBy"] as? Int)
    }
  }
}

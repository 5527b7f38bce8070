import Foundation
import Subprocess
import Testing

/// The JSON report is a contract: every key is there, and what is unknown is null.
@Suite(.timeLimit(.minutes(5)))
struct ReportSchemaTests {
  static let direction =
    "packets bytes payloadBytes uniquePayloadBytes retransmissions outOfOrder duplicateAcks zeroWindows"
  static let conversation = """
    index capture protocol stream originator responder rolesInferred encapsulation firstTime durationSeconds packets \
    bytes outcome zeekState history completeness toResponder toOriginator echo
    """

  private func report(_ arguments: String..., input: [UInt8] = []) async throws -> [String: Any] {
    let outcome = try await BuiltTool.run([BuiltTool.path, "read", "--format", "json"] + arguments, input: input)
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// The object under `key`, which must have `keys`.
  @discardableResult
  private func object(
    _ key: String, of parent: [String: Any], _ keys: String, at location: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    try check(try #require(parent[key] as? [String: Any], sourceLocation: location), keys, at: location)
  }

  /// The first object of the array under `key`, which must have `keys`.
  @discardableResult
  private func first(
    _ key: String, of parent: [String: Any], _ keys: String, at location: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let array = try #require(parent[key] as? [[String: Any]], sourceLocation: location)
    return try check(try #require(array.first, sourceLocation: location), keys, at: location)
  }

  private func check(_ object: [String: Any], _ keys: String, at location: SourceLocation) throws -> [String: Any] {
    for key in keys.split(separator: " ") {
      #expect(object[String(key)] != nil, "\(key) is missing", sourceLocation: location)
    }
    return object
  }

  @Test func `a TCP report has every key`() async throws {
    let report = try await report("captures/tcp-loopback.pcap")
    #expect(report["schema"] as? Int == 1)
    let capture = try first(
      "captures", of: report,
      "path format linkTypes packets bytes firstTime lastTime durationSeconds complete comments commentsTotal trust")
    try object("trust", of: capture, "verdict reasons findings")
    try first("findings", of: report, "code severity capture conversation frames text")
    let tcp = try first(
      "conversations", of: report, Self.conversation + " handshake data dataTotal teardown")
    for endpoint in ["originator", "responder"] { try object(endpoint, of: tcp, "address port") }
    for side in ["toResponder", "toOriginator"] { try object(side, of: tcp, Self.direction) }
    let handshake = try object(
      "handshake", of: tcp, "syn synAck ack seconds synToSynAckSeconds synAckToAckSeconds")
    for step in ["syn", "synAck"] {
      let syn = try object(step, of: handshake, "frame time initialSequenceNumber window options")
      try object("options", of: syn, "mss windowScale sackPermitted timestamps")
    }
    try object("ack", of: handshake, "frame time")
    try first("data", of: tcp, "frame from flags sequence rawSequence length acknowledgedBy text")
    try object("teardown", of: tcp, "kind activeCloser frames halfClosedSeconds")
    let echo = try object(
      "echo", of: tcp, "isEcho requests replies lost duplicated reordered mismatched rtt")
    try object("rtt", of: echo, "min median p99 max")
    #expect(tcp["outcome"] as? String == "complete")
    #expect(tcp["exchanges"] == nil)
  }

  @Test func `a UDP report has every key`() async throws {
    let udp = try first(
      "conversations", of: try await report("captures/udp-wifi.pcap"), Self.conversation + " exchanges exchangesTotal")
    try first("exchanges", of: udp, "request reply seconds requestLength replyLength identical icmpError")
    #expect(udp["handshake"] == nil)
    #expect(udp["data"] == nil)
  }

  @Test func `what is unknown is null`() async throws {
    let syn = CaptureBytes([Frames.tcp(2, sequence: 1, acknowledgment: 0), Frames.udp("halo")]).bytes
    let report = try await report("/dev/stdin", input: syn)
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    let handshake = try #require(conversations[0]["handshake"] as? [String: Any])
    for key in ["synAck", "ack", "seconds", "synToSynAckSeconds", "synAckToAckSeconds"] {
      #expect(handshake[key] is NSNull, "\(key)")
    }
    #expect(conversations[0]["outcome"] as? String == "unanswered")
    let exchange = try #require((conversations[1]["exchanges"] as? [[String: Any]])?.first)
    for key in ["reply", "seconds", "replyLength", "identical", "icmpError"] {
      #expect(exchange[key] is NSNull, "\(key)")
    }
    let echo = try #require(conversations[1]["echo"] as? [String: Any])
    for value in try #require(echo["rtt"] as? [String: Any]).values { #expect(value is NSNull) }
  }

  @Test func `times have the digits of the capture`() async throws {
    let nano = try await BuiltTool.run("read", "--format", "json", "captures/udp-wifi.pcap")
    let micro = try await BuiltTool.run(
      "read", "--format", "json", "/dev/stdin",
      input: CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes)
    let times = /"(?:\w*[tT]ime|\w*[sS]econds|min|median|p99|max)": (?:null|(-?\d+)\.(\d+))/
    let nanoDigits = nano.output.matches(of: times).compactMap { $0.2?.count }
    let microDigits = micro.output.matches(of: times).compactMap { $0.2?.count }
    #expect(nanoDigits.count > 10 && nanoDigits.allSatisfy { $0 == 9 })
    #expect(microDigits.count > 5 && microDigits.allSatisfy { $0 == 6 })
  }

  @Test func `several captures are told apart`() async throws {
    let report = try await report("captures/udp-wifi.pcap", "captures/tcp-loopback.pcap")
    #expect((report["captures"] as? [[String: Any]])?.count == 2)
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    #expect(conversations.map { $0["capture"] as? Int } == [0, 1])
    #expect(conversations.map { $0["index"] as? Int } == [0, 1])
    #expect(conversations.map { $0["stream"] as? Int } == [0, 0])
  }
}

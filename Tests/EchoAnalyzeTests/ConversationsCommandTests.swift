import Fixtures
import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConversationsCommandTests {
  private static let captures = [
    "captures/tcp-ethernet.pcap", "captures/chat.pcap", "captures/tcp-loopback.pcap", "captures/udp-ethernet.pcap",
    "Fixtures/packets/tcp-retransmission.pcap", "Fixtures/packets/udp-lost-duplicated-reordered.pcap",
  ]

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `a table tells each conversation on a line`() async throws {
    let outcome = try await BuiltTool.run("conversations", "captures/tcp-ethernet.pcap")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    let lines = outcome.lines
    #expect(lines.first == "Capture captures/tcp-ethernet.pcap")
    #expect(lines.contains { $0.hasPrefix("tcp:0 ") && $0.contains("refused") && $0.contains("REJ") })
    #expect(lines.contains { $0.hasPrefix("tcp:1 ") && $0.contains("complete") && $0.contains("1/1") })
  }

  @Test(arguments: [
    ("bytes", ["tcp:0", "tcp:1"]), ("bytes:desc", ["tcp:1", "tcp:0"]), ("duration:desc", ["tcp:1", "tcp:0"]),
  ])
  func `the table is sorted by the column that is asked for`(order: String, expected: [String]) async throws {
    let outcome = try await BuiltTool.run("conversations", "captures/tcp-ethernet.pcap", "--sort", order)
    let streams = outcome.lines.compactMap { $0.hasPrefix("tcp:") ? String($0.prefix(5)) : nil }
    #expect(streams == expected)
  }

  @Test(arguments: captures)
  func `a line of JSON is the conversation of the report without its packets`(capture: String) async throws {
    let lines = try objects(try await BuiltTool.run("conversations", capture, "--format", "json").output)
    let text = try await BuiltTool.run("read", capture, "--format", "json").output
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    #expect(lines.count == conversations.count)
    let perPacket: Set = ["data", "exchanges", "retransmissions", "rttEstimates", "fleets", "echoPairs", "sockets"]
    for (line, conversation) in zip(lines.sorted { $0["index"] as? Int ?? 0 < $1["index"] as? Int ?? 0 }, conversations)
    {
      #expect(Set(line.keys) == Set(conversation.keys).subtracting(perPacket).union(["findings"]))
      for (key, value) in line where key != "findings" {
        #expect(value as? NSObject == conversation[key] as? NSObject, "\(key)")
      }
      #expect(line["findings"] is [[String: Any]])
    }
  }

  @Test func `CSV has a name and a value in every column, and nothing where a value is unknown`() async throws {
    let outcome = try await BuiltTool.run("conversations", "captures/tcp-ethernet.pcap", "--format", "csv")
    let rows = outcome.output.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 3)
    #expect(Set(rows.map(\.count)).count == 1)
    let first = Dictionary(uniqueKeysWithValues: zip(rows[0].map(String.init), rows[1].map(String.init)))
    let second = Dictionary(uniqueKeysWithValues: zip(rows[0].map(String.init), rows[2].map(String.init)))
    #expect(first["outcome"] == "refused")
    #expect(first["handshake.seconds"] == "")
    #expect(second["bytes"] == "632")
    #expect(second["echo.rtt.median"] == "0.001389859")
    #expect(second["originator.address"] == "192.168.10.7")
  }

  @Test func `Zeek's lines have Zeek's names, and the same uid each time`() async throws {
    let output = try await BuiltTool.run("conversations", "captures/tcp-ethernet.pcap", "--format", "zeek").output
    let lines = try objects(output)
    #expect(lines.map { $0["conn_state"] as? String } == ["REJ", "SF"])
    #expect(lines.map { $0["history"] as? String } == ["Sr", "ShADadfF"])
    #expect(lines.map { $0["orig_pkts"] as? Int } == [1, 5])
    #expect(lines.map { $0["id.resp_p"] as? Int } == [12_345, 12_345])
    #expect(lines[1]["orig_bytes"] as? Int == 34)
    let uids = lines.compactMap { $0["uid"] as? String }
    #expect(Set(uids).count == 2)
    #expect(uids.allSatisfy { $0.count == 18 && $0.hasPrefix("C") })
    #expect(try await BuiltTool.run("conversations", "captures/tcp-ethernet.pcap", "--format", "zeek").output == output)
  }

  @Test func `a conversation is written when it is over, while the capture goes on`() async throws {
    // Two datagrams, and 200 seconds later another pair: the first is told before the pipe ends.
    var capture = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)])
    capture.add(Frames.udp("other", port: 12_346), after: 200)
    let bytes = capture.bytes
    _ = try await BuiltTool.start("conversations", "-", "--format", "csv") { tool in
      try await tool.write(bytes)
      try await tool.waitFor("\r\n0,0,udp,0,")
      #expect(await !tool.transcript.text(.output).contains("\r\n0,1,udp,1,"))
    }
  }

  @Test func `several captures count on, and joined ones are one`() async throws {
    let files = ["captures/udp-ethernet.pcap", "captures/udp-wifi.pcap"]
    let apart = try objects(
      try await BuiltTool.run([BuiltTool.path, "conversations"] + files + ["--format", "json"]).output)
    #expect(apart.map { $0["index"] as? Int } == [0, 1])
    #expect(apart.map { $0["capture"] as? Int } == [0, 1])
    #expect(apart.map { $0["stream"] as? Int } == [0, 0])
    let joined = try objects(
      try await BuiltTool.run([BuiltTool.path, "conversations", "--merge"] + files + ["--format", "json"]).output)
    #expect(joined.map { $0["stream"] as? Int } == [0, 1])
    #expect(joined.map { $0["capture"] as? Int } == [0, 0])
  }

  @Test(arguments: ["table", "json", "csv", "zeek"])
  func `a selection leaves the others out, and a cut capture ends with 2`(format: String) async throws {
    let all = try await BuiltTool.run(
      "conversations", "Fixtures/packets/cut-in-a-packet.pcap", "--format", format)
    #expect(all.status == .exited(2))
    #expect(all.errors.contains("What could be read is listed."))
    let none = try await BuiltTool.run("conversations", "captures/udp-ethernet.pcap", "--port", "9", "--format", format)
    #expect(none.status == .exited(0))
    #expect(none.errors.contains("no conversation matches"))
    #expect(!none.output.contains("12345"))
  }

  @Test(arguments: [
    ["--sort", "nonsense"], ["--sort", "bytes:up"], ["--format", "json", "--sort", "bytes"], ["--ignore-checksums"],
  ])
  func `what cannot be meant is wrong usage`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "conversations", "captures/udp-ethernet.pcap"] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
  }
}

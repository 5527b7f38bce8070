import Foundation
import Testing

/// As what captures are compared, and what comes of captures that do not belong together.
@Suite(.timeLimit(.minutes(5)))
struct CompareCommandTests {
  private static let client = "captures/two-points.pcap", server = "captures/two-points.server-side.pcap"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func object(_ outcome: BuiltTool.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// The records of a little-endian pcap file in nanoseconds, as `tcpdump` and this tool write it, each with its header.
  private func records(_ path: String) throws -> (header: [UInt8], records: [[UInt8]]) {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/\(path)")))
    try #require(Array(bytes.prefix(4)) == [0x4d, 0x3c, 0xb2, 0xa1])
    var records: [[UInt8]] = []
    var place = 24
    while place + 16 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 8 + $1]) << (8 * $1) }
      records.append(Array(bytes[place..<place + 16 + length]))
      place += 16 + length
    }
    return (Array(bytes.prefix(24)), records)
  }

  /// A copy of a capture whose clock is so many seconds ahead, without one of its frames.
  private func copy(_ path: String, seconds: UInt32, without frame: Int? = nil) throws -> String {
    let (header, records) = try records(path)
    var bytes = header
    for (number, record) in records.enumerated() where number + 1 != frame {
      let time = (0..<4).reduce(UInt32(0)) { $0 | UInt32(record[$1]) << (8 * UInt32($1)) } &+ seconds
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: time >> (8 * UInt32($0))) } + record.dropFirst(4)
    }
    return try folder.file("copy.pcap", bytes)
  }

  @Test func `two captures of one conversation are two vantage points`() async throws {
    let outcome = try await BuiltTool.run("compare", Self.client, Self.server)
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("Compared as vantage: both captures have the same conversation"))
    #expect(outcome.output.contains("→ 1 packet lost on the way from A to B (frame 4 of A)"))
    #expect(outcome.output.contains("← 1 packet lost on the way from B to A (frame 6 of B)"))
    #expect(outcome.output.contains("A is nearer to the originator"))
    let asked = try await BuiltTool.run("compare", Self.server, Self.client, "--as", "vantage")
    #expect(asked.output.hasPrefix("Compared as vantage: two points of one way, as --as vantage asks."))
    #expect(asked.output.contains("B is nearer to the originator"))
    #expect(asked.output.contains("lost on the way from B to A (frame 4 of B)"))
    let work = try await BuiltTool.run("compare", Self.client, Self.server, "--as", "workload")
    #expect(work.status == .exited(0))
    #expect(work.output.hasPrefix("Compared as workload: what the work costs, as --as workload asks."))
  }

  @Test func `the README shows what it prints`() async throws {
    let page = try String(contentsOfFile: "\(BuiltTool.folder)/README.md", encoding: .utf8)
    let outcome = try await BuiltTool.run("compare", Self.client, Self.server)
    #expect(page.contains("$ echo-analyze compare \(Self.client) \(Self.server)\n\(outcome.output)```\n"))
  }

  @Test func `a clock that is off by hours moves the offset and nothing else`() async throws {
    func delays(_ server: String) async throws -> (offset: Double, outward: Double, conversations: Data) {
      let object = try object(try await BuiltTool.run("compare", Self.client, server, "--format", "json"))
      let clock = try #require(object["clock"] as? [String: Any])
      let delays = try #require((object["delays"] as? [String: Any])?["firstToSecond"] as? [String: Any])
      let matched = (object["conversations"] as? [[String: Any]])?.map { [$0["toResponder"], $0["toOriginator"]] }
        .map { $0.compactMap { ($0 as? [String: Any])?["matched"] as? Int } }
      return (
        try #require(clock["offsetSeconds"] as? Double),
        try #require((delays["median"] as? [String: Any])?["seconds"] as? Double),
        try JSONSerialization.data(withJSONObject: matched ?? [])
      )
    }
    let plain = try await delays(Self.server)
    let shifted = try await delays(try copy(Self.server, seconds: 7_200))
    #expect(abs(shifted.offset - plain.offset - 7_200) < 1e-6)
    #expect(shifted.outward == plain.outward)
    #expect(shifted.conversations == plain.conversations)
  }

  @Test func `a packet that is taken out of one capture is missed there`() async throws {
    let server = try copy(Self.server, seconds: 0, without: 8)
    let outcome = try await BuiltTool.run("compare", Self.client, server)
    #expect(outcome.output.contains("→ 2 packets lost on the way from A to B (frames 4 and 8 of A)"))
    let client = try copy(Self.client, seconds: 0, without: 10)
    let other = try await BuiltTool.run("compare", client, Self.server)
    #expect(other.output.contains("→ 1 packet not captured in A"))
    #expect(other.output.contains("(frame 10 of B)"))
  }

  @Test(arguments: [
    (["captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap"], "no conversation in common"),
    (["captures/tcp-wifi.pcap", "captures/tcp-ethernet.pcap"], "no conversation in common"),
    (["captures/udp-wifi.pcap", "captures/udp-ethernet.pcap"], "no conversation in common"),
    (["captures/tcp-wifi.pcap", "captures/tcp-wifi.pcap"], "the same bytes"),
  ])
  func `what does not belong together is compared as workloads, and not as vantage points`(
    files: [String], reason: String
  ) async throws {
    let found = try await BuiltTool.run([BuiltTool.path, "compare"] + files)
    #expect(found.status == .exited(0))
    #expect(found.output.hasPrefix("Compared as workload: "))
    #expect(found.output.prefix { $0 != "\n" }.contains(reason))
    let asked = try await BuiltTool.run([BuiltTool.path, "compare"] + files + ["--as", "vantage"])
    #expect(asked.status == .exited(1))
    #expect(asked.output == "")
    #expect(asked.remark?.contains(reason) == true)
  }

  @Test func `several files are workloads, and vantage takes two`() async throws {
    let files = [Self.client, Self.server, "captures/udp-ethernet.pcap"]
    let found = try await BuiltTool.run([BuiltTool.path, "compare"] + files)
    #expect(found.output.hasPrefix("Compared as workload: there are more than two capture files"))
    #expect(found.output.contains("two-points.pcap and two-points.server-side.pcap hold the same conversation"))
    let strangers = ["captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap", "captures/tcp-wifi.pcap"]
    let others = try await BuiltTool.run([BuiltTool.path, "compare"] + strangers)
    #expect(others.output.hasPrefix("Compared as workload: there are more than two capture files"))
    #expect(!others.output.contains("the same conversation"))
    for files in [files, [Self.client]] {
      let asked = try await BuiltTool.run([BuiltTool.path, "compare", "--as", "vantage"] + files)
      #expect(asked.status == .exited(64))
      #expect(asked.errors.contains("--as vantage takes two captures"))
    }
  }

  /// A copy with the addresses 192.168.20.7 and .8 turned into 10.0.0.7 and .8.
  private func renamed(_ path: String) throws -> String {
    var (bytes, records) = try records(path)
    for record in records {
      var record = record
      for start in record.indices.dropLast(3) where record[start...].starts(with: [192, 168, 20]) {
        record.replaceSubrange(start..<start + 3, with: [10, 0, 0])
      }
      bytes += record
    }
    return try folder.file("renamed.pcap", bytes)
  }

  @Test func `a copy with other addresses is one recording, and no NAT`() async throws {
    let copy = try renamed(Self.client)
    for arguments in [[], ["--as", "vantage"]] {
      let outcome = try await BuiltTool.run([BuiltTool.path, "compare", Self.client, copy] + arguments)
      #expect(outcome.status == .exited(0))
      #expect(outcome.output.hasPrefix("Compared packet by packet: both files are one recording"))
      #expect(!outcome.output.contains("NAT") && !outcome.output.contains("two vantage points"))
      #expect(outcome.output.contains("in B it is 10.0.0.7:"))
    }
    let json = try object(try await BuiltTool.run("compare", Self.client, copy, "--format", "json"))
    #expect(json["reason"] as? String == "vantage-one-recording")
    #expect((json["conversations"] as? [[String: Any]])?.first?["isTranslated"] as? Bool == false)
  }

  @Test func `segments that were sent again mark the round trip that they lengthened`() async throws {
    let outcome = try await BuiltTool.run("compare", Self.client, "captures/udp-ethernet.pcap")
    let marks = outcome.output.ranges(of: /segments\s+were\s+sent\s+again\s+in\s+between\s+\(frames\s+5\s+and\s+9\)/)
      .count
    #expect(marks == 2)
  }

  @Test func `a capture without conversations is said to have none`() async throws {
    let empty = try folder.file("empty.pcap", CaptureBytes([]).bytes)
    let outcome = try await BuiltTool.run("compare", Self.client, empty, "--as", "vantage")
    #expect(outcome.status == .exited(1))
    #expect(outcome.remark?.contains("has no TCP or UDP conversation") == true)
  }

  @Test(arguments: ["text", "markdown", "html", "json"])
  func `each format, in a file and in Indonesian`(format: String) async throws {
    let path = folder.path("comparison")
    let outcome = try await BuiltTool.run(
      "compare", Self.client, Self.server, "--format", format, "--lang", "id", "--output", path)
    #expect(outcome.status == .exited(0))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(format == "json" ? "Waktu tempuh satu arah memakai" : "Dibandingkan sebagai vantage"))
    #expect(text.contains(format == "json" ? "\"frames\": [ 4, null ]" : "hilang di perjalanan"))
  }
}

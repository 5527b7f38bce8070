import Foundation
import Subprocess
import Testing

/// Of a stream that a capture has whole, Wireshark's follow shows the same bytes in the same chunks and order.
@Suite(.timeLimit(.minutes(5)), .enabled(if: BuiltTool.hasTshark40, "tshark 4.0 is not installed"))
struct FollowParityTests {
  /// A stream as tshark follows it.
  private struct Theirs {
    /// The first is the sender of the first packet; nil of a stream without payload.
    let sender: String?
    /// Lines of the dump, the other side's begin with a tab.
    let lines: [String]

    init(_ file: String, _ stream: String, _ form: String) async throws {
      let parts = stream.split(separator: ":")
      let outcome = try await BuiltTool.run(
        ["tshark", "-n", "-r", file, "-q", "-z", "follow,\(parts[0]),\(form),\(parts[1])"])
      // A file that breaks off gives it what it has, as it gives us.
      #expect(outcome.status == .exited(0) || outcome.status == .exited(2))
      let lines = outcome.lines
      let node = try #require(lines.first { $0.hasPrefix("Node 0: ") }).dropFirst("Node 0: ".count)
      sender = node == ":0" ? nil : String(node)
      self.lines = Array(lines.drop { !$0.hasPrefix("Node 1: ") }.dropFirst().dropLast())
    }
  }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Compares the streams of a file up to the first that is in neither, and gives how many there were.
  private func compare(_ file: String, _ transport: String) async throws -> Int {
    var number = 0
    while true {
      let stream = "\(transport):\(number)"
      let ours = try await BuiltTool.run("follow", file, "--stream", stream, "--format", "hex")
      let dump = try await Theirs(file, stream, "hex")
      if ours.status == .exited(1) {
        #expect(dump.sender == nil, "\(stream)")
        return number
      }
      let heading = try #require(ours.lines.first)
      let isSwapped = try dump.sender.map { sender in
        let originator = try #require(heading.firstMatch(of: #/: (\S+) → /#)).1
        return originator != sender
      }
      let lines = ours.lines.dropFirst().dropLast(2).map { line in
        let isIndented = line.hasPrefix("    ")
        let text = isIndented ? String(line.dropFirst(4)) : line
        return isIndented == (isSwapped ?? false) ? text : "\t" + text
      }
      #expect(lines.count == dump.lines.count, "\(stream)")
      // tshark leaves out a blank at the end of a line.
      for (ours, theirs) in zip(lines, dump.lines) { #expect(trimmed(ours) == trimmed(theirs), "\(stream)") }

      let raw = try await BuiltTool.shell(
        "\"$tool\" follow '\(file)' --stream \(stream) --format raw | od -An -v -tx1 | tr -d ' \\n'")
      let chunks = try await Theirs(file, stream, "raw").lines
      let isSame = raw.output == chunks.map { $0.filter { $0 != "\t" } }.joined()
      #expect(isSame, "\(stream)")
      number += 1
    }
  }

  private func trimmed(_ line: String) -> Substring {
    line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)]
  }

  static let recordings = RecordedSessionsTests.names.map { "captures/\($0).pcap" }
  static let fixtures =
    (try? FileManager.default.contentsOfDirectory(atPath: BuiltTool.folder + "/Fixtures/packets"))?
    .filter { $0.hasSuffix(".pcap") && $0 != "snapshot-length.pcap" }.sorted().map { "Fixtures/packets/\($0)" } ?? []

  @Test(arguments: recordings + fixtures)
  func `agrees about every stream`(file: String) async throws {
    let streams = try await compare(file, "tcp") + compare(file, "udp")
    #expect(streams > 0)
  }

  @Test(arguments: Wrapping.all)
  func `agrees about a session in every encapsulation`(wrapping: Wrapping) async throws {
    let frames = Wrapping.session(isIPv6: wrapping.isIPv6).map { wrapping.wrap($0.packet, $0.way) }
    let file = try folder.file("wrapped.pcap", CaptureBytes(frames, linkType: wrapping.linkType).bytes)
    #expect(try await compare(file, "tcp") == 1)
  }

  private static let opening = [
    Frames.tcp(2, sequence: 1_000, acknowledgment: 0),
    Frames.tcp(0x12, sequence: 9_000, acknowledgment: 1_001, "", .back),
    Frames.tcp(0x10, sequence: 1_001, acknowledgment: 9_001),
  ]

  private static func data(
    _ sequence: UInt32, _ text: String, acknowledgment: UInt32 = 9_001, _ way: Frames.Way = .there
  ) -> [UInt8] {
    Frames.tcp(0x18, sequence: sequence, acknowledgment: acknowledgment, text, way)
  }

  static let situations: [[[UInt8]]] = [
    // Out of order, again, and answered before the hole is filled.
    [data(1_007, "three"), data(1_001, "one"), data(9_001, "hai", acknowledgment: 1_004, .back), data(1_004, "two")],
    [data(1_007, "three"), data(9_001, "hai", acknowledgment: 1_007, .back), data(1_001, "onetwo")],
    [data(1_001, "one"), data(1_001, "one"), data(1_001, "onetwo"), data(1_003, "e")],
    // Copies that differ.
    [data(1_001, "AAAA"), data(1_003, "bbbb")],
    [data(1_005, "EFGH"), data(1_003, "cdefghij"), data(1_001, "ABCDEF")],
    [data(1_005, "EFGH"), data(1_003, "cdef"), data(1_001, "AB")],
    [data(1_003, "cc"), data(1_003, "CCDD"), data(1_005, "ee"), data(1_001, "a"), data(1_002, "b")],
    [data(1_003, "cd"), data(1_004, "DEF"), data(1_002, "BCDEFGH"), data(1_001, "a"), data(1_008, "hi")],
    // Keep-alives and a probe.
    [data(1_001, "one"), data(1_003, "e"), data(1_004, "t"), data(1_004, "two")],
    // A FIN, and data behind it.
    [Frames.tcp(0x19, sequence: 1_001, acknowledgment: 9_001, "last"), data(1_005, "?"), data(9_001, "hai", .back)],
  ]

  @Test(arguments: situations)
  func `agrees about the order of what came in disorder`(frames: [[UInt8]]) async throws {
    let file = try folder.file("order.pcap", CaptureBytes(Self.opening + frames).bytes)
    #expect(try await compare(file, "tcp") == 1)
    // The same captured midstream.
    let midstream = try folder.file("midstream.pcap", CaptureBytes(Self.opening.suffix(1) + frames).bytes)
    #expect(try await compare(midstream, "tcp") == 1)
  }

  @Test func `agrees about ports used again, data in a SYN and urgent data`() async throws {
    var urgent = Self.data(50_008, "ab!")
    urgent[14 + 20 + 13] |= 0x20
    urgent[14 + 20 + 19] = 3
    let file = try folder.file(
      "again.pcap",
      CaptureBytes(
        Self.opening + [
          Self.data(1_001, "first"), Frames.tcp(0x11, sequence: 1_006, acknowledgment: 9_001),
          Frames.tcp(2, sequence: 50_000, acknowledgment: 0, "early"),
          Frames.tcp(0x12, sequence: 70_000, acknowledgment: 50_006, "", .back),
          Self.data(50_001, "earlyXY", acknowledgment: 70_001), urgent,
          Self.data(70_001, "hai", acknowledgment: 50_011, .back),
        ]
      ).bytes)
    #expect(try await compare(file, "tcp") == 2)
  }

  @Test func `agrees about fragments and copies of datagrams`() async throws {
    let large = [UInt8](repeating: 0x61, count: 3_000)
    let file = try folder.file(
      "datagrams.pcap",
      CaptureBytes(
        [
          Frames.udp("halo"), Frames.udp("halo"), Frames.udp("     "), Frames.udp("ends   "), Frames.udp("", .back),
          Frames.udp("hai", .back),
        ]
          + Frames.fragments(large, identification: 7) + [
            Frames.tagged(42, "tag", .back), Frames.udp("other", port: 7),
          ]
      ).bytes)
    #expect(try await compare(file, "udp") == 2)
  }
}

import Foundation
import Subprocess
import Testing

/// Several files read as one capture, by the built tool.
@Suite(.timeLimit(.minutes(5)))
struct JoinedCapturesTests {
  static let whole = "captures/chat.pcap"
  let folder: TemporaryFolder
  /// The chat in pieces of 7, 7 and 5 frames.
  let parts: [String]

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    let chat = try Recording()
    parts = try [0..<7, 7..<14, 14..<19].enumerated().map { place, frames in
      try folder.file("part-\(place + 1).pcap", chat.file(Array(frames)))
    }
  }

  /// The recorded chat, record by record.
  private struct Recording {
    let header: [UInt8]
    let records: [[UInt8]]

    init() throws {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/\(JoinedCapturesTests.whole)")))
      header = Array(bytes.prefix(24))
      var records: [[UInt8]] = []
      var start = 24
      while start < bytes.count {
        // Little-endian, and no frame of it has 64 KiB.
        let end = start + 16 + Int(bytes[start + 8]) + Int(bytes[start + 9]) << 8
        records.append(Array(bytes[start..<end]))
        start = end
      }
      self.records = records
    }

    func file(_ frames: [Int]) -> [UInt8] { header + frames.flatMap { records[$0] } }
  }

  private func run(_ command: String, _ options: [String], input: [UInt8] = []) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run([BuiltTool.path, command] + options, input: input)
  }

  private func wholeList() async throws -> String { try await BuiltTool.run("packets", Self.whole).output }

  /// What a report tells behind the head of its capture.
  private func story(_ report: String) -> Substring {
    report[(report.range(of: "\n\n")?.upperBound ?? report.endIndex)...]
  }

  @Test func `the parts of a capture, joined, tell what the whole tells`() async throws {
    let joined = try await run("read", ["--join"] + parts)
    #expect(joined.status == .exited(0))
    #expect(joined.errors == "")
    let whole = try await BuiltTool.run("read", Self.whole)
    #expect(story(joined.output) == story(whole.output))
    #expect(!story(joined.output).isEmpty)
    #expect(
      joined.lines.prefix(7) == [
        "Capture \(parts[0]) and 2 more, joined",
        "  trust      good",
        "  pcap, Ethernet: 19 packets, 1172 bytes in 1.247 s",
        "  3 files read as one capture, one after the other:",
        "    \(parts[0]): frames 1–7",
        "    \(parts[1]): frames 8–14",
        "    \(parts[2]): frames 15–19",
      ])
    #expect(try await run("packets", ["--join"] + parts).output == wholeList())
  }

  @Test func `without an option each file is a capture of its own`() async throws {
    let report = try await run("read", parts)
    for part in parts { #expect(report.output.contains("Capture \(part)\n")) }
    #expect(!report.output.contains("joined"))
    let numbers = try await run("packets", parts + ["-T", "fields", "-e", "frame.number"])
    #expect(numbers.lines == (Array(1...7) + Array(1...7) + Array(1...5)).map(String.init))
  }

  @Test func `captures taken side by side, merged, tell what the whole tells`() async throws {
    let chat = try Recording()
    let odd = try folder.file("odd.pcap", chat.file(Array(stride(from: 0, to: 19, by: 2))))
    let even = try folder.file("even.pcap", chat.file(Array(stride(from: 1, to: 19, by: 2))))
    let merged = try await run("read", ["--merge", odd, even])
    #expect(merged.status == .exited(0))
    #expect(merged.errors == "")
    #expect(story(merged.output) == story(try await BuiltTool.run("read", Self.whole).output))
    #expect(merged.lines.first == "Capture \(odd) and 1 more, merged")
    #expect(merged.output.contains("    \(even): 9 packets, the first is frame 2\n"))
    #expect(try await run("packets", ["--merge", even, odd]).output == wholeList())
  }

  @Test func `a capture that runs backwards is put in order, and the finding says how`() async throws {
    let backwards = try folder.file("backwards.pcap", try Recording().file(Array(3..<19) + [0, 1, 2]))
    let asItStands = try await run("read", [backwards])
    #expect(asItStands.output.contains("time runs backwards"))
    #expect(asItStands.output.contains("--sorted"))
    let sorted = try await run("read", ["--sorted", backwards])
    #expect(sorted.status == .exited(0))
    #expect(story(sorted.output) == story(try await BuiltTool.run("read", Self.whole).output))
    #expect(sorted.lines.first == "Capture \(backwards), sorted")
    #expect(sorted.output.contains("packets put in order of time (1 packet stood behind a later one)\n"))
    #expect(try await run("packets", ["--sorted", backwards]).output == wholeList())
  }

  @Test func `files joined in the wrong order are told, with what orders them`() async throws {
    let wrong = [parts[1], parts[0], parts[2]]
    for command in ["read", "packets"] {
      let outcome = try await run(command, ["--join"] + wrong)
      #expect(outcome.status == .exited(0))
      #expect(
        outcome.remark
          == "\(parts[0]) begins before \(parts[1]) ends: --join takes files in the order given; --merge goes by time.")
    }
    #expect(try await run("packets", ["--merge"] + wrong).output == wholeList())
    #expect(try await run("packets", ["--join", "--sorted"] + wrong).output == wholeList())
  }

  @Test func `JSON has the files with their frames, and only where there are several`() async throws {
    let outcome = try await run("read", ["--join", "--format", "json", parts[0], folder.path("missing"), parts[1]])
    #expect(outcome.status == .exited(1))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    #expect(capture["path"] as? String == parts[0])
    #expect(capture["order"] as? String == "joined")
    #expect(capture["outOfOrder"] is NSNull)
    #expect(capture["complete"] as? Bool == false)
    let files = try #require(capture["files"] as? [[String: Any]])
    #expect(files.map { $0["path"] as? String } == [parts[0], folder.path("missing"), parts[1]])
    #expect(files.map { $0["packets"] as? Int } == [7, nil, 7])
    #expect(files.map { $0["firstFrame"] as? Int } == [1, nil, 8])
    #expect(files.map { $0["complete"] as? Bool } == [true, false, true])
    #expect(files[1]["packets"] is NSNull && files[1]["firstFrame"] is NSNull)
    let plain = try await BuiltTool.run("read", "--join", "--format", "json", Self.whole)
    #expect(plain.output == (try await BuiltTool.run("read", "--format", "json", Self.whole).output))
    #expect(!plain.output.contains("\"files\""))
  }

  @Test(arguments: [
    "1 missing 3": 1, "missing 1 2": 1, "1 cut 3": 2, "1 cut missing": 1, "missing gone": 1, "1 2 3": 0,
  ])
  func `of the files the worst counts, and the others are reported`(names: String, expected: Int32) async throws {
    _ = try folder.file("cut", try Recording().file(Array(7..<14)).dropLast(3))
    let files = names.split(separator: " ").map { Int($0).map { parts[$0 - 1] } ?? folder.path(String($0)) }
    for command in ["read", "packets"] {
      let outcome = try await run(command, ["--join"] + files)
      #expect(outcome.status == .exited(expected))
      for name in ["missing", "cut", "gone"] where names.contains(name) {
        #expect(outcome.errors.contains("\(folder.path(name)): "))
      }
      #expect(outcome.output.isEmpty == (names == "missing gone"))
    }
  }

  @Test func `what breaks off in the middle is told in the report, and what follows it comes`() async throws {
    let cut = try folder.file("cut.pcap", try Recording().file(Array(7..<14)).dropLast(3))
    let outcome = try await run("read", ["--join", parts[0], cut, parts[2]])
    #expect(outcome.status == .exited(2))
    #expect(outcome.errors.hasPrefix("echo-analyze: \(cut): the file ends in the middle of frame 7: "))
    #expect(outcome.output.contains("    \(cut): frames 8–13, and breaks off\n    \(parts[2]): frames 14–18\n"))
    #expect(outcome.output.contains("WARNING: not all of the files could be read to their ends"))
    #expect(outcome.output.contains("packets after this frame are missing\n           (frame 13)"))
  }

  @Test(arguments: ["--join", "--merge"])
  func `standard input may be one of the files`(option: String) async throws {
    let middle = [UInt8](try Data(contentsOf: URL(filePath: parts[1])))
    let outcome = try await run("packets", [option, parts[0], "-", parts[2]], input: middle)
    #expect(outcome.status == .exited(0))
    #expect(outcome.output == (try await wholeList()))
    let report = try await run("read", [option, parts[0], "-", parts[2]], input: middle)
    #expect(report.status == .exited(0))
    #expect(report.errors == "")
    #expect(report.output.contains("    -: "))
  }

  @Test func `a filter goes over all files, whatever their link types`() async throws {
    let raw = try folder.file("raw.pcap", CaptureBytes([Array(Frames.udp("halo").dropFirst(14))], linkType: 101).bytes)
    let ethernet = try folder.file("ethernet.pcap", CaptureBytes([Frames.arp, Frames.udp("halo", .back)]).bytes)
    let outcome = try await run("read", ["--join", raw, ethernet, "--filter", "udp"])
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("pcap, raw IP, Ethernet: 2 packets"))
    #expect(outcome.output.contains("1 request, 1 reply"))
    let numbers = try await run(
      "packets", ["--join", raw, ethernet, "--filter", "udp", "-T", "fields", "-e", "frame.number"])
    #expect(numbers.lines == ["1", "3"])
  }

  @Test func `a hundred joined files need few descriptors, and a merge that needs more says so`() async throws {
    let chat = try Recording()
    let paths = try (0..<100).map { try folder.file("piece-\($0).pcap", chat.file([$0 % 19])) }
    let list = paths.joined(separator: " ")
    let joined = try await BuiltTool.shell("ulimit -n 24; \"$tool\" packets --join \(list) | wc -l")
    #expect(joined.lines == ["100"])
    let merged = try await BuiltTool.shell("ulimit -n 24; \"$tool\" read --merge \(list)")
    #expect(merged.status == .exited(1))
    #expect(merged.output == "")
    #expect(merged.remark?.contains("too many files are open at once") == true)
    let report = try await BuiltTool.shell("\"$tool\" read --merge \(list)")
    #expect(report.output.contains("    and 92 more files; --details lists all\n"))
    #expect(report.lines.count { $0.contains("1 packet, the first is frame") } == 8)
  }

  @Test func `options that contradict each other are wrong usage`() async throws {
    #expect(try await run("read", ["--join", "--merge"] + parts).status == .exited(64))
    let twice = try await run("read", ["--join", "-", "-"])
    #expect(twice.status == .exited(64))
    #expect(twice.errors.contains("- may be one of the files"))
  }
}

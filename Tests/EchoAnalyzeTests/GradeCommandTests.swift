import Foundation
import Testing

/// `grade` as an instructor runs it.
@Suite(.timeLimit(.minutes(5)))
struct GradeCommandTests {
  let folder: TemporaryFolder
  let specification: String

  init() throws {
    folder = try TemporaryFolder()
    specification = "Fixtures/specifications/practicum.json"
  }

  private func grade(_ arguments: String...) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run([BuiltTool.path, "grade"] + arguments)
  }

  private func json(_ outcome: BuiltTool.Outcome) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func `the example is the specification of the practicum`() async throws {
    let outcome = try await grade("--example")
    #expect(outcome.status == .exited(0))
    let expected = try String(contentsOfFile: "\(BuiltTool.folder)/\(specification)", encoding: .utf8)
    #expect(outcome.output == expected)
  }

  @Test func `a TCP and a UDP capture together have all points`() async throws {
    let outcome = try await grade(
      "captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap", "--together", "--spec", specification, "--format",
      "json")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    let report = try json(outcome)
    #expect(report["schema"] as? Int == 1)
    let submissions = try #require(report["submissions"] as? [[String: Any]])
    #expect(submissions.count == 1)
    #expect(submissions[0]["points"] as? Int == 100)
    #expect(submissions[0]["maximum"] as? Int == 100)
    #expect(submissions[0]["passed"] as? Bool == true)
    let captures = try #require(submissions[0]["captures"] as? [[String: Any]])
    #expect(captures.map { ($0["sha256"] as? String)?.count } == [64, 64])
    let requirements = try #require(submissions[0]["requirements"] as? [[String: Any]])
    #expect(requirements.count == 13)
    let handshake = try #require(requirements.first { $0["id"] as? String == "handshake" })
    #expect(handshake["frames"] as? [Int] == [3, 4, 5])
    #expect(handshake["reason"] as? String == "SYN, SYN-ACK and ACK")
    #expect((report["sameRecording"] as? [Any])?.isEmpty == true)
  }

  @Test func `each file is a submission, and what is missing costs the pass`() async throws {
    let outcome = try await grade("captures/tcp-ethernet.pcap", "captures/udp-wifi.pcap", "--spec", specification)
    #expect(outcome.status == .exited(3))
    #expect(outcome.output.contains("captures/tcp-ethernet.pcap: 65 of 100 points, not passed"))
    #expect(outcome.output.contains("captures/udp-wifi.pcap: 45 of 100 points, not passed"))
  }

  @Test func `a copy in another folder is found, saved as pcapng with other times`() async throws {
    for name in ["sari", "budi"] {
      try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    }
    let original = try [UInt8](Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/captures/tcp-wifi.pcap")))
    _ = try folder.file("sari/tcp.pcap", original)
    _ = try folder.file("sari/notes.txt", Array("no capture".utf8))
    // Later by a week, with microseconds, and without the first three packets.
    func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(original[place + $1]) << (8 * $1) } }
    var copy = PcapngBytes()
    copy.interface()
    var (place, count) = (24, 0)
    while place < original.count {
      let length = number(place + 8)
      count += 1
      if count > 3 {
        copy.packet(
          units: UInt64(number(place) + 604_800) * 1_000_000 + UInt64(number(place + 4) / 1_000),
          Array(original[place + 16..<place + 16 + length]))
      }
      place += 16 + length
    }
    _ = try folder.file("budi/tcp.pcapng", copy.bytes)
    let outcome = try await grade(
      folder.path("sari") + "/", folder.path("budi"), "--spec", specification, "--format", "json")
    #expect(outcome.status == .exited(3))
    let same = try #require(json(outcome)["sameRecording"] as? [[String: Any]])
    #expect(same.count == 1)
    #expect(same[0]["sameTimes"] as? Bool == true)
    let recordings = try #require(same[0]["recordings"] as? [[String: Any]])
    #expect(recordings.map { $0["frames"] as? [Int] } == [[4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7]])
    #expect((same[0]["shiftSeconds"] as? Double).map { ($0 - 604_800).magnitude < 0.000_002 } == true)
    let text = try await grade(folder.path("sari"), folder.path("budi"), "--spec", specification)
    #expect(text.output.replacing("\n", with: " ").contains("look like one recording"))
    #expect(text.output.replacing("\n", with: " ").contains("whoever grades decides"))
  }

  @Test(arguments: ["text", "markdown", "html", "json"], ["en", "id"])
  func `every format tells the points`(format: String, language: String) async throws {
    let outcome = try await grade(
      "captures/tcp-ethernet.pcap", "captures/tcp-ethernet.pcap", "--spec", specification, "--format", format, "--lang",
      language)
    #expect(outcome.status == .exited(3))
    #expect(outcome.output.contains("65"))
    let mark = language == "id" ? "jabat tangan TCP lengkap" : "complete TCP handshake"
    #expect(outcome.output.contains(mark))
  }

  @Test func `where there are more conversations than are looked at, that is told`() async throws {
    let frames = (0..<1_500).map { Frames.udp("x", port: UInt16(20_000 + $0)) }
    let file = try folder.file("many.pcap", CaptureBytes(frames).bytes)
    let text = try await grade(file, "--spec", specification)
    #expect(text.output.contains("Not all conversations were looked at: "))
    let json = try json(try await grade(file, "--spec", specification, "--format", "json"))
    let submission = try #require((json["submissions"] as? [[String: Any]])?.first)
    #expect((submission["conversationsLeftOut"] as? Int).map { (1...500).contains($0) } == true)
  }

  @Test func `a mistake in the specification is told with its place`() async throws {
    let file = try folder.file(
      "spec.json", Array(#"{"schema":1,"requirements":[{"require":"echo","points":1,"atLeast":"three"}]}"#.utf8))
    let outcome = try await grade("captures/tcp-wifi.pcap", "--spec", file)
    #expect(outcome.status == .exited(1))
    #expect(
      outcome.errors
        == "echo-analyze: \(file): requirements[0].atLeast: a whole number is needed, found \"three\"\n")
    #expect(outcome.output == "")
  }

  @Test func `a specification without an end is refused after a megabyte`() async throws {
    let outcome = try await grade("captures/tcp-wifi.pcap", "--spec", "/dev/zero")
    #expect(outcome.status == .exited(1))
    #expect(outcome.remark?.contains("it has more than 1048576 bytes") == true)
  }

  @Test func `what cannot be read is told, and the others are graded`() async throws {
    let missing = try await grade(
      folder.path("missing.pcap"), "captures/tcp-wifi.pcap", "--spec", specification, "--format", "json")
    #expect(missing.status == .exited(1))
    #expect(missing.errors.contains("there is no such file"))
    #expect((try json(missing)["submissions"] as? [Any])?.count == 1)
    let none = try await grade(folder.path, "--spec", specification)
    #expect(none.status == .exited(1))
    #expect(none.errors.contains("there is no capture in this folder"))
    let usage = try await grade("captures/tcp-wifi.pcap")
    #expect(usage.status == .exited(64))
  }

  @Test func `a folder of folders is told to be named otherwise`() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("sari"), withIntermediateDirectories: true)
    _ = try folder.file("sari/tcp.pcap", CaptureBytes([Frames.udp("halo")]).bytes)
    let outcome = try await grade(folder.path + "/", "--spec", specification)
    #expect(outcome.status == .exited(1))
    #expect(
      outcome.errors
        == "echo-analyze: \(folder.path)/: there is no capture in this folder, but in folders in it: name those, "
        + "\(folder.path)/*/.\n")
  }

  @Test func `captures with one name are told apart by their folders`() async throws {
    for name in ["sari", "budi"] {
      try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
      _ = try folder.file("\(name)/lan.pcap", CaptureBytes([Frames.udp(name)]).bytes)
    }
    let file = try folder.file(
      "spec.json", Array(#"{"schema":1,"requirements":[{"require":"captured","before":"1980-01-01","points":1}]}"#.utf8)
    )
    let outcome = try await grade(
      folder.path("sari/lan.pcap"), folder.path("budi/lan.pcap"), "--together", "--spec", file)
    #expect(outcome.output.contains("Captures: sari/lan.pcap, budi/lan.pcap"))
    #expect(outcome.output.contains("(sari/lan.pcap, frame 1") || outcome.output.contains("(budi/lan.pcap, frame 1"))
  }

  @Test func `a capture that breaks off is graded as far as it goes, with 2`() async throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/captures/tcp-wifi.pcap")))
    let cut = try folder.file("cut.pcap", bytes.dropLast(10))
    let outcome = try await grade(cut, "--spec", specification)
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.contains("the file breaks off"))
    #expect(outcome.errors.contains("What could be read is graded."))
  }

  @Test func `names and titles cannot become markup or obey in a terminal`() async throws {
    let file = try folder.file(
      "spec.json",
      Array(
        #"{"schema":1,"title":"<script>\u001b[31m","requirements":[{"require":"uncut","title":"<b>","points":1}]}"#.utf8
      ))
    let capture = try folder.file("<i>.pcap", CaptureBytes([Frames.udp("halo")]).bytes)
    let html = try await grade(capture, "--spec", file, "--format", "html")
    #expect(html.status == .exited(0))
    for markup in ["<script>\\", "<b>", "<i>.pcap"] { #expect(!html.output.contains(markup)) }
    let text = try await grade(capture, "--spec", file)
    #expect(!text.output.contains("\u{1b}"))
  }

  @Test func `every capture that comes with the tests is graded, checked and searched`() async throws {
    let captures = ["captures", "Fixtures/packets"].flatMap { name in
      let files = try? FileManager.default.contentsOfDirectory(atPath: "\(BuiltTool.folder)/\(name)")
      return (files ?? []).filter { $0.hasSuffix(".pcap") }.sorted().map { "\(name)/\($0)" }
    }
    #expect(captures.count > 10)
    let grades = try await BuiltTool.run(
      [BuiltTool.path, "grade"] + captures + ["--spec", specification, "--format", "json"])
    #expect([.exited(2), .exited(3)].contains(grades.status))
    let submissions = try #require(json(grades)["submissions"] as? [[String: Any]])
    #expect(submissions.map { $0["path"] as? String } == captures)
    for submission in submissions {
      for requirement in submission["requirements"] as? [[String: Any]] ?? [] {
        let (points, maximum) = (requirement["points"] as? Double, requirement["maximum"] as? Double)
        #expect((requirement["passed"] as? Bool == true) == (points == maximum))
        #expect((requirement["reason"] as? String)?.isEmpty == false)
      }
    }
    let declared = try folder.file("declared.json", Array(#"[{"server":"192.0.2.2:12345"}]"#.utf8))
    for capture in captures {
      let check = try await BuiltTool.run("check", capture, "--declared", declared)
      #expect([.exited(0), .exited(2), .exited(3)].contains(check.status), "\(capture)")
      let found = try await BuiltTool.run("packets", capture, "--find", "o")
      #expect([.exited(0), .exited(2), .exited(3)].contains(found.status), "\(capture)")
    }
  }
}

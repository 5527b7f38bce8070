import Fixtures
import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReadCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // To write an expected report anew, in the package's folder:
  //   echo-analyze read captures/tcp-ethernet.pcap > Fixtures/reports/tcp-ethernet.txt
  @Test(arguments: ["tcp-ethernet", "udp-ethernet"])
  func `tells the recordings that come with it`(name: String) async throws {
    let text = try await BuiltTool.run("read", "captures/\(name).pcap")
    #expect(text.status == .exited(0))
    #expect(text.errors == "")
    #expect(text.output == (try String(contentsOf: Fixtures.report("\(name).txt"), encoding: .utf8)))

    let json = try await BuiltTool.run("read", "captures/\(name).pcap", "--format", "json")
    #expect(json.status == .exited(0))
    #expect(json.errors == "")
    #expect(json.output == (try String(contentsOf: Fixtures.report("\(name).json"), encoding: .utf8)))
  }

  @Test func `a whole capture ends with 0`() async throws {
    let file = try folder.file("whole.pcap", CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes)
    #expect(try await BuiltTool.run("read", file).status == .exited(0))
  }

  @Test(arguments: ["missing", "empty", "junk", "folder"])
  func `what is no capture ends with 1 and one line that names it`(kind: String) async throws {
    let path = folder.path(kind)
    switch kind {
    case "empty": _ = try folder.file(kind, [])
    case "junk": _ = try folder.file(kind, Array("this is a shopping list, and no capture".utf8))
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    default: break
    }
    let outcome = try await BuiltTool.run("read", path)
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("echo-analyze: \(path)"))
    #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(.enabled(if: BuiltTool.isRoot, "only root may become another user"))
  func `a file that the user may not read ends with 1 and says how to change that`() async throws {
    let file = try folder.file("secret.pcap", CaptureBytes([Frames.udp("halo")]).bytes)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    let outcome = try await BuiltTool.run(try folder.runAsNobody("read", file))
    #expect(outcome.status == .exited(1))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("you may not read this file"))
    #expect(outcome.errors.contains("sudo chmod a+r \(file)"))
  }

  @Test func `a cut capture is reported as far as it goes, with 2 and a warning`() async throws {
    let whole = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back), Frames.udp("selamat tinggal")]).bytes
    let file = try folder.file("cut.pcap", whole.dropLast(7))
    let text = try await BuiltTool.run("read", file)
    #expect(text.status == .exited(2))
    #expect(text.output.contains("UDP stream 0: 10.0.0.1:40000 → 10.0.0.2:12345"))
    #expect(text.errors.hasPrefix("echo-analyze: \(file): "))
    #expect(text.errors.contains("What could be read is reported."))

    let json = try await BuiltTool.run("read", file, "--format", "json")
    #expect(json.status == .exited(2))
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    #expect(capture["complete"] as? Bool == false)
    #expect(capture["packets"] as? Int == 2)
  }

  @Test(arguments: [
    "good cut": 2, "cut good": 2, "missing good": 1, "good missing": 1, "cut missing good": 1, "missing cut good": 1,
    "good good": 0,
  ])
  func `of several files the worst counts, and the good ones are reported`(
    files: String, expected: Int32
  ) async throws {
    let names = files.split(separator: " ").map(String.init)
    let whole = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes
    _ = try folder.file("good", whole)
    _ = try folder.file("cut", whole.dropLast(3))
    let outcome = try await BuiltTool.run([BuiltTool.path, "read"] + names.map(folder.path))
    #expect(outcome.status == .exited(expected))
    for name in Set(names) where name != "missing" {
      #expect(outcome.output.contains("Capture \(folder.path(name))\n"))
    }
  }

  @Test func `shows packets while the pipe is still being written, and the report at its end`() async throws {
    var bytes = CaptureBytes([Frames.udp("halo")]).bytes
    let first = bytes
    bytes = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes
    let rest = Array(bytes[first.count...])
    let outcome = try await BuiltTool.start("read", "-") { tool in
      try await tool.write(first)
      try await tool.waitFor("40000 → 12345 Len=4", on: .errors)
      try await tool.write(rest)
      try await tool.waitFor("12345 → 40000 Len=4", on: .errors)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("1 request"))
    #expect(!outcome.output.contains("40000 → 12345 Len=4"))
  }

  @Test func `is quiet about the packets of a pipe when asked`() async throws {
    let outcome = try await BuiltTool.run("read", "-", "--quiet", input: CaptureBytes([Frames.udp("halo")]).bytes)
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
  }

  @Test func `an empty pipe ends with 1`() async throws {
    let outcome = try await BuiltTool.run("read", "-")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("standard input is empty"))
  }

  @Test func `selects by port, host and stream, all at once`() async throws {
    let file = try folder.file(
      "three.pcap",
      CaptureBytes([
        Frames.udp("one", port: 7), Frames.udp("two", port: 12_345), Frames.tcp(2, sequence: 100, acknowledgment: 0),
      ]).bytes)
    let byPort = try await BuiltTool.run("read", file, "--port", "7")
    #expect(byPort.output.contains("UDP stream 0") && !byPort.output.contains("UDP stream 1"))
    #expect(!byPort.output.contains("TCP stream 0"))
    let byStream = try await BuiltTool.run("read", file, "--stream", "udp:1", "--stream", "0")
    #expect(byStream.output.contains("UDP stream 1") && byStream.output.contains("TCP stream 0"))
    #expect(!byStream.output.contains("UDP stream 0"))
    let byBoth = try await BuiltTool.run("read", file, "--port", "12345", "--stream", "udp:1")
    #expect(byBoth.output.contains("UDP stream 1") && !byBoth.output.contains("TCP stream 0"))
    let byHost = try await BuiltTool.run("read", file, "--host", "10.0.0.9")
    #expect(byHost.status == .exited(0))
    #expect(!byHost.output.contains("stream 0"))
    #expect(byHost.errors.contains("no conversation matches what --host asks for"))
    let byFilter = try await BuiltTool.run("read", file, "--filter", "tcp")
    #expect(byFilter.output.contains("TCP stream 0") && !byFilter.output.contains("UDP stream"))
  }

  @Test func `a filter that is none ends with 1 and points at the place`() async throws {
    let outcome = try await BuiltTool.run("read", "captures/tcp-ethernet.pcap", "--filter", "tcp prot 7")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("tcp prot 7"))
  }
}

extension TemporaryFolder {
  /// The command that runs a copy of the tool, in this folder, without any privilege.
  func runAsNobody(_ arguments: String...) throws -> [String] {
    try FileManager.default.copyItem(atPath: BuiltTool.path, toPath: path("echo-analyze"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path("echo-analyze"))
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", path("echo-analyze")] + arguments
  }
}

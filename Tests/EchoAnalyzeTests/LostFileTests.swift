import Foundation
import Subprocess
import Testing

/// The file of `live --write` is lost while it is written: what was captured is reported all the same. A full disk is among the
/// tests of `live`.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct LostFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a reader of the file who goes away costs the file, not the report`() async throws {
    let sockets = try EchoSockets(.udp)
    let pipe = folder.path("pipe")
    let script = """
      mkfifo '\(pipe)' || exit 99
      { head -c 24 '\(pipe)' > '\(folder.path("header"))'; echo gone >&2; } &
      exec '\(BuiltTool.path)' live --iface lo --filter 'udp port \(sockets.port)' --write '\(pipe)' --force
      """
    let outcome = try await BuiltTool.start(["sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try await tool.waitFor("gone", on: .errors)
      try sockets.connect()
      try sockets.exchange("halo")
      try await tool.waitFor("\(pipe) cannot be written any further: Broken pipe", on: .errors)
    }
    #expect(outcome.status == .exited(1))
    #expect(outcome.output.contains("1 request, 1 reply"))
    #expect(try Data(contentsOf: URL(filePath: folder.path("header"))).count == 24)
  }

  @Test(arguments: [true, false])
  func `a file that is removed, alone or with its folder, is told, and the capture reported`(isFolder: Bool)
    async throws
  {
    let sockets = try EchoSockets(.udp)
    let there = folder.path("there")
    try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: false)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--filter", "udp port \(sockets.port)", "--write", "\(there)/live.pcap"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange("halo")
      try await tool.waitFor("\(sockets.port) → ")
      try FileManager.default.removeItem(atPath: isFolder ? there : "\(there)/live.pcap")
      try await tool.waitFor("\(there)/live.pcap was removed while it was written", on: .errors)
    }
    #expect(outcome.status == .exited(1))
    #expect(outcome.output.contains("1 request, 1 reply"))
  }

  @Test func `a file that is renamed is not lost`() async throws {
    let file = folder.path("live.pcap")
    let outcome = try await BuiltTool.start("live", "--iface", "lo", "--port", "1", "--write", file) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try FileManager.default.moveItem(atPath: file, toPath: folder.path("moved.pcap"))
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    #expect(try await BuiltTool.run("packets", folder.path("moved.pcap")).status == .exited(0))
  }
}

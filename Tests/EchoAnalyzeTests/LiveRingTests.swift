import Foundation
import Subprocess
import Testing

/// `live --write` with rings of files, on disks and in folders that fail.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct LiveRingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".pcap") }
      .sorted()
  }

  @Test func `a ring keeps the latest files, names them in the end, and they are read as one capture`() async throws {
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--count", "40", "--write",
      folder.path("lan.pcap"), "--ring-size", "1k", "--ring-files", "3"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      for number in 0..<20 { try sockets.exchange("message number \(number)") }
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("20 requests, 20 replies"))
    #expect(files.count == 3)
    #expect(files.allSatisfy { $0.wholeMatch(of: /lan_\d{5}_\d{14}\.pcap/) != nil })
    #expect(outcome.errors.contains("of them removed again. There are now:\n  \(folder.path(files[0]))\n"))
    for file in files {
      #expect(try Data(contentsOf: URL(filePath: folder.path(file))).count <= 1_000)
      #expect(try await BuiltTool.run("packets", folder.path(file)).status == .exited(0))
    }
    // The shell's order is that of their packets, and the last of all is there.
    let joined = try await BuiltTool.shell(
      "\"$tool\" read --join '\(folder.path)'/lan_*.pcap --format json && "
        + "\"$tool\" packets --join '\(folder.path)'/lan_*.pcap -T fields -e udp.payload | tail -1")
    #expect(joined.status == .exited(0))
    #expect(!joined.errors.contains("begins before"))
    #expect(!joined.output.contains("capture.time-backwards"))
    let last = Array("message number 19".utf8).map { String(format: "%02x", $0) }.joined()
    #expect(joined.output.hasSuffix(last + "\n"))
  }

  @Test func `a file of a ring is full after its seconds`() async throws {
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--count", "4", "--write",
      folder.path("lan.pcap"), "--ring-seconds", "1", "--quiet"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange("one")
      try await Task.sleep(for: .milliseconds(1_100))
      try sockets.exchange("two")
    }
    #expect(outcome.status == .exited(0))
    // More where this machine was slow.
    #expect((2...4).contains(files.count))
    #expect(outcome.errors.contains("\(files.count) files written. There are now:"))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `a full disk ends a ring with 1, and the report`() async throws {
    let sockets = try EchoSockets(.udp)
    try FileManager.default.createDirectory(atPath: folder.path("disk"), withIntermediateDirectories: false)
    let script = """
      mount -t tmpfs -o size=16k none '\(folder.path("disk"))' && cd '\(folder.path("disk"))' || exit 99
      timeout --signal INT 20 '\(BuiltTool.path)' live --iface lo --port \(sockets.port) --filter 'ip and udp' --quiet \\
        --write full.pcap --ring-size 5k
      echo "status $?"
      '\(BuiltTool.path)' packets --join full_*.pcap -T fields -e udp.length | sort | uniq
      """
    let outcome = try await BuiltTool.start(["unshare", "--mount", "sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      for _ in 0..<20 { try sockets.exchange([UInt8](repeating: 65, count: 1_400)) }
      try await tool.waitFor("status")
    }
    #expect(outcome.errors.contains("No space left on device"))
    #expect(outcome.output.contains("UDP stream 0"))
    #expect(outcome.output.contains("status 1\n1408\n"))
  }

  @Test func `a folder that vanishes ends a ring with 1, and the report`() async throws {
    let sockets = try EchoSockets(.udp)
    try FileManager.default.createDirectory(atPath: folder.path("gone"), withIntermediateDirectories: false)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--port", "\(sockets.port)", "--filter", "ip and udp", "--write",
      folder.path("gone/lan.pcap"),
      "--ring-size", "1k"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange("one")
      try await tool.waitFor("Len=3", times: 2)
      try FileManager.default.removeItem(atPath: folder.path("gone"))
      for _ in 0..<10 { try sockets.exchange([UInt8](repeating: 65, count: 100)) }
    }
    #expect(outcome.status == .exited(1))
    #expect(outcome.output.contains("UDP stream 0"))
    #expect(outcome.errors.contains("cannot be created: No such file or directory; nothing more is written"))
  }

  @Test(arguments: [
    (["--ring-files", "3"], "--ring-files needs --ring-size or --ring-seconds"),
    (["--ring-size", "1M"], "need --write"),
    (["--write", "a.pcap", "--force", "--ring-size", "1M"], "never overwrites"),
    (["--write", "a.pcap", "--ring-size", "999"], "at least 1k"),
    (["--write", "a.pcap", "--ring-size", "ten"], "100000, 500k, 10M, 10Mi or 1G"),
    (["--write", "a.pcap", "--ring-size", "99999999999G"], "larger than any file"),
    (["--write", "a.pcap", "--ring-seconds", "0"], "between 1 and"),
    (["--write", "a.pcap", "--ring-size", "1M", "--ring-files", "0"], "between 1 and"),
    (["--write", "folder/", "--ring-size", "1M"], "needs a name"),
  ])
  func `options that do not fit together are told`(options: [String], message: String) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "live", "--iface", "lo"] + options)
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains(message))
    #expect(outcome.output == "")
  }

  @Test func `a stream takes no ring`() async throws {
    let outcome = try await BuiltTool.run("live", "-", "--ring-size", "1M")
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains("--iface"))
  }
}

import Foundation
import Subprocess
import Testing

/// Whose files come of a capture that root began for somebody.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct OutputOwnerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let sudo = ["env", "SUDO_UID=12345", "SUDO_GID=23456", BuiltTool.path]

  /// A folder in the test's own.
  private func folder(_ name: String, owner: Int, permissions: Int) throws -> String {
    try FileManager.default.createDirectory(
      atPath: folder.path(name), withIntermediateDirectories: false,
      attributes: [.ownerAccountID: owner, .groupOwnerAccountID: owner, .posixPermissions: permissions])
    // Not what the umask leaves of it.
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder.path(name))
    return folder.path(name)
  }

  private func file(_ path: String, owner: Int, permissions: Int) throws {
    #expect(FileManager.default.createFile(atPath: path, contents: Data("precious".utf8)))
    try FileManager.default.setAttributes(
      [.ownerAccountID: owner, .groupOwnerAccountID: owner, .posixPermissions: permissions], ofItemAtPath: path)
  }

  /// Owner, group and permissions.
  private func whose(_ path: String) throws -> [Int] {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let keys: [FileAttributeKey] = [.ownerAccountID, .groupOwnerAccountID, .posixPermissions]
    return keys.map { (attributes[$0] as? NSNumber)?.intValue ?? -1 }
  }

  private func record(_ path: String, _ options: String...) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run(
      Self.sudo + ["live", "--iface", "lo", "--port", "1", "--duration", "0.1", "--write", path] + options)
  }

  @Test(arguments: [12_345, 0], [0o755, 0o700])
  func `the file is the user's, who alone may read it, wherever it is`(owner: Int, permissions: Int) async throws {
    let file = "\(try folder("there", owner: owner, permissions: permissions))/live.pcap"
    #expect(try await record(file).status == .exited(0))
    #expect(try whose(file) == [12_345, 23_456, 0o600])
    // It is the user's to replace.
    #expect(try await record(file).status == .exited(1))
    #expect(try await record(file, "--force").status == .exited(0))
    #expect(try whose(file) == [12_345, 23_456, 0o600])
  }

  @Test func `what root had left there becomes the user's, and what is a third one's stays so`() async throws {
    let there = try folder("there", owner: 12_345, permissions: 0o755)
    try file("\(there)/roots.pcap", owner: 0, permissions: 0o640)
    try file("\(there)/others.pcap", owner: 777, permissions: 0o640)
    #expect(try await record("\(there)/roots.pcap", "--force").status == .exited(0))
    #expect(try whose("\(there)/roots.pcap") == [12_345, 23_456, 0o640])
    #expect(try await record("\(there)/others.pcap", "--force").status == .exited(0))
    #expect(try whose("\(there)/others.pcap") == [777, 777, 0o640])
    for name in ["roots.pcap", "others.pcap"] {
      #expect(try await BuiltTool.run("packets", "\(there)/\(name)").status == .exited(0))
    }
  }

  @Test func `a device is written, and stays the machine's`() async throws {
    let before = try whose("/dev/null")
    #expect(try await record("/dev/null", "--force").status == .exited(0))
    #expect(try whose("/dev/null") == before)
    // A pipe of the shell's, which is nobody's to give away.
    let outcome = try await BuiltTool.run(
      [
        "bash", "-c",
        "\"$@\" --iface lo --port 1 --duration 0.1 --quiet --write >(od -A n -t x4 -N 4) --force > /dev/null; wait $!",
        "bash",
      ] + Self.sudo + ["live"])
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    #expect(outcome.output.contains("a1b23c4d"))
  }

  @Test(arguments: [(12_345, 0o755), (0, 0o755), (0, 0o700)])
  func `all files of a lab are the user's, in a new folder and in one that is there`(
    place: (owner: Int, permissions: Int)
  ) async throws {
    let there = try folder("there", owner: place.owner, permissions: place.permissions)
    let names = ["tcp", "udp"].flatMap { ["\($0)-client.jsonl", "\($0)-server.jsonl", "\($0).pcap"] }
    for (lab, isNew) in [("\(there)/new", true), (there, false)] {
      let outcome = try await BuiltTool.run(Self.sudo + ["lab", "--write", lab])
      #expect(outcome.status == .exited(0), "\(outcome.errors)")
      if isNew { #expect(try whose(lab).prefix(2) == [12_345, 23_456]) }
      for name in names { #expect(try whose("\(lab)/\(name)") == [12_345, 23_456, 0o600], "\(name)") }
      let read = try await BuiltTool.run(
        "read", "\(lab)/udp.pcap", "--log", "\(lab)/udp-server.jsonl", "--log", "\(lab)/udp-client.jsonl")
      #expect(read.status == .exited(0))
      #expect(read.output.contains("sendto(35, 127.0.0.1:"))
    }
    // What root could not write without its capabilities was opened while it had them.
    let alone = try await BuiltTool.run("lab", "--write", there, "--force", "--protocol", "udp")
    #expect(alone.status == .exited(0), "\(alone.errors)")
  }

  @Test func `reports are for everybody, and session logs are not`() async throws {
    let report = folder.path("report.html")
    let outcome = try await BuiltTool.shell(
      "umask 022; \"$tool\" report captures/udp-ethernet.pcap --output '\(report)'")
    #expect(outcome.status == .exited(0))
    #expect(try whose(report).last == 0o644)
    let log = folder.path("server.jsonl")
    _ = try await BuiltTool.serve("udp", "--log", log) { _, _ in }
    #expect(try whose(log).last == 0o600)
  }
}

import Foundation
import Subprocess
import Testing

/// What others have put into a folder that everybody may write. Linux can forbid to fall into it (`protected_symlinks`), and is
/// not set so everywhere.
@Suite(.timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "only root can make files of other users"))
struct SharedFolderTests {
  let folder: TemporaryFolder
  /// Root's, as /tmp is, and open to everybody.
  let shared: String

  init() throws {
    folder = try TemporaryFolder()
    shared = folder.path("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    try share()
  }

  private func share(permissions: Int = 0o1777, owner: Int = 0) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions, .ownerAccountID: owner], ofItemAtPath: shared)
  }

  /// Ways to have a file written, up to its name.
  static let writers = [
    ["read", "captures/udp-ethernet.pcap", "--output"],
    ["live", "--user", "12345:12345", "--iface", "lo", "--port", "1", "--duration", "0.1", "--write"],
    ["live", "--user", "root", "--iface", "lo", "--port", "1", "--duration", "0.1", "--write"],
  ]
  /// This one would run on, if it could write.
  static let server = ["server", "udp", "--port", "0", "--log"]

  private func write(_ writer: [String], _ path: String, _ options: [String] = []) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run([BuiltTool.path] + writer + [path] + options)
  }

  private func run(_ command: String...) async throws {
    let outcome = try await BuiltTool.run(command)
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
  }

  private func isPrecious(_ path: String) throws -> Bool {
    try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8)
  }

  @Test(arguments: writers + [server], [0o1777, 0o777])
  func `a link of somebody else's is not followed`(writer: [String], permissions: Int) async throws {
    try share(permissions: permissions)
    let target = try folder.file("target", Array("precious".utf8))
    try await run("chmod", "666", target)
    let (link, way) = ("\(shared)/link", "\(shared)/way")
    try await run("ln", "-s", target, link)
    try await run("ln", "-s", folder.path, way)
    try await run("chown", "-h", "777", link, way)
    for options in [["--force"], []] {
      for (path, blamed) in [(link, link), ("\(way)/target", way), ("\(way)/new", way)] {
        let outcome = try await write(writer, path, options)
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("\(blamed) is a link that somebody else has put into a folder"))
      }
    }
    #expect(try isPrecious(target))
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
  }

  @Test(arguments: writers)
  func `a link of one's own, or of the folder's owner, is followed when told to`(writer: [String]) async throws {
    // Whoever writes, it is one or the other.
    try share(owner: 12_345)
    let target = try folder.file("target", Array("precious".utf8))
    try await run("chmod", "666", target)
    try await run("ln", "-s", target, "\(shared)/link")
    try await run("chown", "-h", "12345", "\(shared)/link")
    #expect(try await write(writer, "\(shared)/link").status == .exited(1))
    #expect(try isPrecious(target))
    #expect(try await write(writer, "\(shared)/link", ["--force"]).status == .exited(0))
    #expect(try !isPrecious(target))
  }

  @Test(arguments: writers + [server])
  func `a file or a pipe of somebody else's is not written`(writer: [String]) async throws {
    let file = "\(shared)/file"
    #expect(FileManager.default.createFile(atPath: file, contents: Data("precious".utf8)))
    try await run("chmod", "666", file)
    try await run("mkfifo", "-m", "666", "\(shared)/pipe")
    try await run("chown", "777", file, "\(shared)/pipe")
    for path in [file, "\(shared)/pipe"] {
      let outcome = try await write(writer, path, ["--force"])
      #expect(outcome.status == .exited(1))
      #expect(outcome.errors.contains("\(path) belongs to somebody else, in a folder that everybody may write"))
    }
    #expect(try isPrecious(file))
  }

  @Test(arguments: writers)
  func `a new file is made there, and one's own overwritten`(writer: [String]) async throws {
    let file = "\(shared)/file"
    #expect(try await write(writer, file).status == .exited(0))
    #expect(try await write(writer, file).status == .exited(1))
    #expect(try await write(writer, file, ["--force"]).status == .exited(0))
  }

  @Test(arguments: writers)
  func `elsewhere links lead where they lead, to what is there and to what is not yet`(writer: [String]) async throws {
    // A folder of one user's: whoever can put links there could as well write what they lead to.
    try share(permissions: 0o755, owner: writer.contains("12345:12345") ? 12_345 : 0)
    for name in ["there", "new"] {
      try await run("ln", "-s", "\(shared)/\(name)", "\(shared)/link-\(name)")
      try await run("chown", "-h", "777", "\(shared)/link-\(name)")
    }
    #expect(FileManager.default.createFile(atPath: "\(shared)/there", contents: Data("old".utf8)))
    for name in ["there", "new"] {
      #expect(try await write(writer, "\(shared)/link-\(name)").status == .exited(1))
      #expect(try await write(writer, "\(shared)/link-\(name)", ["--force"]).status == .exited(0))
      #expect(try String(contentsOfFile: "\(shared)/\(name)", encoding: .isoLatin1) != "old")
    }
  }
}

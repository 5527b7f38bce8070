import Foundation

/// A folder that everybody may enter and that is gone with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "echo-analyze-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Where `name` is or would be in it.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }
}

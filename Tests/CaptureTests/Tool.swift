import Foundation

/// Another program, run to its end: Wireshark's tools as a second opinion, and `ip` to lay networks.
enum Tool {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  static func isInstalled(_ name: String) -> Bool { (try? run("sh", "-c", "command -v \(name)"))?.status == 0 }

  @discardableResult
  static func run(_ arguments: String..., folder: String? = nil) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: text, errors: complaints)
  }
}

import Fixtures
import Foundation
import Testing

@testable import Capture

/// Commands that errors tell a user to type.
struct ProgramTests {
  private static let hasBash = FileManager.default.isExecutableFile(atPath: "/bin/bash")

  @Test(.enabled(if: hasBash, "bash is not installed")) func `a shell reads a word as it was`() throws {
    let words = HostileText.all + ["", "plain", "two words", "it's", "é日🙂", "\\'"]
    let process = Process(), output = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "printf '%s\\0' " + words.map(Program.quoted).joined(separator: " ")]
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(Array(bytes) == words.flatMap { Array($0.utf8) + [0] })
  }

  @Test func `what is quoted can be shown`() {
    for word in HostileText.all {
      let shown = Program.quoted(word)
      #expect(HostileText.unsafe(in: shown).isEmpty && !shown.unicodeScalars.contains("\n"))
    }
  }

  @Test func `no name in an error begins a line`() {
    for name in HostileText.all where name.unicodeScalars.contains("\n") {
      for error in [
        CaptureError.noSuchFile(path: name), .compressed(path: name, format: name, program: name),
        .invalidFilter(expression: name, reason: name, position: 1), .noSuchInterface(name: name, existing: [name]),
        .cannotCapture(interface: name, reason: name), .noneReadable([.isDirectory(path: name)]),
      ] {
        let starts = error.description.split(separator: "\n").map { $0.prefix(8) }
        #expect(!starts.contains { ["two", "three", "# head", "<b>"].contains(where: $0.hasPrefix) })
      }
    }
  }
}

import Capture
import Foundation
import Testing

struct OutputFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a folder is made once, and what is there is left alone`() throws {
    let path = folder.path("there")
    try OutputFolder.make(path)
    #expect(FileManager.default.createFile(atPath: "\(path)/file", contents: nil))
    try OutputFolder.make(path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["file"])
  }

  @Test func `one that cannot be made is an error with a reason`() {
    let path = folder.path("no/such")
    #expect(throws: CaptureError.cannotMakeFolder(path: path, reason: "No such file or directory")) {
      try OutputFolder.make(path)
    }
  }
}

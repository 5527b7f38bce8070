import Capture
import Testing
import Wire

struct CaptureFileTests {
  @Test func `a file that is not there is named`() {
    #expect(throws: CaptureError.noSuchFile(path: "/nowhere.pcap")) { _ = try CaptureFile(path: "/nowhere.pcap") }
  }
}

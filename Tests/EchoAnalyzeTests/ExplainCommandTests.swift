import Foundation
import Testing

/// `explain --frame`.
struct ExplainCommandTests {
  @Test func `a packet is explained from a file and from standard input alike`() async throws {
    let file = try await BuiltTool.run("explain", "captures/chat.pcap", "--frame", "7")
    #expect(file.status.isSuccess)
    let capture = [UInt8](try Data(contentsOf: URL(filePath: BuiltTool.folder + "/captures/chat.pcap")))
    let piped = try await BuiltTool.run([BuiltTool.path, "explain", "-", "--frame", "7"], input: capture)
    #expect(piped.output == file.output)
    #expect(file.output.contains("What it means here"))
    #expect(file.output.contains("TCP checksum, step by step"))
  }

  @Test func `a frame that is not there is told, with how many there are`() async throws {
    let outcome = try await BuiltTool.run("explain", "captures/udp-ethernet.pcap", "--frame", "9")
    #expect(outcome.status == .exited(1))
    #expect(outcome.remark?.contains("no frame 9: the capture has 2 frames") == true)
    #expect(outcome.output.isEmpty)
    let other = try await BuiltTool.run("explain", "captures/udp-ethernet.pcap", "--frame", "1", "--against", "9")
    #expect(other.status == .exited(1))
  }

  @Test(arguments: [[], ["--frame", "1", "--stream", "0"], ["--frame", "0"], ["--against", "2"], ["--frame", "x"]])
  func `what cannot be meant is refused`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path, "explain", "captures/udp-ethernet.pcap"] + arguments)
    #expect(outcome.status == .exited(64))
  }

  @Test func `writes a page in either language`() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await BuiltTool.run(
      "explain", "captures/tcp-ethernet.pcap", "--frame", "6", "--format", "html", "--lang", "id", "--output",
      folder.path("bingkai.html"))
    #expect(outcome.status.isSuccess)
    let page = try String(contentsOfFile: folder.path("bingkai.html"), encoding: .utf8)
    #expect(page.contains("Penjelasan bingkai 6"))
    #expect(page.contains("<svg"))
  }
}

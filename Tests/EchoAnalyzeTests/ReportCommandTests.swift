import Foundation
import Testing

/// `report`, `compare`, `diagram`, and reports that are written to files.
struct ReportCommandTests {
  @Test func `an existing file is not overwritten unless asked`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("report.md")
    let arguments = [
      BuiltTool.path, "report", "captures/udp-ethernet.pcap", "--format", "markdown", "--output", file,
    ]
    #expect(try await BuiltTool.run(arguments).status.isSuccess)
    let first = try String(contentsOfFile: file, encoding: .utf8)
    let refused = try await BuiltTool.run(arguments + ["--name", "Sari"])
    #expect(refused.status == .exited(1))
    #expect(refused.remark?.contains("--force") == true)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == first)
    #expect(try await BuiltTool.run(arguments + ["--name", "Sari", "--force"]).status.isSuccess)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("| Name | Sari |"))
  }

  @Test(arguments: ["report", "compare", "diagram"])
  func `says what is wrong with a file`(command: String) async throws {
    let missing = try await BuiltTool.run(command, "captures/none.pcap")
    #expect(missing.status == .exited(1))
    #expect(missing.remark?.contains("captures/none.pcap") == true)
    #expect(missing.output.isEmpty)
    let noCapture = try await BuiltTool.run(command, "README.md")
    #expect(noCapture.status == .exited(1))
    #expect(noCapture.output.isEmpty)
  }

  @Test func `a file that cannot be made is told`() async throws {
    let outcome = try await BuiltTool.run(
      "compare", "captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap", "--output", "/nowhere/comparison.txt")
    #expect(outcome.status == .exited(1))
    #expect(outcome.remark?.contains("/nowhere/comparison.txt") == true)
  }

  @Test func `compares as JSON for programs`() async throws {
    let outcome = try await BuiltTool.run(
      "compare", "captures/tcp-ethernet.pcap", "captures/udp-ethernet.pcap", "--format", "json", "--lang", "id")
    #expect(outcome.status.isSuccess)
    struct Comparison: Decodable {
      struct Trace: Decodable {
        struct Control: Decodable { let opening, acknowledging, closing: [Int] }
        struct Echo: Decodable { let request, reply: Int }
        struct Aspect: Decodable { let aspect, text: String }
        let `protocol`: String
        let packets, bytes, payloadBytes: Int
        let bytesPerPayloadByte: Double
        let controlFrames: Control
        let firstEcho: Echo
        let aspects: [Aspect]
      }
      let schema: Int
      let sameWorkload: Bool
      let traces: [Trace]
    }
    let comparison = try JSONDecoder().decode(Comparison.self, from: Data(outcome.output.utf8))
    #expect(comparison.schema == 1 && !comparison.sameWorkload)
    #expect(comparison.traces.map(\.protocol) == ["tcp", "udp"])
    #expect(comparison.traces.map(\.bytes) == [632, 154])
    #expect(comparison.traces.map(\.bytesPerPayloadByte) == [9.29, 2.2])
    #expect(comparison.traces[0].controlFrames.opening == [3, 4, 5])
    #expect(comparison.traces.allSatisfy { $0.aspects.count == 8 })
    #expect(comparison.traces[0].aspects.allSatisfy { !$0.text.contains(" frame ") })
  }

  @Test func `draws one conversation, and says which of several`() async throws {
    let outcome = try await BuiltTool.run("diagram", "captures/tcp-ethernet.pcap")
    #expect(outcome.status.isSuccess)
    #expect(outcome.output.contains("192.168.10.7:50892"))
    #expect(outcome.remark?.contains("--stream") == true)
    let refused = try await BuiltTool.run("diagram", "captures/tcp-ethernet.pcap", "--stream", "tcp:0")
    #expect(refused.output.contains("RST, ACK") && refused.errors.isEmpty)
    let none = try await BuiltTool.run("diagram", "captures/tcp-ethernet.pcap", "--stream", "tcp:9")
    #expect(none.status == .exited(1) && none.output.isEmpty)
  }

  @Test(arguments: ["time-sequence", "stevens", "rtt", "rtt-distribution", "in-flight", "throughput", "latency"])
  func `each plot as a drawing, as text, and as the numbers behind it`(kind: String) async throws {
    let svg = try await BuiltTool.run("diagram", "captures/chat.pcap", "--kind", kind, "--format", "svg")
    #expect(svg.status.isSuccess && svg.output.hasPrefix("<svg") && svg.output.hasSuffix("</svg>\n"))
    let text = try await BuiltTool.run("diagram", "captures/chat.pcap", "--kind", kind)
    #expect(text.lines.count >= 2)
    let json = try await BuiltTool.run("diagram", "captures/chat.pcap", "--kind", kind, "--format", "json")
    struct Plots: Decodable {
      struct Plot: Decodable {
        struct Series: Decodable {
          struct Value: Decodable { let x, y: Int }
          let values: [Value]
        }
        let kind: String
        let series: [Series]
      }
      let plots: [Plot]
    }
    let plots = try JSONDecoder().decode(Plots.self, from: Data(json.output.utf8)).plots
    #expect(plots.count == 1)
    #expect(plots.allSatisfy { $0.series.contains { !$0.values.isEmpty } })
  }

  @Test(arguments: [
    ["diagram", "captures/chat.pcap", "--format", "json"],
    ["diagram", "captures/chat.pcap", "--kind", "rtt", "--format", "mermaid"],
    ["diagram", "captures/chat.pcap", "--kind", "all", "--format", "svg"],
    ["diagram", "captures/chat.pcap", "--rows", "1"], ["report", "captures/chat.pcap", "--format", "text"],
    ["report", "captures/chat.pcap", "--force"], ["report"], ["compare"],
  ]) func `wrong usage is told`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output.isEmpty)
  }

  @Test func `a cut capture is reported with what there is of it`() async throws {
    for arguments in [["report"], ["diagram"]] {
      let outcome = try await BuiltTool.run([BuiltTool.path] + arguments + ["Fixtures/packets/cut-in-a-packet.pcap"])
      #expect(outcome.status == .exited(2))
      #expect(!outcome.output.isEmpty && !outcome.errors.isEmpty)
    }
  }

  @Test func `a comparison needs two conversations`() async throws {
    let one = try await BuiltTool.run("compare", "captures/udp-ethernet.pcap")
    #expect(one.status == .exited(1) && one.output.isEmpty)
    #expect(one.remark?.hasPrefix("captures/udp-ethernet.pcap: a comparison needs two") == true)
  }

  @Test(arguments: ["report", "answers", "diagram", "compare"])
  func `where there is nothing to tell of, the file is named`(command: String) async throws {
    let folder = try TemporaryFolder()
    let header: [UInt8] = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0]
    let file = try folder.file("empty.pcap", header)
    let outcome = try await BuiltTool.run(command, file)
    #expect(outcome.status == .exited(1) && outcome.output.isEmpty)
    #expect(outcome.remark?.hasPrefix("\(file): ") == true)
  }

  @Test func `with a file that is missing it would be another report`() async throws {
    for command in ["report", "compare"] {
      let outcome = try await BuiltTool.run(
        command, "captures/none.pcap", "captures/udp-ethernet.pcap", "captures/chat.pcap")
      #expect(outcome.status == .exited(1) && outcome.output.isEmpty)
    }
  }

  @Test(arguments: ["read", "report", "diagram"])
  func `never overwrites what it reads`(command: String) async throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(filePath: BuiltTool.folder + "/captures/udp-ethernet.pcap"))
    let file = try folder.file("capture.pcap", Array(bytes))
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: file)
    for output in [file, folder.path("link")] {
      let outcome = try await BuiltTool.run(command, file, "--output", output, "--force")
      #expect(outcome.status == .exited(1))
      #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
    }
  }

  @Test func `a date that there is not is refused`() async throws {
    for date in ["2025-02-30", "2025-13-01", "2023-02-29"] {
      #expect(try await BuiltTool.run("report", "captures/chat.pcap", "--date", date).status == .exited(64))
    }
    #expect(try await BuiltTool.run("report", "captures/chat.pcap", "--date", "2024-02-29").status.isSuccess)
  }

  @Test func `what a pipe gives has no digest, and does not wait for another`() async throws {
    let outcome = try await BuiltTool.shell(
      "cat captures/udp-ethernet.pcap | $tool report /dev/stdin --format markdown")
    #expect(outcome.status.isSuccess)
    #expect(outcome.output.contains("unknown: it cannot be read twice"))
  }

  @Test func `what is told of a capture with more packets than are kept has its packets all the same`() async throws {
    // One conversation first, then many, the last of which are the largest.
    var bytes = try Array(Data(contentsOf: URL(filePath: BuiltTool.folder + "/captures/udp-ethernet.pcap")))
    let (header, frames) = (Array(bytes[..<24]), Array(bytes[24...]))
    let (request, reply) = (frames.prefix(16 + 77), frames.dropFirst(16 + 77).prefix(16 + 77))
    bytes = header
    for conversation in 0..<54 {
      // The port of the client, without a checksum that would be wrong.
      func changed(_ frame: ArraySlice<UInt8>, portAt offset: Int) -> [UInt8] {
        var frame = Array(frame)
        (frame[16 + offset], frame[16 + offset + 1]) = (0xc0, UInt8(conversation))
        (frame[16 + 40], frame[16 + 41]) = (0, 0)
        return frame
      }
      let pair = changed(request, portAt: 34) + changed(reply, portAt: 36)
      for _ in 0..<(conversation > 50 ? 1_100 : 1_000) { bytes += pair }
    }
    let folder = try TemporaryFolder()
    let file = try folder.file("large.pcap", bytes)
    let drawn = try await BuiltTool.run("diagram", file)
    #expect(drawn.status.isSuccess)
    #expect(drawn.output.contains("192.168.10.7:49152") && drawn.lines.count > 60)
    let report = try await BuiltTool.run("report", file, "--format", "markdown")
    // The largest of them, with their sequence diagrams.
    #expect(report.status.isSuccess)
    #expect(report.output.contains("192.168.10.7:49203") && report.output.matches(of: /◀─+/).count > 60)
  }
}

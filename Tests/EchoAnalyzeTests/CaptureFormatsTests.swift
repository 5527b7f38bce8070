import Foundation
import Subprocess
import Testing

/// What captures may be besides a classic pcap file of one interface.
@Suite(.timeLimit(.minutes(5)))
struct CaptureFormatsTests {
  let folder: TemporaryFolder
  /// Two interfaces, comments, a counter of drops, blocks without packets, and a second section in the other byte order.
  let mixed: String

  init() throws {
    folder = try TemporaryFolder()
    let ip = Array(Frames.udp("halo").dropFirst(14))
    var first = PcapngBytes()
    first.interface()
    first.interface(linkType: 101, resolution: 9)
    first.packet(
      units: 1_600_000_000_000_001, Frames.udp("halo"),
      comments: [Array("starts \u{1b}[31mhere\t\"now\"".utf8), Array("second".utf8)])
    first.packet(interface: 1, units: 1_600_000_000_000_002_345, ip)
    first.block(4, [0, 0, 0, 0])
    first.block(0x1234, [1, 2, 3, 4])
    first.block(0x0BAD, [1, 2, 3, 4, 5, 6, 7, 8])
    first.statistics(dropped: 1)
    first.statistics(dropped: 4)
    first.statistics(interface: 1, dropped: 3)
    var second = PcapngBytes(isBigEndian: true)
    second.interface(resolution: 0x8A)
    second.packet(units: 1_600_000_001 << 10 | 512, Frames.udp("halo", .back))
    mixed = try folder.file("mixed.pcapng", first.bytes + second.bytes)
  }

  @Test(.enabled(if: BuiltTool.hasTshark40, "tshark 4.0 is not installed"))
  func `numbers, times, lengths, addresses and comments are tshark's`() async throws {
    let fields = [
      "frame.number", "frame.time_epoch", "frame.time_relative", "frame.len", "frame.cap_len", "eth.src", "ip.src",
      "udp.srcport", "udp.stream",
    ]
    let chosen = ["-T", "fields"] + fields.flatMap { ["-e", $0] }
    let ours = try await BuiltTool.run([BuiltTool.path, "packets", mixed] + chosen)
    let theirs = try await BuiltTool.run(["tshark", "-n", "-r", mixed, "-E", "occurrence=f"] + chosen)
    #expect(ours.status == .exited(0))
    #expect(ours.lines.count == 4)
    #expect(ours.output == theirs.output)
    let comment = ["-T", "fields", "-e", "frame.comment"]
    let ourComments = try await BuiltTool.run([BuiltTool.path, "packets", mixed] + comment)
    let theirComments = try await BuiltTool.run(["tshark", "-n", "-r", mixed, "-E", "occurrence=f"] + comment)
    // They print what a terminal obeys.
    #expect(ourComments.output == theirComments.output.replacing("\u{1b}", with: #"\x1b"#))
  }

  @Test func `a report names all link types, comments and drops`() async throws {
    let text = try await BuiltTool.run("read", mixed)
    #expect(text.status == .exited(0))
    #expect(text.output.contains("pcapng, Ethernet, raw IP: 4 packets"))
    #expect(text.output.contains(##"comment on frame 1: "starts \x1b[31mhere\t\"now\"""##))
    #expect(text.output.contains(#"comment on frame 1: "second""#))
    #expect(text.output.contains("packets dropped: unknown by the kernel, 7 by the interface"))
    #expect(text.output.contains("UDP stream 0: 10.0.0.1:40000 → 10.0.0.2:12345"))

    let json = try await BuiltTool.run("read", mixed, "--format", "json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    #expect(capture["linkTypes"] as? [String] == ["Ethernet", "raw IP"])
    #expect(capture["droppedByInterface"] as? Int == 7)
    #expect(capture["droppedByKernel"] is NSNull)
    #expect(capture["timestampDigits"] as? Int == 9)
    #expect(capture["commentsTotal"] as? Int == 2)
    let comments = try #require(capture["comments"] as? [[String: Any]])
    #expect(comments.map { $0["frame"] as? Int } == [1, 1])
    #expect(comments.map { $0["text"] as? String } == [#"starts \x1b[31mhere\t"now""#, "second"])
    let codes = (report["findings"] as? [[String: Any]])?.map { $0["code"] as? String }
    #expect(codes?.contains("capture.drops") == true)
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    #expect(conversations.map { $0["packets"] as? Int } == [3])
  }

  @Test func `a list shows comments behind each packet`() async throws {
    let list = try await BuiltTool.run("packets", mixed)
    #expect(list.status == .exited(0))
    #expect(list.lines.count == 4)
    #expect(
      list.lines.first?.hasSuffix(
        ##"40000 → 12345 Len=4 [Comment: "starts \x1b[31mhere\t\"now\""] [Comment: "second"]"##) == true)
    #expect(list.lines[2].contains("record without a packet is not decoded"))
  }

  @Test func `a filter holds for every link type`() async throws {
    let numbers = ["-T", "fields", "-e", "frame.number"]
    let port = try await BuiltTool.run([BuiltTool.path, "packets", mixed, "--filter", "udp dst port 12345"] + numbers)
    #expect(port.status == .exited(0))
    #expect(port.lines == ["1", "2"])
    let tag = try await BuiltTool.run([BuiltTool.path, "packets", mixed, "--filter", "vlan or udp"] + numbers)
    #expect(tag.status == .exited(1))
    #expect(tag.errors.contains("the filter cannot be applied to the frames of link type raw IP in this capture"))
  }

  @Test(arguments: ["gzip", "zstd"])
  func `packed captures are read from a file and from a pipe`(program: String) async throws {
    guard BuiltTool.isInstalled(program) else { return }
    let packed = folder.path("packed")
    let made = try await BuiltTool.shell("\(program) -c '\(mixed)' > '\(packed)'")
    #expect(made.status == .exited(0))
    let plain = try await BuiltTool.run("packets", mixed)
    #expect(try await BuiltTool.run("packets", packed).output == plain.output)
    #expect(try await BuiltTool.shell("cat '\(packed)' | \"$tool\" packets -").output == plain.output)
  }

  @Test func `a packed capture cut off is reported as far as it goes, with 2`() async throws {
    guard BuiltTool.isInstalled("gzip") else { return }
    let whole = try folder.file("whole.pcap", CaptureBytes((0..<2_000).map { Frames.udp("halo \($0)") }).bytes)
    let outcome = try await BuiltTool.shell("gzip -c '\(whole)' | head -c 9000 | \"$tool\" read - --quiet")
    #expect(outcome.status == .exited(2))
    #expect(outcome.output.contains("UDP stream 0"))
    #expect(outcome.errors.contains("the file ends in the middle of its gzip data, after frame "))
  }
}

import Foundation
import Subprocess
import Testing

/// What is asked for wrongly, and what is asked about the tool itself.
@Suite(.timeLimit(.minutes(5)))
struct UsageTests {
  @Test(arguments: [
    ["read"], ["packets"], ["live"], ["nonsense"], ["read", "captures/tcp-wifi.pcap", "--nonsense"],
    ["read", "captures/tcp-wifi.pcap", "--lang", "de"], ["read", "captures/tcp-wifi.pcap", "--format", "xml"],
    ["read", "captures/tcp-wifi.pcap", "--stream", "sctp:1"], ["read", "captures/tcp-wifi.pcap", "--stream", "-1"],
    ["read", "captures/tcp-wifi.pcap", "--stream", "tcp:x"], ["read", "captures/tcp-wifi.pcap", "--port", "65536"],
    ["read", "captures/tcp-wifi.pcap", "--host", "example.org"],
    ["packets", "captures/tcp-wifi.pcap", "-T", "fields"], ["packets", "captures/tcp-wifi.pcap", "-e", "ip.src"],
    ["packets", "captures/tcp-wifi.pcap", "-T", "fields", "-e", "tcp.prot"],
    ["packets", "captures/tcp-wifi.pcap", "--frames", "0"], ["packets", "captures/tcp-wifi.pcap", "--frames", "5-2"],
    ["packets", "captures/tcp-wifi.pcap", "--time", "noon"],
    ["live", "captures/tcp-wifi.pcap"], ["live", "-", "--iface", "lo"], ["live", "-", "--write", "x.pcap"],
    ["live", "--iface", "lo", "--write", "-"], ["live", "--iface", "lo", "--count", "0"],
    ["live", "--iface", "lo", "--duration", "0"], ["live", "--iface", "lo", "--duration", "nan"],
    ["live", "--iface", "lo", "--snapshot-length", "1"], ["interfaces", "eth0"],
  ])
  func `a wrong call ends with 64 and prints nothing but the reason`(arguments: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
    #expect(outcome.status == .exited(64))
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Error: "))
    #expect(outcome.errors.contains("Usage: echo-analyze"))
  }

  @Test func `an unknown field is answered with the nearest ones`() async throws {
    let outcome = try await BuiltTool.run("packets", "captures/tcp-wifi.pcap", "-T", "fields", "-e", "tcp.scrport")
    #expect(outcome.errors.contains("There is no field 'tcp.scrport'. Did you mean tcp.srcport"))
  }

  @Test(arguments: [
    (["read", "captures/tcp-wifi.pcap"], "Tangkapan "), (["conversations", "captures/tcp-wifi.pcap"], "Tangkapan "),
    (["conversations", "captures/tcp-wifi.pcap", "--format", "json"], "\"verdict\": \"lengkap: "),
    (["follow", "captures/tcp-wifi.pcap", "--stream", "0"], "1 segmen bermuatan, 34 byte"),
    (["live", "-", "--quiet"], "Tangkapan "),
  ])
  func `what has words has them in Indonesian, too`(arguments: [String], words: String) async throws {
    let capture =
      arguments.contains("-")
      ? try Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/captures/tcp-wifi.pcap")) : Data()
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments + ["--lang", "id"], input: Array(capture))
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains(words))
  }

  @Test(arguments: ["csv", "zeek"])
  func `what has no words has no language`(format: String) async throws {
    let outcome = try await BuiltTool.run(
      "conversations", "captures/tcp-wifi.pcap", "--format", format, "--lang", "id")
    #expect(outcome.status == .exited(64))
    #expect(outcome.errors.contains("--lang goes with --format table or json"))
  }

  @Test func `names its version`() async throws {
    let outcome = try await BuiltTool.run("--version")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [[], ["read"], ["packets"], ["live"], ["interfaces"]])
  func `explains itself`(command: [String]) async throws {
    let outcome = try await BuiltTool.run([BuiltTool.path] + command + ["--help"])
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("OVERVIEW: "))
    #expect(outcome.output.contains((["USAGE: echo-analyze"] + command).joined(separator: " ")))
  }

  @Test func `without arguments it shows the way`() async throws {
    let outcome = try await BuiltTool.run()
    #expect(outcome.output.contains("SUBCOMMANDS:"))
  }

  @Test(arguments: ["read", "packets", "interfaces", "packets -T json"])
  func `ends quietly when nobody reads on`(command: String) async throws {
    let files = command == "interfaces" ? "" : String(repeating: " captures/tcp-wifi.pcap", count: 400)
    let outcome = try await BuiltTool.shell("\"$tool\" \(command)\(files) | head -n 1")
    #expect(outcome.lines.count == 1)
    // Without the privilege to capture, the list of interfaces comes with the way to it.
    if command != "interfaces" || BuiltTool.isRoot { #expect(outcome.errors == "") }
  }

  @Test(arguments: ["read", "read --format json", "packets", "packets -T json", "interfaces"])
  func `a full device is an error`(command: String) async throws {
    let file = command == "interfaces" ? "" : " captures/tcp-wifi.pcap"
    let outcome = try await BuiltTool.shell("\"$tool\" \(command)\(file) > /dev/full")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("No space left on device"))
    #expect(outcome.errors.hasPrefix("echo-analyze: "))
    #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
  }
}

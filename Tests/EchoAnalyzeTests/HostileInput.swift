import Fixtures
import Foundation

/// A folder with everything that may come from others, made to fool whoever reads it: a capture, session logs, a grade's
/// specification, declarations.
struct HostileInput {
  let folder: TemporaryFolder
  let capture: String
  let log: String
  let specification: String
  let declarations: String
  /// The packets of the capture.
  let frames: Int

  /// The names of the files are of `texts` too, as far as they may be. `disguise` makes of each text what stands in its
  /// place.
  init(_ disguise: ([UInt8]) -> [UInt8] = { $0 }) throws {
    folder = try TemporaryFolder()
    let bytes = HostileText.bytes.map(disguise)
    let texts = HostileText.all.map { String(decoding: disguise(Array($0.utf8)), as: UTF8.self) }
    var file = PcapngBytes(comment: bytes[0] + bytes[1])
    file.interface(name: bytes[2])
    var frames: [[UInt8]] = []
    for (place, payload) in bytes.enumerated() {
      // Ports of DNS, HTTP and TLS among them.
      let port: UInt16 = [12_345, 53, 80, 443][place % 4]
      frames += [Frames.udp(payload, port: port), Frames.udp(payload, .back, port: port)]
    }
    frames += Self.connection(texts)
    for (place, frame) in frames.enumerated() {
      file.packet(units: 1_600_000_000_000_000 + UInt64(place) * 1_000, frame, comments: [bytes[place % bytes.count]])
    }
    self.frames = frames.count
    capture = try folder.file(texts.first { $0.contains("<img") || $0.hasPrefix("x") } ?? "capture", file.bytes)
    log = try folder.file("session" + texts[0].prefix(8), Self.log(texts))
    var requirements: [[String: Any]] = []
    for (place, text) in texts.enumerated() {
      requirements.append([
        "require": "echo", "id": "\(place)\(text.prefix(60))", "title": text, "protocol": "udp", "payload": text,
        "points": 1,
      ])
    }
    let title = String(String.UnicodeScalarView(texts.joined().unicodeScalars.prefix(240)))
    specification = try folder.file(
      "specification",
      [UInt8](
        JSONSerialization.data(withJSONObject: ["schema": 1, "title": title, "requirements": requirements])))
    let declared = texts.map { ["label": $0, "server": $0, "client": "10.0.0.\($0):\($0)"] }
    declarations = try folder.file("declarations", [UInt8](JSONSerialization.data(withJSONObject: declared)))
  }

  /// A TCP connection that returns each of `texts`.
  private static func connection(_ texts: [String]) -> [[UInt8]] {
    var frames = [
      Frames.tcp(0x02, sequence: 99, acknowledgment: 0),
      Frames.tcp(0x12, sequence: 499, acknowledgment: 100, "", .back),
      Frames.tcp(0x10, sequence: 100, acknowledgment: 500),
    ]
    var count: UInt32 = 0
    for text in texts {
      let length = UInt32(text.utf8.count)
      frames.append(Frames.tcp(0x18, sequence: 100 + count, acknowledgment: 500 + count, text))
      frames.append(Frames.tcp(0x18, sequence: 500 + count, acknowledgment: 100 + count + length, text, .back))
      count += length
    }
    frames += [
      Frames.tcp(0x11, sequence: 100 + count, acknowledgment: 500 + count),
      Frames.tcp(0x11, sequence: 500 + count, acknowledgment: 101 + count, "", .back),
      Frames.tcp(0x10, sequence: 101 + count, acknowledgment: 501 + count),
    ]
    return frames
  }

  /// A server of 10.0.0.2, with a name, errors and faults of others' words.
  private static func log(_ texts: [String]) throws -> [UInt8] {
    let end: [String: Any] = ["address": "10.0.0.2", "port": 12_345]
    var lines: [[String: Any]] = [
      ["schema": 1, "program": texts.joined(), "role": "server", "protocol": "udp", "process": 1],
      ["event": "socket", "socket": 1, "calledAt": 1_600_000_000_000_000_000],
      ["event": "bind", "socket": 1, "calledAt": 1_600_000_000_000_001_000, "local": end],
    ]
    for (place, text) in texts.enumerated() {
      lines.append([
        "event": place % 3 == 2 ? "fault" : place % 3 == 1 ? "sendto" : "recvfrom", "socket": 1, "local": end,
        "remote": ["address": "10.0.0.1", "port": 50_000], "calledAt": 1_600_000_000_000_010_000 + place * 1_000_000,
        "returnedAt": 1_600_000_000_000_020_000 + place * 1_000_000, "errno": 111, "error": text, "fault": text,
      ])
    }
    return try lines.flatMap { try JSONSerialization.data(withJSONObject: $0) + [0x0a] }
  }

  /// Commands and their options, by what they write.
  enum Form { case text, markdown, html, json, jsonLines, csv, fields, svg }

  /// All that the tool makes of them.
  var commands: [(form: Form, arguments: [String])] {
    let name = HostileText.all.joined()
    var commands: [(Form, [String])] = [
      (.text, ["packets", capture]),
      (.fields, ["packets", capture, "-T", "fields", "-e", "frame.number", "-e", "frame.comment"]),
      (.jsonLines, ["packets", capture, "-T", "json"]), (.text, ["packets", capture, "--find", "safe"]),
      (.text, ["conversations", capture]), (.jsonLines, ["conversations", capture, "--format", "json"]),
      (.csv, ["conversations", capture, "--format", "csv"]),
      (.jsonLines, ["conversations", capture, "--format", "zeek"]),
      (.text, ["follow", capture, "--stream", "tcp:0"]), (.text, ["follow", capture, "--stream", "udp:0"]),
      (.text, ["follow", capture, "--stream", "udp:0", "--format", "hex"]),
      (.text, ["diagram", capture, "--log", log]), (.svg, ["diagram", capture, "--log", log, "--format", "svg"]),
      (.text, ["diagram", capture, "--log", log, "--format", "mermaid"]),
      (.json, ["diagram", capture, "--kind", "all", "--format", "json", "--stream", "tcp:0"]),
      (.text, ["answers", capture, "--set", "praktikum"]),
      (.json, ["answers", capture, "--set", "praktikum", "--format", "json"]),
    ]
    let reports: [(Form, String)] = [(.text, "text"), (.markdown, "markdown"), (.html, "html"), (.json, "json")]
    for (form, format) in reports {
      let end = ["--format", format]
      for language in ["en", "id"] {
        commands.append((form, ["read", capture, "--log", log, "--details", "--lang", language] + end))
      }
      commands += [
        (form, ["compare", capture, "--stream", "tcp:0", "--stream", "udp:0"] + end),
        (form, ["grade", capture, "--spec", specification] + end),
        (form, ["check", capture, "--declared", declarations] + end),
      ]
      guard form != .json else { continue }
      commands += [
        (form, ["explain", capture, "--stream", "tcp:0"] + end), (form, ["explain", capture, "--frame", "1"] + end),
      ]
      guard form != .text else { continue }
      let identity = ["--name", "a" + name, "--id", "b" + name, "--class", "c" + name, "--course", "d" + name]
      commands.append((form, ["report", capture, "--log", log] + identity + end))
    }
    return commands
  }
}

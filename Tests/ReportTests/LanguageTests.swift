import Conversations
import Foundation
import SessionLog
import Testing

@testable import Analyzer
@testable import Report

/// Each language has all words, and none of another's.
struct LanguageTests {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Paths in the package of all captures that come with it.
  static let captures: [String] = ["captures", "Fixtures/packets"].flatMap { folder in
    let files = try? FileManager.default.contentsOfDirectory(atPath: package.appending(path: folder).path)
    return (files ?? []).filter { $0.hasSuffix(".pcap") }.sorted().map { "\(folder)/\($0)" }
  }

  /// A capture with the logs of its session, where it has them.
  private func summary(_ capture: String) throws -> Summary {
    let path = Self.package.appending(path: capture)
    var file = try FileAnalysis(path: path.path)
    var summary = try file.run()
    let logs = try ["client", "server", "refused"].compactMap { name -> RecordedSession? in
      let log = path.deletingPathExtension().appendingPathExtension("\(name).jsonl")
      guard FileManager.default.fileExists(atPath: log.path) else { return nil }
      var session = RecordedSession(path: nil)
      for line in try Data(contentsOf: log).split(separator: UInt8(ascii: "\n")) { session.add(line: line) }
      return session
    }
    summary.join(logs)
    return summary
  }

  private func report(_ summary: Summary, _ language: Language, details: Bool) -> String {
    var report = TextReport(language: language)
    report.wantsAllDetails = details
    return report.render(summary)
  }

  private func list(_ summary: Summary, _ language: Language) -> String {
    var text = ""
    ConversationList(language: language).write(summary) { text += $0 }
    return text
  }

  /// What Indonesian has in common with English: names, units, and words that the networking classroom has taken over.
  private static let shared: Set<String> = [
    "pcap", "ethernet", "loopback", "tcp", "udp", "icmpv", "windows", "wireshark", "zeek", "prism", "radio", "seq",
    "ns", "µs",
    "ms", "per",
    "estimatedrtt", "samplertt", "devrtt", "timeoutinterval", "min", "median", "jitter", "goodput",
    "neighbor", "discovery", "multicast", "listener", "accept", "close", "connect",
    "echo", "port", "data", "byte", "stream", "program", "server", "client", "socket", "log", "info", "file", "host",
    "kernel", "firewall", "proxy", "router", "buffer", "datagram", "header", "checksum", "pseudo", "offload",
    "snapshot", "length", "timeout", "timestamp", "cookie", "probe", "keep", "alive", "fast", "open", "retransmit",
    "tail", "loss", "hop", "limit", "bit", "ppm", "vantage", "workload", "urgent", "pointer", "tunnel", "link", "back",
    "off",
  ]

  private static func words(of text: String) -> Set<String> {
    let own =
      text
      // Payload, and messages of others.
      .replacing(/"([^"\\]|\\.)*"/, with: "")
      // Options and what they are given.
      .replacing(/packets -T fields|-e [a-z.]+|--format [a-z]+|--[a-z]+/, with: "")
      // Names that the RFCs gave to ICMP errors.
      .replacing(/ICMP [a-z ]+(?=[(,])/, with: "")
      // The path of the capture, calls of a program, and what the system said of one.
      .replacing(/(?m)^(Capture|Tangkapan) .*$/, with: "").replacing(/[a-z]+\(/, with: "")
      .replacing("Connection refused", with: "")
    let words = own.split { !$0.isLetter }.filter { $0.count > 1 && $0.contains(where: \.isLowercase) }
    return Set(words.map { String($0).lowercased() })
  }

  /// Words that the Indonesian text has as the English one has them, and should not.
  private func untranslated(_ indonesian: String, _ english: String) -> [String] {
    Self.words(of: indonesian).intersection(Self.words(of: english)).subtracting(Self.shared).sorted()
  }

  @Test(arguments: Language.allCases)
  func `no word is missing`(language: Language) {
    for word in EveryPhrase(language).words { #expect(!word.isEmpty) }
  }

  @Test func `there are captures to look at`() { #expect(Self.captures.count > 10) }

  @Test(arguments: captures)
  func `a report in Indonesian has no English words`(capture: String) throws {
    let summary = try summary(capture)
    for details in [false, true] {
      let indonesian = report(summary, .indonesian, details: details)
      #expect(untranslated(indonesian, report(summary, .english, details: details)) == [])
    }
  }

  @Test(arguments: captures)
  func `a list in Indonesian has no English words`(capture: String) throws {
    let summary = try summary(capture)
    #expect(untranslated(list(summary, .indonesian), list(summary, .english)) == [])
  }

  @Test func `what no capture here shows is Indonesian, too`() {
    let (indonesian, english) = (EveryPhrase(.indonesian).all, EveryPhrase(.english).all)
    #expect(indonesian.count == english.count)
    for (ours, theirs) in zip(indonesian, english) { #expect(untranslated(ours, theirs) == []) }
  }

  @Test func `each language has the same reasons for a verdict on a capture`() {
    let (english, indonesian) = (Language.english.phrases, Language.indonesian.phrases)
    let capture = Situation.echoSession().captures[0]
    for code in Finding.Code.allCases {
      let reason = CaptureTrust.Reason(
        code: code, weight: .poor, count: 2, population: 9, conversations: 3, frames: [1, 2])
      #expect(
        (english.reason(reason, of: capture) == code.rawValue)
          == (indonesian.reason(reason, of: capture) == code.rawValue))
    }
  }

  @Test func `Indonesian has a decimal comma, and programs have a point in any language`() {
    let summary = Situation.echoSession()
    let text = report(summary, .indonesian, details: true)
    #expect(text.contains("jabat tangan tiga arah: 1,150 ms = SYN sampai SYN-ACK 1,127 ms + "))
    #expect(text.contains("89,24 %"))
    #expect(text.contains("2025-02-27 01:12:45.000100 UTC"))
    #expect(text.contains("EstimatedRTT = SampleRTT = 1,130 ms"))
    let json = JSONReport(language: .indonesian).render(summary)
    #expect(json.contains("\"seconds\": 0.001150,"))
    #expect(json.contains("\"outcome\": \"complete\""))
    #expect(json.contains("\"verdict\": \"lengkap: dibuka (SYN, bingkai 1)"))
  }
}

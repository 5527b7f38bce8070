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
    "pcap", "ethernet", "loopback", "tcp", "udp", "icmpv", "windows", "wireshark", "zeek", "prism", "radio", "raw",
    "ipv", "seq", "ack", "label", "field",
    "ns", "µs",
    "ms", "per",
    "estimatedrtt", "samplertt", "devrtt", "timeoutinterval", "min", "median", "jitter", "goodput",
    "neighbor", "discovery", "multicast", "listener", "accept", "close", "connect",
    "echo", "port", "data", "byte", "stream", "program", "server", "client", "socket", "log", "info", "file", "host",
    "kernel", "firewall", "proxy", "router", "buffer", "datagram", "header", "checksum", "pseudo", "offload",
    "snapshot", "length", "timeout", "timestamp", "cookie", "probe", "keep", "alive", "fast", "open", "retransmit",
    "tail", "loss", "hop", "limit", "urgent", "pointer", "tunnel", "link", "back", "off", "bit", "transfer", "linux",
    "modulo", "ppm", "vantage", "workload",
  ]

  /// And what textbooks in Indonesian do not translate either: names of algorithms and of people, units, abbreviations.
  private static let terms: Set<String> = [
    "slow", "start", "congestion", "avoidance", "throughput", "transfer", "overhead", "transport", "diagram", "field",
    "flag", "bit", "ack", "permitted", "no", "ipv", "linux", "karn", "kurose", "ross",
  ]

  private static func words(of text: String) -> Set<String> {
    let own =
      text
      // Payload, and messages of others.
      .replacing(/"([^"\\]|\\.)*"/, with: "")
      // Wireshark's labels.
      .replacing(/\[TCP [^\]]*\]/, with: "")
      .replacing(/tcp\.[a-z_.]+/, with: "")
      // Options and what they are given.
      .replacing(/packets -T fields|echo-analyze compare|-e [a-z.]+|--format [a-z]+|--[a-z]+/, with: "")
      // Names that the RFCs gave to ICMP errors.
      .replacing(/ICMP [a-z ]+(?=[(,])/, with: "")
      // The path of the capture, calls of a program, and what the system said of one.
      .replacing(/(?m)^(Capture|Tangkapan) .*$/, with: "").replacing(/[a-z]+\(/, with: "")
      .replacing("Connection refused", with: "")
    let words = own.split { !$0.isLetter }.filter { $0.count > 1 && $0.contains(where: \.isLowercase) }
    return Set(words.map { String($0).lowercased() })
  }

  /// Words that the Indonesian text has as the English one has them, and should not.
  static func untranslated(_ indonesian: String, _ english: String) -> [String] {
    words(of: indonesian).intersection(words(of: english)).subtracting(shared).sorted()
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
      #expect(Self.untranslated(indonesian, report(summary, .english, details: details)) == [])
    }
  }

  @Test(arguments: captures)
  func `a list in Indonesian has no English words`(capture: String) throws {
    let summary = try summary(capture)
    #expect(Self.untranslated(list(summary, .indonesian), list(summary, .english)) == [])
  }

  @Test(arguments: captures)
  func `what is explained of a packet in Indonesian has no English words`(capture: String) throws {
    for frame in 1...12 {
      var options = AnalysisOptions()
      options.watchedFrames = [frame]
      var analysis = try FileAnalysis(path: Self.package.appending(path: capture).path, options: options)
      var witness = PacketWitness(frame: frame)
      let summary = try analysis.run { witness.add($0, $1, $2, $3) }
      guard witness.isFound else { break }
      let (ours, theirs) = (Language.indonesian.packetExplanationPhrases, Language.english.packetExplanationPhrases)
      for fact in PacketFact.all(witness, analysis.labelEvidence[frame], summary) {
        #expect(Self.untranslated(ours.fact(fact), theirs.fact(fact)) == [])
      }
      guard let evidence = analysis.labelEvidence[frame] else { continue }
      for condition in LabelReasoning(evidence).checks.flatMap(\.conditions) {
        #expect(Self.untranslated(ours.asked(condition), theirs.asked(condition)) == [])
        #expect(Self.untranslated(ours.values(condition, evidence), theirs.values(condition, evidence)) == [])
      }
    }
  }

  @Test func `each label has its rule in both languages`() {
    let (ours, theirs) = (Language.indonesian.packetExplanationPhrases, Language.english.packetExplanationPhrases)
    for reason in MisleadingLabel.allCases {
      #expect(Self.untranslated(ours.misleads(reason), theirs.misleads(reason)) == [])
    }
    for label in SegmentLabel.allCases { #expect(Self.untranslated(ours.rule(label), theirs.rule(label)) == []) }
    for text in PacketExplanationText.allCases { #expect(Self.untranslated(ours.text(text), theirs.text(text)) == []) }
    for value in RememberedValue.allCases {
      #expect(Self.untranslated(ours.remembered(value), theirs.remembered(value)) == [])
    }
  }

  @Test(arguments: captures)
  func `answers in Indonesian have no English words`(capture: String) throws {
    let answered = try Answered(paths: [Self.package.appending(path: capture).path])
    for set in AnswerSet.allCases {
      let texts = [Language.indonesian, .english].map { language in
        answered.report(language, set).text(answered.summary, answered.listing)
          // Names of captures, and of fields as the RFCs have them; numbers in hexadecimal.
          .replacing(
            /[a-z.-]+\.pcap|(Source|Destination) Port|\bProtocol\b|Next Header|recv\(\d+\)|0x[0-9a-f]+/, with: "")
      }
      #expect(Self.untranslated(texts[0], texts[1]).filter { !Self.terms.contains($0) } == [], "\(set)")
    }
  }

  @Test func `what no capture here shows is Indonesian, too`() {
    let (indonesian, english) = (EveryPhrase(.indonesian).all, EveryPhrase(.english).all)
    #expect(indonesian.count == english.count)
    for (ours, theirs) in zip(indonesian, english) { #expect(Self.untranslated(ours, theirs) == []) }
  }

  @Test(arguments: captures)
  func `an explanation in Indonesian has no English words`(capture: String) throws {
    let path = Self.package.appending(path: capture).path
    let all = try summary(capture).conversations.filter { $0.background == nil }
    for record in all.prefix(4) {
      let explained = try ExplainedStream(file: path, Selection.Stream(record.protocol, record.stream))
      let told = [Language.indonesian, .english].map { explained.told($0).replacing(path, with: "") }
      #expect(Self.untranslated(told[0], told[1]) == [])
    }
  }

  @Test func `every statement of an explanation is Indonesian, too`() {
    let every = EveryStreamStatement()
    for (ours, theirs) in zip(every.told(.indonesian), every.told(.english)) {
      #expect(Self.untranslated(ours.text, theirs.text) == [])
      #expect(!theirs.text.isEmpty || ours.text.isEmpty)
    }
  }

  @Test func `the glossary is Indonesian, too`() {
    let (indonesian, english) = (Language.indonesian.glossary, Language.english.glossary)
    for term in GlossaryTerm.allCases {
      // Names in full stand in brackets.
      let definitions = [indonesian, english].map { $0.definition(term).replacing(/\([^)]*\)/, with: "") }
      #expect(Self.untranslated(definitions[0], definitions[1]) == [])
      #expect(Self.untranslated(indonesian.word(term) + " (", english.word(term) + " (") == [])
    }
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

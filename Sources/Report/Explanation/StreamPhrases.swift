import Analyzer
import Conversations
import Wire

/// The words of an explained conversation: sentences for statements, with the terms of the glossary in them.
protocol StreamPhrases: Sendable {
  /// The words of reports in the same language.
  var base: any Phrases { get }
  var glossary: any Glossary { get }
  func title(of record: ConversationRecord) -> String
  func name(of phase: StreamPhase, _ transport: TransportProtocol) -> String
  func sentences(_ statement: StreamStatement, of record: ConversationRecord) -> Prose
}

// What all languages make in the same way.
extension StreamPhrases {
  /// `frame 7`, `frames 7 and 9`.
  func frames(_ frames: [Int], of total: Int? = nil) -> Prose {
    let text = base.frames(frames, of: total ?? frames.count)
    guard let end = text.firstIndex(of: " ") else { return "" }
    return "\(.frame, String(text[..<end]))\(String(text[end...]))"
  }

  func frame(_ number: Int) -> Prose { frames([number]) }

  func duration(_ nanoseconds: Int64) -> String { base.duration(nanoseconds) }

  /// The first payload bytes in quotes.
  func quoted(_ bytes: [UInt8], of length: Int) -> Prose {
    "\(payload: EscapedText(bytes, isWhole: bytes.count >= length, limit: 48))"
  }

  /// A phrase of reports as a sentence.
  func sentence(_ phrase: String, _ evidence: Prose? = nil) -> Prose {
    let marked = glossary.marked(phrase).capitalised(glossary)
    return evidence.map { "\(marked) (\($0))." } ?? "\(marked)."
  }

  /// What a finding says, without the conversation that it is about, and with its frames.
  func sentence(_ finding: Finding, of record: ConversationRecord) -> Prose {
    let isOwn = finding.conversation != nil
    var phrase = base.finding(finding, in: isOwn ? record : nil)
    let title = base.title(of: record) + ": "
    if isOwn, phrase.hasPrefix(title) { phrase.removeFirst(title.count) }
    let evidence = finding.frames.isEmpty ? nil : frames(finding.frames, of: finding.framesTotal)
    guard !isOwn else { return sentence(phrase, evidence) }
    // It goes on after a colon.
    let marked = glossary.marked(phrase)
    return evidence.map { "\(marked) (\($0))." } ?? "\(marked)."
  }

  /// A shift above 14 counts as 14 (RFC 7323, section 2.3).
  func factor(_ windowScale: UInt8) -> Int { 1 << Int(min(windowScale, 14)) }
}

extension Language {
  var streamPhrases: any StreamPhrases {
    switch self {
    case .english: EnglishStreamPhrases()
    case .indonesian: IndonesianStreamPhrases()
    }
  }
}

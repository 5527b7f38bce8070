public import Analyzer
import Conversations
import Wire

/// One conversation in plain sentences, phase by phase, with a glossary of the terms that they use.
public struct StreamExplanation: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  public var isColoured = false
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  /// The earlier conversations that an explanation may name are those with this server.
  public static func surroundings(of stream: Selection.Stream, in summary: Summary) -> Selection? {
    guard stream.protocol == .tcp, let record = record(of: stream, in: summary) else { return nil }
    var selection = Selection()
    selection.ports = [record.responder.port]
    selection.hosts = [record.responder.address]
    return selection
  }

  /// Whether the summary has the stream with packets.
  public static func contains(_ stream: Selection.Stream, in summary: Summary) -> Bool {
    record(of: stream, in: summary) != nil
  }

  private static func record(of stream: Selection.Stream, in summary: Summary) -> ConversationRecord? {
    place(of: stream, in: summary).map { summary.conversations[$0] }
  }

  private static func place(of stream: Selection.Stream, in summary: Summary) -> Int? {
    summary.conversations.firstIndex { $0.protocol == stream.protocol && $0.stream == stream.number }
  }

  /// `summary` has the stream with its packets (`AnalysisOptions.keepsPackets`), `surroundings` the conversations with the
  /// same server, if they are known.
  func document(_ stream: Selection.Stream, _ summary: Summary, surroundings: Summary?) -> Document {
    var document = Document()
    guard let place = Self.place(of: stream, in: summary) else { return document }
    let course = StreamCourse(summary, at: place, earlier: surroundings?.conversations ?? [])
    let phrases = language.streamPhrases, record = course.record
    document.heading(phrases.title(of: record), level: 1)
    for part in course.parts {
      document.blank()
      document.heading(phrases.name(of: part.phase, record.protocol), level: 2)
      for paragraph in part.paragraphs {
        document.prose(Prose(sentences: paragraph.map { phrases.sentences($0, of: record) }), phrases.glossary)
      }
    }
    document.addGlossary(phrases.glossary, level: 2)
    return document
  }

  public func text(_ stream: Selection.Stream, _ summary: Summary, surroundings: Summary? = nil) -> String {
    document(stream, summary, surroundings: surroundings).text(width: width, isColoured: isColoured)
  }

  public func markdown(_ stream: Selection.Stream, _ summary: Summary, surroundings: Summary? = nil) -> String {
    document(stream, summary, surroundings: surroundings).markdown()
  }

  public func html(_ stream: Selection.Stream, _ summary: Summary, surroundings: Summary? = nil) -> String {
    let title = Self.record(of: stream, in: summary).map(language.streamPhrases.title) ?? ""
    return document(stream, summary, surroundings: surroundings).html(
      title: title, language: language, generator: generator)
  }
}

public import Analyzer
import Conversations

/// Answers to lab questions, from captures.
public struct AnswerReport: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  /// Columns of the terminal, which no line exceeds; nil for files and pipes.
  public var terminalWidth: Int?
  public var isColoured = false
  /// The questions; nil for all sets that fit.
  public var set: AnswerSet?
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  /// The streams that are answered for, of a summary of one capture.
  public static func selection(of summary: Summary) -> Selection {
    var selection = Selection()
    for capture in summary.captures.indices {
      for transport in [TransportProtocol.tcp, .udp] {
        guard let record = AnswerSheets.conversation(of: capture, transport, in: summary)?.record else { continue }
        selection.streams.insert(Selection.Stream(record.protocol, record.stream))
      }
    }
    let sessions = PraktikumSessions(summary)
    for trace in [sessions.tcp, sessions.udp, sessions.chat].compactMap(\.self) {
      selection.streams.insert(Selection.Stream(trace.trace.record.protocol, trace.trace.record.stream))
    }
    return selection
  }

  private func document(_ summary: Summary, _ listing: PacketListing) -> Document {
    var document = Document()
    let words = language.answerPhrases, story = AnswerStory(summary, language)
    let sheets = AnswerSheets(summary, listing, set: set)
    document.heading(words.title, level: 1)
    if sheets.sheets.isEmpty { document.paragraph(words.nothing) }
    for unfit in sheets.unfit { document.paragraph(words.unfit(unfit)) }
    for sheet in sheets.sheets {
      document.blank()
      story.write(sheet, level: 2, on: &document)
    }
    return document
  }

  public func text(_ summary: Summary, _ listing: PacketListing) -> String {
    document(summary, listing).text(width: width, limit: terminalWidth ?? TextPage.fileLimit, isColoured: isColoured)
  }

  public func markdown(_ summary: Summary, _ listing: PacketListing) -> String {
    document(summary, listing).markdown()
  }

  public func html(_ summary: Summary, _ listing: PacketListing) -> String {
    document(summary, listing).html(
      title: language.answerPhrases.title, language: language, generator: generator,
      contentsTitle: language.phrases.label(.contents))
  }
}

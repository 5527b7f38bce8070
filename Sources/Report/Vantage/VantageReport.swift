public import Analyzer
import Conversations
import Wire

/// Two captures of the same conversations, made at two points of their way.
public struct VantageReport: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  /// Columns of the terminal, which no line exceeds; nil for files and pipes.
  public var terminalWidth: Int?
  public var isColoured = false
  let choice: ComparisonChoice
  /// The program that makes it, and its version.
  private let generator: String
  let captures: [CaptureRecord]

  /// `captures` are the two that were compared, in the same order; `choice` is told first.
  public init(
    of captures: [CaptureRecord], choice: ComparisonChoice, language: Language = .english, generator: String
  ) {
    self.captures = captures
    self.choice = choice
    self.language = language
    self.generator = generator
  }

  /// One recording is never two vantage points, whatever was asked for.
  func choice(for comparison: VantageComparison) -> ComparisonChoice {
    comparison.isOneCapture ? .vantageOneRecording : choice
  }

  private func document(_ comparison: VantageComparison) -> Document {
    var document = Document()
    document.paragraph(language.comparisonPhrases.choice(choice(for: comparison)))
    document.blank()
    VantageStory(phrases: language.vantagePhrases, numbers: language.phrases.numbers, captures: captures)
      .write(comparison, on: &document)
    return document
  }

  public func text(_ comparison: VantageComparison) -> String {
    document(comparison).text(width: width, limit: terminalWidth ?? TextPage.fileLimit, isColoured: isColoured)
  }

  public func markdown(_ comparison: VantageComparison) -> String {
    document(comparison).markdown()
  }

  public func html(_ comparison: VantageComparison) -> String {
    document(comparison).html(
      title: comparison.isOneCapture
        ? language.vantagePhrases.titleOfOneRecording : language.vantagePhrases.title,
      language: language, generator: generator)
  }
}

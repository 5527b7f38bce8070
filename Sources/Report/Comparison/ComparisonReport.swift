public import Analyzer
import Conversations

/// Conversations set against each other: TCP against UDP, or one link against another.
public struct ComparisonReport: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  public var isColoured = false
  /// Why it is workloads that are compared; told first.
  public var choice = ComparisonChoice.workloadAsked
  /// Captures, by their places, two of which hold the same conversation.
  public var shared: [(Int, Int)] = []
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  /// Conversations that would be compared.
  public static func count(of summary: Summary) -> Int { Comparison(summary).traces.count }

  /// The streams that are compared, of a summary of one capture.
  public static func selection(of summary: Summary) -> Selection {
    var selection = Selection()
    selection.streams = Set(
      Comparison(summary).traces.map { Selection.Stream($0.trace.record.protocol, $0.trace.record.stream) })
    return selection
  }

  private func document(_ summary: Summary) -> Document {
    var document = Document()
    let comparison = Comparison(summary), phrases = language.comparisonPhrases
    document.paragraph(phrases.choice(choice))
    let names = summary.captures.map { Comparison.name(of: $0.path) }
    if let (one, other) = shared.first, max(one, other) < names.count {
      document.paragraph(phrases.shared((names[one], names[other]), more: shared.count - 1))
    }
    document.blank()
    ComparisonStory(phrases: phrases, numbers: language.phrases.numbers)
      .write(comparison, title: phrases.title(isLinks: comparison.isOfLinks), level: 1, on: &document)
    return document
  }

  public func text(_ summary: Summary) -> String {
    document(summary).text(width: width, isColoured: isColoured)
  }

  public func markdown(_ summary: Summary) -> String {
    document(summary).markdown()
  }

  public func html(_ summary: Summary) -> String {
    let comparison = Comparison(summary)
    return document(summary).html(
      title: language.comparisonPhrases.title(isLinks: comparison.isOfLinks), language: language,
      generator: generator)
  }
}

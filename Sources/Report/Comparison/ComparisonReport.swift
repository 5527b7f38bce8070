public import Analyzer

/// Conversations set against each other: TCP against UDP, or one link against another.
public struct ComparisonReport: Sendable {
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

  private func document(_ summary: Summary) -> Document {
    var document = Document()
    ComparisonStory(phrases: language.comparisonPhrases, numbers: language.phrases.numbers)
      .write(Comparison(summary), level: 1, on: &document)
    return document
  }

  public func text(_ summary: Summary) -> String {
    var page = TextPage(width: width, isColoured: isColoured)
    page.add(document(summary))
    return page.text
  }

  public func markdown(_ summary: Summary) -> String {
    var page = MarkdownPage()
    page.add(document(summary))
    return page.text
  }

  public func html(_ summary: Summary) -> String {
    let comparison = Comparison(summary)
    var page = HTMLPage(
      title: language.comparisonPhrases.title(isLinks: comparison.isOfLinks), language: language,
      generator: generator, contentsTitle: nil)
    page.add(document(summary))
    return page.render()
  }
}

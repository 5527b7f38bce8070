public import Analyzer

/// What `TextReport` tells, as one HTML file that needs no other.
public struct HTMLReport: Sendable {
  public var language: Language
  /// Tells every segment, exchange and conversation instead of the first and last of many.
  public var wantsAllDetails = false
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  public func render(_ summary: Summary) -> String {
    let phrases = language.phrases
    let story = SummaryStory(
      phrases: phrases, wantsAllDetails: wantsAllDetails, storyLimit: TextReport().storyLimit,
      overviewLimit: TextReport().overviewLimit)
    var page = HTMLPage(
      title: summary.captures.map { phrases.heading(of: $0) }.joined(separator: ", "), language: language,
      generator: generator, contentsTitle: phrases.label(.contents))
    story.write(summary) { page.add($0) }
    return page.render()
  }
}

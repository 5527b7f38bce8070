public import Analyzer

/// What `TextReport` tells, as Markdown.
public struct MarkdownReport: Sendable {
  public var language: Language
  /// Tells every segment, exchange and conversation instead of the first and last of many.
  public var wantsAllDetails = false

  public init(language: Language = .english) { self.language = language }

  /// Passes the report to `sink` piece by piece.
  public func write<Failure: Error>(_ summary: Summary, to sink: (String) throws(Failure) -> Void) throws(Failure) {
    let story = SummaryStory(
      phrases: language.phrases, wantsAllDetails: wantsAllDetails, storyLimit: TextReport().storyLimit,
      overviewLimit: TextReport().overviewLimit)
    try story.write(summary) { document throws(Failure) in
      var page = MarkdownPage()
      page.add(document)
      try sink(page.text)
    }
  }
}

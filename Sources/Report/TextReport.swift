public import Analyzer

/// The report to read in a terminal: every conversation as a short story, with the frames that show it.
public struct TextReport: Sendable {
  public var language: Language
  /// Columns that prose and payload keep to. Tables may need more for IPv6 addresses.
  public var width = 100
  /// Columns of the terminal that shows it: then tables keep to them, and show under each other what has no room side by
  /// side.
  public var terminalWidth: Int?
  /// Shows by colour what is good and bad, and who sent what (ECMA-48).
  public var isColoured = false
  /// Tells every segment, exchange and conversation instead of the first and last of many.
  public var wantsAllDetails = false
  /// Conversations of one capture that are told in full; of more, the largest.
  public var storyLimit = 20
  /// Conversations of one capture that get a line in the overview; of more, the largest.
  public var overviewLimit = 200

  public init(language: Language = .english) { self.language = language }

  public func render(_ summary: Summary) -> String {
    var text = ""
    write(summary) { text += $0 }
    return text
  }

  /// Passes the report to `sink` piece by piece, so that a long one is never held as a whole.
  public func write<Failure: Error>(_ summary: Summary, to sink: (String) throws(Failure) -> Void) throws(Failure) {
    let story = SummaryStory(
      phrases: language.phrases, wantsAllDetails: wantsAllDetails, storyLimit: storyLimit, overviewLimit: overviewLimit)
    try story.write(summary) { document throws(Failure) in
      var page = TextPage(width: width, limit: terminalWidth, isColoured: isColoured)
      page.add(document)
      try sink(page.text)
    }
  }
}

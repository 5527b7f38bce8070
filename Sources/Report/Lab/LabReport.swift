public import Analyzer

/// The report to hand in: the twelve parts of a lab report with every number that the captures hold, and places for what the
/// student writes. It never has an opinion in their place.
public struct LabReport: Sendable {
  public var language: Language
  public var identity = LabIdentity()
  /// The program that makes it, and its version.
  private let generator: String

  public init(language: Language = .english, generator: String) {
    self.language = language
    self.generator = generator
  }

  public func markdown(_ summary: Summary, _ listing: PacketListing, _ digests: [CaptureDigest]) -> String {
    var page = MarkdownPage()
    story(summary, listing, digests).write { page.add($0) }
    return page.text
  }

  public func html(_ summary: Summary, _ listing: PacketListing, _ digests: [CaptureDigest]) -> String {
    let story = story(summary, listing, digests)
    var page = HTMLPage(
      title: story.text(.title), language: language, generator: generator, contentsTitle: story.text(.contents)
    )
    story.write { page.add($0) }
    return page.render()
  }

  private func story(_ summary: Summary, _ listing: PacketListing, _ digests: [CaptureDigest]) -> LabStory {
    LabStory(summary, listing, identity, digests, language, program: generator)
  }
}

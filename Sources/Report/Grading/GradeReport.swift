public import Analyzer

/// A submission, and what it got.
public struct GradedSubmission: Sendable {
  public let submission: Submission
  public let grade: Grade

  public init(_ submission: Submission, _ grade: Grade) {
    self.submission = submission
    self.grade = grade
  }
}

/// Grades with their reasons, and the frames that show them.
public struct GradeReport: Sendable {
  public var language: Language
  /// Columns of text.
  public var width = 100
  public var isColoured = false
  let specification: GradingSpecification
  /// The program that makes it, and its version.
  private let generator: String

  public init(_ specification: GradingSpecification, language: Language = .english, generator: String) {
    self.specification = specification
    self.language = language
    self.generator = generator
  }

  var story: GradeStory { GradeStory(specification: specification, phrases: language.gradePhrases) }

  private func document(_ results: [GradedSubmission], _ same: [SameRecording]) -> Document {
    var document = Document()
    story.write(results, same, on: &document)
    return document
  }

  public func text(_ results: [GradedSubmission], _ same: [SameRecording]) -> String {
    document(results, same).text(width: width, isColoured: isColoured)
  }

  public func markdown(_ results: [GradedSubmission], _ same: [SameRecording]) -> String {
    document(results, same).markdown()
  }

  public func html(_ results: [GradedSubmission], _ same: [SameRecording]) -> String {
    document(results, same).html(title: story.title, language: language, generator: generator)
  }
}

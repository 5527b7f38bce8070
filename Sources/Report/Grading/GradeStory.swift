import Analyzer
import Conversations

/// Grades as a document: a table of all submissions, then each with its requirements, then what looks copied.
struct GradeStory {
  let specification: GradingSpecification
  let phrases: any GradePhrases

  /// Pairs that are told of a group: of many copies, each with the first.
  private static let pairLimit = 16

  var title: String { specification.title.map { EscapedText($0).text } ?? phrases.title }

  func write(_ results: [GradedSubmission], _ same: [SameRecording], on page: inout Document) {
    page.heading(title, level: 1)
    page.paragraph(phrases.passMark(specification.passAt, of: specification.maximum))
    if results.count > 1 {
      page.blank()
      page.table(overview(results), indent: 0)
    }
    for result in results {
      page.blank()
      page.heading(phrases.heading(name(of: result.submission), result.grade), level: 2)
      if result.submission.files.count > 1 {
        page.paragraph(phrases.files(CaptureNames(result.submission.files.map(\.path)).all))
      }
      if result.submission.leftOut > 0 { page.paragraph(phrases.leftOut(result.submission.leftOut)) }
      page.table(table(result), indent: 0)
    }
    guard !same.isEmpty else { return }
    page.blank()
    page.heading(phrases.sameRecordings, level: 2)
    for group in SameRecordings.groups(of: same) {
      page.paragraph(phrases.same(group, group.paths.map { EscapedText($0).text }))
      let told = group.pairs.prefix(Self.pairLimit)
      let more = group.pairs.count - told.count
      page.add(
        .list(
          told.map { phrases.pair($0, (EscapedText($0.first.path).text, EscapedText($0.second.path).text)) }
            + (more > 0 ? [phrases.morePairs(more)] : [])))
    }
    page.paragraph(phrases.sameRecordingsRemark)
  }

  private func name(of submission: Submission) -> String { EscapedText(submission.path).text }

  private func overview(_ results: [GradedSubmission]) -> TextTable {
    var table = TextTable([
      (phrases.submission, .left), (phrases.pointsColumn, .right), (phrases.resultColumn, .left), (phrases.lost, .left),
    ])
    table.wrapsLast = true
    for result in results {
      let lost = result.grade.items.filter { $0.points < $0.requirement.points }.map {
        EscapedText($0.requirement.id).text
      }
      table.add(
        [
          name(of: result.submission), phrases.points(result.grade.points, of: result.grade.maximum),
          phrases.result(isPassed: result.grade.isPassed), lost.joined(separator: ", "),
        ], result.grade.isPassed ? .good : .error)
    }
    return table
  }

  private func table(_ result: GradedSubmission) -> TextTable {
    var table = TextTable([(phrases.pointsColumn, .right), (phrases.requirement, .left)])
    table.wrapsLast = true
    for item in result.grade.items {
      table.add(
        [
          phrases.points(item.points, of: item.requirement.points),
          "\(name(of: item.requirement)): \(reason(item, result.submission))",
        ], item.isMet ? .good : item.points > .zero ? .warning : .error)
    }
    return table
  }

  func name(of requirement: Requirement) -> String {
    requirement.title.map { EscapedText($0).text } ?? phrases.demand(requirement)
  }

  /// The reason, and in brackets where it is seen.
  func reason(_ item: Grade.Item, _ submission: Submission) -> String {
    let reason = phrases.reason(item.reason, of: item.requirement)
    let isOne = submission.files.count == 1
    let names = CaptureNames(submission.files.map(\.path))
    var places = item.evidence.map { evidence in
      phrases.place(
        capture: isOne ? nil : names[evidence.capture], item.conversation, evidence.frames, of: evidence.total)
    }
    if places.isEmpty, let record = item.conversation { places = [phrases.place(capture: nil, record, [], of: 0)] }
    return places.isEmpty ? reason : "\(reason) (\(places.joined(separator: "; ")))"
  }
}

import Analyzer
import Conversations

/// A comparison as a document: the eight aspects, and what differs in numbers.
struct ComparisonStory {
  let phrases: any ComparisonPhrases
  let numbers: NumberText

  /// `title` is written above it, unless something else is already.
  func write(_ comparison: Comparison, title: String?, level: Int, on page: inout Document) {
    if let title { page.heading(title, level: level) }
    if let isSame = comparison.hasSameWorkload { page.paragraph(phrases.workload(isSame: isSame)) }
    for (name, echo) in comparison.withoutEcho { page.paragraph(phrases.noEcho(in: name, echo)) }
    page.blank()
    let marks = comparison.marks
    // More columns side by side could not be read.
    for start in stride(from: 0, to: comparison.traces.count, by: Self.columns) {
      let traces = comparison.traces[start..<min(start + Self.columns, comparison.traces.count)]
      if start > 0 { page.blank() }
      var matrix = Document.Matrix(
        corner: phrases.aspect, marks: Array(marks[traces.indices]),
        titles: traces.map { phrases.name(of: $0.trace, capture: $0.capture) })
      for aspect in ComparedAspect.allCases {
        matrix.rows.append((phrases.name(of: aspect), traces.map { cell(aspect, $0) }))
      }
      page.add(.matrix(matrix))
    }
    for (name, count) in comparison.leftOut { page.paragraph(phrases.leftOut(count, of: name)) }
    let differences = differences(comparison)
    guard !differences.isEmpty else { return }
    page.blank()
    page.heading(phrases.differences, level: level + 1)
    page.add(.list(differences))
  }

  func cell(_ aspect: ComparedAspect, _ column: Comparison.Trace) -> String {
    let trace = column.trace
    return switch aspect {
    case .connection: [phrases.opening(trace), phrases.closing(trace)].filter { !$0.isEmpty }.joined(separator: " ")
    case .reliability: phrases.acknowledgments(trace) + " " + phrases.reliability(trace)
    case .speed: phrases.firstEcho(trace)
    case .flowControl: phrases.windows(trace) + " " + phrases.checksums(trace)
    case .use: phrases.use(trace, column.others, conversations: column.otherConversations)
    case .order: phrases.order(trace)
    case .overhead: phrases.overhead(trace)
    case .latency: phrases.latency(trace)
    }
  }

  /// Traces in one table.
  private static var columns: Int { 4 }

  private func differences(_ comparison: Comparison) -> [String] {
    let marks = comparison.marks
    return comparison.pairs.flatMap { first, second in
      ComparedMeasure.allCases.compactMap { measure -> String? in
        guard let left = Comparison.value(measure, of: comparison.traces[first].trace, numbers),
          let right = Comparison.value(measure, of: comparison.traces[second].trace, numbers)
        else { return nil }
        let said = self.sentence(measure, left, right, (marks[first], marks[second]))
        guard measure == .roundTrip else { return said }
        return [first, second].reduce(said) { text, place in
          let again = comparison.traces[place].trace.sentAgainInEchoes
          return again.isEmpty ? text : text + "; \(marks[place]): \(phrases.sentAgain(again))"
        }
      }
    }
  }

  private func sentence(
    _ measure: ComparedMeasure, _ left: (Int, String), _ right: (Int, String), _ marks: (String, String)
  ) -> String {
    if left.0 == right.0 { return phrases.equal(measure, marks, left.1) }
    let (large, small, names) =
      left.0 > right.0 ? (left, right, marks) : (right, left, (marks.1, marks.0))
    let ratio = Comparison.ratio(large.0, small.0, numbers)
    return phrases.difference(measure, names, (large.1, small.1), ratio: ratio)
  }
}

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
    var matrix = Document.Matrix(
      corner: phrases.aspect, marks: comparison.marks,
      titles: comparison.traces.map { phrases.name(of: $0.trace, capture: $0.capture) })
    for aspect in ComparedAspect.allCases {
      matrix.rows.append((phrases.name(of: aspect), comparison.traces.map { cell(aspect, $0) }))
    }
    page.add(.matrix(matrix))
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

  /// The first trace against each of the others.
  private func differences(_ comparison: Comparison) -> [String] {
    guard let first = comparison.traces.first else { return [] }
    let marks = comparison.marks
    return comparison.traces.indices.dropFirst().flatMap { place in
      ComparedMeasure.allCases.compactMap { measure -> String? in
        guard let left = Comparison.value(measure, of: first.trace, numbers),
          let right = Comparison.value(measure, of: comparison.traces[place].trace, numbers)
        else { return nil }
        if left.0 == right.0 { return phrases.equal(measure, (marks[0], marks[place]), left.1) }
        let (large, small, names) =
          left.0 > right.0 ? (left, right, (marks[0], marks[place])) : (right, left, (marks[place], marks[0]))
        let ratio = Comparison.ratio(large.0, small.0, numbers)
        return phrases.difference(measure, names, (large.1, small.1), ratio: ratio)
      }
    }
  }
}

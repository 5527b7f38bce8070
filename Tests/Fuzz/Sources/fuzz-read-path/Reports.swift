import Analyzer
import Conversations
import FuzzSupport
import Report

/// Scripts of a page without anything from a capture.
private let scripts = Output.scripts(in: HTMLReport(generator: "").render(Summary()))

/// Prints everything that is told of a capture, in each format.
func writeReports(_ seen: Seen, _ language: Language) {
  let summary = seen.summary
  Output.check(json: Array(JSONReport(language: language).render(summary).utf8))
  var text = TextReport(language: language)
  Output.check(text: text.render(summary))
  text.wantsAllDetails = true
  (text.width, text.terminalWidth) = (60, 60)
  Output.check(text: text.render(summary))
  var markdown = MarkdownReport(language: language)
  markdown.wantsAllDetails = true
  markdown.write(summary) { Output.check(text: $0) }
  var html = HTMLReport(language: language, generator: "")
  html.wantsAllDetails = true
  Output.check(html: html.render(summary), scripts: scripts)
  ConversationList(language: language).write(summary) { Output.check(text: $0) }
  explain(seen, language)
  guard !summary.conversations.isEmpty else { return }
  writeAnswers(seen, language)
  writeComparisons(seen, language)
}

private func writeAnswers(_ seen: Seen, _ language: Language) {
  let answers = AnswerReport(language: language, generator: "")
  Output.check(text: answers.text(seen.summary, seen.listing))
  Output.check(text: answers.markdown(seen.summary, seen.listing))
  Output.check(html: answers.html(seen.summary, seen.listing), scripts: scripts)
  Output.check(json: answers.json(seen.summary, seen.listing))
  let report = LabReport(language: language, generator: "")
  let digests = [CaptureDigest(path: "capture", sha256: nil)]
  Output.check(text: report.markdown(seen.summary, seen.listing, digests))
  Output.check(html: report.html(seen.summary, seen.listing, digests), scripts: scripts)
}

/// The capture's conversations among themselves, and the capture with itself as with one from another point.
private func writeComparisons(_ seen: Seen, _ language: Language) {
  if ComparisonReport.count(of: seen.summary) > 1 {
    let comparison = ComparisonReport(language: language, generator: "")
    Output.check(text: comparison.text(seen.summary))
    Output.check(text: comparison.markdown(seen.summary))
    Output.check(html: comparison.html(seen.summary), scripts: scripts)
    Output.check(json: comparison.json(seen.summary))
  }
  let comparison = VantageComparison(seen.trace, seen.trace, isAsked: true)
  let captures = seen.summary.captures + seen.summary.captures
  let report = VantageReport(of: captures, choice: .vantageAsked, language: language, generator: "")
  Output.check(text: report.text(comparison))
  Output.check(text: report.markdown(comparison))
  Output.check(html: report.html(comparison), scripts: scripts)
  Output.check(json: report.json(comparison))
}

/// Single packets, and one set against the other.
private func explain(_ seen: Seen, _ language: Language) {
  let (first, second) = (seen.witnesses[0], seen.witnesses[1])
  guard first.isFound, second.isFound else { return }
  let evidence = (seen.evidence[first.frame], seen.evidence[second.frame])
  let alone = PacketExplanation(first, evidence.0, seen.summary, language: language, generator: "")
  Output.check(text: alone.text())
  Output.check(text: alone.markdown())
  Output.check(html: alone.html(), scripts: scripts)
  let against = PacketExplanation(
    first, evidence.0, against: (second, evidence.1), seen.summary, language: language, generator: "")
  Output.check(text: against.text())
  Output.check(html: against.html(), scripts: scripts)
}

/// Draws the first conversations, and tells them in sentences.
func writeConversations(_ seen: Seen, _ language: Language) {
  for record in seen.summary.conversations.prefix(2) {
    let rows = seen.summary.packets[record.index]
    let ladder = Ladder(record, rows: rows, language: language)
    Output.check(text: ladder.text())
    Output.check(text: ladder.mermaid())
    Output.check(html: ladder.svg(), scripts: 0)
    let plots = Plot.all(of: record, rows: rows, language: language)
    for plot in plots {
      Output.check(html: plot.svg(), scripts: 0)
      Output.check(text: plot.sparkline())
    }
    Output.check(json: PlotJSON(record).write(plots))
    let stream = Selection.Stream(record.protocol, record.stream)
    guard StreamExplanation.contains(stream, in: seen.summary) else { continue }
    let explanation = StreamExplanation(language: language, generator: "")
    Output.check(text: explanation.text(stream, seen.summary, surroundings: seen.summary))
    Output.check(text: explanation.markdown(stream, seen.summary))
    Output.check(html: explanation.html(stream, seen.summary), scripts: scripts)
  }
}

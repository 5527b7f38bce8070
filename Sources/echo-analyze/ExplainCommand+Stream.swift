import Analyzer
import ArgumentParser
import Capture
import Conversations
import Report

extension ExplainCommand {
  /// Tells one conversation in sentences.
  func explain(_ stream: Selection.Stream) throws {
    var status = ExitStatus.done
    let selection = try SelectionOptions.parse(["--stream", "\(stream.protocol.rawValue):\(stream.number)"])
    let summary = try CapturesWithPackets([file], selection, &status, keepsListing: false) { _ in
      selection.analysis.selection
    }.summary
    guard StreamExplanation.contains(stream, in: summary) else {
      status.merge(.failed)
      return try status.end()
    }
    var explanation = StreamExplanation(language: language.lang, generator: EchoAnalyze.program)
    if let width = output.width { explanation.width = width }
    explanation.isColoured = output.path == nil && colour.isWanted()
    let surroundings = surroundings(of: stream, in: summary)
    try write {
      explanation.text(stream, summary, surroundings: surroundings)
    } markdown: {
      explanation.markdown(stream, summary, surroundings: surroundings)
    } html: {
      explanation.html(stream, summary, surroundings: surroundings)
    }
    try status.end()
  }

  /// Earlier conversations with the same server: known of a file, which can be read once more.
  private func surroundings(of stream: Selection.Stream, in summary: Summary) -> Summary? {
    guard isRegularFile(atPath: file), let selection = StreamExplanation.surroundings(of: stream, in: summary) else {
      return nil
    }
    var options = AnalysisOptions()
    options.selection = selection
    options.conversationLimit = TextReport().overviewLimit
    guard var analysis = try? FileAnalysis(path: file, options: options) else { return nil }
    return try? analysis.run()
  }
}

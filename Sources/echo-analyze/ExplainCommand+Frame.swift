import Analyzer
import Capture
import Conversations
import Report

extension ExplainCommand {
  /// Explains a packet, or sets it against another.
  func explain(frame: Int) throws {
    let seen: Seen
    do throws(CaptureError) {
      seen = try watch([frame] + (against.map { [$0] } ?? []))
    } catch {
      tell("echo-analyze: \(error)")
      return try ExitStatus.failed.end()
    }
    let status = tellGaps(in: seen.summary.captures[0], "What could be read is explained.")
    if let missing = seen.witnesses.first(where: { !$0.isFound })?.frame {
      let count = seen.summary.captures[0].packets
      tell("echo-analyze: \(file): no frame \(missing): the capture has \(count) frame\(count == 1 ? "" : "s").")
      return try ExitStatus.failed.end()
    }
    var explanation = PacketExplanation(
      seen.witnesses[0], seen.evidence[frame], against: against.map { (seen.witnesses[1], seen.evidence[$0]) },
      seen.summary, language: language.lang, generator: EchoAnalyze.program)
    if let width = output.width { (explanation.width, explanation.limit) = (width, width) }
    explanation.isColoured = output.path == nil && colour.isWanted()
    try write(text: explanation.text, markdown: explanation.markdown, html: explanation.html)
    try status.end()
  }

  private struct Seen {
    let witnesses: [PacketWitness]
    let evidence: [Int: LabelEvidence]
    let summary: Summary
  }

  /// Reads the capture, and watches the packets with these numbers.
  private func watch(_ numbers: [Int]) throws(CaptureError) -> Seen {
    var options = AnalysisOptions()
    options.watchedFrames = Set(numbers)
    if file != "-", isRegularFile(atPath: file), let streams = try streams(of: numbers) {
      options.selection.streams = streams
    }
    var analysis = try FileAnalysis(path: file, options: options)
    var witnesses = numbers.map { PacketWitness(frame: $0) }
    let summary = try analysis.run { packet, frame, transport, observation in
      for place in witnesses.indices { witnesses[place].add(packet, frame, transport, observation) }
    }
    return Seen(witnesses: witnesses, evidence: analysis.labelEvidence, summary: summary)
  }

  /// The streams of these packets, so that of a large capture nothing else has to be kept; nil where one belongs to none,
  /// or shows only later to which.
  private func streams(of numbers: [Int]) throws(CaptureError) -> Set<Selection.Stream>? {
    var options = AnalysisOptions()
    options.followsConversations = false
    var analysis = try FileAnalysis(path: file, options: options)
    var streams: [Int: Selection.Stream] = [:]
    let last = numbers.max() ?? 0
    var isPast = false
    _ = try analysis.run { _, _, _, observation in
      isPast = observation.frame >= last
      guard numbers.contains(observation.frame) else { return }
      streams[observation.frame] =
        observation.tcpStream.map { Selection.Stream(.tcp, $0) }
        ?? observation.udpStream.map { Selection.Stream(.udp, $0) }
    } until: {
      isPast
    }
    return Set(numbers).allSatisfy { streams[$0] != nil } ? Set(streams.values) : nil
  }
}

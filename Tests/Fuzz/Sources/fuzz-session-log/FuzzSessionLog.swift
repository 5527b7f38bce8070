import Analyzer
import Capture
import Conversations
import FuzzSupport
import Report
import SessionLog
import Wire

/// An input is a session log, or two with a line of a zero byte between them. They are read, joined with a capture that is
/// always the same, and told with it; and told alone.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let sessions = input(start, count).split(separator: 0, maxSplits: 1).map { bytes in
    var session = RecordedSession(path: "log")
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) { session.add(line: line) }
    return session
  }
  for session in sessions {
    if let header = session.header { use(SessionLine(header).text) }
    for event in session.events { check(event) }
  }
  guard sessions.contains(where: { !$0.events.isEmpty || $0.header != nil }) else { return -1 }
  let language: Language = count % 2 == 0 ? .english : .indonesian
  for capture in captures {
    var summary = capture
    summary.join(sessions)
    // A log that tells of no packet of it changes a line.
    if !summary.socketTimelines.isEmpty { write(summary, language) }
  }
  var alone = Summary()
  alone.add(uncaptured: sessions)
  write(alone, language)
  return 0
}

/// What is read, written and read again is the same.
private func check(_ event: SessionEvent) {
  let line = SessionLine(event).text
  Output.check(json: Array(line.utf8))
  var session = RecordedSession(path: nil)
  session.add(line: [])
  session.add(line: Array(line.utf8.dropLast()))
  precondition(session.events == [event], "\(event) is written as \(line), which says \(session.events)")
}

private func write(_ summary: Summary, _ language: Language) {
  Output.check(json: Array(JSONReport(language: language).render(summary).utf8))
  var text = TextReport(language: language)
  text.wantsAllDetails = true
  Output.check(text: text.render(summary))
  MarkdownReport(language: language).write(summary) { Output.check(text: $0) }
  Output.check(html: HTMLReport(language: language, generator: "").render(summary), scripts: scripts)
  for record in summary.conversations {
    let ladder = Ladder(
      record, rows: summary.packets[record.index],
      timeline: summary.socketTimelines.first { $0.conversation == record.index }, logs: summary.logs,
      language: language)
    Output.check(text: ladder.text())
    Output.check(text: ladder.mermaid())
    Output.check(html: ladder.svg(), scripts: 0)
  }
}

private let scripts = Output.scripts(in: HTMLReport(generator: "").render(Summary()))

/// The captures that the logs of `captures/` belong to.
private let captures: [Summary] = ["tcp-ethernet", "udp-ethernet"].map { name in
  var options = AnalysisOptions()
  options.keepsPackets = true
  do throws(CaptureError) {
    var analysis = try FileAnalysis(path: capturesFolder + "/\(name).pcap", options: options)
    return try analysis.run()
  } catch {
    fatalError("\(error)")
  }
}

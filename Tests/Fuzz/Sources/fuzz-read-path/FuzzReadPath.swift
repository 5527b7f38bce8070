import Analyzer
import Capture
import Conversations
import FuzzSupport
import Report
import Wire

private let file = InputFile()

/// An input is a capture file. It is analysed as `read`, `conversations`, `packets`, `follow`, `report`, `answers`, `compare`,
/// `diagram` and `explain` do, and all that they print is printed. The commands themselves are in the tool, and no part of
/// this: options, files and exit status.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = input(start, count)
  file.fill(bytes)
  // One language for each input: both would take twice as long, and find what one finds.
  let language: Language = bytes.reduce(0, ^).nonzeroBitCount % 2 == 0 ? .english : .indonesian
  do throws(CaptureError) {
    let seen = try see()
    writeReports(seen, language)
    writeConversations(seen, language)
    try streamConversations(.idle)
    try streamConversations(.zeek)
    try check(seen.summary)
    return 0
  } catch {
    Output.check(text: error.description)
    // What no reader takes is nothing to mutate further.
    return -1
  }
}

/// A capture that was read with all that its reports need.
struct Seen {
  var summary: Summary
  var listing = PacketListing()
  var trace = VantageTrace()
  var witnesses: [PacketWitness]
  var evidence: [Int: LabelEvidence] = [:]
}

private func see() throws(CaptureError) -> Seen {
  var options = AnalysisOptions()
  options.keepsPackets = true
  options.watchedFrames = [2, 3]
  var seen = Seen(summary: Summary(), witnesses: [2, 3].map { PacketWitness(frame: $0) })
  var analysis = try FileAnalysis(path: file.path, options: options)
  var lines = PacketLines(digits: analysis.record.timestampDigits)
  seen.summary = try analysis.run { packet, frame, transport, observation in
    seen.listing.add(packet, frame, transport, observation)
    seen.trace.observe(packet, frame, transport, observation)
    for place in seen.witnesses.indices { seen.witnesses[place].add(packet, frame, transport, observation) }
    lines.add(packet, frame, transport, observation)
  }
  seen.evidence = analysis.labelEvidence
  lines.finish()
  return seen
}

/// Conversations as they come, one by one.
private func streamConversations(_ lifetime: ConversationLifetime) throws(CaptureError) {
  var options = AnalysisOptions()
  options.lifetime = lifetime
  var output = (json: [UInt8](), csv: ConversationCSV().header(), zeek: [UInt8]())
  var analysis = try FileAnalysis(path: file.path, options: options)
  _ = try analysis.stream { record, findings, digits in
    output.json += JSONReport().line(record, findings: findings, timestampDigits: digits)
    output.csv += ConversationCSV().line(record, timestampDigits: digits)
    output.zeek += ZeekLog().line(record)
    return true
  }
  Output.check(jsonLines: output.json)
  Output.check(csv: output.csv)
  Output.check(jsonLines: output.zeek)
}

/// What a glance at each packet comes to, and what two engines that share the file come to, is what one has found.
private func check(_ summary: Summary) throws(CaptureError) {
  var expected = summary
  expected.packets = PacketRows()
  for engines in [0, 2] {
    var options = AnalysisOptions()
    options.engines = engines
    var analysis = try FileAnalysis(path: file.path, options: options)
    let other = try analysis.run()
    precondition(
      JSONReport().render(other) == JSONReport().render(expected), "read by \(engines) engines, it is another capture")
  }
}

import Analyzer
import Conversations
import Wire

// 6 and 7. What the packets tell of UDP, and headers taken apart.
extension LabStory {
  func writeUDP(on page: inout Document) {
    page.heading(text(.udpAnalysis), level: 2)
    guard !udpTraces.isEmpty else { return page.paragraph(text(.noUDP)) }
    writeEach(udpTraces, part: 6, on: &page) { writeUDP($0, on: &$1) }
  }

  private func writeUDP(_ column: Comparison.Trace, on page: inout Document) {
    let trace = column.trace, record = trace.record, story = story(of: record)
    page.heading(text(.datagrams), level: 4)
    story.writeExchanges(record, on: &page)
    page.heading(text(.lengthCheck), level: 4)
    let datagrams = summary.packets[record.index].compactMap { row -> (frame: Int, payload: Int)? in
      guard case .datagram(let length?) = row.content else { return nil }
      return (row.frame, length)
    }
    page.add(.list(datagrams.prefix(6).map { words.datagramLength(frame: $0.frame, payload: $0.payload) }))
    page.paragraph(comparisonPhrases.checksums(trace))
    page.heading(text(.latencies), level: 4)
    page.paragraph(comparisonPhrases.latency(trace) + " " + comparisonPhrases.reliability(trace))
    story.writeLatencies(record, on: &page)
    if record.icmpErrorTotal > 0 {
      page.heading(text(.unreachable), level: 4)
      story.writeICMP(record, on: &page)
    }
    let troubles = summary.findings.filter { $0.conversation == record.index }
    if !troubles.isEmpty { summaryStory.writeRows(of: troubles, LeftOut(), summary.conversations, on: &page) }
    for plot in plots(of: column) { page.add(.figure(plot)) }
  }

  func writeAnatomy(on page: inout Document) {
    page.heading(text(.anatomy), level: 2)
    // One of each protocol shows all there is to see.
    for column in [mainTCP, mainUDP].compactMap(\.self) {
      guard let sample = listing.samples[column.trace.record.index] else { continue }
      page.heading(name(of: column), level: 3)
      writeAnatomy(of: sample, in: column, on: &page)
    }
    placeholder(.ownAnalysis, on: &page)
  }
}

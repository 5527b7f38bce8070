import Analyzer
import Conversations
import Wire

/// The lab report as a document: twelve parts, every number with its frames, and a place wherever the student has to write.
struct LabStory {
  let language: Language
  let words: any LabPhrases
  let phrases: any Phrases
  let comparisonPhrases: any ComparisonPhrases
  let summary: Summary
  let listing: PacketListing
  let identity: LabIdentity
  let digests: [CaptureDigest]
  /// The program that makes it, and its version.
  let program: String
  let comparison: Comparison

  init(
    _ summary: Summary, _ listing: PacketListing, _ identity: LabIdentity, _ digests: [CaptureDigest],
    _ language: Language,
    program: String
  ) {
    self.language = language
    (words, phrases, comparisonPhrases) = (language.labPhrases, language.phrases, language.comparisonPhrases)
    (self.summary, self.listing, self.identity, self.digests) = (summary, listing, identity, digests)
    self.program = program
    comparison = Comparison(summary)
  }

  var traces: [Comparison.Trace] { comparison.traces }
  var tcpTraces: [Comparison.Trace] { traces.filter { $0.trace.record.protocol == .tcp } }
  var udpTraces: [Comparison.Trace] { traces.filter { $0.trace.record.protocol == .udp } }

  /// Those that stand for their protocol where one is enough.
  var mainTCP: Comparison.Trace? { tcpTraces.first { $0.trace.record.isEcho } ?? tcpTraces.first }
  var mainUDP: Comparison.Trace? { udpTraces.first { $0.trace.record.isEcho } ?? udpTraces.first }

  func text(_ text: LabText) -> String { words.text(text) }

  /// Passes the parts to `sink` one after the other.
  func write(to sink: (Document) -> Void) {
    var page = Document()
    writeCover(on: &page)
    writeObjectives(on: &page)
    writeTheory(on: &page)
    writeSetup(on: &page)
    sink(page.take())
    writeResults(on: &page)
    sink(page.take())
    writeTCP(on: &page)
    writeUDP(on: &page)
    sink(page.take())
    writeAnatomy(on: &page)
    writeComparison(on: &page)
    writeFindings(on: &page)
    writeAnswers(on: &page)
    writeConclusion(on: &page)
    writeAppendix(on: &page)
    sink(page.take())
  }

  /// The teller of a conversation, with the capture that it is in.
  func story(of record: ConversationRecord) -> ConversationStory {
    ConversationStory(
      phrases: phrases, wantsAllDetails: true, capture: summary.captures[record.capture],
      trust: CaptureTrust(of: record.capture, in: summary), logs: summary.logs)
  }

  func name(of column: Comparison.Trace) -> String { words.experiment(column.trace.record, capture: column.capture) }

  func placeholder(_ about: LabText, on page: inout Document) { page.add(.placeholder(words.placeholder(about))) }

  /// Each of `traces` under a heading of its own, and after them the place for what the student makes of it.
  func writeEach(
    _ traces: [Comparison.Trace], part: Int, on page: inout Document,
    _ write: (Comparison.Trace, inout Document) -> Void
  ) {
    for (place, column) in traces.enumerated() {
      page.heading("\(part).\(place + 1) \(name(of: column))", level: 3)
      write(column, &page)
    }
    placeholder(.ownAnalysis, on: &page)
  }

  // 0
  private func writeCover(on page: inout Document) {
    page.heading(text(.title), level: 1)
    func field(_ name: LabText, _ value: String?) -> Document.Field {
      Document.Field(name: text(name), value: value.map { EscapedText($0).text } ?? words.placeholder(name))
    }
    var fields = [
      field(.course, identity.course ?? text(.courseName)), field(.name, identity.name), field(.id, identity.id),
      field(.className, identity.className), field(.group, identity.group), field(.lecturer, identity.lecturer),
      field(.date, identity.date.map(date)),
    ]
    for (place, capture) in summary.captures.enumerated() {
      let path = EscapedText(capture.path).text
      fields.append(Document.Field(name: text(.captureFile), value: path))
      fields.append(Document.Field(name: text(.packets), value: phrases.capture(capture)))
      let trust = CaptureTrust(of: place, in: summary)
      if let verdict = trust.verdict {
        fields.append(Document.Field(name: text(.trust), value: phrases.trust(trust, verdict, of: capture)))
      }
      let digest = digests.first { $0.path == capture.path }?.sha256
      fields.append(Document.Field(name: text(.digest), value: digest ?? text(.digestUnknown)))
    }
    fields.append(Document.Field(name: text(.program), value: program))
    page.add(.fields(fields))
  }

  /// `2025-02-27` as the language writes it.
  private func date(_ given: String) -> String {
    guard let (year, month, day) = LabIdentity.parts(of: given), !LabIdentity.isImpossible(date: given) else {
      return given
    }
    return words.date(year: year, month: month, day: day)
  }

  // 1
  private func writeObjectives(on page: inout Document) {
    page.heading(text(.objectives), level: 2)
    page.add(
      .list(
        [.objectiveProgram, .objectiveTCP, .objectiveUDP, .objectiveTCPEcho, .objectiveUDPEcho].map { text($0) }))
    placeholder(.ownObjectives, on: &page)
  }

  // 2
  private func writeTheory(on page: inout Document) {
    page.heading(text(.theory), level: 2)
    for paragraph: LabText in [.theoryTCP, .theoryUDP, .theoryKernel, .theoryDatagram, .theoryHeaders] {
      page.paragraph(text(paragraph))
    }
    writeCalls(LabCall.tcp, .tcpCalls, mainTCP, level: 3, on: &page)
    writeCalls(LabCall.udp, .udpCalls, mainUDP, level: 3, on: &page)
    placeholder(.ownTheory, on: &page)
  }

  func writeCalls(
    _ calls: [LabCall], _ title: LabText, _ column: Comparison.Trace?, level: Int, on page: inout Document
  ) {
    page.heading(text(title), level: level)
    page.add(.code(SocketCallDiagram(column?.trace, isTCP: calls.contains(.listen), words: words).text))
    var table = TextTable([
      (text(.call), .left), (text(.onTheWire), .left), (column == nil ? "" : text(.inThisCapture), .left),
    ])
    for row in LabCall.rows(of: calls.contains(.listen) ? .tcp : .udp, column?.trace, summary, words) {
      table.add([row.name, row.effect, row.frames ?? ""])
    }
    page.table(table, indent: 2)
    if let column { page.remark(name(of: column)) }
  }

  private func system(of side: Side, _ record: ConversationRecord) -> String {
    listing.hopLimits[record.index]?[side].map { words.system(hops: $0.hops, frame: $0.frame) } ?? "–"
  }

  // 3
  private func writeSetup(on page: inout Document) {
    page.heading(text(.setup), level: 2)
    var table = TextTable([
      (text(.experiment), .left), ("", .left), (text(.address), .left), (text(.port), .right), (text(.card), .left),
      (text(.system), .left),
    ])
    for column in traces {
      let record = column.trace.record
      let cards = listing.cards[record.index]
      table.add([
        name(of: column), text(.client), "\(record.originator.address)", "\(record.originator.port)",
        cards?.source.description ?? "–", system(of: .originator, record),
      ])
      table.add([
        "", text(.server), "\(record.responder.address)", "\(record.responder.port)",
        cards?.destination.description ?? "–", system(of: .responder, record),
      ])
    }
    page.table(table, indent: 2)
    for (place, capture) in summary.captures.enumerated() {
      let record = traces.first { $0.trace.record.capture == place }?.trace.record
      var fields = [
        Document.Field(name: text(.captureFile), value: EscapedText(capture.path).text),
        Document.Field(
          name: text(.linkType), value: capture.linkTypes.map { $0.name }.joined(separator: ", ")),
      ]
      if let record, record.protocol == .tcp {
        fields.append(Document.Field(name: text(.point), value: words.capturePoint(record.vantagePoint)))
      }
      if let first = capture.firstTime {
        fields.append(
          Document.Field(name: text(.started), value: phrases.numbers.utc(first, digits: capture.timestampDigits)))
      }
      page.add(.fields(fields))
    }
    placeholder(.ownSetup, on: &page)
  }
}

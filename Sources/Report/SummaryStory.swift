import Analyzer
import Conversations
import SessionLog
import Wire

/// What a summary tells, as a document: every conversation as a short story, with the frames that show it.
struct SummaryStory {
  let phrases: any Phrases
  /// Tells every segment, exchange and conversation instead of the first and last of many.
  let wantsAllDetails: Bool
  /// See `TextReport`.
  let storyLimit: Int
  let overviewLimit: Int

  /// Passes the document to `sink` piece by piece, so that a long one is never held as a whole.
  func write<Failure: Error>(_ summary: Summary, to sink: (Document) throws(Failure) -> Void) throws(Failure) {
    var page = Document()
    for index in summary.captures.indices {
      if index > 0 { page.blank() }
      try write(capture: index, of: summary, on: &page, to: sink)
    }
    for timeline in summary.socketTimelines where timeline.conversation == nil {
      page.heading(
        phrases.uncaptured(timeline.programs.first.flatMap { summary.logs[$0.log].header?.protocol }), level: 2)
      SocketTable(
        phrases: phrases, wantsAllDetails: wantsAllDetails, start: nil, logs: summary.logs,
        isCaptured: false
      ).write(timeline, on: &page)
      page.blank()
    }
    if !summary.hasAllDetails {
      page.blank()
      page.paragraph(phrases.detailsRanOut())
    }
    let remarks = summary.logs.compactMap { log in
      phrases.log(log).map {
        (log.path.map { EscapedText($0).text } ?? phrases.program(log.header?.role, .originator), $0)
      }
    }
    if !remarks.isEmpty { page.blank() }
    for (path, remark) in remarks { page.paragraph(lead: phrases.label(.log) + " " + path + ": ", remark) }
    try sink(page.take())
  }

  private func write<Failure: Error>(
    capture index: Int, of summary: Summary, on page: inout Document, to sink: (Document) throws(Failure) -> Void
  ) throws(Failure) {
    let capture = summary.captures[index]
    // There may be very many: what is told of them goes by their places.
    let conversations = summary.conversations
    let ofCapture = conversations.indices.filter { conversations[$0].capture == index }
    let told = ofCapture.filter { conversations[$0].background == nil }
    // Of very many the summary has the largest, and counts of the others.
    let leftOut = capture.leftOut ?? LeftOut()
    let toldTotal = told.count + leftOut.conversations
    let trust = CaptureTrust(of: index, in: summary)
    write(capture, trust, on: &page)
    let stories = largest(told, of: conversations, wantsAllDetails ? told.count : storyLimit)
    if !summary.isSelected { writeEchoes(among: told, of: conversations, leftOut, on: &page) }
    if told.isEmpty {
      page.blank()
      page.paragraph(phrases.noConversations(hasBackground: !ofCapture.isEmpty))
    } else if toldTotal > 1 {
      page.blank()
      writeOverview(told, total: toldTotal, of: conversations, stories: stories.count, on: &page)
    }
    let story = ConversationStory(
      phrases: phrases, wantsAllDetails: wantsAllDetails, capture: capture, trust: trust, logs: summary.logs)
    let timelines = Dictionary(summary.socketTimelines.compactMap { each in each.conversation.map { ($0, each) } }) {
      first, _ in first
    }
    for place in stories {
      page.blank()
      story.write(conversations[place], timelines[conversations[place].index], on: &page)
      try sink(page.take())
    }
    let background = ofCapture.filter { conversations[$0].background != nil }.map { conversations[$0] }
    writeOtherTraffic(summary.otherTraffic.filter { $0.capture == index }, background, leftOut, on: &page)
    writeFindings(summary.findings.filter { $0.capture == index }, leftOut, conversations, on: &page)
    try sink(page.take())
  }

  private func write(_ capture: CaptureRecord, _ trust: CaptureTrust, on page: inout Document) {
    page.heading(phrases.heading(of: capture), level: 1)
    if let verdict = trust.verdict {
      page.section(phrases.label(.trust), phrases.trust(trust, verdict, of: capture), Meaning(verdict))
    }
    page.paragraph(indent: 2, phrases.capture(capture))
    if let composition = capture.composition { write(composition, on: &page) }
    if let first = capture.firstTime {
      page.paragraph(indent: 2, phrases.captureTime(phrases.numbers.utc(first, digits: capture.timestampDigits)))
    }
    if capture.droppedByKernel != nil || capture.droppedByInterface != nil {
      page.paragraph(
        indent: 2, phrases.captureDrops(kernel: capture.droppedByKernel, interface: capture.droppedByInterface))
    } else if wantsAllDetails {
      page.paragraph(indent: 2, phrases.dropsUnknown())
    }
    writeOutages(capture, on: &page)
    if let cut = capture.cut {
      let reason = EscapedText(cut).text
      let hasOthers = capture.composition.map { $0.files.count > 1 } ?? false
      page.paragraph(
        lead: phrases.label(.warning) + ": ", indent: 2,
        hasOthers ? phrases.filesIncomplete(reason) : phrases.captureCut(reason), .warning)
    }
    writeComments(capture, on: &page)
  }

  /// Times at which the interface was down that are told without `wantsAllDetails`.
  private static let outageLimit = 8

  private func writeOutages(_ capture: CaptureRecord, on page: inout Document) {
    let shown = capture.outages.first.prefix(wantsAllDetails ? .max : Self.outageLimit)
    for outage in shown {
      let start = phrases.numbers.utc(outage.start, digits: 3)
      page.paragraph(
        lead: phrases.label(.warning) + ": ", indent: 2, phrases.outage(outage, start: start), .warning)
    }
    let others = capture.outages.total - shown.count
    if others > 0 { page.paragraph(indent: 4, phrases.moreOutages(others)) }
  }

  /// Files of one capture that are told without `wantsAllDetails`.
  private static let fileLimit = 8

  private func write(_ composition: CaptureComposition, on page: inout Document) {
    page.paragraph(indent: 2, phrases.composition(composition))
    guard composition.files.count > 1 else { return }
    let shown = composition.files.prefix(wantsAllDetails ? .max : Self.fileLimit)
    // A name and its frames stay together, however long the name is.
    for file in shown { page.line("    " + phrases.file(file, composition.order)) }
    let others = composition.files.count - shown.count
    if others > 0 { page.paragraph(indent: 4, phrases.moreFiles(others)) }
  }

  /// Comments of one capture that are told without `wantsAllDetails`.
  private static let commentLimit = 8

  private func writeComments(_ capture: CaptureRecord, on page: inout Document) {
    let shown = capture.comments.prefix(wantsAllDetails ? .max : Self.commentLimit)
    for comment in shown {
      let text = EscapedText(
        comment.bytes, isWhole: comment.bytes.count == comment.length,
        limit: wantsAllDetails ? .max : EscapedText.commentColumns)
      page.paragraph(lead: phrases.comment(on: comment.frame) + ": ", indent: 2, text.quoted)
    }
    if shown.count < capture.commentsTotal {
      page.paragraph(indent: 2, phrases.moreComments(capture.commentsTotal - shown.count))
    }
  }

  /// Echoes that are named among other conversations.
  private static let echoLimit = 3

  /// Picks the echoes out from other conversations.
  private func writeEchoes(
    among told: [Int], of conversations: [ConversationRecord], _ leftOut: LeftOut, on page: inout Document
  ) {
    let echoes = told.filter { conversations[$0].isEcho }
    let total = echoes.count + leftOut.echoes
    guard !echoes.isEmpty, total < told.count + leftOut.conversations else { return }
    page.blank()
    page.paragraph(
      lead: phrases.label(.echo) + ": ",
      phrases.echoes(echoes.prefix(Self.echoLimit).map { conversations[$0] }, of: total))
  }

  /// Of the conversations at `places` the `limit` with most bytes, echoes before all others, in order of their first
  /// frame.
  private func largest(_ places: [Int], of conversations: [ConversationRecord], _ limit: Int) -> [Int] {
    guard places.count > limit else { return places }
    let (echoes, others) = (
      places.filter { conversations[$0].isEcho }, places.filter { !conversations[$0].isEcho }
    )
    let order = [echoes, others].flatMap { group in
      group.sorted { (conversations[$1].bytes, $0) < (conversations[$0].bytes, $1) }
    }
    return order.prefix(max(limit, 0)).sorted()
  }

  private func writeOverview(
    _ told: [Int], total: Int, of conversations: [ConversationRecord], stories: Int, on page: inout Document
  ) {
    let listed = largest(told, of: conversations, wantsAllDetails ? told.count : overviewLimit)
    page.heading(phrases.label(.overview), level: 2)
    // What is no echo in the first place is not told to be none.
    let hasEchoes = listed.contains { conversations[$0].echo.isEcho == true }
    var table = TextTable([
      (phrases.label(.conversation), .left), ("", .left), (phrases.label(.firstFrame), .right),
      (phrases.label(.packets), .right), (phrases.label(.bytes), .right), (phrases.label(.duration), .right),
      (phrases.label(.outcome), .left), (hasEchoes ? phrases.label(.echo) : "", .left),
    ])
    for place in listed {
      let record = conversations[place]
      let cells = [
        phrases.title(of: record), "\(record.originator) → \(record.responder)", "\(record.first.frame)",
        "\(record.packets)", "\(record.bytes)",
        record.packets > 1 ? record.durationNanoseconds.map { phrases.numbers.duration($0) } ?? "–" : "–",
        phrases.outcome(record.outcome), hasEchoes ? echo(record.echo) : "",
      ]
      var marks: [Int: Meaning] = [:]
      marks[cells.count - 2] = Meaning(record.outcome)
      marks[cells.count - 1] = Meaning(record.echo)
      table.add(cells, marking: marks)
    }
    page.table(table, indent: 2)
    if stories < total {
      page.paragraph(
        indent: 2,
        phrases.largestTold(
          stories, of: total, hasMoreThanListed: listed.count < total ? listed.count : nil,
          hasEchoes: hasEchoes && !listed.allSatisfy { conversations[$0].isEcho }))
    }
  }

  /// Whether what was sent came back, in a word.
  private func echo(_ echo: EchoResult) -> String {
    switch echo.isEcho {
    case true?: phrases.label((echo.lost ?? 0) > 0 ? .inPart : .yes)
    case false?: phrases.label(.no)
    case nil: "–"
    }
  }

  private func writeOtherTraffic(
    _ traffic: [OtherTraffic], _ conversations: [ConversationRecord], _ leftOut: LeftOut, on page: inout Document
  ) {
    var table = TextTable([
      (phrases.label(.protocolName), .left), (phrases.label(.packets), .right), (phrases.label(.bytes), .right),
      (phrases.label(.conversationsColumn), .right), (phrases.label(.firstFrame), .right),
    ])
    for background in BackgroundProtocol.allCases {
      let records = conversations.filter { $0.background == background }
      let others = leftOut.background[background] ?? LeftOut.Background()
      let first = records.reduce(others.firstFrame) { min($0, $1.first.frame) }
      guard !records.isEmpty || others.conversations > 0 else { continue }
      table.add([
        background.rawValue, "\(records.reduce(others.packets) { $0 + $1.packets })",
        "\(records.reduce(others.bytes) { $0 + $1.bytes })", "\(records.count + others.conversations)", "\(first)",
      ])
    }
    for other in traffic {
      table.add([phrases.other(other.kind), "\(other.packets)", "\(other.bytes)", "", "\(other.firstFrame)"])
    }
    guard !table.rows.isEmpty else { return }
    page.blank()
    page.heading(phrases.label(.otherTraffic), level: 2)
    page.table(table, indent: 2)
  }

  private func writeFindings(
    _ findings: [Finding], _ leftOut: LeftOut, _ conversations: [ConversationRecord], on page: inout Document
  ) {
    guard !findings.isEmpty else { return }
    page.blank()
    page.heading(phrases.label(.findings), level: 2)
    writeRows(of: findings, leftOut, conversations, on: &page)
  }

  /// A row for each finding, or a few of many that say the same.
  func writeRows(
    of findings: [Finding], _ leftOut: LeftOut, _ conversations: [ConversationRecord], on page: inout Document
  ) {
    // Many conversations may show the same: a few of them make the point.
    var order: [Finding.Code] = []
    var byCode: [Finding.Code: [Finding]] = [:]
    for finding in Self.bySeverity(findings) {
      if byCode[finding.code] == nil { order.append(finding.code) }
      byCode[finding.code, default: []].append(finding)
    }
    for code in order {
      let same = byCode[code] ?? []
      let total = same.count + (leftOut.findings[code]?.number ?? 0)
      let shown = wantsAllDetails || total <= Self.findingLimit ? same.count : Self.findingsShown
      for finding in same.prefix(shown) {
        write(finding, in: finding.conversation.flatMap { Self.conversation($0, in: conversations) }, on: &page)
      }
      if shown < total { page.paragraph(indent: findingIndent, phrases.findingsLeftOut(total - shown)) }
    }
  }

  /// Conversations come in the order of `index`, but a selection leaves gaps.
  private static func conversation(_ index: Int, in conversations: [ConversationRecord]) -> ConversationRecord? {
    var (low, high) = (0, conversations.count)
    while low < high {
      let middle = (low + high) / 2
      if conversations[middle].index < index { low = middle + 1 } else { high = middle }
    }
    return low < conversations.count && conversations[low].index == index ? conversations[low] : nil
  }

  /// Findings of one code up to which all are shown, and how many otherwise.
  private static let findingLimit = 5
  private static let findingsShown = 3
  private static let severities: [Finding.Severity] = [.error, .warning, .note, .info]

  /// Behind the longest word for a severity.
  private var findingIndent: Int {
    2 + (Self.severities.map { phrases.severity($0).columns }.max() ?? 0) + 2
  }

  /// The gravest first, otherwise as they came.
  private static func bySeverity(_ findings: [Finding]) -> [Finding] {
    severities.flatMap { severity in findings.filter { $0.severity == severity } }
  }

  private func write(_ finding: Finding, in conversation: ConversationRecord?, on page: inout Document) {
    let text = phrases.finding(finding, in: conversation)
    let evidence = finding.frames.isEmpty ? "" : " (\(phrases.frames(finding.frames, of: finding.framesTotal)))"
    let severity = phrases.severity(finding.severity)
    let gap = String.blanks(findingIndent - 2 - severity.columns)
    page.paragraph(lead: severity + gap, indent: 2, text + evidence, Meaning(finding.severity))
  }
}

import Analyzer
import Capture
import Conversations
import Wire

// 8 to 12. What is compared, found, answered and concluded, and what is added.
extension LabStory {
  func writeComparison(on page: inout Document) {
    page.heading(text(.comparison), level: 2)
    guard traces.count > 1 else { return page.paragraph(text(traces.isEmpty ? .noConversation : .oneTrace)) }
    ComparisonStory(phrases: comparisonPhrases, numbers: phrases.numbers).write(
      comparison, title: nil, level: 2, on: &page)
    placeholder(.ownComparison, on: &page)
  }

  func writeFindings(on page: inout Document) {
    page.heading(text(.findings), level: 2)
    for (place, capture) in summary.captures.enumerated() {
      page.heading(Comparison.name(of: capture.path), level: 3)
      let findings = summary.findings.filter { $0.capture == place }
      if findings.isEmpty { page.paragraph(text(.noFindings)) }
      summaryStory.writeRows(of: findings, capture.leftOut ?? LeftOut(), summary.conversations, on: &page)
    }
  }

  func writeAnswers(on page: inout Document) {
    page.heading(text(.answers), level: 2)
    let (tcp, udp) = (mainTCP, mainUDP)
    func task(_ title: LabText, _ column: Comparison.Trace?, _ evidence: (EchoTrace) -> [String]) {
      page.heading(text(title), level: 3)
      if let column {
        page.paragraph(words.strengths(name(of: column)))
        page.add(.list(evidence(column.trace)))
      }
      placeholder(.ownAnswer, on: &page)
    }
    task(.taskStrengthsTCP, tcp) {
      [
        comparisonPhrases.order($0), comparisonPhrases.acknowledgments($0), comparisonPhrases.reliability($0),
        comparisonPhrases.windows($0),
      ]
    }
    page.heading(text(.taskCalls), level: 3)
    writeCalls(LabCall.tcp, .tcpCalls, tcp, level: 4, on: &page)
    writeCalls(LabCall.udp, .udpCalls, udp, level: 4, on: &page)
    placeholder(.ownAnswer, on: &page)
    page.heading(text(.taskHandshake), level: 3)
    if let record = tcp?.trace.record {
      story(of: record).writeHandshake(record, on: &page)
      if let handshake = record.handshake, let syn = handshake.syn, let synAck = handshake.synAck {
        page.paragraph(words.arithmetic(syn: syn, synAck: synAck, acknowledgment: nil))
      }
    }
    placeholder(.ownAnswer, on: &page)
    task(.taskStrengthsUDP, udp) {
      [comparisonPhrases.opening($0), comparisonPhrases.overhead($0), comparisonPhrases.firstEcho($0)]
    }
    page.heading(text(.taskUses), level: 3)
    if let udp { page.paragraph(comparisonPhrases.use(udp.trace, udp.others, conversations: udp.otherConversations)) }
    placeholder(.ownAnswer, on: &page)
    page.heading(text(.taskDifferences), level: 3)
    page.paragraph(text(.seeComparison))
    placeholder(.ownAnswer, on: &page)
    writeSheets(on: &page)
  }

  /// The statements checked, and the questions of the textbook's labs: of each lab for one conversation.
  private func writeSheets(on page: inout Document) {
    let story = AnswerStory(summary, language)
    let claims = PraktikumAnswers(summary, listing, PraktikumSessions(summary)).claims
    page.heading(language.answerPhrases.claims, level: 3)
    story.writeBriefly(claims, level: 4, on: &page)
    placeholder(.ownAnswer, on: &page)
    let sheets = AnswerSheets(summary, listing, [.kuroseTCP, .kuroseUDP]).sheets
    for (set, main) in [(AnswerSet.kuroseTCP, mainTCP), (.kuroseUDP, mainUDP)] {
      let fitting = sheets.filter { $0.set == set }
      guard let sheet = fitting.first(where: { $0.record?.index == main?.trace.record.index }) ?? fitting.first else {
        continue
      }
      // Drawings and the table of calls have their places in other parts.
      story.write(sheet, level: 3, isAlone: false, on: &page)
      placeholder(.ownAnswer, on: &page)
    }
  }

  func writeConclusion(on page: inout Document) {
    page.heading(text(.conclusion), level: 2)
    var sentences = traces.map { words.conclusion($0.trace, name: name(of: $0)) }
    for (first, second) in comparison.pairs {
      let (tcp, udp) = (traces[first].trace, traces[second].trace)
      guard tcp.record.protocol != udp.record.protocol, let left = tcp.bytesPerHundred, let right = udp.bytesPerHundred,
        let bytes = Comparison.ratio(left, right, phrases.numbers)
      else { continue }
      let time = tcp.networkTimeToFirstEcho.flatMap { slow in
        udp.networkTimeToFirstEcho.flatMap { Comparison.ratio(Int(slow), Int($0), phrases.numbers) }
      }
      sentences.append(words.conclusion((name(of: traces[first]), name(of: traces[second])), bytes: bytes, time: time))
    }
    if !sentences.isEmpty {
      page.paragraph(text(.draft))
      page.add(.list(sentences))
    }
    placeholder(.ownConclusion, on: &page)
  }

  func writeAppendix(on page: inout Document) {
    page.heading(text(.appendix), level: 2)
    page.heading(text(.temporaryReport), level: 3)
    var table = TextTable([
      (text(.experiment), .left), ("", .left), (text(.address), .left), (text(.port), .right),
    ])
    for column in traces {
      let record = column.trace.record
      table.add([
        name(of: column), text(.server), "\(record.responder.address)", "\(record.responder.port)",
      ])
      table.add(["", text(.client), "\(record.originator.address)", "\(record.originator.port)"])
    }
    page.table(table, indent: 2)
    placeholder(.memberNames, on: &page)
    placeholder(.signature, on: &page)
    page.heading(text(.programs), level: 3)
    placeholder(.ownProgram, on: &page)
    page.heading(text(.logs), level: 3)
    let logs = summary.logs.compactMap { $0.path.map { EscapedText($0).text } }
    if logs.isEmpty { page.paragraph(text(.noLogs)) } else { page.add(.list(logs)) }
    page.heading(text(.reproduce), level: 3)
    let files = summary.captures.map { Self.quoted($0.path) }
    page.add(
      .code(
        files.map { "echo-analyze read \($0) --details" }.joined(separator: "\n")
          + (files.count > 1 ? "\necho-analyze compare " + files.joined(separator: " ") : "")))
    page.paragraph(text(.tsharkNote))
    page.add(
      .code(
        traces.map { column in
          let record = column.trace.record, path = Self.quoted(summary.captures[record.capture].path)
          return "tshark -n -r \(path) -Y '\(record.protocol.rawValue).stream == \(record.stream)'"
        }.joined(separator: "\n")))
  }

  /// A path as a shell takes it, and no program for an option.
  private static func quoted(_ path: String) -> String { Program.quoted(path.hasPrefix("-") ? "./" + path : path) }
}

import Analyzer
import Conversations

/// Answers as a document.
struct AnswerStory {
  let language: Language
  let summary: Summary
  private let words: any AnswerPhrases

  init(_ summary: Summary, _ language: Language) {
    (self.summary, self.language) = (summary, language)
    words = language.answerPhrases
  }

  private var numbers: NumberText { words.numbers }

  /// A sheet under its heading. What is no report of its own leaves out drawings, and the table of socket calls: it has them
  /// elsewhere.
  func write(_ sheet: AnswerSheet, level: Int, isAlone: Bool = true, on page: inout Document) {
    page.heading(words.title(of: sheet.set), level: level)
    if let record = sheet.record { page.paragraph(words.subject(record, capture: sheet.captureName ?? "")) }
    if let obstacle = sheet.obstacleToAll {
      return page.paragraph(words.cannotAny(of: sheet.answers.count, obstacle))
    }
    let reason = words.reason(sheet.reason, for: sheet.set)
    if !reason.isEmpty { page.paragraph(reason) }
    if isAlone {
      for answer in sheet.answers { write(answer, level: level + 1, on: &page) }
    } else {
      writeBriefly(sheet.answers, level: level + 1, on: &page)
    }
  }

  /// Answers among other parts of a report: what the capture does not answer stands together in the end.
  func writeBriefly(_ answers: [Answer], level: Int, on page: inout Document) {
    for answer in answers where answer.isAnswerable { write(answer, level: level, isAlone: false, on: &page) }
    let open = answers.filter { !$0.isAnswerable }
    guard !open.isEmpty else { return }
    page.add(
      .list(
        open.map { answer in
          let reason = [words.obstacle(to: answer)].compactMap(\.self) + answer.facts.map { words.text($0) }
          return "\(answer.question.number). \(words.question(answer.question)) \(reason.joined(separator: " "))"
        }))
  }

  func write(_ answer: Answer, level: Int, isAlone: Bool = true, on page: inout Document) {
    page.blank()
    page.heading("\(answer.question.number). \(words.question(answer.question))", level: level)
    var said: [String] = []
    if let verdict = answer.verdict, verdict != .undecided || answer.obstacle == nil {
      said.append(words.verdict(verdict))
    }
    if let obstacle = words.obstacle(to: answer) { said.append(obstacle) }
    said += answer.facts.map { words.text($0) }
    if answer.facts.count > 6 {
      page.add(.list(said))
    } else {
      page.paragraph(said.joined(separator: " "))
    }
    for (place, table) in answer.tables.enumerated() {
      if place > 0 { page.blank() }
      write(table, on: &page)
    }
    // What a table holds is not told again, but for what is computed.
    let values = answer.values.filter { answer.tables.isEmpty || $0.item == nil || $0.formula != nil }
    if isAlone {
      if !values.isEmpty { page.add(.list(values.map { text(of: $0) })) }
    } else {
      // Among other parts on paper: what is computed has a line of its own, the rest stands together.
      let (computed, plain) = (values.filter { $0.formula != nil }, values.filter { $0.formula == nil })
      if !plain.isEmpty { page.paragraph(plain.map { text(of: $0) }.joined(separator: "; ") + ".") }
      if !computed.isEmpty { page.add(.list(computed.map { text(of: $0) })) }
    }
    if case .claim(.calls)? = answer.facts.last, isAlone { writeCalls(on: &page) }
    for warning in answer.warnings { page.remark(words.beware + words.text(warning)) }
    if isAlone { for figure in plots(of: answer) { page.add(.figure(figure)) } }
  }

  /// `SampleRTT 2: time of the ACK − time sent = 0.1 s − 0.09 s = 1.277 ms (frames 6 and 7)`.
  private func text(of value: AnswerValue) -> String {
    var text =
      words.name(of: value.name) + (value.item.map { " (\($0))" } ?? "")
      + (value.side.map { " (\($0 == .originator ? words.client : words.server))" } ?? "") + ": "
    if let formula = value.formula { text += words.formula(formula) + " = " }
    if let substitution = value.substitution { text += substitution.text(numbers) + " = " }
    text += self.text(of: value.quantity)
    if !value.frames.isEmpty {
      // The first of them: how many there are is told where it is counted.
      let first = Array(value.frames.prefix(8))
      text += " (\(words.frames(first, of: first.count))\(first.count < value.frames.count ? " …" : ""))"
    }
    return text
  }

  func text(of quantity: AnswerValue.Quantity) -> String {
    switch quantity {
    case .integer(let number): "\(number)"
    case .bytes(let number): "\(number) B"
    case .rate(let number): "\(number) B/s"
    case .nanoseconds(let nanoseconds): numbers.duration(nanoseconds)
    case .moment(let nanoseconds): numbers.seconds(nanoseconds, digits: 9) + " s"
    case .hexadecimal(let number, let bits): AnatomyText.hexadecimal(number, bits: bits)
    case .truth(let value): words.truth(value)
    case .text("client"): words.client
    case .text("server"): words.server
    case .text(let text): text
    case .unknown: words.unknown
    }
  }

  private func write(_ table: AnswerTable, on page: inout Document) {
    guard !table.rows.isEmpty else { return }
    var shown = TextTable(
      table.columns.map { (words.column($0), Self.isLeft($0) ? .left : .right) })
    for row in table.rows { shown.add(row.map { cell($0) }) }
    if let total = table.total, total > table.rows.count {
      shown.add(note: words.rowsLeftOut(total - table.rows.count, of: total))
    }
    page.table(shown, indent: 2)
  }

  private static func isLeft(_ column: AnswerTable.Column) -> Bool {
    switch column {
    case .worth, .cause, .from, .field, .source, .destination, .covers, .frames, .offsetInFrame: true
    default: false
    }
  }

  private func cell(_ cell: AnswerTable.Cell) -> String {
    switch cell {
    case .integer(let number): "\(number)"
    case .duration(let nanoseconds): numbers.duration(nanoseconds)
    case .time(let nanoseconds): numbers.seconds(nanoseconds, digits: 9)
    case .frames(let frames):
      frames.prefix(8).map { "\($0)" }.joined(separator: " ") + (frames.count > 8 ? " … (\(frames.count))" : "")
    case .text(let text): text
    case .worth(let worth): words.worth(worth)
    case .cause(let cause): words.cause(cause)
    case .client: words.client
    case .server: words.server
    case .none: "–"
    }
  }

  private func writeCalls(on page: inout Document) {
    let sessions = PraktikumSessions(summary), labWords = language.labPhrases
    for trace in [sessions.tcp, sessions.udp].compactMap(\.self) {
      let record = trace.trace.record
      var table = TextTable([
        (labWords.text(.call), .left), (labWords.text(.inThisCapture), .left), (labWords.text(.onTheWire), .left),
      ])
      table.wrapsLast = true
      for row in LabCall.rows(of: record.protocol, trace.trace, summary, labWords) {
        table.add([row.name, row.frames ?? "", row.effect])
      }
      page.blank()
      page.paragraph(words.text(ClaimFact.about(record, capture: trace.capture)))
      page.table(table, indent: 2)
    }
  }

  /// The time–sequence diagram that question 13 asks for.
  private func plots(of answer: Answer) -> [Document.Figure] {
    guard let record = answer.subject else { return [] }
    let side =
      record.toOriginator.uniquePayloadBytes > record.toResponder.uniquePayloadBytes ? Side.responder : .originator
    return Plot.all(
      of: record, rows: summary.packets[record.index], sides: [side], kinds: [.timeSequence], language: language
    ).filter { $0.variant == .stevens }.map {
      Document.Figure(caption: $0.title, svg: $0.svg(), text: $0.sparkline(), isPlot: true)
    }
  }
}

import Analyzer
import Conversations
import Wire

/// Tells what one packet means, why it has its label, and what its bytes are.
struct PacketStory {
  let witness: PacketWitness
  let evidence: LabelEvidence?
  let summary: Summary
  let language: Language
  let phrases: any PacketExplanationPhrases

  init(_ witness: PacketWitness, _ evidence: LabelEvidence?, _ summary: Summary, language: Language) {
    self.witness = witness
    self.evidence = evidence
    self.summary = summary
    self.language = language
    phrases = language.packetExplanationPhrases
  }

  private var numbers: NumberText { phrases.numbers }
  private func text(_ text: PacketExplanationText) -> String { phrases.text(text) }

  func write(on page: inout Document) {
    page.heading(phrases.title(frame: witness.frame), level: 1)
    page.blank()
    writeLine(on: &page)
    page.blank()
    page.heading(text(.meaning), level: 2)
    var told: [String] = []
    for fact in PacketFact.all(witness, evidence, summary).map({ phrases.fact($0) }) where !told.contains(fact) {
      told.append(fact)
    }
    page.add(.list(told))
    page.blank()
    writeLabels(on: &page)
    page.blank()
    if let anatomy { anatomy.write(on: &page) }
  }

  /// Wireshark's columns.
  func writeLine(on page: inout Document) {
    guard let line = witness.line else { return }
    let digits = summary.captures.first?.timestampDigits ?? 6
    page.add(
      .code(
        [
          "\(line.frame)", NumberText.plain.seconds(line.sinceFirst, digits: digits), line.source,
          line.source.isEmpty && line.destination.isEmpty ? "" : "→",
          line.destination,
          line.protocolName, "\(line.length)", line.info,
        ].filter { !$0.isEmpty }.joined(separator: "  ")))
  }

  /// The packet taken apart.
  var anatomy: PacketAnatomy? {
    guard let sample = witness.sample else { return nil }
    var context = PacketAnatomy.Context(
      frame: sample.frame, timestamp: sample.time, timestampDigits: summary.captures.first?.timestampDigits ?? 6)
    if let evidence {
      context.sequenceBase = evidence.own.base?.rawValue
      context.acknowledgmentBase = evidence.other.base?.rawValue
      context.windowShift =
        switch evidence.own.windowScale {
        case .unknown: nil
        case .unused: 0
        case .shift(let shift): shift
        }
    }
    return PacketAnatomy(
      sample.bytes, originalLength: sample.originalLength, linkType: sample.linkType, context: context,
      language: language)
  }

  // Labels.

  private func writeLabels(on page: inout Document) {
    page.heading(text(.whyLabel), level: 2)
    guard let evidence else { return page.paragraph(text(.noSegment)) }
    let reasoning = LabelReasoning(evidence)
    let given = reasoning.checks.filter { $0.outcome == .given }
    page.paragraph(
      given.isEmpty
        ? phrases.calledNothing()
        : phrases.called(
          given.map { "[\($0.label.name)] (\(phrases.severity($0.label.severity)), \($0.label.filter))" }))
    if let record = witness.conversation.flatMap({ index in summary.conversations.first { $0.index == index } }),
      let reason = MisleadingLabel(reasoning.given, frame: witness.frame, in: record)
    {
      page.paragraph(phrases.misleads(reason))
    }
    for check in given { write(check, evidence, on: &page) }
    if let runnerUp = reasoning.runnerUp {
      page.blank()
      page.paragraph(phrases.runnerUp(runnerUp.label.name))
      write(runnerUp, evidence, on: &page)
    }
    page.blank()
    page.heading(text(.otherLabels), level: 3)
    page.table(others(reasoning, evidence), indent: 2)
    page.blank()
    page.heading(text(.remembered), level: 3)
    page.table(remembered(evidence), indent: 2)
  }

  private func write(_ check: LabelReasoning.Check, _ evidence: LabelEvidence, on page: inout Document) {
    page.paragraph(lead: "[\(check.label.name)]  ", phrases.rule(check.label))
    if case .excluded(let label) = check.outcome { page.paragraph(indent: 2, phrases.excluded(by: label.name)) }
    var table = TextTable([(text(.condition), .left), (text(.holds), .left), (text(.values), .left)])
    table.wrapsLast = true
    for condition in check.conditions {
      table.add([
        phrases.asked(condition), text(condition.holds ? .yes : .no), phrases.values(condition, evidence),
      ])
    }
    page.table(table, indent: 2)
  }

  /// Those that were neither given nor the next.
  private func others(_ reasoning: LabelReasoning, _ evidence: LabelEvidence) -> TextTable {
    var table = TextTable([(text(.label), .left), (text(.missing), .left)])
    table.wrapsLast = true
    for check in reasoning.checks where check.outcome != .given && check != reasoning.runnerUp {
      let reason: String
      if case .excluded(let label) = check.outcome {
        reason = phrases.excluded(by: label.name)
      } else {
        // Of a segment of another kind it tells nothing where it stands.
        let kinds = check.failed.filter(\.isOfKind)
        reason = (kinds.isEmpty ? check.failed : kinds)
          .map { "\(phrases.asked($0)): \(phrases.values($0, evidence))" }.joined(separator: "; ")
      }
      table.add([check.label.name, reason])
    }
    return table
  }

  private func remembered(_ evidence: LabelEvidence) -> TextTable {
    var table = TextTable([
      ("", .left), (text(.ofItsSender), .left), (text(.ofTheOther), .left),
    ])
    table.wrapsLast = true
    for value in RememberedValue.allCases {
      table.add([
        phrases.remembered(value), remembered(value, of: evidence.own, answering: evidence.other),
        remembered(value, of: evidence.other, answering: evidence.own),
      ])
    }
    return table
  }

  private func remembered(
    _ value: RememberedValue, of direction: LabelEvidence.Direction, answering other: LabelEvidence.Direction
  ) -> String {
    func number(_ number: SequenceNumber, of direction: LabelEvidence.Direction, _ frame: Int?) -> String {
      number.rawValue == 0 ? text(.nothingYet) : "\(direction.relative(number))" + place(frame)
    }
    func place(_ frame: Int?) -> String {
      guard let frame, frame > 0 else { return "" }
      return " (\(language.phrases.frames([frame], of: 1)))"
    }
    switch value {
    case .next: return number(direction.next, of: direction, direction.nextMoment?.frame)
    case .contiguous: return number(direction.contiguousEnd, of: direction, nil)
    case .acknowledgment: return number(direction.lastAcknowledgment, of: other, direction.acknowledgmentFrame)
    case .duplicates: return "\(max(direction.duplicateACKs, 0))"
    case .window:
      guard let window = direction.lastWindow else { return text(.nothingYet) }
      let shift = direction.shift
      return "\(window)" + (shift > 0 ? " × \(1 << shift) = \(Int(window) << shift)" : "")
        + place(direction.latest?.frame)
    case .labels:
      let names = SegmentLabel.allCases.filter { direction.lastLabels.contains($0.labels) }.map(\.name)
      return names.isEmpty ? "–" : names.joined(separator: ", ")
    case .oldest:
      return direction.oldestInFlight.map { language.phrases.frames([$0.frame], of: 1) } ?? "–"
    }
  }
}

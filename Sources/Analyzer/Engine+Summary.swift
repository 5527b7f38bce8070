import Conversations
import Wire

// What an engine, or several that shared a capture, found.
extension Engine {
  /// What has been found so far.
  public func summary() -> Summary {
    var engine = self
    return engine.takeSummary()
  }

  /// The same at the end of a capture: the engine keeps no conversation.
  public mutating func takeSummary() -> Summary {
    collect(isCapturedTwice: table.copies.areAll)
    var collector = collector
    self.collector = RecordCollector(limit: conversationLimit, capacity: capacity)
    return Self.summary(of: [self], &collector)
  }

  /// Collects what is reported of the conversations that are left. `isCapturedTwice` tells that all packets of the capture
  /// are there twice.
  mutating func collect(isCapturedTwice: Bool) {
    let selection = selection
    var collector = collector
    self.collector = RecordCollector(limit: conversationLimit, capacity: capacity)
    defer { self.collector = collector }
    guard !collectsFinished else { return table.takeRest { collector.add($0) } }
    table.takeRecords(namesBackground: selection.isEmpty, isCapturedTwice: isCapturedTwice) {
      transport, stream, first, second in
      selection.contains(transport, stream: stream, first, second)
    } _: { record in
      collector.add(record)
    }
  }

  /// Collects what is reported of the conversations that are over, or were let go.
  mutating func collectFinished() {
    guard collectsFinished ? table.hasFinished : table.hasLetGo else { return }
    for record in table.takeFinished() { collector.add(record) }
    for dropped in collector.takeDropped() {
      table.giveBack(details: dropped.details, pairs: dropped.pairs, to: dropped.key)
    }
  }

  /// What engines found together that shared a capture, or one that had it alone: `collector` has what all collected.
  static func summary(of engines: [Engine], _ collector: inout RecordCollector) -> Summary {
    let first = engines[0]
    var summary = Summary()
    let (conversations, found) = collector.take()
    let leftOut = collector.leftOut.isEmpty ? nil : collector.leftOut
    summary.captures = [first.record]
    summary.captures[0].leftOut = leftOut
    summary.conversations = conversations
    summary.hasAllDetails = engines.allSatisfy(\.table.hasAllDetails)
    summary.isSelected = !first.selection.isEmpty
    // Each has put all fragments together.
    let incomplete = first.defragmenter.incomplete
    if first.selection.isEmpty {
      var other = first.other
      for engine in engines.dropFirst() { other.merge(engine.other) { $0.merged(with: $1) } }
      if let frame = incomplete.first?.frames.first {
        let totals = first.defragmenter.incompleteTotals
        var traffic =
          other[.fragments] ?? OtherTraffic(kind: .fragments, packets: 0, bytes: 0, firstFrame: frame, capture: 0)
        traffic.packets += totals.frames
        traffic.bytes += totals.frameBytes
        other[.fragments] = traffic
      }
      summary.otherTraffic = other.values.sorted {
        ($1.packets, $0.firstFrame) < ($0.packets, $1.firstFrame)
      }
    }
    summary.findings = first.captureFindings(incomplete, conversations, leftOut) + found
    return summary
  }

  private func captureFindings(
    _ incomplete: [Defragmenter.Incomplete], _ conversations: [ConversationRecord], _ leftOut: LeftOut?
  ) -> [Finding] {
    var findings = Finding.aboutCapture(
      of: conversations, leftOut, seen: record.clockSteps, isBackwardsAt: backwards.frames)
    if let outages = Finding.about(record.outages) { findings.append(outages) }
    if let composition = record.composition {
      if !composition.files.allSatisfy(\.isWhole) {
        findings.append(Finding(.captureFilesIncomplete, .warning, frames: composition.framesBeforeGaps))
      }
    } else if record.cut != nil {
      findings.append(Finding(.captureCut, .warning, frames: frame > 0 ? [frame] : []))
    }
    // A file may claim any number.
    let (sum, overflow) = (record.droppedByKernel ?? 0).addingReportingOverflow(record.droppedByInterface ?? 0)
    let drops = overflow ? .max : sum
    if drops > 0 {
      // Those that a filter of ours left out came through all the same.
      let (all, overflow) = frame.addingReportingOverflow(drops)
      findings.append(Finding(.captureDrops, .warning, frames: [], count: drops, of: overflow ? .max : all))
    }
    if !backwards.isEmpty {
      findings.append(Finding(.captureTimeBackwards, .warning, frames: backwards.frames, count: backwards.total))
    }
    if !untimed.isEmpty {
      findings.append(Finding(.captureUntimed, .warning, frames: untimed.frames, count: untimed.total))
    }
    if record.framesCut > 0 {
      findings.append(Finding(.captureSnapshot, .note, frames: firstCut, count: record.framesCut))
    }
    if firstOfLinkType.count > 1 {
      findings.append(
        Finding(.captureMixedLinkTypes, .note, frames: firstOfLinkType.values.sorted(), count: firstOfLinkType.count))
    }
    if let leftOut, conversationLimit == nil {
      findings.append(
        Finding(
          .captureConversationsLeftOut, .note, frames: [], count: leftOut.conversationsTotal,
          of: conversations.count + leftOut.conversationsTotal))
    }
    if !incomplete.isEmpty {
      findings.append(
        Finding(
          .fragmentsIncomplete, .warning, frames: incomplete.flatMap(\.frames),
          count: defragmenter.incompleteTotals.datagrams))
    }
    return findings
  }
}

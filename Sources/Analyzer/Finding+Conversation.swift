import Conversations

extension Finding {
  /// What the reader of a report should know of one conversation.
  static func about(_ record: ConversationRecord) -> [Finding] {
    guard record.background == nil else { return [] }
    var findings: [Finding] = []
    func add(_ code: Finding.Code, _ severity: Finding.Severity, _ frames: [Int], count: Int? = nil) {
      findings.append(Finding(code, severity, conversation: record.index, frames: frames, count: count))
    }
    if record.protocol == .tcp {
      let resets = record.teardown?.resets.map(\.frame) ?? []
      let syns = [record.handshake?.syn?.frame].compactMap(\.self) + (record.handshake?.synRetries.map(\.frame) ?? [])
      switch record.outcome {
      // What an ICMP error answered has a finding of its own.
      case .refused where resets.isEmpty, .unanswered where record.icmpErrors.contains(where: \.isUndelivered): break
      case .refused: add(.tcpRefused, .error, syns + resets)
      case .unanswered: add(.tcpUnanswered, .error, syns)
      case .reset, .midstream, .complete, .open:
        if !resets.isEmpty, record.teardown?.isClosedBeforeReset == false {
          add(.tcpReset, .warning, resets, count: record.teardown?.resetTotal)
        }
      }
      let retransmissions = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
      if retransmissions > 0 {
        add(.tcpRetransmission, .note, record.data.filter(\.isRetransmission).map(\.frame), count: retransmissions)
      }
    } else if let lost = record.echo.lost, lost > 0 {
      let unanswered = record.exchanges.filter { $0.request != nil && $0.reply == nil && $0.icmpError == nil }
      // Past the budget the exchanges do not tell any more which of them an error answered.
      let isListed = record.exchanges.count == record.exchangesTotal
      let refused = isListed ? record.exchanges.filter { $0.icmpError != nil }.count : record.icmpErrorTotal
      let count = lost - refused
      if count > 0 { add(.udpUnanswered, .warning, unanswered.compactMap(\.request?.frame), count: count) }
    }
    let undelivered = record.icmpErrors.filter(\.isUndelivered)
    if !undelivered.isEmpty {
      let isAll = undelivered.count == record.icmpErrors.count
      add(
        .icmpUnreachable, .error, undelivered.map(\.frame),
        count: isAll ? record.icmpErrorTotal : undelivered.count)
    }
    let wrong = record.toResponder.wrongChecksums + record.toOriginator.wrongChecksums
    if wrong > 0 {
      let frames = record.toResponder.wrongChecksumFrames + record.toOriginator.wrongChecksumFrames
      add(.checksumWrong, .warning, frames.sorted(), count: wrong)
    }
    let partial = record.toResponder.partialChecksums + record.toOriginator.partialChecksums
    if partial > 0 {
      let frames = record.toResponder.partialChecksumFrames + record.toOriginator.partialChecksumFrames
      add(.checksumPartial, .info, frames.sorted(), count: partial)
    }
    // Other protocols answer with something else by design.
    let isEchoLike = record.exchanges.contains { $0.isIdentical == true || $0.beginsLikeRequest }
    if record.protocol == .udp, record.echo.mismatched > 0, isEchoLike {
      add(
        .echoMismatch, .note, record.exchanges.filter { $0.isIdentical == false }.compactMap(\.reply?.frame),
        count: record.echo.mismatched)
    }
    return findings
  }
}

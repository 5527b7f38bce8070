public import Conversations

extension Finding {
  /// What the reader of a report should know of one conversation.
  static func about(_ record: ConversationRecord) -> [Finding] {
    guard record.background == nil else { return aboutLifetime(record) }
    let own = record.protocol == .tcp ? aboutTCP(record) + aboutTCPEcho(record) : aboutUDP(record)
    return own + aboutCopies(record) + aboutErrors(record) + aboutLifetime(record)
  }

  private static func aboutLifetime(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    if record.isResumed { findings.add(.conversationResumed, .info, [record.first.frame]) }
    if record.isLetGo { findings.add(.conversationLetGo, .warning, [record.last.frame]) }
    if !record.outgrown.isEmpty {
      findings.add(.conversationOutgrown, .warning, record.outgrown.frames, count: record.outgrown.total)
    }
    return findings.all
  }

  private static func aboutTCP(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    let resets = record.teardown?.resets.map(\.frame) ?? []
    let syns = [record.handshake?.syn?.frame].compactMap(\.self) + (record.handshake?.synRetries.map(\.frame) ?? [])
    switch record.outcome {
    // What an ICMP error answered has a finding of its own.
    case .refused where resets.isEmpty, .unanswered where record.icmpErrors.contains(where: \.isUndelivered): break
    // What goes on had an answer, which the capture has not.
    case .unanswered where isOneSided(record): break
    case .refused: findings.add(.tcpRefused, .error, syns + resets)
    case .unanswered: findings.add(.tcpUnanswered, .error, syns)
    case .reset, .midstream, .complete, .open:
      if !resets.isEmpty, record.teardown?.isClosedBeforeReset == false {
        findings.add(.tcpReset, .warning, resets, count: record.teardown?.resetTotal)
      }
    }
    return findings.all + aboutOpening(record) + aboutRepetition(record) + aboutFlow(record) + aboutClosing(record)
  }

  /// The responder of a connection as an echo server.
  private static func aboutTCPEcho(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    let echo = record.echo
    if let difference = echo.firstDifference, record.handshake?.isSimultaneous != true {
      // Other protocols answer with something else by design.
      let isEchoLike =
        echo.replies > 0 || difference.offset ?? 0 >= 4
        || record.toResponder.uniquePayloadBytes == record.toOriginator.uniquePayloadBytes
      if isEchoLike {
        findings.add(.echoMismatch, .note, [difference.requestFrame, difference.frame].compactMap(\.self), count: 1)
      }
    }
    if let lost = echo.lost, lost > 0 {
      // Neither what was sent again nor the byte of a keep-alive.
      let requests = record.data.filter { $0.from == .originator && $0.newBytes > 0 }
      // Relative numbers count the SYN as 0.
      let returned = record.toOriginator.uniquePayloadBytes
      let unreturned = requests.filter { Int($0.sequence) - 1 + $0.length > returned }
      let arrived = unreturned.filter { segment in
        // The first segment of all may be a keep-alive that repeats a byte from before the capture.
        let isProbe = record.outcome == .midstream && segment.length == 1 && segment.frame == record.first.frame
        return segment.acknowledgedBy != nil && !isProbe
      }
      if echo.isEcho == true {
        findings.add(.echoLost, .warning, unreturned.map(\.frame))
      } else if returned == 0, !arrived.isEmpty {
        findings.add(.echoLost, .note, arrived.map(\.frame))
      }
    }
    if let quickest = echo.rtt?.minimum, quickest >= 10_000_000, let way = record.handshake?.nanoseconds,
      quickest / 10 >= way, !areAllSentAgain(record), record.events?.lostBeforeCapture.isEmpty != false,
      let request = record.data.first(where: { $0.from == .originator }),
      let reply = record.data.first(where: { $0.from == .responder })
    {
      findings.add(.echoSlow, .note, [request.frame, reply.frame], count: echo.rtt?.count)
    }
    return findings.all
  }

  /// Every request had to be sent again: it is that which took the time.
  private static func areAllSentAgain(_ record: ConversationRecord) -> Bool {
    let again = (record.events?.retransmissions ?? []).filter { $0.from == .originator }
    return record.data.allSatisfy { request in
      guard request.from == .originator, !request.isRetransmission else { return true }
      let start = Int(request.sequence), end = start + request.length
      return again.contains { $0.start < end && $0.end > start }
    }
  }

  private static func aboutUDP(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    if let lost = record.echo.lost, lost > 0 {
      let unanswered = record.exchanges.filter { $0.request != nil && $0.reply == nil && $0.icmpError == nil }
      // Past the budget the exchanges do not tell any more which of them an error answered.
      let isListed = record.exchanges.count == record.exchangesTotal
      let refused = isListed ? record.exchanges.filter { $0.icmpError != nil }.count : record.icmpErrorTotal
      let count = lost - refused
      if count > 0 { findings.add(.udpUnanswered, .warning, unanswered.compactMap(\.request?.frame), count: count) }
    }
    if record.echo.duplicated > 0 {
      findings.add(
        .udpDuplicateReply, .note, record.exchanges.flatMap(\.duplicates).sorted(), count: record.echo.duplicated)
    }
    if record.echo.reordered > 0 {
      findings.add(
        .udpReorderedReply, .note, record.exchanges.filter(\.isReordered).compactMap(\.reply?.frame).sorted(),
        count: record.echo.reordered)
    }
    // Other protocols answer with something else by design.
    let isEchoLike = record.exchanges.contains {
      $0.isIdentical == true || $0.beginsLikeRequest || $0.resemblesRequest
    }
    if record.echo.mismatched > 0, isEchoLike {
      findings.add(
        .echoMismatch, .note, record.exchanges.filter { $0.isIdentical == false }.compactMap(\.reply?.frame),
        count: record.echo.mismatched)
    }
    return findings.all
  }

  /// Packets that the network doubled. Where all of them are doubled it is the capture, and said once for all of it.
  private static func aboutCopies(_ record: ConversationRecord) -> [Finding] {
    guard !record.copies.isEmpty, !record.isCapturedTwice else { return [] }
    var findings = Gathering(record)
    findings.add(.networkDuplicate, .note, record.copies)
    return findings.all
  }

  /// ICMP errors and checksums.
  private static func aboutErrors(_ record: ConversationRecord) -> [Finding] {
    var findings = Gathering(record)
    let undelivered = record.icmpErrors.filter(\.isUndelivered)
    if !undelivered.isEmpty {
      findings.add(.icmpUnreachable, .error, undelivered.map(\.frame), count: record.icmpUndeliveredTotal)
    }
    let wrong = record.toResponder.wrongChecksums + record.toOriginator.wrongChecksums
    if wrong > 0 {
      let frames = record.toResponder.wrongChecksumFrames + record.toOriginator.wrongChecksumFrames
      findings.add(.checksumWrong, .warning, frames.sorted(), count: wrong)
    }
    let partial = record.toResponder.partialChecksums + record.toOriginator.partialChecksums
    if partial > 0 {
      let frames = record.toResponder.partialChecksumFrames + record.toOriginator.partialChecksumFrames
      findings.add(.checksumPartial, .info, frames.sorted(), count: partial)
    }
    let absent = record.toResponder.absentChecksums, other = record.toOriginator.absentChecksums
    if absent.total + other.total > 0 {
      findings.add(.checksumAbsent, .info, (absent.frames + other.frames).sorted(), count: absent.total + other.total)
    }
    return findings.all
  }

  /// Findings about one conversation.
  struct Gathering {
    private let conversation: Int
    private(set) var all: [Finding] = []

    init(_ record: ConversationRecord) { conversation = record.index }

    mutating func add(_ code: Finding.Code, _ severity: Finding.Severity, _ frames: [Int], count: Int? = nil) {
      all.append(Finding(code, severity, conversation: conversation, frames: frames, count: count))
    }

    mutating func add(_ code: Finding.Code, _ severity: Finding.Severity, _ evidence: Evidence) {
      if !evidence.isEmpty { add(code, severity, evidence.frames, count: evidence.total) }
    }
  }
}

extension ConversationRecord {
  /// Bytes that arrived in the frames of `finding`, each once; of more frames than it names, all that were not returned.
  public func unansweredBytes(of finding: Finding) -> Int {
    guard finding.frames.count == finding.count else { return echo.lost ?? 0 }
    return data.reduce(0) { finding.frames.contains($1.frame) ? $0 + $1.newBytes : $0 }
  }
}

import Analyzer
import Conversations
import Wire

// A UDP conversation.
extension StreamCourse {
  var firstDatagram: [[StreamStatement]] {
    let first = record.exchanges.first
    let isOwn = first?.request?.frame == record.first.frame
    let isFragment = first.map { $0.requestFragments.count > 1 && $0.requestFragments.contains(record.first.frame) }
    return [
      [
        .datagram(
          .first(
            frame: record.first.frame, length: isOwn ? first?.requestLength : nil, isFragment: isFragment ?? false))
      ]
    ]
  }

  var exchanges: [[StreamStatement]] {
    guard record.exchangesTotal > 0 else { return [] }
    let all = record.exchanges
    var paragraphs: [[StreamStatement]] = []
    if record.exchangesTotal <= Self.toldLimit {
      paragraphs = all.map { [.datagram(.exchange($0))] }
    } else if let last = all.last {
      let isWhole = all.count == record.exchangesTotal
      let left = isWhole ? all.dropFirst(Self.firstTold).dropLast() : all.dropFirst(Self.firstTold)
      paragraphs = all.prefix(Self.firstTold).map { [.datagram(.exchange($0))] }
      if let from = left.first.flatMap(frame), let to = left.last.flatMap(frame) {
        let count = record.exchangesTotal - Self.firstTold - (isWhole ? 1 : 0)
        paragraphs.append([.datagram(.exchangesLeftOut(count, from: from, to: isWhole ? to : nil))])
      }
      if isWhole { paragraphs.append([.datagram(.exchange(last))]) }
    }
    paragraphs.append(fragments)
    paragraphs.append([.datagram(.totals(record.echo, first: record.first.frame, last: record.last.frame))])
    return paragraphs
  }

  private func frame(_ exchange: Exchange) -> Int? { (exchange.request ?? exchange.reply)?.frame }

  private static var limit: Int { 6 }

  var datagramTrouble: [[StreamStatement]] {
    let all = record.exchanges
    let unanswered = findings.first { $0.code == .udpUnanswered }
    let duplicated: [StreamStatement] = all.compactMap { exchange in
      guard let reply = exchange.reply, !exchange.duplicates.isEmpty else { return nil }
      return .datagram(.duplicated(request: exchange.request?.frame, reply: reply.frame, exchange.duplicates))
    }
    let reordered: [StreamStatement] = all.compactMap { exchange in
      guard exchange.isReordered, let request = exchange.request, let reply = exchange.reply else { return nil }
      return .datagram(.reordered(reply: reply.frame, request: request.frame))
    }
    let shortened: [StreamStatement] = all.compactMap { exchange in
      guard exchange.isShortened, let request = exchange.request, let reply = exchange.reply else { return nil }
      return .datagram(
        .shortened(
          reply: reply.frame, request: request.frame, from: exchange.requestLength ?? 0, to: exchange.replyLength ?? 0))
    }
    let errors: [StreamStatement] = record.icmpErrors.prefix(Self.limit).map { error in
      let request = all.first { $0.icmpError?.frame == error.frame }?.request
      return .datagram(
        .icmp(
          error, request: request?.frame,
          nanoseconds: isClockSound ? request.flatMap { error.time.elapsed(since: $0.time) } : nil))
    }
    func told(_ statements: [StreamStatement], _ code: Finding.Code) -> [StreamStatement] {
      statements.count > Self.limit ? found(code) : statements
    }
    return [
      unanswered.map { [.datagram(.unanswered($0.frames, count: $0.count, isDamaged: areDamaged($0)))] } ?? [],
      told(duplicated, .udpDuplicateReply), told(reordered, .udpReorderedReply),
      shortened.isEmpty || shortened.count > Self.limit ? found(.echoMismatch) : shortened, errors,
      found(.networkDuplicate, .conversationResumed, .conversationLetGo, .conversationOutgrown), found(.checksumWrong),
      found(.checksumPartial),
      found(.checksumAbsent),
    ]
  }

  private func areDamaged(_ unanswered: Finding) -> Bool {
    let damaged = Set(record.toResponder.wrongChecksumFrames)
    return unanswered.frames.count == unanswered.count && unanswered.frames.allSatisfy(damaged.contains)
  }

  /// Datagrams that came in pieces.
  private var fragments: [StreamStatement] {
    let all = record.exchanges.flatMap { exchange -> [StreamStatement] in
      var pieces: [StreamStatement] = []
      if exchange.requestFragments.count > 1, let request = exchange.request {
        pieces.append(.datagram(.fragments(request: request.frame, exchange.requestFragments, isReply: false)))
      }
      if exchange.replyFragments.count > 1, let reply = exchange.reply {
        pieces.append(.datagram(.fragments(request: reply.frame, exchange.replyFragments, isReply: true)))
      }
      return pieces
    }
    return Array(all.prefix(Self.limit))
  }
}

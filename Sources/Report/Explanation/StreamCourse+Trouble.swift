import Analyzer
import Conversations
import Wire

// What did not go as it should on a TCP connection.
extension StreamCourse {
  var trouble: [[StreamStatement]] {
    retransmissions
      + [found(.tcpLateSegment), found(.tcpLostBeforeCapture), found(.networkDuplicate)] + windows
      + [
        found(.tcpKeepAlive), found(.tcpCongestion), found(.tcpUrgent), found(.tcpUnseen),
        found(.checksumWrong), found(.checksumPartial, .tcpLargeSegment), found(.checksumAbsent), errors,
      ]
  }

  /// Of one kind told one by one.
  private static var limit: Int { 6 }

  private var retransmissions: [[StreamStatement]] {
    guard let events = record.events, events.retransmissionTotal > 0 else { return [] }
    var paragraphs: [[StreamStatement]] = events.retransmissions.prefix(Self.limit).map { [resent($0)] }
    guard events.retransmissionTotal > Self.limit else { return paragraphs }
    // Of many the reports have sums.
    paragraphs.append(
      [.trouble(.resentLeftOut(events.retransmissionTotal - Self.limit, of: events.retransmissionTotal))]
        + found(
          .tcpTimeout, .tcpFastRetransmission, .tcpTailLossProbe, .tcpRetransmissionAfterError,
          .tcpSpuriousRetransmission))
    return paragraphs
  }

  private func resent(_ retransmission: Retransmission) -> StreamStatement {
    guard retransmission.cause == .fast else {
      return .trouble(.resent(retransmission, asked: [], selective: [], blocks: []))
    }
    let start = UInt32(truncatingIfNeeded: retransmission.start)
    let asking = rows.filter { row in
      guard row.from == retransmission.from.other, row.frame < retransmission.frame, let segment = row.segment else {
        return false
      }
      return segment.acknowledgment == start && segment.payloadLength == 0
        && segment.flags.isDisjoint(with: [.syn, .fin, .rst])
    }
    // The first of them acknowledges something; those after it repeat it.
    let repeats = asking.filter { row in
      guard let segment = row.segment else { return false }
      return segment.labels.contains(.duplicateACK) || !segment.sackBlocks.isEmpty
    }
    // Those since the copy before it; where that was late, it was asked for earlier.
    let since = retransmission.original?.frame ?? 0
    let latest = repeats.filter { $0.frame > since }
    let asked = latest.isEmpty ? repeats : latest
    let selective = asked.filter { $0.segment?.sackBlocks.isEmpty == false }
    return .trouble(
      .resent(
        retransmission, asked: asked.map(\.frame), selective: selective.map(\.frame),
        blocks: selective.last?.segment?.sackBlocks ?? []))
  }

  private var windows: [[StreamStatement]] {
    guard let events = record.events, !events.closedWindows.isEmpty else {
      return [found(.tcpZeroWindow, .tcpWindowProbe)]
    }
    var paragraphs: [[StreamStatement]] = events.closedWindows.prefix(Self.limit).map { closed in
      let probes = events.windowProbes.frames.filter {
        $0 > closed.closed.frame && $0 < closed.opened?.frame ?? .max
      }
      return [.trouble(.closedWindow(closed, probes: probes))]
    }
    if events.closedWindows.count > Self.limit || events.windowProbes.total > events.windowProbes.frames.count {
      paragraphs.append(found(.tcpZeroWindow, .tcpWindowProbe))
    }
    return paragraphs
  }

  /// ICMP errors that quote a segment of the connection. One that refused the SYN is told with it.
  private var errors: [StreamStatement] {
    guard record.outcome != .refused, record.outcome != .unanswered else { return [] }
    return record.icmpErrors.prefix(Self.limit).map { .datagram(.icmp($0, request: nil, nanoseconds: nil)) }
  }
}

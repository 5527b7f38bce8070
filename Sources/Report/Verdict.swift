import Conversations
import Wire

/// Why a conversation went as it did and which frames show it: decided here once, worded by every language's phrases.
enum Verdict: Hashable, Sendable {
  // TCP
  case closed(by: Side, fin: Int)
  /// Both sides sent FIN before either had the other's.
  case closedAtOnce(fins: [Int])
  case refusedByReset(syn: Int, retries: [FrameMoment], reset: Int, nanoseconds: Int64?)
  case unansweredSYN(syn: Int, retries: [FrameMoment], nanoseconds: Int64?)
  case reset(by: Side, frames: [Int], total: Int, ResetCause)
  /// SYN and SYN-ACK, and no more.
  case handshakeUnfinished
  case established(silent: Int64?)
  case halfClosed(by: Side, fin: Int, silent: Int64?)
  /// One side's packets are missing, and the other's tell that they were sent.
  case oneDirection(Side)
  /// `silent` only where nothing ended it.
  case midstream(fins: [Teardown.FIN], silent: Int64?)
  // UDP
  case answered(requests: Int)
  case partlyAnswered(requests: Int, replies: Int)
  case unansweredRequests(Int)
  // Both
  case refusedByICMP(request: Int?, ICMPError, nanoseconds: Int64?)
  /// An outcome for which the record holds no evidence.
  case bare(Outcome)

  /// What a RST answered, as far as the frames tell.
  enum ResetCause: Hashable, Sendable {
    /// The sender of the RST had closed; what arrived afterwards found no reader.
    case ownFIN(frame: Int, undelivered: [DataSegment])
    /// The other side had closed.
    case otherFIN(frame: Int)
    /// Data that was never acknowledged.
    case data([DataSegment])
    /// The same, and the RST acknowledges nothing: its sender did not know the connection.
    case forgotten([DataSegment])
    /// Nothing, by a responder that had taken so many bytes without an answer.
    case unread(bytes: Int)
    /// Keep-alives that had no answer.
    case silence
    /// The third segment of the handshake never came.
    case handshake
    case none
  }

  /// An open connection that was silent for so long, in nanoseconds, when the capture ended, is told to be.
  static var silence: Int64 { 60_000_000_000 }

  /// The verdict on a conversation in a capture whose last packet was seen at `captureEnd`.
  init(_ record: ConversationRecord, captureEnd: Timestamp?) {
    let rest = captureEnd?.nanoseconds(since: record.last.time)
    let silent = rest.flatMap { $0 >= Self.silence ? $0 : nil }
    switch (record.outcome, record.protocol) {
    case (.refused, _): self = Self.refused(record) ?? .bare(.refused)
    case (.complete, .tcp): self = Self.closed(record) ?? .bare(.complete)
    case (.reset, .tcp): self = Self.reset(record) ?? .bare(.reset)
    case (.unanswered, .tcp) where Self.wentOn(record): self = .oneDirection(.originator)
    case (.unanswered, .tcp):
      self =
        Self.undelivered(record)
        ?? .unansweredSYN(
          syn: record.first.frame, retries: record.handshake?.synRetries ?? [],
          nanoseconds: record.durationNanoseconds)
    case (.open, .tcp) where record.toOriginator.packets == 0: self = .oneDirection(.originator)
    case (.open, .tcp) where record.toResponder.packets == 0: self = .oneDirection(.responder)
    case (.open, .tcp): self = Self.open(record, silent: silent)
    case (.midstream, _):
      let isEnded = record.teardown.map { $0.kind != .none } ?? true
      self = .midstream(fins: record.teardown?.fins ?? [], silent: isEnded ? nil : silent)
    case (.complete, .udp): self = .answered(requests: record.echo.requests)
    case (.open, .udp): self = .partlyAnswered(requests: record.echo.requests, replies: record.echo.replies)
    case (.unanswered, .udp): self = Self.undelivered(record) ?? .unansweredRequests(record.echo.requests)
    case (.reset, .udp): self = .bare(.reset)
    }
  }

  /// The originator did what only an answer allows.
  private static func wentOn(_ record: ConversationRecord) -> Bool {
    record.data.contains { !$0.flags.contains(.syn) } || record.teardown?.fins.isEmpty == false
  }

  private static func refused(_ record: ConversationRecord) -> Verdict? {
    if let resets = record.teardown?.resets, let first = resets.first {
      let syn = record.handshake?.syn.map { FrameMoment(frame: $0.frame, time: $0.time) }
      let reset = resets.first { $0.frame > (syn?.frame ?? 0) } ?? first
      // Where SYNs went unanswered first, the RST answers the last one before it.
      let retries = record.handshake?.synRetries ?? []
      let answered = retries.last { $0.frame < reset.frame } ?? syn
      return .refusedByReset(
        syn: syn?.frame ?? record.first.frame, retries: retries, reset: reset.frame,
        nanoseconds: answered.map { reset.time.nanoseconds(since: $0.time) })
    }
    return undelivered(record)
  }

  /// An ICMP error that says why nothing came back: the one that names the port before any other.
  private static func undelivered(_ record: ConversationRecord) -> Verdict? {
    let errors = record.icmpErrors.filter(\.isUndelivered)
    guard let error = errors.first(where: \.isPortUnreachable) ?? errors.first else { return nil }
    let request = record.exchanges.first { $0.icmpError?.frame == error.frame }?.request
    let syn = record.handshake?.syn.map { FrameMoment(frame: $0.frame, time: $0.time) }
    let cause = request ?? syn
    return .refusedByICMP(
      request: cause?.frame, error, nanoseconds: cause.map { error.time.nanoseconds(since: $0.time) })
  }

  private static func closed(_ record: ConversationRecord) -> Verdict? {
    guard let fins = record.teardown?.fins, let first = fins.first else { return nil }
    if record.teardown?.areFINsCrossed == true { return .closedAtOnce(fins: fins.map(\.frame)) }
    return .closed(by: first.from, fin: first.frame)
  }

  private static func reset(_ record: ConversationRecord) -> Verdict? {
    guard let teardown = record.teardown, let first = teardown.resets.first else { return nil }
    let frames = teardown.resets.filter { $0.from == first.from }.map(\.frame)
    let undelivered = record.data.filter { $0.from != first.from && $0.acknowledgedBy == nil && !$0.isRetransmission }
    let cause: ResetCause
    if let own = teardown.fins.first(where: { $0.from == first.from && $0.frame < first.frame }) {
      cause = .ownFIN(frame: own.frame, undelivered: undelivered)
    } else if let other = teardown.fins.first(where: { $0.from != first.from && $0.frame < first.frame }) {
      cause = .otherFIN(frame: other.frame)
    } else if record.handshake?.synAck != nil, record.handshake?.ack == nil, record.dataTotal == 0 {
      cause = .handshake
    } else if let last = undelivered.first, last.frame < first.frame {
      cause = first.hasACK ? .data(undelivered) : .forgotten(undelivered)
    } else if first.hasACK, first.unansweredBytes > 0 {
      cause = .unread(bytes: first.unansweredBytes)
    } else if first.isAfterSilence {
      cause = .silence
    } else {
      cause = .none
    }
    return .reset(by: first.from, frames: frames, total: teardown.resetTotal, cause)
  }

  private static func open(_ record: ConversationRecord, silent: Int64?) -> Verdict {
    if let fin = record.teardown?.fins.first { return .halfClosed(by: fin.from, fin: fin.frame, silent: silent) }
    guard record.handshake?.ack == nil, record.dataTotal == 0 else { return .established(silent: silent) }
    return .handshakeUnfinished
  }
}

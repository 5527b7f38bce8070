import Conversations
import Wire

/// The messages that the client of a conversation sent.
///
/// Of UDP each datagram is one. A TCP stream has no marks between messages, and a segment is none: an upload fills hundreds of
/// them. So data that follows on one another is one message, and the next begins where everything before had been acknowledged
/// and after that the other side sent data, or the client nothing for ``pause`` nanoseconds. Where the capture has no packet of
/// the other side, the pauses alone tell.
struct ClientMessages: Hashable, Sendable {
  private(set) var count = 0
  /// False where the conversation has more data than is kept of it: there are so many messages in what is kept.
  let areAll: Bool
  /// Frames that bring bytes of them, as far as they are kept.
  let frames: [Int]
  /// All such frames.
  let frameTotal: Int

  /// Longer than a program takes to go on writing, and shorter than a person takes to write the next line.
  static var pause: Int64 { 200_000_000 }

  init(_ record: ConversationRecord) {
    frameTotal = record.echo.requests
    guard record.protocol == .tcp else {
      count = record.echo.requests
      areAll = true
      frames = record.exchanges.compactMap(\.request?.frame)
      return
    }
    areAll = record.data.count == record.dataTotal
    let hasAnswers = record.toOriginator.packets > 0
    var frames: [Int] = []
    var previous: DataSegment?
    var wasAnswered = false
    for segment in record.data where segment.newBytes > 0 {
      guard segment.from == .originator else {
        wasAnswered = true
        continue
      }
      frames.append(segment.frame)
      if let before = previous {
        if Self.isEnd(before, segment, wasAnswered: wasAnswered, hasAnswers: hasAnswers) { count += 1 }
      } else {
        count = 1
      }
      previous = segment
      wasAnswered = false
    }
    self.frames = frames
  }

  /// A message ends with `segment`, and `next` begins another.
  private static func isEnd(
    _ segment: DataSegment, _ next: DataSegment, wasAnswered: Bool, hasAnswers: Bool
  ) -> Bool {
    let silentSince: Timestamp
    if hasAnswers {
      guard let acknowledged = segment.acknowledgedBy, acknowledged.frame < next.frame else { return false }
      if wasAnswered { return true }
      silentSince = acknowledged.time
    } else {
      silentSince = segment.time
    }
    // Without PSH the sender had more to send, and waited for room.
    return segment.flags.contains(.psh) && (next.time.elapsed(since: silentSince) ?? 0) >= pause
  }
}

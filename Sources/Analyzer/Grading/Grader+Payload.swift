import Conversations
import Wire

// What is asked of what a conversation carried.
extension Grader {
  private static func counted(
    _ thing: GradeReason.CountedThing, _ count: Int, atLeast: Int, requests: Int? = nil, _ record: ConversationRecord,
    _ frames: [Int], of total: Int? = nil
  ) -> Finding {
    var finding = Finding(
      .counted(thing, count, demanded: atLeast, requests: requests), isMet: false, record,
      frames.isEmpty ? [record.first.frame, record.last.frame] : frames, of: total)
    finding.share = (min(count, atLeast), atLeast)
    return finding
  }

  /// Requests that came back unchanged.
  static func echoes(_ record: ConversationRecord, atLeast: Int) -> Finding {
    let echo = record.echo
    let returned = record.returnedRequests
    let pairs =
      record.protocol == .tcp
      ? echo.pairs.map { [$0.request, $0.reply] } : record.exchanges.filter { $0.isIdentical == true }.map(Self.frames)
    if returned < atLeast, let finding = notReturned(record, atLeast: atLeast) { return finding }
    let (frames, total) = Self.frames(pairs, of: returned)
    return counted(.echoes, returned, atLeast: atLeast, requests: echo.requests, record, frames, of: total)
  }

  /// Why nothing came back unchanged, where more can be said than that.
  private static func notReturned(_ record: ConversationRecord, atLeast: Int) -> Finding? {
    let echo = record.echo
    guard record.returnedRequests == 0 else { return nil }
    var finding: Finding
    if let difference = echo.firstDifference {
      finding = Finding(
        .mismatched(max(echo.mismatched, 1), firstDifference: difference.offset), isMet: false, record,
        [difference.requestFrame, difference.frame].compactMap(\.self))
    } else if echo.isEcho == nil, record.toOriginator.payloadBytes > 0, record.toResponder.payloadBytes > 0 {
      finding = Finding(.unknownEcho, isMet: false, record, record.data.map(\.frame), of: record.dataTotal)
    } else {
      return nil
    }
    finding.share = (0, atLeast)
    return finding
  }

  /// The same of requests with a certain text in them.
  static func textEchoes(
    _ record: ConversationRecord, _ occurrences: (found: [PayloadOccurrence], areAll: Bool), atLeast: Int
  )
    -> Finding
  {
    let found = occurrences.found
    let asked = found.filter { $0.side == .originator }, answered = found.filter { $0.side == .responder }
    let pairs: [[Int]]
    if record.protocol == .tcp {
      // An echo is the same stream, so that the text stands at the same place of it.
      let places = Dictionary(answered.map { ($0.offset, $0.frames) }) { first, _ in first }
      pairs = asked.compactMap { occurrence in places[occurrence.offset].map { occurrence.frames + $0 } }
    } else {
      let frames = Set(asked.flatMap(\.frames))
      pairs = record.exchanges.compactMap { exchange in
        guard exchange.isIdentical == true, let request = exchange.request?.frame, frames.contains(request),
          let reply = exchange.reply?.frame
        else { return nil }
        return [request, reply]
      }
    }
    if pairs.count < atLeast, !occurrences.areAll {
      var finding = Finding(
        .textUncounted(pairs.count, demanded: atLeast), isMet: false, record,
        pairs.isEmpty ? found.flatMap(\.frames) : pairs.flatMap(\.self))
      finding.share = (pairs.count, atLeast)
      return finding
    }
    if pairs.count < atLeast, pairs.isEmpty {
      let side: Side? = asked.isEmpty ? (answered.isEmpty ? nil : .responder) : .originator
      var finding = Finding(
        .textAbsent(onlyFrom: side), isMet: false, record,
        side == nil
          ? record.data.map(\.frame) + record.exchanges.flatMap(Self.frames) : found.flatMap(\.frames),
        of: side == nil ? record.dataTotal : nil)
      finding.share = (0, atLeast)
      return finding
    }
    return counted(.textEchoes, pairs.count, atLeast: atLeast, record, pairs.flatMap(\.self))
  }

  private static func frames(_ exchange: Exchange) -> [Int] {
    [exchange.request?.frame, exchange.reply?.frame].compactMap(\.self)
  }

  /// The frames of requests with their replies, and how many there are. Where not all are kept, those of the first ones of
  /// them: of all requests the number is known, of their replies' frames it is not.
  private static func frames(_ pairs: [[Int]], of total: Int) -> ([Int], Int?) {
    pairs.count >= total ? (pairs.flatMap(\.self), nil) : (pairs.compactMap(\.first), total)
  }

  /// UDP requests that got a reply.
  static func replies(_ record: ConversationRecord, atLeast: Int) -> Finding {
    let answered = record.exchanges.filter { $0.request != nil && $0.reply != nil }
    let (frames, total) =
      answered.isEmpty
      ? Self.frames(record.exchanges.map(Self.frames), of: record.exchangesTotal)
      : Self.frames(answered.map(Self.frames), of: record.echo.replies)
    return counted(
      .replies, record.echo.replies, atLeast: atLeast, requests: record.echo.requests, record, frames, of: total)
  }

  static func messages(_ record: ConversationRecord, atLeast: Int) -> Finding {
    let messages = ClientMessages(record)
    var finding = Finding(
      .messages(messages.count, demanded: atLeast, record.protocol, areAll: messages.areAll), isMet: false, record,
      messages.frames.isEmpty ? [record.first.frame, record.last.frame] : messages.frames, of: messages.frameTotal)
    finding.share = (min(messages.count, atLeast), atLeast)
    return finding
  }

  static func bytes(_ record: ConversationRecord, atLeast: Int) -> Finding {
    counted(
      .bytes, record.toResponder.uniquePayloadBytes + record.toOriginator.uniquePayloadBytes, atLeast: atLeast, record,
      [record.first.frame, record.last.frame])
  }
}

import Analyzer
import Conversations
import Wire

/// English.
struct EnglishPhrases: Phrases {
  var numbers: NumberText { .plain }

  func title(of conversation: ConversationRecord) -> String {
    (conversation.protocol == .tcp ? "TCP stream " : "UDP stream ") + "\(conversation.stream)"
  }

  func rolesInferred() -> String {
    "who began was not seen: originator and responder are concluded from ports or flags"
  }

  func copies(_ number: Int) -> String {
    "\(count(number, "packet is a copy", "packets are copies")) of earlier ones: counted as packets, and their payload not again"
  }

  func rowsLeftOut(_ count: Int, from first: Int, to last: Int, of conversation: ConversationRecord) -> String {
    "… \(count) more (frames \(first) to \(last)): --details shows all …"
  }

  func rowCount(_ count: Int) -> String { "\(count) rows" }

  func rowsNotKept(kept: Int, of total: Int) -> String {
    "only the first \(kept) of \(total) were kept in detail; the totals count all"
  }

  func largestTold(_ told: Int, of total: Int, hasMoreThanListed listed: Int?, hasEchoes: Bool) -> String {
    let list = listed.map { "the \($0) largest are listed, " } ?? ""
    return
      "\(total) conversations: \(list)the \(told) with most bytes are told below\(hasEchoes ? ", echoes first" : ""). "
      + "--stream tcp:N or udp:N tells one, --details all, --format json holds all."
  }

  func detailsRanOut() -> String {
    "the budget for detail ran out: some conversations tell less than they have; their totals are exact"
  }

  func findingsLeftOut(_ count: Int) -> String {
    "… and the same of \(self.count(count, "conversation")) more: --details shows all"
  }

  func frames(_ frames: [Int], of count: Int) -> String {
    guard let last = frames.last else { return "" }
    if count > frames.count || frames.count > 8 {
      return "frames \(frames.prefix(8).map { "\($0)" }.joined(separator: ", ")) … \(count) in all"
    }
    guard frames.count > 1 else { return "frame \(last)" }
    return "frames \(frames.dropLast().map { "\($0)" }.joined(separator: ", ")) and \(last)"
  }

  func side(_ side: Side) -> String { side == .originator ? "originator" : "responder" }

  func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
  }

  func again(_ retries: [FrameMoment]) -> String {
    retries.isEmpty ? "" : ", sent again in \(frames(retries.map(\.frame), of: retries.count))"
  }

  func opening(_ conversation: ConversationRecord) -> String {
    conversation.handshake?.syn.map { " (SYN, frame \($0.frame))" } ?? ""
  }

  func after(_ nanoseconds: Int64?) -> String { nanoseconds.map { " after \(duration($0))" } ?? "" }
}

import Analyzer
import Conversations
import Wire

/// A weak spot of the capture that may be behind a statement: which one is behind which is decided here once, and worded
/// by every language's phrases.
enum Caveat: Hashable, Sendable {
  /// Packets were dropped while capturing.
  case drops(kernel: Int?, interface: Int?)
  /// ACKs cover data that the capture does not have.
  case loss(acknowledgments: Int)
  /// The capture breaks off, and what is missing may have come after that.
  case cut
  /// Of several files some could not be read to their ends.
  case files
  /// The interface was down after the conversation had begun.
  case outage
  /// Datagrams of which a fragment is missing: the missing one may be among them.
  case fragments(datagrams: Int)
  /// It was let go before its end, for there was no room for more conversations: what came later is of another one.
  case letGo
  /// The capture's clock was set: it measured no silence.
  case clock(frames: [Int], count: Int)

  /// What a caveat is about.
  enum Statement: Hashable, Sendable {
    case verdict(Verdict)
    /// Nothing went wrong, as far as the capture shows.
    case noTrouble
    /// TCP: bytes that were never returned.
    case lostEcho
  }

  /// The caveats on `statement` about a conversation in a capture with these weak spots.
  static func about(
    _ statement: Statement, of conversation: ConversationRecord, in capture: CaptureRecord, _ trust: CaptureTrust
  ) -> [Caveat] {
    guard !trust.reasons.isEmpty else { return [] }
    let reasons = Dictionary(trust.reasons.map { ($0.code, $0) }) { first, _ in first }
    /// Packets may be missing anywhere.
    var missing: [Caveat] {
      var caveats: [Caveat] = conversation.isLetGo ? [.letGo] : []
      if reasons[.captureDrops] != nil {
        caveats.append(.drops(kernel: capture.droppedByKernel, interface: capture.droppedByInterface))
      }
      // One file of several may be anywhere among the others.
      if reasons[.captureFilesIncomplete] != nil { caveats.append(.files) }
      if capture.outages.first.contains(where: { $0.after ?? 0 >= conversation.first.frame }) {
        caveats.append(.outage)
      }
      if let loss = reasons[.captureLoss] { caveats.append(.loss(acknowledgments: loss.count)) }
      return caveats
    }
    /// What would have come after its last packet may be cut off: nobody waits longer for it than for a silent one.
    var cut: [Caveat] {
      let rest = capture.lastTime.map { $0.nanoseconds(since: conversation.last.time) } ?? 0
      return reasons[.captureCut] != nil && rest < Verdict.silence ? [.cut] : []
    }
    /// A reply in pieces.
    var fragments: [Caveat] { reasons[.fragmentsIncomplete].map { [.fragments(datagrams: $0.count)] } ?? [] }
    /// A silence that was measured by a clock which was set.
    func clock(_ silent: Int64?) -> [Caveat] {
      guard silent != nil, let step = reasons[.captureTimeStep] ?? reasons[.captureTimeBackwards] else { return [] }
      return [.clock(frames: step.frames, count: step.count)]
    }
    switch statement {
    case .noTrouble: return missing
    case .lostEcho: return missing + cut
    case .verdict(let verdict):
      switch verdict {
      case .unansweredSYN, .handshakeUnfinished: return missing + cut
      case .established(let silent), .halfClosed(_, _, let silent): return missing + cut + clock(silent)
      case .midstream(_, let silent): return missing + clock(silent)
      case .partlyAnswered, .unansweredRequests:
        // Where a later request was answered, the end of the capture is not to blame.
        let isLastAnswered = conversation.exchanges.last.map { $0.reply != nil } ?? false
        return missing + fragments + (isLastAnswered ? [] : cut)
      case .closed, .closedAtOnce, .refusedByReset, .reset, .oneDirection, .answered, .refusedByICMP, .bare: return []
      }
    }
  }
}

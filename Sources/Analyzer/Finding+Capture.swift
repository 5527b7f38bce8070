import Conversations

// What conversations tell of the capture that they are in.
extension Finding {
  /// What is told of the capture: copies, loss, and a clock that was set. At the frames of `past` its time runs backwards,
  /// which is told already.
  static func aboutCapture(of conversations: [ConversationRecord], isBackwardsAt past: [Int]) -> [Finding] {
    aboutCopies(conversations) + aboutLoss(conversations) + aboutClock(conversations, past)
  }

  /// Those codes.
  static let codesAboutCapture: Set<Code> = [.captureDuplicates, .captureLoss, .captureTimeStep]

  private static func aboutCopies(_ conversations: [ConversationRecord]) -> [Finding] {
    let doubled = conversations.filter { $0.isCapturedTwice && !$0.copies.isEmpty }
    guard !doubled.isEmpty else { return [] }
    return [
      Finding(
        .captureDuplicates, .warning, frames: doubled.flatMap(\.copies.frames).sorted(),
        count: doubled.reduce(0) { $0 + $1.copies.total })
    ]
  }

  /// What the ACKs of all conversations tell of packets that the capture does not have. Of one side alone they tell
  /// nothing: all that the other sent is missing.
  private static func aboutLoss(_ conversations: [ConversationRecord]) -> [Finding] {
    var unseen = 0, all = 0, frames: [Int] = []
    for place in conversations.indices {
      guard let events = conversations[place].events, conversations[place].toResponder.packets > 0,
        conversations[place].toOriginator.packets > 0
      else { continue }
      all += events.acknowledgments
      unseen += events.unseenAcknowledged.total
      frames += events.unseenAcknowledged.frames
    }
    guard unseen > 0 else { return [] }
    return [Finding(.captureLoss, .warning, frames: frames.sorted(), count: unseen, of: all)]
  }

  private static func aboutClock(_ conversations: [ConversationRecord], _ past: [Int]) -> [Finding] {
    let past = Set(past)
    let steps = ClockStep.fewest(
      explaining: conversations.flatMap { $0.events?.clockSteps ?? [] }.filter { !past.contains($0.after) })
    return steps.isEmpty ? [] : [Finding(.captureTimeStep, .warning, frames: steps)]
  }
}

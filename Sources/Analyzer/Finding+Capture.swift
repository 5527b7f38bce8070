import Conversations

// What conversations tell of the capture that they are in.
extension Finding {
  /// What is told of the capture: copies, loss, and a clock that was set, by `steps` that were seen or as conversations tell
  /// it. At the frames of `past` its time runs backwards, which is told already.
  static func aboutCapture(
    of conversations: [ConversationRecord], _ leftOut: LeftOut?, seen steps: [ClockStep], isBackwardsAt past: [Int]
  ) -> [Finding] {
    aboutCopies(conversations, leftOut) + aboutLoss(conversations, leftOut)
      + aboutClock(conversations, leftOut, steps, past)
  }

  /// Times at which the interface was down.
  static func about(_ outages: Outages) -> Finding? {
    guard !outages.isEmpty else { return nil }
    let frames = outages.first.flatMap { [$0.after, $0.before] }.compactMap(\.self)
    return Finding(.captureInterfaceDown, .warning, frames: frames, count: outages.total)
  }

  /// Those codes.
  static let codesAboutCapture: Set<Code> = [.captureDuplicates, .captureLoss, .captureTimeStep]

  private static func aboutCopies(_ conversations: [ConversationRecord], _ leftOut: LeftOut?) -> [Finding] {
    let doubled = conversations.filter { $0.isCapturedTwice && !$0.copies.isEmpty }
    let count = doubled.reduce(leftOut?.copies.total ?? 0) { $0 + $1.copies.total }
    guard count > 0 else { return [] }
    let frames = doubled.flatMap(\.copies.frames) + (leftOut?.copies.frames.frames ?? [])
    return [Finding(.captureDuplicates, .warning, frames: frames.sorted(), count: count)]
  }

  /// What the ACKs of all conversations tell of packets that the capture does not have. Of one side alone they tell
  /// nothing: all that the other sent is missing.
  private static func aboutLoss(_ conversations: [ConversationRecord], _ leftOut: LeftOut?) -> [Finding] {
    var unseen = leftOut?.unseen.total ?? 0, all = leftOut?.acknowledgments ?? 0
    var frames = leftOut?.unseen.frames.frames ?? []
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

  private static func aboutClock(
    _ conversations: [ConversationRecord], _ leftOut: LeftOut?, _ seen: [ClockStep], _ past: [Int]
  ) -> [Finding] {
    let past = Set(past)
    let all = seen + conversations.flatMap { $0.events?.clockSteps ?? [] } + (leftOut?.clockSteps ?? [])
    let steps = ClockStep.fewest(explaining: all.filter { !past.contains($0.after) })
    return steps.isEmpty ? [] : [Finding(.captureTimeStep, .warning, frames: steps)]
  }
}

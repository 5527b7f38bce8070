public import Conversations

/// What a submission got.
public struct Grade: Hashable, Sendable {
  /// One requirement, and what it got.
  public struct Item: Hashable, Sendable {
    public let requirement: Requirement
    public let points: Points
    public let isMet: Bool
    public let reason: GradeReason
    /// The conversation that the reason is about; nil where it is about a capture, or where there is none.
    public let conversation: ConversationRecord?
    /// What shows it: frames of captures of the submission, by their places.
    public let evidence: [Evidence]
  }

  public struct Evidence: Hashable, Sendable {
    public let capture: Int
    /// The first sixteen.
    public let frames: [Int]
    /// How many there are.
    public let total: Int

    init(capture: Int, frames: [Int], total: Int? = nil) {
      self.capture = capture
      self.frames = frames
      self.total = max(total ?? 0, frames.count)
    }
  }

  public let items: [Item]
  public let isPassed: Bool

  public var points: Points { items.map(\.points).sum }
  public var maximum: Points { items.map(\.requirement.points).sum }
}
